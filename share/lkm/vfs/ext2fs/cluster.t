#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Many blocks in one request: how many requests a file takes, in order; that
# what a bad sector takes along is its own block and no other; that writes go
# to the disk by themselves, within half a minute; and who is told of an error
# that happened then.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Command;
use Graft::Disk qw(faulty);
use Graft::Ext2;
use Graft::VM;
use Test::More;

my $eio = qr/Input\/output error\n/;
my $size = 3 << 20;

# A file's bytes: no two blocks are alike.
sub bytes
{
	return join('', map { pack('N', $_) x 64 } 1 .. $_[0] / 256);
}

sub save
{
	my ($path, $bytes) = @_;

	open(my $file, '>:raw', $path) or die "$path: $!\n";
	print $file $bytes;
	close($file) or die "$path: $!\n";
	return $path;
}

# The blocks of the disk that a file has, in order, without indirect ones.
sub blocks
{
	my ($image, $name) = @_;
	my @all;

	my $said = debugfs($image, "stat $name");
	$said =~ s/\A.*\nBLOCKS:\n//s or die $said;
	for my $part ($said =~ /(\([^)]+\):[\d-]+)/g) {
		next unless $part =~ /\A\(\d+(?:-\d+)?\):(\d+)(?:-(\d+))?\z/;
		push @all, $1 .. $2 // $1;
	}
	return @all;
}

mkdir(scratch('tree')) or die;
my $whole = bytes($size);
save(scratch('tree/file'), $whole);

# Requests for what the commands do, of reads or writes.
sub requests
{
	my ($what, $commands) = @_;
	my $count = 'set -- $(sysctl -n hw.diskstats); echo $'
	    . ($what eq 'read' ? 2 : 6);

	return "a=\$($count); $commands; b=\$($count); echo \$((b - a))";
}

for my $bsize (1024, 2048, 4096) {
	my $image = image("b$bsize", '16M', '-b', $bsize, '-d',
	    scratch('tree'));
	my $guest = Graft::VM->new(disk($image));
	my $few = sub { $_[0] =~ /\A(\d+)\n\z/ && $1 <= 3 * 2 * 16 }; # 16 would be all

	$guest->check("blocks of $bsize: mount",
	    loading() . ' && mount -t ext2fs /dev/vd0 /mnt', '');
	$guest->check("blocks of $bsize: reading in order",
	    requests('read', 'cat /mnt/file >/dev/null'), $few);
	$guest->check("blocks of $bsize: writing in order",
	    requests('write', 'cp /mnt/file /mnt/copy; sync'), $few);
	$guest->check("blocks of $bsize: by small pieces",
	    requests('write', 'dd if=/mnt/file of=/mnt/small bs=700 '
	    . 'status=none; sync'), $few);
	$guest->check("blocks of $bsize: a few bytes here and there are no "
	    . 'reason to read much', requests('read', 'umount /mnt; '
	    . 'mount -t ext2fs /dev/vd0 /mnt; for i in 7 3 9 1 5; do dd '
	    . 'if=/mnt/file of=/dev/null bs=512 count=1 skip=${i}00 '
	    . 'status=none; done'), sub { $_[0] =~ /\A(\d+)\n\z/ && $1 < 25 });
	$guest->check('umount', 'umount /mnt', '');
	$guest->boot;
	is_clean($image, "blocks of $bsize");
	for my $name (qw(file copy small)) {
		my $got = scratch('got');
		debugfs($image, "dump $name $got");
		open(my $in, '<:raw', $got) or die "$got: $!\n";
		ok(do { local $/; <$in> } eq $whole,
		    "blocks of $bsize: $name has its bytes");
	}
}

# ---- a bad sector ----

for my $bsize (1024, 4096) {
	my $image = image("bad$bsize", '16M', '-b', $bsize, '-d',
	    scratch('tree'));
	my @on_disk = blocks($image, 'file');
	my ($rd, $wr) = (37, 55); # blocks of the file
	is(scalar(@on_disk), $size / $bsize, 'the blocks of the file are known');
	my $guest = Graft::VM->new('-q', faulty('bad', $image,
	    map { [$_->[0], $on_disk[$_->[1]] * $bsize / 512] }
	    ['read', $rd], ['write', $wr])
	    . ' -device virtio-blk-pci,disable-modern=on,drive=bad');
	my $dd = "dd if=/mnt/file of=/tmp/out bs=$bsize status=none";

	$guest->check('mount', loading() . ' && mount -t ext2fs /dev/vd0 /mnt',
	    '');
	$guest->check("blocks of $bsize: all before the bad one is read",
	    "$dd; wc -c </tmp/out",
	    sub { $_[0] =~ /\Add: .*$eio *(\d+)\n\z/
	    && $1 == $rd * $bsize });
	$guest->check('that one is EIO, again and again',
	    "$dd skip=$rd count=1; $dd skip=$rd count=1",
	    qr/\A(?:dd: .*$eio){2}\z/, 1);
	$guest->check('and all behind it is there', "$dd skip=" . ($rd + 1)
	    . ' && wc -c </tmp/out', sub { $_[0] =~ /\A *(\d+)\n\z/
	    && $1 == $size - ($rd + 1) * $bsize });
	# Other bytes: the file, turned by a block.
	$guest->check('writing: who asks for it is told',
	    "(dd if=/mnt/file bs=$bsize skip=1 count=20 status=none; "
	    . "dd if=/mnt/file bs=$bsize skip=60 count=100 status=none) "
	    . '>/tmp/new; dd if=/tmp/new of=/mnt/file bs=64k conv=notrunc,fsync '
	    . 'status=none', qr/\Add: \/mnt\/file: fsync: $eio\z/, 1);
	$guest->check('once', "rm /tmp/out; dd if=/tmp/new of=/mnt/other "
	    . 'bs=64k conv=fsync status=none; dmesg | grep -c "write error"',
	    "1\n");
	$guest->check('umount', 'umount /mnt', '');
	$guest->boot;
	is_clean($image, "blocks of $bsize: a bad sector");
	my $want = substr($whole, $bsize, 20 * $bsize)
	    . substr($whole, 60 * $bsize, 100 * $bsize);
	substr($want, $wr * $bsize, $bsize) =
	    substr($whole, $wr * $bsize, $bsize);
	my $got = scratch('got');
	debugfs($image, "dump file $got");
	open(my $in, '<:raw', $got) or die "$got: $!\n";
	read($in, my $bytes, length($want));
	ok($bytes eq $want, "blocks of $bsize: the others were written");
}

# ---- a disk with much that is bad: the console is for other words, too ----

{
	my $image = image('worn', '16M', '-b', 1024, '-d', scratch('tree'));
	my @on_disk = blocks($image, 'file');
	my $guest = Graft::VM->new('-q', faulty('bad', $image,
	    map { ['write', $on_disk[$_] * 2] } 20 .. 39)
	    . ' -device virtio-blk-pci,disable-modern=on,drive=bad');

	$guest->check('mount', loading() . ' && mount -t ext2fs /dev/vd0 /mnt',
	    '');
	$guest->check('not all of the bad blocks are told of', 'dd if=/dev/zero '
	    . 'of=/mnt/file bs=64k count=1 conv=notrunc,fsync status=none; '
	    . 'dmesg | grep -e "write error" -e "more of"',
	    qr{\Add: /mnt/file: fsync: $eio(?:vd0: block \d+: write error 5\n){8}vd0: more of its blocks cannot be written\n\z});
	$guest->boot;
}

# ---- by itself ----

my $image = image('later', '16M', '-d', scratch('tree'));
my $bad = (blocks($image, 'file'))[5] * 1024 / 512;
my $guest = Graft::VM->new('-i', '-q', faulty('bad', $image, ['write', $bad])
    . ' -device virtio-blk-pci,disable-modern=on,drive=bad');
$guest->check('mount', loading() . ' && mount -t ext2fs /dev/vd0 /mnt', '');
$guest->check('not yet', 'echo tardy >/mnt/x; echo and again >>/mnt/x; sleep 1; '
    . 'cat /dev/rvd0 | grep -c again', "0\n", 1);
$guest->check('half a minute later', 'sleep 31; cat /dev/rvd0 | grep -c again',
    "1\n");
$guest->check('nothing to do, nothing done', requests('write', 'sleep 62'),
    "0\n");
$guest->check('an error is kept until somebody asks', 'dd if=/dev/zero '
    . 'of=/mnt/file bs=512 seek=10 count=1 conv=notrunc status=none; sleep 31; '
    . 'dmesg | grep -c "write error"; dd if=/dev/zero of=/mnt/b bs=512 count=1 '
    . 'conv=fsync status=none', qr/\A1\ndd: \/mnt\/b: fsync: $eio\z/, 1);
$guest->check('one is enough', 'dd if=/dev/zero of=/mnt/b bs=512 count=1 '
    . 'conv=fsync status=none', '');
$guest->check('who syncs the disk does not take it away', 'dd if=/dev/zero '
    . 'of=/mnt/file bs=512 seek=10 count=1 conv=notrunc status=none; '
    . 'for i in 1 2; do dd if=/dev/null of=/dev/vd0 conv=notrunc,fsync '
    . 'status=none; done; umount /mnt; umount /mnt',
    qr{\A(?:dd: /dev/vd0: fsync: $eio){2}umount: /mnt: .*$eio\z});
$guest->boot;
like((command('dumpe2fs', '-h', $image))[1],
    qr/^Filesystem state: +clean with errors$/m, 'nor its trace on the disk');

done_testing();
