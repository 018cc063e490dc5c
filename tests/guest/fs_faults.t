#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# File systems on disks that fail: a sector that cannot be read, or written,
# wherever it lies, from the superblock to the block that a file is to get
# next.  One disk for each is mounted, read through, written to and unmounted.
# Programs see errors, and the system goes on: nothing stays mounted, and
# nothing is left.  And nobody is told lies: a file system with something
# wrong says so to the next who mounts it.

use strict;
use warnings;
use File::Copy;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Command;
use Graft::Disk 'faulty';
use Graft::Ext2;
use Graft::Prog;
use Graft::VM;
use Test::More;

$ENV{MTOOLS_SKIP_CHECK} = 1;
my $tree = scratch('tree');
command('sh', '-c', "mkdir -p $tree/dir/sub $tree/empty && cd $tree && "
    . 'seq 1 9 >small && seq 1 12000 >large && cp small dir/file && '
    . 'cp small "dir/a file with a long name" && cp small dir/sub/one');

# What is done with each disk.  No check of what comes of it: any of these may
# fail.  But a sync or unmount that fails says so, and the second unmount
# succeeds.
my $work = scratch('work.sh');
open(my $out, '>', $work) or die "$work: $!\n";
print $out <<'END';
type=$1 disk=$2
mount -t $type /dev/$disk /mnt || exit 0
/t/walkfs /mnt || echo "walkfs: $?"
cd /mnt
echo new >"a new file with a long name"
head -c 3000 small small small >dir/new
echo more >>dir/file
mkdir made dir/made
mv dir/sub made/sub
mv small large
rm "dir/a file with a long name"
cat /bin/sh >program; chmod 755 program; ./program -c :
rmdir empty
sync
/t/walkfs /mnt
cd /
umount /mnt || umount /mnt || echo "stuck"
mount -r -t $type /dev/$disk /mnt || exit 0
/t/walkfs /mnt
umount /mnt || echo "stuck"
END
close($out) or die "$work: $!\n";

my $count = 0;
# Disks with the image and one fault each, all in one guest.
sub with_faults
{
	my ($name, $type, $image, $honest, @faults) = @_;
	my @disks = map { my $path = scratch("fault$_"); copy($image, $path)
	    or die "$path: $!\n"; $path } 0 .. $#faults;
	my $guest = Graft::VM->new('-t', 120, '-p', "$work:/t/work.sh",
	    prog('walkfs'), '-q', join(' ', map { faulty("f$_", $disks[$_],
	    $faults[$_]) . " -device virtio-blk-pci,disable-modern=on,drive=f$_"
	    } 0 .. $#faults));

	$guest->check("$name: load",
	    'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o >/dev/null; '
	    . "modload /lkm/$type.o >/dev/null; "
	    . 'sysctl -n lkm.selfcheck >/tmp/before', '');
	for my $i (0 .. $#faults) {
		my ($what, $sector) = @{ $faults[$i] };

		$guest->check("$name: no $what of sector $sector",
		    "sh /t/work.sh $type vd$i", sub {
			note($_[0]);
			return 0 if $_[0] =~ /stuck|ended|killed/i;
			return $_[0] !~ /^mount:/ || $_[0] =~ /(?#
			    )^mount: \S+ on \S+, type $type: .+: .*error\n/ });
	}
	$guest->check("$name: nothing is left", 'sysctl -n lkm.selfcheck | '
	    . "cmp - /tmp/before; modunload $type && modunload virtio_blk && "
	    . 'sysctl -n vm.malloc | grep lost', '', 1);
	$guest->boot;
	for my $i (0 .. $#faults) {
		ok($honest->($disks[$i]), "$name: no $faults[$i][0] of sector "
		    . "$faults[$i][1]: the disk tells no lies");
	}
}

sub both { return map { (['read', $_], ['write', $_]) } @_ }

# What e2fsck sees at a glance is what it finds when it looks at everything.
sub ext2_honest
{
	my ($image) = @_;
	my ($status, $said) = command('e2fsck', '-fn', $image);
	my ($fast) = command('e2fsck', '-n', $image);
	my ($head) = (command('dumpe2fs', '-h', $image))[1];

	return 1 if $status == 0;
	return 1 if $head !~ /^Filesystem state: +clean$/m;
	diag($said);
	return 0;
}

{
	my $image = image('ext2', '1M', '-b', 1024, '-N', 64, '-O',
	    '^resize_inode', '-d', $tree);
	my $stat = (command('dumpe2fs', $image))[1];
	my ($bb) = $stat =~ /Block bitmap at (\d+)/;
	my ($ib) = $stat =~ /Inode bitmap at (\d+)/;
	my ($it) = $stat =~ /Inode table at (\d+)/;
	my ($free) = $stat =~ /Free blocks: (\d+)/;
	my @blocks = (1, 2, $bb, $ib, $it, $it + 2 .. $it + 4);
	for my $file (qw(/ /dir /dir/sub /small /large)) {
		my ($first) = split(/\s+/, debugfs($image, "blocks $file"));
		push @blocks, $first;
	}
	push @blocks, (split(/\s+/, debugfs($image, 'blocks /large')))[12, 20];
	push @blocks, $free .. $free + 6;
	my @faults = (['flush', 0], both(map { 2 * $_ } @blocks));
	while (my @some = splice(@faults, 0, 20)) {
		with_faults('ext2', 'ext2fs', $image, \&ext2_honest, @some);
	}
}

# A volume that fsck.fat finds something wrong with is marked; FAT12 has no mark.
sub fat_honest
{
	my ($image) = @_;
	my ($status, $said) = command('fsck.fat', '-nv', $image);

	return 1 if $status == 0 || $said =~ /Dirty bit is set|12 bit entries/;
	diag($said);
	return 0;
}

# Sectors of 512 bytes, one in a cluster.
for my $fat ([12, 1000, 224], [16, 9000, 512], [32, 34000, 0]) {
	my ($bits, $size, $root) = @$fat;
	my $image = scratch("fat$bits");

	command('mkfs.fat', '-C', '-F', $bits, '-S', 512, '-s', 1,
	    $root ? ('-r', $root) : (), $image, $size);
	command('mcopy', '-s', '-i', $image, (map { "$tree/$_" }
	    qw(dir empty small large)), '::');
	my $said = (command('fsck.fat', '-nv', $image))[1];
	my ($fat1) = $said =~ /First FAT starts .*sector (\d+)/;
	my ($fatlen) = $said =~ /per FAT \(= (\d+) sectors/;
	my ($data) = $said =~ /Data area starts .*sector (\d+)/;
	my ($files) = $said =~ /, (\d+)\/\d+ clusters/;
	my $free = $data + $files;
	my @faults = (['flush', 0], both($bits == 32 ? (0, 1) : (0), $fat1,
	    $fat1 + 1, $fat1 + $fatlen, $fat1 + $fatlen + 1,
	    $bits == 32 ? () : ($fat1 + 2 * $fatlen, $data - 1),
	    $data .. $data + 5, $free .. $free + 3));

	while (my @some = splice(@faults, 0, 20)) {
		with_faults("fat$bits", 'msdosfs', $image, \&fat_honest, @some);
	}
}

# ---- disks that are too small ----

{
	my %image = (ext2fs => image('whole', '1M', '-b', 1024),
	    msdosfs => scratch('fat16'));
	my @sizes = (0, 512, 1024, 1536, 2048, 400 << 10);
	my @cases = map { my $size = $_; map { [$_, $size] } sort keys %image }
	    @sizes;
	my $n = 0;
	my $guest = Graft::VM->new(map {
		my ($type, $size) = @$_;
		my $path = scratch('small' . $n++);
		copy($image{$type}, $path) or die "$path: $!\n";
		truncate($path, $size) or die "$path: $!\n";
		('-d', $path) } @cases);

	$guest->check('load', 'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o '
	    . '>/dev/null; modload /lkm/ext2fs.o; modload /lkm/msdosfs.o',
	    qr/ID/);
	for my $i (0 .. $#cases) {
		my ($type, $size) = @{ $cases[$i] };

		$guest->check("$type on $size bytes is refused, with a reason",
		    "for r in '' -r; do mount \$r -t $type /dev/vd$i /mnt; done",
		    qr/\A(?:mount: \/dev\/vd$i on \/mnt, type $type: (?#
		    )(?:there is no such disk|the device ends|it has 1024 blocks(?#
		    )|the superblock cannot|no FAT|the volume has).*: .*\n){2}\z/,
		    1);
	}
	$guest->check('nothing is left', 'modunload ext2fs && modunload msdosfs '
	    . '&& modunload virtio_blk; sysctl -n vm.malloc | '
	    . 'grep -e ^ext2 -e ^msdos -e ^lost', '', 1);
	$guest->boot;
}
done_testing();
