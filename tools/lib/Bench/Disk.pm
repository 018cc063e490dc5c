# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Disk - what is executed for a MiB of a raw disk of virtio_blk, read or
# written in order.
#
# The disk is one of QEMU's that keeps nothing and answers at once, so that it
# is the kernel that is counted. Whether "at once" is before the process has
# gone to sleep depends on the machine: the figures differ by a percent or so.
package Bench::Disk;
use strict;
use warnings;

use constant MEBIBYTES => 32;

# While a disk is waited for, the guest's time is that of this machine
# (sleep=on). With tools/vm -i it would leap from one clock tick to the next,
# and thousands of ticks would be counted as a part of the work.
my $device = '-icount shift=0,sleep=on '
    . '-device virtio-blk-pci,disable-modern=on,drive=bench';

# Instructions for a MiB of so many. $what is read or write; $drive is QEMU's
# option for a drive of the name "bench"; $first are commands that make $path,
# which is what is read or written.
sub of_mebibyte
{
	my ($top, $drive, $first, $what, $path, $mebibytes) = @_;
	my $all;

	open(my $prof, '-|', "$top/tools/guestprof", '-n', 1, '-q',
	    "$drive $device",
	    "$first; /bench/bench disk $what $path $mebibytes")
	    or die "$top/tools/guestprof: $!\n";
	while (my $line = <$prof>) {
		$all = $1 if $line =~ /^ *(\d+) 100\.0%  all$/;
	}
	close($prof) or die "tools/guestprof failed\n";
	die "$what of $path: nothing was counted\n" unless defined $all;
	return int($all / $mebibytes);
}

# Returns figures by name. Dies with a reason when one cannot be had.
sub measure
{
	my ($top) = @_;

	return map { ("disk_$_" => of_mebibyte($top, '-blockdev driver='
	    . 'null-co,node-name=bench,size=67108864,read-zeroes=off',
	    'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o >/dev/null', $_,
	    '/dev/rvd0', MEBIBYTES)) } qw(read write);
}

1;
