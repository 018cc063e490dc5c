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

my $disk = '-blockdev driver=null-co,node-name=null,size=67108864,'
    . 'read-zeroes=off -device virtio-blk-pci,disable-modern=on,drive=null';

# Instructions for a MiB; $what is read or write.
sub of_mebibyte
{
	my ($top, $what) = @_;
	my $all;

	open(my $prof, '-|', "$top/tools/guestprof", '-n', 1, '-q', $disk,
	    'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o >/dev/null; '
	    . "/bench/bench disk $what /dev/rvd0 " . MEBIBYTES)
	    or die "$top/tools/guestprof: $!\n";
	while (my $line = <$prof>) {
		$all = $1 if $line =~ /^ *(\d+) 100\.0%  all$/;
	}
	close($prof) or die "tools/guestprof failed\n";
	die "raw $what: nothing was counted\n" unless defined $all;
	return int($all / MEBIBYTES);
}

# Returns figures by name. Dies with a reason when one cannot be had.
sub measure
{
	my ($top) = @_;

	return map { ("disk_$_" => of_mebibyte($top, $_)) } qw(read write);
}

1;
