# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Ext2 - what ext2fs costs: a MiB of a file, read and written in order,
# against the same disk raw; a name looked up, and a page of a file mapped,
# against tmpfs.
#
# The disk is a file of the host's, on virtio_blk. How often a process sleeps
# for it depends on the machine: the first four figures differ by some percent.
package Bench::Ext2;
use strict;
use warnings;
use Bench::Disk;
use Bench::Guest;
use File::Temp qw(tempdir);

use constant MEBIBYTES => 16;

my $load = 'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o >/dev/null; '
    . 'modload /lkm/ext2fs.o >/dev/null; mount -t ext2fs /dev/vd0 /mnt';

sub make_disk
{
	my $dir = tempdir(CLEANUP => 1);

	local $ENV{PATH} = "$ENV{PATH}:/sbin:/usr/sbin";
	system("mke2fs -q -F -t ext2 -b 4096 '$dir/disk' 64M >/dev/null 2>&1") == 0
	    or die "mke2fs failed\n";
	return "$dir/disk";
}

# Instructions for a MiB of a file on the disk, or of /dev/rvd0.
sub of_mebibyte
{
	my ($top, $disk, $what, $path, $first) = @_;

	return Bench::Disk::of_mebibyte($top,
	    "-drive file='$disk',if=none,id=bench,format=raw", $first, $what,
	    $path, MEBIBYTES);
}

# Returns figures by name. Dies with a reason when one cannot be had.
sub measure
{
	my ($top) = @_;
	my $disk = make_disk();
	my %figure;

	$figure{ext2_write} = of_mebibyte($top, $disk, 'write', '/mnt/file',
	    "$load; echo x >/mnt/file");
	# It was not unmounted: what is on it does not matter any more.
	$disk = make_disk();
	$figure{ext2_read} = of_mebibyte($top, $disk, 'read', '/mnt/file',
	    "$load; head -c " . (MEBIBYTES << 20) . ' /dev/zero >/mnt/file; '
	    . 'umount /mnt; mount -t ext2fs /dev/vd0 /mnt');
	$disk = make_disk();
	for my $what (qw(read write)) {
		$figure{"ext2_raw_$what"} = of_mebibyte($top, $disk, $what,
		    '/dev/rvd0', $load =~ s/; mount.*//r);
	}
	$figure{"ext2_${_}_ratio"} = sprintf('%.2f',
	    $figure{"ext2_$_"} / $figure{"ext2_raw_$_"}) for qw(read write);
	$disk = make_disk();
	my %raw = Bench::Guest::run($top, ['-d', $disk], $load,
	    'mkdir /mnt/d /tmp/d; for i in $(seq 100 199); do echo $i >/mnt/d/$i; '
	    . 'echo $i >/tmp/d/$i; done; cp /bin/sh /mnt/sh',
	    './bench lookup ext2 /mnt/d/150', './bench lookup tmpfs /tmp/d/150',
	    './bench page ext2page /mnt/sh', './bench page tmpfspage /bin/sh');
	@figure{qw(ext2_lookup tmpfs_lookup ext2_page tmpfs_page)} =
	    @raw{qw(ext2 tmpfs ext2page tmpfspage)};
	return %figure;
}

1;
