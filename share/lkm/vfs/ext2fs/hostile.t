#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# ext2fs and disks that it should refuse, or must survive: features that it
# does not have, sizes that cannot be, file systems in a state to be repaired,
# indexes and attributes of other systems; and 2,000 images with damage.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Command;
use Graft::Ext2;
use Graft::VM qw(vm top);
use Test::More;

my $load = loading();

# ---- refused, with the reason ----

# A field of the superblock gets another value.
sub patched
{
	my ($name, @patches) = @_;
	my $image = image($name, '1M', '-b', 1024);

	open(my $out, '+<:raw', $image) or die "$image: $!\n";
	while (my ($off, $bytes) = splice(@patches, 0, 2)) {
		seek($out, $off, 0);
		print $out $bytes;
	}
	close($out) or die "$image: $!\n";
	return $image;
}
# The table of inodes begins at the block bitmap.
sub overlapping
{
	open(my $in, '<:raw', image('plain', '1M', '-b', 1024)) or die;
	seek($in, 2048, 0);
	read($in, my $where, 4);
	return patched('over', 2056, $where);
}

sub super { return (1024 + $_[0], pack($_[1], $_[2])) }

my @refused = (
	['extents', image('extents', '1M', '-O', 'extent'),
	    'cannot be mounted: feature extent'],
	['64bit and more', image('64', '1M', '-O', 'extent,64bit,flex_bg'),
	    'cannot be mounted: feature extent, 64bit, flex_bg'],
	['a journal to be replayed', patched('journal', super(96, 'V', 6)),
	    'needs_recovery'],
	['a feature without a name', patched('noname',
	    super(96, 'V', 0x80000002)), 'features 0x80000000'],
	['no file system', patched('none', super(56, 'v', 0)),
	    'magic number 0x0'],
	['a revision of the future', patched('rev', super(76, 'V', 2)),
	    'revision 2'],
	['huge blocks', patched('huge', super(24, 'V', 40)), 'blocks of 2\^40'],
	['no blocks', patched('blocks', super(4, 'V', 0)), 'it has 0 blocks'],
	['more blocks than the device', patched('more', super(4, 'V', 8000)),
	    '8000 blocks of 1024 bytes, but the device only 1024'],
	['a wrong first block', patched('first', super(20, 'V', 7)),
	    'first data block is 7'],
	['groups of nothing', patched('group0', super(32, 'V', 0)),
	    '0 blocks in a group'],
	['no inodes in a group', patched('ino0', super(40, 'V', 0)),
	    '0 inodes in a group'],
	['inodes of odd size', patched('odd', super(88, 'v', 200)),
	    'inodes of 200 bytes'],
	['a bitmap outside', patched('bitmap', 2048, pack('V', 9999)),
	    'group 0: its block bitmap lies outside'],
	['tables that overlap', overlapping(), 'group 0: .* overlap'],
	['a device that is too short', do {
		my $path = scratch('short.img');
		open(my $out, '>', $path) or die;
		print $out "\0" x 1024;
		close($out);
		$path;
	}, 'device ends before the superblock'],
);
my $guest = Graft::VM->new('-t', 60, '-m', 128, '-p', scratch('') . ':/i');
$guest->check('load', 'modload -p /lkm/ramdisk.sh /lkm/ramdisk.o && '
    . 'modload /lkm/ext2fs.o', qr/ID 1/);
for my $r (@refused) {
	my ($name, $image, $reason) = @$r;
	my $size = -s $image;
	my $file = $image =~ s/.*\///r;

	$guest->check($name, "rdconfig rd0 $size; cat /i/$file >/dev/rrd0; "
	    . 'mount -t ext2fs /dev/rd0 /mnt',
	    qr/\Amount: \/dev\/rd0 on \/mnt, type ext2fs: .*$reason.*: .*\n\z/, 1);
}
$guest->check('a file is no device', 'mount -t ext2fs /etc/rc /mnt',
    qr/not a block device/, 1);
$guest->check('nothing is left of all that', 'modunload ext2fs; '
    . 'sysctl -n vm.malloc | grep -e "^ext2" -e "^lost"', '', 1);
$guest->boot;

# ---- for reading only ----

{
	my $dirty = image('dirty', '1M', '-b', 1024);
	my $csum = image('csum', '1M', '-b', 1024, '-O',
	    'metadata_csum,^resize_inode');

	vm('run', disk($dirty), "$load; mount -t ext2fs /dev/vd0 /mnt; "
	    . 'echo x >/mnt/x; sync; reboot -n');
	my @try = (['not unmounted', $dirty, 'it was not unmounted'],
	    ['metadata_csum', $csum, 'for reading only \(-r\): feature '
	    . 'metadata_csum']);
	for my $t (@try) {
		my ($name, $image, $reason) = @$t;

		$guest = Graft::VM->new(disk($image, 'walkfs'));
		$guest->check("$name: not for writing",
		    "$load; mount -t ext2fs /dev/vd0 /mnt",
		    qr/$reason.*Read-only/, 1);
		$guest->check("$name: for reading",
		    'mount -r -t ext2fs /dev/vd0 /mnt && /t/walkfs /mnt && '
		    . 'mount -u -o rw /mnt; umount /mnt',
		    qr/ 0 errors\n.*$reason.*\n\z/);
		$guest->boot;
	}
	my ($status, $said) = command('e2fsck', '-fy', $dirty);
	cmp_ok($status, '<=', 1, 'e2fsck repairs the one') or diag($said);
	like(debugfs($dirty, 'ls -l /'), qr/ x$/m, 'and all is there');
}

# ---- what other systems keep: an index of names, attributes ----

{
	my $tree = scratch('names');
	mkdir($tree);
	mkdir("$tree/many");
	for my $i (1 .. 600) {
		open(my $out, '>', "$tree/many/a file of a long name, $i")
		    or die;
		print $out "$i\n";
	}
	my $image = image('index', '8M', '-b', 1024, '-d', $tree);
	command('e2fsck', '-fyD', $image);
	like(debugfs($image, 'stat /many'), qr/Flags: 0x1000/,
	    'a folder with an index');
	my $value = 'v' x 700;
	debugfs($image, "ea_set \"/many/a file of a long name, 7\" user.x "
	    . $value, '-w');
	debugfs($image, "ea_set \"/many/a file of a long name, 8\" user.y "
	    . $value, '-w');
	like(debugfs($image, 'stat "/many/a file of a long name, 7"'),
	    qr/File ACL: [1-9]/, 'and files with attributes');
	$guest = Graft::VM->new(disk($image));
	$guest->check('it is read as a plain one', "$load; "
	    . 'mount -t ext2fs /dev/vd0 /mnt; ls /mnt/many | wc -l; '
	    . 'cat "/mnt/many/a file of a long name, 333"', qr/\A *600\n333\n\z/);
	$guest->check('and written as one', 'cd /mnt/many; echo new >new; '
	    . 'rm "a file of a long name, 7" "a file of a long name, 100"; '
	    . 'chmod 600 *8; ls | wc -l; cat new; cd /; umount /mnt',
	    qr/\A *599\nnew\n\z/);
	$guest->boot;
	is_clean($image, 'a folder that had an index, files with attributes');
	like(debugfs($image, 'stat /many'), qr/Flags: 0x0/, 'it has none now');
	like(debugfs($image, 'ea_get "/many/a file of a long name, 8" user.y'),
	    qr/v{700}/, 'attributes that nobody touched are there');
}

# ---- directories in one another ----

{
	my $image = image('circle', '1M', '-b', 1024);

	debugfs($image, $_, '-w') for 'mkdir /one', 'mkdir /two',
	    'ln /one /one/self', 'ln /one /two/other', 'ln / /two/root';
	$guest = Graft::VM->new(disk($image));
	$guest->check('a directory is entered in its own place only', "$load; "
	    . 'mount -r -t ext2fs /dev/vd0 /mnt; cd /mnt; ls one/self; '
	    . 'ls two/other; ls two/root; dmesg | grep -c "is named in"; '
	    . 'cd /; umount /mnt', qr/\A(?:ls:.*output error\n){3}[3-9]\n\z/);
	$guest->boot;
}

# ---- damage ----

{
	my $tree = scratch('tree');
	command('sh', '-c', "mkdir -p $tree/dir/sub $tree/empty && cd $tree && "
	    . 'seq 1 9 >small && seq 1 60000 >large && cp small dir/file && '
	    . 'cp small "dir/a file with a long name" && ln -s small link && '
	    . 'ln -s ' . ('x' x 200) . ' longlink && ln small hard && '
	    . 'cp small dir/sub/one && mkfifo pipe');
	my @forms = (['-b', 1024, '-N', 64], ['-b', 4096, '-N', 64],
	    ['-b', 1024, '-I', 128, '-g', 512], ['-b', 2048, '-O', '^filetype']);
	for my $i (0 .. $#forms) {
		my $image = image("damage$i", '1M', @{ $forms[$i] }, '-d',
		    $tree);
		my ($first, $last) = (500 * $i + 1, 500 * $i + 500);

		my ($status, $said, $errors) = vm('run', '-t', 200,
		    disk($image, 'imgfuzz', 'walkfs'), '-p', "$image:/image",
		    'modload -p /lkm/ramdisk.sh /lkm/ramdisk.o >/dev/null && '
		    . 'modload /lkm/ext2fs.o >/dev/null && rdconfig rd0 1m && '
		    . "/t/imgfuzz ext2 rd0 /mnt /t/walkfs /image $first $last "
		    . '&& modunload ext2fs');
		is($status, 0, "damage $first to $last, @{ $forms[$i] }")
		    or diag($said, $errors);
		note($said);
	}
}

done_testing();
