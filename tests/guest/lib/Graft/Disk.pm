# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Disk - images of disks for guest tests: files in a folder that goes
# with the test.
#
#	use Graft::Disk;
#	my $disk = image('a.img', 1 << 20);		# zeros
#	put($disk, 0, mbr([0x83, 64, 1000]));		# type, start, size
#	my $guest = Graft::VM->new('-d', $disk);
#
# faulty() makes a disk some of whose sectors cannot be read, or written.
package Graft::Disk;
use strict;
use warnings;
use Exporter 'import';
use File::Temp 'tempdir';

our @EXPORT = qw(image put get mbr faulty);

my $folder = tempdir(CLEANUP => 1);

# A file of so many bytes, zeros; its name.
sub image
{
	my ($name, $size) = @_;
	my $path = "$folder/$name";

	open(my $file, '>', $path) or die "$path: $!\n";
	truncate($file, $size) or die "$path: $!\n";
	close($file) or die "$path: $!\n";
	return $path;
}

# Bytes into a file, from sector $sector on.
sub put
{
	my ($path, $sector, $bytes) = @_;

	open(my $file, '+<:raw', $path) or die "$path: $!\n";
	seek($file, $sector * 512, 0) or die "$path: $!\n";
	print $file $bytes;
	close($file) or die "$path: $!\n";
}

# $n sectors from $sector on.
sub get
{
	my ($path, $sector, $n) = @_;

	open(my $file, '<:raw', $path) or die "$path: $!\n";
	seek($file, $sector * 512, 0) or die "$path: $!\n";
	read($file, my $bytes, $n * 512);
	return $bytes;
}

# A sector with a table: up to four entries, [type, start, size, status], undef
# for an empty one; before it, what else may lie in such a sector.
sub mbr
{
	my (@entries) = @_;

	return "\xfa" x 446 . join('', map {
		my ($type, $start, $size, $status) =
		    @{ $entries[$_] // [0, 0, 0] };
		pack('CCCC CCCC VV', $status // 0, 0, 0, 0, $type, 0, 0, 0,
		    $start, $size) } 0 .. 3) . "\x55\xaa";
}

# QEMU's arguments for a drive with this id, an image that fails where it is
# told to: [read => sector], [write => sector], [flush => 0].
sub faulty
{
	my ($id, $path, @faults) = @_;
	my $n = 0;

	return "-blockdev driver=blkdebug,node-name=${id}f,image.driver=file,"
	    . "image.filename=$path" . join('', map {
		my ($what, $sector) = @$_;
		my $rule = ",inject-error.$n.event=none"
		    . ",inject-error.$n.iotype=$what"
		    . ($what eq 'flush' ? '' : ",inject-error.$n.sector=$sector");
		$n++;
		$rule } @faults) . " -blockdev driver=raw,node-name=$id,file=${id}f";
}

1;
