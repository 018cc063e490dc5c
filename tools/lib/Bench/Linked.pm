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

use constant {
	TURNS => 3,	# of each of the two guests, to be timed
	TIMES => 5,	# that each does the loops
};

# What is measured: its name in Bench::Table, and the command. Some is done in
# a loop.
my @loops = (
	['linked_call', './bench call NAME 210'],
	['linked_open', './bench open NAME /mnt/file'],
	['linked_device', './bench open NAME /dev/rrd0'],
);
my @works = (@loops,
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

# One of the guests, whose kernel has loaded the modules, or has them in it;
# what it reports of these works, by name.
sub run
{
	my ($top, $disk, $loaded, $works, @options) = @_;
	# As many processes in both, so that numbers of processes agree.
	my @load = map { $loaded ? "modload $_ >/dev/null" : './true' }
	    @modules;
	my %raw = Bench::Guest::guest($top, [@options, '-p',
	    "$disk:/tmp/disk", $loaded ? () : ('-k',
	    "$top/build/bench/kernel/graft")], @load, @prepare,
	    map { $_->[1] =~ s/NAME/$_->[0]/r } @$works);
	my $expected = $loaded ? @modules : 0;

	die "$raw{loaded} modules are loaded, not $expected\n"
	    unless $raw{loaded} == $expected;
	for my $name (map { $_->[0] } @$works) {
		die "the guest did not report $name\n" unless $raw{$name};
	}
	return %raw;
}

# Returns figures by name. Dies with a reason when one cannot be had.
sub count
{
	my ($top) = @_;
	my $disk = make_disk();
	my %module = run($top, $disk, 1, \@works, '-i');
	my %linked = run($top, $disk, 0, \@works, '-i');

	return map { ("${_}_module" => $module{$_}, $_ => $linked{$_},
	    "${_}_extra" => $module{$_} - $linked{$_}) } map { $_->[0] } @works;
}

# The same in time, as ratios: of the least that each work took in guests that
# take turns. What a module's pages and addresses do to caches is in there,
# as far as the emulator has such; and what else this machine was doing. Only
# loops: of what is done once, an emulator's translation is most.
sub time
{
	my ($top) = @_;
	my $disk = make_disk();
	my @least = ({}, {});

	for (1 .. TURNS) {
		for my $loaded (0, 1) {
			my %raw = run($top, $disk, $loaded,
			    [(@loops) x TIMES]);
			for (keys %raw) {
				$least[$loaded]{$_} = $raw{$_}
				    if !exists $least[$loaded]{$_} ||
				    $raw{$_} < $least[$loaded]{$_};
			}
		}
	}
	return map { ("${_}_time" => sprintf('%.2f',
	    $least[1]{$_} / $least[0]{$_})) } map { $_->[0] } @loops;
}

1;
