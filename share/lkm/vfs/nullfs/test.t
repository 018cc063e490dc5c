#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# nullfs: a directory at two places, over tmpfs and over ext2fs, and layers on
# layers.  What is done above is there below and the other way, whoever does it
# at once; what cannot be, is refused with a reason; nothing stays.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Ext2;
use Graft::VM;
use Test::More;

my $digest = 'sysctl -n lkm.selfcheck';
my $load = loading() . '; modload /lkm/nullfs.o >/dev/null; '
    . 'mkdir -p /below /above /disk';
my $image = image('null', '64M', '-b', 1024);
my $guest = Graft::VM->new('-t', 200,
    disk($image, 'fsload', 'walkfs', 'nullfs', 'dirseek'));

sub same
{
	my ($name, $below, $above) = @_;

	$guest->check("$name: one tree, two places",
	    "/t/nullfs $below $above >/tmp/out; s=\$?; "
	    . 'grep -v "^ok" /tmp/out; exit $s', qr/\A1\.\.\d+\n\z/);
	$guest->check("$name: a workload above, and below it is there",
	    "mkdir $above/w && /t/fsload run 7 1 500 $above/w | tail -n 1 && "
	    . "/t/fsload check 7 500 $below/w",
	    qr/\A(\d+ names, 0 wrong\n)\1\z/);
	$guest->check("$name: below, and above it is there",
	    "mkdir $below/v && /t/fsload run 8 1 300 $below/v | tail -n 1 && "
	    . "/t/fsload check 8 300 $above/v",
	    qr/\A(\d+ names, 0 wrong\n)\1\z/);
	$guest->check("$name: walked, both ways", "/t/walkfs $below; "
	    . "/t/walkfs $above", qr/\A(\d+ files, \d+ bytes, 0 errors\n)\1\z/);
	$guest->check("$name: at random, at both places at once",
	    "mkdir $below/r; for s in 1 2 3 4 5; do "
	    . "/t/nullfs race $below/r $above/r \$s 1000 || echo \$s; done; "
	    . "rm -r $above/r", '');
	$guest->check("$name: a folder is read from anywhere",
	    "mkdir $above/seek; /t/dirseek $above/seek | grep -v '^ok'; "
	    . "rmdir $below/seek", qr/\A1\.\.\d+\n\z/);
	$guest->check("$name: a program runs", "cp /bin/sh $below/sh; "
	    . "$above/sh -c \"echo hello; cmp /bin/sh $above/sh\"", "hello\n");
	$guest->check("$name: attributes go down", "echo x >$above/f; "
	    . "chown 1000:20 $above/f; chmod 2751 $above/f; "
	    . "touch -t 200102030405.06 $above/f; ls -ln $below/f; "
	    . "chflags schg $below/f; rm -f $above/f; chflags noschg $above/f; "
	    . "rm -f $above/f; ls $below/f",
	    qr/\A-rwxr-s--x.* 1000 +20 .*2001.*\n.*not permitted\nls: .*\n\z/, 1);
}

$guest->check('load', "$load; modstat -n nullfs | tail -n 1; "
    . "$digest >/tmp/digest; mount -t nullfs /below /above; mount",
    qr/^\/below on \/above type nullfs \(local\)$/m);
same('tmpfs', '/below', '/above');
$guest->check('unmount what is above', 'umount /above; rm -rf /below/*; '
    . "$digest | cmp - /tmp/digest", '');
$guest->check('over ext2fs', 'mount -t ext2fs /dev/vd0 /disk && '
    . 'mount -t nullfs /disk /above && df /above | tail -n 1',
    qr/^\/disk .* \/above$/);
same('ext2fs', '/disk', '/above');
$guest->check('what is below is busy', 'umount /disk; modunload ext2fs; '
    . 'modunload nullfs; modunload virtio_blk', qr/\Aumount:.*busy\n
    modunload:\ ext2fs:\ busy:\ \/disk\ is\ mounted\n
    modunload:\ nullfs:\ busy:\ \/above\ is\ mounted\n.*virtio_blk.*\n/ix, 5);
$guest->check('as read-only as what is below', 'exec 3>/above/open; '
    . 'mount -u -o ro /disk; exec 3>&-; mount -u -o ro /disk && '
    . 'echo x >/above/x; rm /above/sh; chmod 0 /above/sh; mkdir /above/y; '
    . 'umount /above; mount -t nullfs /disk /above; mount | grep above; '
    . 'mount -u -o rw /above; mount -u -o rw /disk; mount -u -o rw /above; '
    . 'echo x >/above/x; mount -u -o ro /above; echo y >/above/x; '
    . 'echo z >/disk/x; cat /above/x',
    qr/\Amount:.*busy\n(?:.*Read-only.*\n){4}.*\(read-only,\ local\)\n
    mount:.*what\ is\ below,\ \/disk,\ is\ read-only.*\n.*Read-only.*\nz\n\z/ix);
$guest->check('no programs of others where there are none', 'umount /above; '
    . 'mount -u -o noexec,nosuid /disk; mount -t nullfs /disk /above; '
    . 'mount -u -o exec,suid /above; mount | grep above; /above/sh -c pwd',
    qr/\(noexec, nosuid, local\)\n.*denied/, 126);
$guest->check('unmount both', 'umount /above && umount /disk && '
    . "$digest | cmp - /tmp/digest", '');

# ---- layers on layers, and what is refused ----

$guest->check('eight layers, and no more', 'echo deep >/below/x; '
    . 'cp /bin/sh /below; last=/below; for i in 1 2 3 4 5 6 7 8 9; do '
    . 'mkdir /l$i; mount -t nullfs $last /l$i || break; last=/l$i; done; '
    . 'cat /l8/x; /l8/sh -c "cat /l8/x >/l7/y"; cat /below/y; '
    . 'mkdir /l8/w && /t/fsload run 9 1 200 /l8/w | tail -n 1; '
    . '/t/fsload check 9 200 /l3/w; umount /l4; '
    . 'for i in 8 7 6 5 4 3 2 1; do umount /l$i; done; rm -r /below/*',
    qr/\Amount: .*8 layers.*\ndeep\ndeep\n(\d+ names, 0 wrong\n)\1(?#
	)umount: \/l4: .*busy\n\z/i);
$guest->check('eight layers over ext2fs, gone through twice in one call',
    'mount -t ext2fs /dev/vd0 /disk; last=/disk; for i in 1 2 3 4 5 6 7 8; do '
    . 'mount -t nullfs $last /l$i || break; last=/l$i; done; '
    . '/t/nullfs deep /l8 && echo deep; cp /bin/sh /l8/prog; '
    . '/l8/prog -c "echo runs"; rm /l8/prog; '
    . 'for i in 8 7 6 5 4 3 2 1; do umount /l$i; done; umount /disk',
    "deep\nruns\n");
$guest->check('no circles', 'mkdir /below/in; '
    . 'mount -t nullfs /below /below; mount -t nullfs / /above; '
    . 'mount -t nullfs /below /below/in; mount -t nullfs /below/in /below; '
    . 'mount -t nullfs /below /above; mount -t nullfs /above /below; '
    . 'mount -t nullfs /below /above/in; mount -t nullfs /above/in /below; '
    . 'umount /above; rmdir /below/in',
    qr/\A.*over\ itself:\ .*deadlock.*\n.*inside\ itself:\ .*\n
    .*inside\ itself:\ .*\n.*hide\ itself:\ .*\n.*over\ itself:\ .*\n
    .*inside\ itself:\ .*\n.*hide\ itself:\ .*\n\z/ix);
$guest->check('nor what is no directory', 'mount -t nullfs /bin/sh /above; '
    . 'mount -t nullfs /nosuch /above; mount -t nullfs /below /bin/sh; '
    . 'mount -t nullfs -o size=1 /below /above',
    qr/\A.*it\ is\ not\ a\ directory:\ .*\n.*no\ such\ directory.*\n
    mount:\ .*\nmount:\ option\ size=1.*nullfs\n\z/x, 1);
$guest->check('what is mounted below is not seen above, and stays',
    'mkdir /below/m; mount -t tmpfs tmpfs /below/m; echo x >/below/m/x; '
    . 'mount -t nullfs /below /above; ls /above/m; rmdir /above/m; '
    . 'umount /below/m; rmdir /above/m; umount /above',
    qr/\Armdir: .*busy\n\z/i);
$guest->check('a file that is held above is held below', 'echo kept >/below/k; '
    . 'mount -t nullfs /below /above; exec 3</above/k; rm /below/k; cat <&3; '
    . 'umount /above; exec 3<&-; umount /above; ls /below',
    qr/\Akept\numount: .*busy\n\z/i);
$guest->check('over procfs', 'modload /lkm/procfs.o >/dev/null; '
    . 'mount -t procfs proc /proc; mount -t nullfs /proc /above; '
    . 'cmp /proc/version /above/version; cat /above/self/cmdline; '
    . 'i=0; while [ $i -lt 20 ]; do i=$((i + 1)); /bin/true; '
    . 'cat /above/[0-9]*/status; done >/dev/null 2>&1; '
    . 'umount /proc; umount /above; umount /proc; modunload procfs',
    qr/\Acat \/above.*\numount: .*busy\n\z/i);
$guest->check('several at once, with one who walks and one who syncs',
    'mount -t ext2fs /dev/vd0 /disk; mount -t nullfs /disk /above; '
    . 'rm -rf /disk/*; mkdir /disk/a /disk/b; '
    . '/t/fsload run 31 1 400 /above/a >/tmp/a & a=$!; '
    . '/t/fsload run 32 1 400 /disk/b >/tmp/b & b=$!; '
    . '(while [ ! -e /tmp/stop ]; do /t/walkfs /above >/dev/null; sync; '
    . 'done) & d=$!; wait $a; wait $b; echo >/tmp/stop; wait $d; '
    . 'tail -n 1 /tmp/a; tail -n 1 /tmp/b; /t/fsload check 31 400 /disk/a; '
    . '/t/fsload check 32 400 /above/b; umount /above; umount /disk',
    qr/\A(?:\d+ names, 0 wrong\n){4}\z/);
$guest->check('nothing is left', "$digest | cmp - /tmp/digest; "
    . 'modunload nullfs; sysctl -n vm.malloc | grep -e nullfs -e lost', '', 1);
$guest->check('a hundred times', "modload /lkm/nullfs.o >/dev/null; "
    . "$digest >/tmp/before; modunload nullfs; i=0; "
    . 'while [ $i -lt 100 ]; do i=$((i + 1)); modload /lkm/nullfs.o && '
    . 'mount -t nullfs /below /above && echo $i >/above/x && '
    . 'cat /below/x && umount /above && modunload nullfs || break; done '
    . '>/dev/null; echo $i; '
    . "modload /lkm/nullfs.o >/dev/null; $digest | cmp - /tmp/before; "
    . 'modunload nullfs', "100\n");
$guest->check('the same as an a.out object, by its other name',
    'modload /lkm/aout/nullfs.o && mount_null /below /above && cat /above/x; umount /above; '
    . 'modunload nullfs', qr/^Module loaded.*\n100\n/);
$guest->check('switched off while it is mounted',
    'modload /lkm/nullfs.o >/dev/null; mount -t ext2fs /dev/vd0 /disk; mount -t nullfs /disk /above; '
    . 'echo last >/above/last', '');
$guest->boot;
is_clean($image, 'after all this');
done_testing();
