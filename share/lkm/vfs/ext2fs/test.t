#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# ext2fs: images that mke2fs has made, in all their forms, are worked on at
# random; afterwards e2fsck finds nothing, and debugfs reads what was written.
# Then the module itself, read-only mounts, attributes, programs.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Command;
use Graft::Ext2;
use Graft::VM qw(vm);
use Test::More;

my $load = loading();

# ---- every form of the format ----

my @forms = (['-b', 1024], ['-b', 2048], ['-b', 4096],
    ['-b', 1024, '-O', '^sparse_super,^resize_inode'],
    ['-b', 4096, '-O', '^filetype,^large_file'],
    ['-b', 1024, '-O', 'none', '-I', 128], ['-b', 1024, '-r', 0],
    ['-b', 2048, '-O', '^dir_index,^ext_attr', '-I', 512],
    ['-b', 1024, '-g', 512, '-I', 128], ['-b', 1024, '-t', 'ext3'],
    ['-b', 4096, '-O', 'sparse_super2'], ['-b', 8192]);
my $steps = 600;
for my $i (0 .. $#forms) {
	my $form = join(' ', @{ $forms[$i] });
	my $image = image('form', '64M', @{ $forms[$i] });
	my $seed = $i + 1;
	my $guest = Graft::VM->new(disk($image, 'fsload'));

	$guest->check("$form: work", "$load; mount -t ext2fs /dev/vd0 /mnt && "
	    . "/t/fsload run $seed 1 $steps /mnt | tail -n 1 && umount /mnt",
	    qr/\A\d+ names, 0 wrong\n\z/);
	$guest->check("$form: all of it is there after a mount",
	    "mount -r -t ext2fs /dev/vd0 /mnt && "
	    . "/t/fsload check $seed $steps /mnt; umount /mnt",
	    qr/\A\d+ names, 0 wrong\n\z/);
	$guest->check("$form: nothing is complained of",
	    'dmesg | grep ext2fs:', '', 1);
	$guest->boot;
	is_clean($image, $form);
	holds_model($image, $form, $seed, $steps);
}

# ---- several processes, files of all levels of pointers ----

{
	my $image = image('many', '256M', '-b', 1024);
	my $guest = Graft::VM->new('-t', 120, disk($image, 'fsload', 'walkfs'));

	$guest->check('three at once, with a reader and sync', "$load; "
	    . 'mount -t ext2fs /dev/vd0 /mnt; mkdir /mnt/a /mnt/b /mnt/c; '
	    . 'MAXOFF=80000000 /t/fsload run 31 1 500 /mnt/a >/tmp/a & a=$!; '
	    . '/t/fsload run 32 1 900 /mnt/b >/tmp/b & b=$!; '
	    . '/t/fsload run 33 1 900 /mnt/c >/tmp/c & c=$!; '
	    . '(while [ ! -e /tmp/stop ]; do /t/walkfs /mnt >/dev/null; sync; '
	    . 'done) & d=$!; wait $a; wait $b; wait $c; echo >/tmp/stop; '
	    . 'wait $d; for f in a b c; do tail -n 1 /tmp/$f; done; '
	    . 'umount /mnt',
	    qr/\A(?:\d+ names, 0 wrong\n){3}\z/);
	$guest->boot;
	is_clean($image, 'three at once');
	$ENV{MAXOFF} = 80000000;
	holds_model($image, 'the first of three', 31, 500, '/a');
	delete $ENV{MAXOFF};
	holds_model($image, 'the second', 32, 900, '/b');
	holds_model($image, 'the third', 33, 900, '/c');
}

# ---- the module, attributes, programs ----

{
	my $image = image('use', '16M', '-b', 1024);
	my $guest = Graft::VM->new(disk($image, 'dirseek'));
	my $digest = 'sysctl -n lkm.selfcheck';

	$guest->check('load, mount',
	    "$load; $digest >/tmp/digest; mount -t ext2fs /dev/vd0 /mnt; mount",
	    qr/^\/dev\/vd0 on \/mnt type ext2fs \(local\)\n\z/m);
	$guest->check('busy while it is mounted', 'modunload ext2fs',
	    "modunload: ext2fs: busy: /mnt is mounted\n", 5);
	$guest->check('nobody mounts it twice',
	    'mkdir /x; mount -t ext2fs /dev/vd0 /x',
	    qr/a file system on it is mounted already/, 1);
	$guest->check('who does not say what it is, is asked', 'mount /dev/vd0 /x',
	    qr/\Amount: \/dev\/vd0 is a device.* -t ext2fs\n\z/, 1);
	$guest->check('a program runs from it', 'cp /bin/sh /mnt/sh; '
	    . '/mnt/sh -c "echo hello; cmp /bin/sh /mnt/sh && echo same"',
	    "hello\nsame\n");
	$guest->check('and is kept by its users', 'cd /mnt; umount /mnt',
	    qr/Device busy|resource busy/i, 1);
	$guest->check('owners, modes, times', 'echo x >/mnt/f; '
	    . 'chown 70000:80000 /mnt/f; chmod 4751 /mnt/f; '
	    . 'touch -t 210001020304.05 /mnt/f; ls -ln /mnt/f',
	    qr/^-rwsr-x--x  1 70000  80000  2 Jan  2 *2100 /);
	$guest->check('flags', 'echo a >/mnt/log; chflags sappnd /mnt/log; '
	    . 'echo b >>/mnt/log; echo c >/mnt/log; rm /mnt/log; cat /mnt/log; '
	    . 'echo i >/mnt/imm; chflags schg /mnt/imm; echo j >>/mnt/imm; '
	    . 'mv /mnt/imm /mnt/j; chflags uchg /mnt/f',
	    qr/\A.*not permitted\n.*not permitted\na\nb\n.*not permitted\n(?#
		).*not permitted\n.*not supported\n\z/, 1);
	$guest->check('devices and a fifo', 'mknod /mnt/null c 2 2; '
	    . 'mknod /mnt/big b 500 60000; mknod /mnt/pipe p; echo y >/mnt/null; '
	    . 'echo z >/mnt/pipe & cat /mnt/pipe; ls -l /mnt/null /mnt/big',
	    qr/^z\nbrw.* 500, 60000 .*big\ncrw.* 2, +2 .*null\n\z/);
	$guest->check('removed, and still there', 'echo gone >/mnt/gone; '
	    . 'exec 3</mnt/gone; rm /mnt/gone; cat <&3; exec 3<&-', "gone\n");
	$guest->check('a folder moves, and its ".." with it',
	    'mkdir -p /mnt/a/b /mnt/c; mv /mnt/a/b /mnt/c/d; cd /mnt/c/d/..; '
	    . 'pwd; rmdir /mnt/a; mv /mnt/c /mnt/c/d/e; rmdir /mnt/c',
	    qr/\A\/mnt\/c\n.*nvalid.*\n.*not empty\n\z/, 1);
	$guest->check('a folder is read from anywhere', 'mkdir /mnt/seek; '
	    . '/t/dirseek /mnt/seek | grep -v "^ok"; rmdir /mnt/seek',
	    qr/\A1\.\.\d+\n\z/);
	$guest->check('unmount; it is what it was', 'umount /mnt && '
	    . "$digest | cmp - /tmp/digest && modunload ext2fs && "
	    . 'modload /lkm/ext2fs.o && mount -t ext2fs /dev/vd0 /mnt && '
	    . '/mnt/sh -c "echo again" && umount /mnt && modunload ext2fs; '
	    . 'sysctl -n vm.malloc | grep -e "^ext2" -e "^lost"',
	    "Module loaded as ID 1\nagain\n", 1);
	$guest->boot;
	is_clean($image, 'after all this');
	like(debugfs($image, 'stat /f'), qr/Mode:\s+04751.*
	    User:\s+70000\s+Group:\s+80000.*mtime:\s0x\w+:\w+\s--\sSat
	    \sJan\s+2.*2100/xs, 'debugfs sees owner, mode and time');
	like(debugfs($image, 'stat /log'), qr/Flags: 0x20\n/,
	    'and the flag of an append-only file');
	like(debugfs($image, 'stat /big'), qr/number: 500:60000 /,
	    'and a large device number');
	like((command('dumpe2fs', '-h', $image))[1],
	    qr/^Filesystem state: +clean\n.*^Mount count: +2\n/ms,
	    'and a superblock that says: unmounted, mounted twice');
}

# ---- read-only ----

{
	my $image = image('ro', '8M', '-b', 1024);
	my $guest = Graft::VM->new(disk($image, 'walkfs'));

	debugfs($image, "write $0 test", '-w');
	my ($status, $before) = command('sha256sum', $image);
	$guest->check('a read-only mount', "$load; "
	    . 'mount -r -t ext2fs /dev/vd0 /mnt; cat /mnt/test >/dev/null; '
	    . 'echo x >/mnt/x; rm /mnt/test; chmod 0 /mnt/test; umount /mnt',
	    qr/\A(?:.*Read-only file system\n){3}\z/);
	$guest->boot;
	($status, my $after) = command('sha256sum', $image);
	is($after, $before, 'it writes nothing at all');

	my ($ended, $said) = vm('run', disk($image), "$load; "
	    . 'mount -r -t ext2fs /dev/vd0 /mnt; mount -u -o rw /mnt; '
	    . 'echo x >/mnt/x && mount -u -r /mnt; echo y >/mnt/y; '
	    . 'mount -u -o rw /mnt; exec 3<>/mnt/x; mount -u -r /mnt; '
	    . 'exec 3<&-; mount -u -r /mnt && halt -p');
	like($said, qr/\A.*Read-only file system\n.*busy\n\z/,
	    'there and back; not while somebody may write');
	is($ended, 123, 'and the machine is switched off');
	is_clean($image, 'switched off while it was read-only');
}

done_testing();
