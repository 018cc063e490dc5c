# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Linked - what it costs more that code is a module: the same work in
# two guests, one whose kernel has loaded the modules, and one whose kernel
# they were linked into (mk/bench.mk), as the same objects.
#
# The disk is one in memory, so that nobody waits for it, and what is counted
# is the same each time.
package Bench::Linked;
use strict;
use warnings;
use Bench::Guest;
use File::Temp qw(tempdir);

# What is measured: its name in Bench::Table, and the words for /bench/bench, or a program.
my @works = (
	['linked_call', './bench call NAME 210'],
	['linked_open', './bench open NAME /mnt/file'],
	['linked_device', './bench open NAME /dev/rrd0'],
	['linked_text', '/mnt/text NAME'],
	['linked_exec', './bench least NAME /mnt/true.aout'],
);

my @modules = ('/bench/benchcall.o', map { "/lkm/$_.o" }
    qw(ramdisk ext2fs exec_aout));

# The same in both guests. What is on the disk has been read once before it is
# measured, and "loaded" tells how many modules the kernel has.
my @prepare = split(/\n/, <<'END');
echo "loaded $(sysctl -n lkm.count)"
set -- $(sysctl -n kern.drivers | grep "^rd ")
sh /lkm/ramdisk.sh 0 DEV $2 $3
rdconfig rd0 2m
dd if=/tmp/disk of=/dev/rrd0 bs=64k 2>/dev/null
mount -t ext2fs /dev/rd0 /mnt
cp text true.aout /mnt
echo x >/mnt/file
sync
cat /mnt/text /mnt/true.aout >/dev/null
END

sub make_disk
{
	my $dir = tempdir(CLEANUP => 1);

	local $ENV{PATH} = "$ENV{PATH}:/sbin:/usr/sbin";
	system("mke2fs -q -F -t ext2 -b 4096 '$dir/disk' 2M >/dev/null 2>&1")
	    == 0 or die "mke2fs failed\n";
	return "$dir/disk";
}

# One of the guests; what it reports, by name.
sub run
{
	my ($top, $disk, $loaded, @options) = @_;
	# As many processes in both, so that numbers of processes agree.
	my @load = map { $loaded ? "modload $_ >/dev/null" : './true' }
	    @modules;
	my %raw = Bench::Guest::run($top, ['-p', "$disk:/tmp/disk", @options],
	    @load, @prepare, map { $_->[1] =~ s/NAME/$_->[0]/r } @works);
	my $expected = $loaded ? @modules : 0;

	die "$raw{loaded} modules are loaded, not $expected\n"
	    unless $raw{loaded} == $expected;
	return %raw;
}

# Returns figures by name. Dies with a reason when one cannot be had.
sub count
{
	my ($top) = @_;
	my $disk = make_disk();
	my %module = run($top, $disk, 1);
	my %linked = run($top, $disk, 0,
	    '-k', "$top/build/bench/kernel/graft");
	my %figure;

	for my $name (map { $_->[0] } @works) {
		my $module = $module{$name} // 'nothing';
		my $linked = $linked{$name} // 'nothing';
		die "$name: $module counted, and $linked\n"
		    unless "$module $linked" =~ /^\d+ [1-9]\d*$/;
		$figure{"${name}_module"} = $module;
		$figure{$name} = $linked;
		$figure{"${name}_extra"} = $module - $linked;
	}
	return %figure;
}

1;
