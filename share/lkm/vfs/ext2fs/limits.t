#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# ext2fs at its limits: the order in which a name and its inode go, files of
# more than 2 GiB, mounting without memory, and disks without room.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Command;
use Graft::Ext2;
use Graft::VM qw(vm);
use Test::More;

my $load = loading();

# ---- a name that is gone, and its inode is another's ----

# What leads to the old file from /a goes in a while, the file itself at once;
# its inode goes to a new file, and /c, but not /a, to the disk.  Then the
# machine is switched off.
for my $way ('mv a/old b/old; rm b/old', 'rm a/old b/link',
    'mv a/olddir b/old; rmdir b/old') {
	my $image = image('order', '1M', '-b', 1024, '-N', 64);

	vm('run', disk($image), "$load; mount -t ext2fs /dev/vd0 /mnt; cd /mnt; "
	    . 'mkdir a b c; echo old >a/old; ln a/old b/link; mkdir a/olddir; '
	    . ($way =~ /link/ ? '' : 'rm b/link; ') . 'echo >c/x; sync; '
	    . "$way; echo new >c/new; rm c/x; reboot -n");
	my ($new) = debugfs($image, 'ls -l /c') =~ /^ *(\d+) .* new$/m;
	ok($new, "$way: the new file is on the disk");
	my @old = debugfs($image, 'ls -l /a') =~ /^ *(\d+) .* old\w*$/mg;
	is((grep { $new == $_ } @old), 0, 'no old name leads to it');
}

# ---- large files, with holes ----

{
	my @forms = (['-b', 1024, '-O', '^large_file'],
	    ['-b', 4096, '-O', '^large_file'], ['-b', 1024, '-r', 0]);
	my @images = map { image("large$_", '16M', @{ $forms[$_] }) } 0 .. 2;
	my $guest = Graft::VM->new(disk($images[0], 'mountfail'),
	    map { ('-d', $_) } @images[1, 2]);
	# Behind 3 GiB; behind the last that has pointers; and back to 2 GiB.
	my $work = 'cd /mnt; dd if=/bin/sh of=big bs=1k seek=3145728 count=1 '
	    . 'status=none; ls -l big | cut -d " " -f 8; du -k big; '
	    . 'dd if=big bs=1k skip=3145728 status=none >/tmp/back; '
	    . 'head -c 1024 /bin/sh | cmp - /tmp/back && '
	    . 'dd if=big bs=1k skip=3145000 count=728 status=none | '
	    . 'tr -d "\\0" | wc -c; dd if=/bin/sh of=over bs=1k '
	    . 'seek=17179869184 count=1 status=none; rm over; '
	    . 'dd if=/dev/null of=big bs=1k seek=2097152 status=none; '
	    . 'ls -l big | cut -d " " -f 8; cd /; umount /mnt';
	my @kib = (4, 12);

	$guest->check('load', $load, '');
	for my $i (0, 1) {
		$guest->check("3 GiB in 16 MiB, @{ $forms[$i] }",
		    "mount -t ext2fs /dev/vd$i /mnt; $work",
		    qr/\A3221226496\n$kib[$i]\tbig\n +0\n(?#
			)dd: over: File too large\n2147483648\n\z/);
	}
	$guest->check('without memory',
	    '/t/mountfail ext2fs /dev/vd0 /mnt >/tmp/out; grep -v "^ok" /tmp/out',
	    qr/\A1\.\.\d+\n\z/);
	$guest->check('the old revision has none of 2 GiB',
	    "mount -t ext2fs /dev/vd2 /mnt; $work",
	    qr/\Add: big: File too large\n/, 'any');
	$guest->boot;
	for my $i (0 .. 2) {
		is_clean($images[$i], "large files, @{ $forms[$i] }");
		my $said = (command('dumpe2fs', '-h', $images[$i]))[1];
		my $has = $said =~ /large_file/ ? 1 : 0;
		is($has, $i < 2 ? 1 : 0, 'the superblock tells of them');
	}
}

# ---- no room ----

for my $bsize (1024, 4096) {
	my $image = image('full', '2M', '-b', $bsize, '-N', 128);
	my $guest = Graft::VM->new(disk($image, 'fsfull'));

	$guest->check("a full disk, $bsize bytes a block", "$load; "
	    . 'mount -t ext2fs /dev/vd0 /mnt; /t/fsfull /mnt >/tmp/out; s=$?; '
	    . 'grep -v "^ok" /tmp/out; umount /mnt; exit $s', qr/\A1\.\.\d+\n\z/);
	$guest->boot;
	is_clean($image, 'after a full disk');
}
{
	my $image = image('reserved', '2M', '-b', 1024, '-m', 20);
	my $guest = Graft::VM->new(disk($image));

	$guest->check('the last blocks are root\'s', "$load; "
	    . 'mount -t ext2fs /dev/vd0 /mnt; chmod 777 /mnt; '
	    . 'su student -c "cat /dev/zero >/mnt/his"; df /mnt | tail -n 1; '
	    . 'head -c 300000 /dev/zero >/mnt/roots && echo root has room; '
	    . 'umount /mnt', qr/No space left.*\n.* 0 +100% .*\nroot has room\n/);
	$guest->boot;
	is_clean($image, 'after a user filled it');
}

done_testing();
