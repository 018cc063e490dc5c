# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Table - what is measured, and what it may be at most.
#
# Each figure has a name, the work that it is of, a unit, and where there are
# such: what Linux 6.1 takes for it (Debian's kernel for 686, its waits for
# RCU switched off, counted in the same way; a string where it varies), and
# the bound that ours should stay under.
package Bench::Table;
use strict;
use warnings;

my @figures = (
	# Counted: these are the same each time.
	['getppid', 'getppid by int 0x80', 'instructions', 356, 150],
	['fork', 'fork + exit + wait', 'instructions', 99_979, 30_000],
	['exec', 'fork + exec + exit + wait, static program',
	    'instructions'],
	['exec_bytes', '  the size of that program', 'bytes'],
	['pipe', 'pipe round trip, one byte, two processes', 'instructions',
	    '12,800-16,000', 4_000],
	['load_trivial', 'load, trivial module (one printf)', 'instructions',
	    245_601, 20_000],
	['load_trivial_later', '  later loads, mean of 10', 'instructions'],
	['load_quiet', '  its printf linked but not executed',
	    'instructions'],
	['unload_trivial', 'unload, trivial module', 'instructions', 66_817,
	    6_000],
	['load_small', 'load, 64 KiB, 2,000 relocations, 50 undefined',
	    'instructions', 657_226, 65_000],
	['load_small_later', '  later loads, mean of 10', 'instructions'],
	['unload_small', '  its unload', 'instructions'],
	['load_big', 'load, 1 MiB, 40,000 relocations, 200 undefined',
	    'instructions', 6_362_199, 1_500_000],
	['floor_big', '  the floor: its bytes copied, its relocations added',
	    'instructions'],
	['floor_ratio', '  the load against the floor', 'ratio', undef, 3],
	['load_big_later', '  later loads, mean of 10', 'instructions'],
	['unload_big', '  its unload', 'instructions'],
	['load_big_aout', '  its load as an a.out object', 'instructions'],
	['many_ratio', '1000th load of a trivial module against the first',
	    'ratio', 1.76, 1.05],
	['many_most', '  the dearest of the 1000', 'instructions'],
	['memory', 'memory of a trivial module, as modstat lists it', 'KiB',
	    '16-24', 8],
	['memory_free', '  by what is free after 100 of them', 'KiB'],
	['boot', 'from the kernel\'s entry to the prompt', 'instructions',
	    undef, 5_000_000],
	linked('call', 'a system call', 0),
	linked('device', 'open + close of a device\'s node, ramdisk', 4),
	linked('open', 'open + close of a file, ext2fs', 4),
	linked('text', 'a page of program text, ext2fs', 4),
	linked('exec', 'fork + exec + exit + wait, exec_aout and ext2fs', 30),

	# These vary by some percent.
	['disk_read', 'raw read of virtio_blk, in order, a MiB',
	    'instructions'],
	['disk_write', '  raw write, and fsync', 'instructions'],
	['ext2_raw_read', 'raw read of a disk that is a file, a MiB',
	    'instructions'],
	['ext2_raw_write', '  raw write, and fsync', 'instructions'],
	['ext2_read', 'read of a file on ext2fs on it, in order, a MiB',
	    'instructions'],
	['ext2_read_ratio', '  against the raw disk', 'ratio', undef, 3],
	['ext2_write', '  write, and fsync', 'instructions'],
	['ext2_write_ratio', '  against the raw disk', 'ratio', undef, 3],
	['ext2_lookup', 'stat(2) in a folder of 100, on ext2fs',
	    'instructions'],
	['tmpfs_lookup', '  on tmpfs', 'instructions'],
	['ext2_page', 'a page of a mapped file, on ext2fs', 'instructions'],
	['tmpfs_page', '  on tmpfs', 'instructions'],

	# Timed, on whatever machine this is.
	['linked_call_time', 'time of a system call, a module / linked in',
	    'ratio'],
	['linked_device_time', '  open + close of a device\'s node, ramdisk',
	    'ratio'],
	['linked_open_time', '  open + close of a file, ext2fs', 'ratio'],
	['prompt_direct', 'from QEMU\'s start to the prompt (xv6: 0.24)',
	    'seconds', undef, 0.25],
	['prompt_iso', '  through GRUB\'s CD image', 'seconds', undef, 0.8],
);

# Work through modules, against the same objects linked into the kernel.
sub linked
{
	my ($name, $work, $bound) = @_;

	return (["linked_${name}_module", "$work, a module", 'instructions'],
	    ["linked_$name", '  linked into the kernel', 'instructions'],
	    ["linked_${name}_extra", '  the module\'s extra', 'instructions',
		undef, $bound]);
}

# How large it is: no bounds.
my @parts = qw(text rodata data bss ksyms file);
my @folders = qw(arch dev fs kern kern/kobj kern/lkm vfs sys lib bin sbin
    usr.bin usr.sbin share/lkm tools tests);

sub folders { return @folders }
sub parts { return @parts }

# All figures, in order, as hashes: name, work, unit, linux, bound.
sub figures
{
	my @all = @figures;

	push @all, map { ["size_$_", $_ eq 'file' ? 'kernel, the file'
	    : "kernel, .$_", 'bytes'] } @parts;
	push @all, map { ["lines_$_", "lines of code in $_/", 'lines'] }
	    @folders;
	return map {
		my %figure;
		@figure{qw(name work unit linux bound)} = @$_;
		\%figure;
	} @all;
}

# 1234567 as 1,234,567; undef as nothing.
sub grouped
{
	my ($n) = @_;

	return '' unless defined $n;
	1 while $n =~ s/^(\d+)(\d{3})/$1,$2/;
	return $n;
}

# Whether a value is within its figure's bound; undef where there is none.
sub within
{
	my ($figure, $value) = @_;

	return undef unless defined $figure->{bound};
	return $value <= $figure->{bound} ? 1 : 0;
}

1;
