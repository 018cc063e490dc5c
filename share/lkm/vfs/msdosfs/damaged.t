#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# msdosfs with damaged disks, 700 each of FAT12, FAT16 and FAT32: they are
# mounted or refused with a reason, can be read through and worked on as far
# as there is anything, can be unmounted, and leave nothing behind.
# tests/guest/prog/imgfuzz.c does it, and says how to try one of them again.

use strict;
use warnings;
use File::Temp;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

$ENV{MTOOLS_SKIP_CHECK} = 1;
my $dir = File::Temp->newdir;

sub must
{
	my (@command) = @_;

	open(my $pipe, '-|', "@command 2>&1") or die "$command[0]: $!\n";
	my $output = do { local $/; <$pipe> } // '';
	close($pipe) or die "@command: status $?\n$output";
}

sub make_file
{
	my ($name, $size) = @_;

	open(my $out, '>', "$dir/$name") or die "$dir/$name: $!\n";
	print $out 'x' x $size;
	close($out) or die "$dir/$name: $!\n";
}

# A small disk with the files that imgfuzz knows; only its first KiB are kept,
# behind which nothing was written.
sub make_image
{
	my ($bits, $size, $keep) = @_;
	my $image = "$dir/fat$bits";

	must('/sbin/mkfs.fat', '-C', '-F', $bits, '-s', 1, '-i', 12345678,
	    $image, $size);
	must('mmd', '-i', $image, '::dir', '::dir/sub', '::dir/sub/sub',
	    '::empty');
	must('mcopy', '-i', $image, "$dir/large", '::large');
	must('mcopy', '-i', $image, "$dir/small", $_) for '::small',
	    "'::dir/a file with a long name'", '::dir/file',
	    '::dir/sub/sub/last',
	    map { "'::dir/sub/another long name of a file $_'" } 1 .. 6;
	truncate($image, $keep * 1024) or die "$image: $!\n";
}

make_file('large', 40000);
make_file('small', 10);
make_image(12, 256, 256);
make_image(16, 2300, 300);
make_image(32, 34000, 800);

# The ramdisk is as large as the largest.
for my $bits (12, 16, 32) {
	run_programs(['-t', 120, '-p', "$dir/fat$bits:/t/image",
	    prog('walkfs')], { before => 'modload -p /lkm/ramdisk.sh '
		. '/lkm/ramdisk.o >/dev/null; modload /lkm/msdosfs.o '
		. '>/dev/null; rdconfig rd0 34m' },
	    'imgfuzz fat rd0 /mnt /t/walkfs /t/image 1 700');
}
done_testing();
