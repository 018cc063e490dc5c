#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# virtio_blk: found, used, unloaded, loaded again; two disks, one of them read
# only; what is written is what the host sees. Faults are in
# tests/guest/disk_faults.t, the disk layer in disk.t and disk_tables.t.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Disk;
use Graft::VM;
use Test::More;

my $disk = image('disk.img', 8 << 20);
my $fixed = image('fixed.img', 1 << 20);
put($disk, 5, 'from the host' . "\0" x 499);
put($fixed, 0, 'cast in stone');

my $guest = Graft::VM->new('-d', $disk, '-q',
    "-drive if=none,id=fixed,format=raw,readonly=on,file=$fixed "
    . '-device virtio-blk-pci,disable-modern=on,drive=fixed');
$guest->check('load, and make the nodes',
    'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o; /bin/ls -1 /dev/*vd*',
    join("\n", 'Module loaded as ID 0', map { "/dev/$_" } qw(rvd0 rvd0a rvd1
    rvd1a vd0 vd0a vd1 vd1a)) . "\n");
$guest->check('nodes of one, by its partition; and of none',
    'cd /dev; rm *vd?*; sh MAKEDEV vd1a; /bin/ls -1 *vd*; sh MAKEDEV vd9 vd0; '
    . 'echo $?; /bin/ls -1 *vd0*; sh MAKEDEV vd0b || sh MAKEDEV vd',
    qr/\A(?:rvd1\nrvd1a\nvd1\nvd1a\n)MAKEDEV:[ ]vd9:[ ]there[ ]is[ ]no.*\n1\n
    rvd0\nrvd0a\nvd0\nvd0a\nMAKEDEV:[ ]vd0b:.*\nMAKEDEV:[ ]vd:.*\n\z/x, 1);
$guest->check('the console tells of them', 'dmesg | tail -n 2',
    qr/\Avd0[ ]at[ ]pci0[ ]dev[ ]\d+[ ]function[ ]0:[ ]8[ ]MiB,[ ]sectors[ ]of
    [ ]512[ ]bytes,[ ]irq[ ]\d+\n
    vd1[ ]at[ ]pci0[ ].*:[ ]1[ ]MiB,.*[ ]read[ ]only,[ ]irq[ ]\d+\n\z/x);
$guest->check('what the host has written',
    'dd if=/dev/rvd0 bs=512 skip=5 count=1 status=none | head -c 13; '
    . 'head -c 13 /dev/vd1', 'from the hostcast in stone');
$guest->check('no writing where there is none', 'echo >/dev/vd1',
    qr/Read-only file system/, 2);
$guest->check('what the guest writes', 'yes 0123456789abcde | head -c 3000000 '
    . '>/tmp/x; dd if=/tmp/x of=/dev/vd0 bs=10000 seek=100 conv=fsync '
    . 'status=none; dd if=/dev/vd0 bs=10000 skip=100 count=300 status=none | '
    . 'cmp - /tmp/x', '');
$guest->check('many at once', 'for i in 0 1 2 3 4 5; do dd if=/dev/rvd0 '
    . 'bs=64k status=none of=/tmp/$i & done; wait; for i in 1 2 3 4 5; do '
    . 'cmp /tmp/0 /tmp/$i || echo $i; done; wc -c </tmp/0', qr/^ *8388608\n\z/);
$guest->check('each write was made to last',
    'sysctl -n hw.diskstats | grep vd0', qr/ [1-9]\d* flushes, 0 errors/);
$guest->check('busy while it is open', 'sleep 100 </dev/rvd0 & sleep 0.2; '
    . 'modunload virtio_blk; s=$?; kill $!; (exit $s)',
    qr/\A.*busy: pid \d+ \(sleep\) has character device 29\/0 \(vd0\) open\n\z/,
    5);
$guest->check('unload: the nodes stay, and lead nowhere',
    'modunload virtio_blk && cat /dev/vd0', qr/Device not configured\n\z/, 1);
$guest->check('nothing is left behind', 'a=$(sysctl -n lkm.selfcheck); '
    . 'modload /lkm/virtio_blk.o; head -c 9 /dev/vd1; echo; '
    . 'modunload virtio_blk; b=$(sysctl -n lkm.selfcheck); '
    . '[ "$a" = "$b" ] || echo "$a $b"',
    "Module loaded as ID 0\ncast in s\n");
$guest->check('the a.out object is as good', 'modload /lkm/aout/virtio_blk.o; '
    . 'cat /dev/rvd1 | wc -c; modunload virtio_blk', qr/^ *1048576\n\z/m);
$guest->boot;
{
	open(my $file, '<:raw', $disk) or die "$disk: $!\n";
	seek($file, 1_000_000, 0);
	read($file, my $bytes, 3_000_000);
	is($bytes eq "0123456789abcde\n" x 187_500, 1,
	    'the host sees what the guest has written');
}
done_testing();
