#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Disks that fail: sectors that cannot be read or written, caches that cannot be
# flushed, no sectors at all, a size that is no multiple of a sector, no answer,
# answers to what nobody asked, a disk that is pulled out. The error arrives where it belongs, and the system goes on.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Disk;
use Graft::VM qw(top);
use Test::More;

my $eio = qr/Input\/output error\n/;
my @faults = (['read', 100], ['write', 200]);

# What is the same for both drivers: the disk has faults at those places.
sub faulty_disk
{
	my ($guest, $disk) = @_;

	$guest->check("$disk: a sector that cannot be read", 'dd '
	    . "if=/dev/r$disk of=/dev/null bs=512 status=none count=100 && "
	    . "dd if=/dev/r$disk of=/dev/null bs=512 status=none skip=101 && "
	    . "dd if=/dev/r$disk of=/dev/null bs=512 status=none skip=100",
	    qr/\Add: \/dev\/r$disk: $eio\z/, 1);
	$guest->check("$disk: the same in the middle of more", 'dd '
	    . "if=/dev/r$disk of=/dev/null bs=64k status=none",
	    qr/\Add: \/dev\/r$disk: $eio\z/, 1);
	$guest->check("$disk: through the cache", "cat /dev/$disk | wc -c",
	    qr/\Acat: \/dev\/$disk: $eio *49152\n\z/);
	$guest->check("$disk: a sector that cannot be written", 'dd '
	    . "if=/dev/zero of=/dev/r$disk bs=512 status=none seek=201 count=5 "
	    . "&& dd if=/dev/zero of=/dev/r$disk bs=512 status=none seek=200 "
	    . 'count=1', qr/\Add: \/dev\/r$disk: $eio\z/, 1);
	$guest->check("$disk: fsync tells", "dd if=/dev/zero of=/dev/$disk "
	    . 'bs=2k seek=50 count=1 conv=fsync status=none',
	    qr/\Add: \/dev\/$disk: fsync: $eio\z/, 1);
	$guest->check("$disk: the last close tells", "dd if=/dev/zero "
	    . "of=/dev/$disk bs=2k seek=50 count=1 status=none",
	    qr/\Add: \/dev\/$disk: $eio\z/, 1);
	$guest->check("$disk: it is told once, and forgotten", 'dd '
	    . "if=/dev/zero of=/dev/$disk bs=2k seek=51 count=1 conv=fsync "
	    . 'status=none', '');
	$guest->check("$disk: all that is good of it is still there", 'dd '
	    . "if=/dev/r$disk of=/dev/null bs=64k skip=1 status=none; "
	    . "sysctl -n hw.diskstats | grep -c '^$disk: .* [1-9][0-9]* errors, "
	    . "0 in flight'", "1\n");
}

# ---- virtio ----

my ($none, $odd) = (image('none.img', 0), image('odd.img', 1_000_100));
my $noflush = image('noflush.img', 1 << 20);
my $table = image('table.img', 1 << 20);
put($table, 0, mbr([0x83, 10, 20], [0x05, 100, 1000]));
my $virtio = Graft::VM->new('-d', $none, '-d', $odd, '-q',
    faulty('bad', image('bad.img', 4 << 20), @faults)
    . ' -device virtio-blk-pci,disable-modern=on,drive=bad '
    . faulty('noflush', $noflush, ['flush', 0])
    . ' -device virtio-blk-pci,disable-modern=on,drive=noflush '
    . faulty('notable', $table, ['read', 100])
    . ' -device virtio-blk-pci,disable-modern=on,drive=notable '
    . faulty('nosector', image('nosector.img', 1 << 20), ['read', 0])
    . ' -device virtio-blk-pci,disable-modern=on,drive=nosector '
    . '-drive if=none,id=few,format=raw,file=' . image('few.img', 1 << 20)
    . ' -device virtio-blk-pci,disable-modern=on,drive=few,queue-size=16 '
    . '-drive if=none,id=big,format=raw,file=' . image('big.img', 8 << 20)
    . ' -device virtio-blk-pci,disable-modern=on,drive=big '
    . '-drive if=none,id=large,format=raw,file='
    . image('large.img', 10 * 4096 + 512)
    . ' -device virtio-blk-pci,disable-modern=on,drive=large,'
    . 'logical_block_size=4096,physical_block_size=4096 '
    . '-drive if=none,id=huge,format=raw,file=' . image('huge.img', 1 << 20)
    . ' -device virtio-blk-pci,disable-modern=on,drive=huge,'
    . 'logical_block_size=8192,physical_block_size=8192');
$virtio->check('load', 'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o; '
    . 'dmesg | grep "^vd6"', qr/function 0: cannot be used: error 6\n\z/);
$virtio->check('no sectors: nothing to be opened', 'head -c 1 /dev/vd0; '
    . 'head -c 1 /dev/rvd0', qr/(?:.*Device not configured\n){2}\z/, 1);
$virtio->check('a size that is no multiple of a sector: the rest are zeros',
    'wc -c </dev/rvd1; dd if=/dev/rvd1 bs=512 skip=1953 status=none | wc -c',
    qr/^ *1000448\n *512\n\z/);
$virtio->check('one of large sectors: half a sector at the end is none',
    'for d in rvd8 vd8; do wc -c </dev/$d; dd if=/dev/$d bs=4k count=9 '
    . 'of=/dev/null status=none; done; sysctl -n hw.disks | grep "^vd8 "; '
    . 'dd if=/dev/zero of=/dev/rvd8 bs=4k seek=10 count=1 status=none',
    qr/^ *40960\n *40960\nvd8 0 80\ndd: .*No space left on device\n\z/, 1);
$virtio->check('sectors that are larger than a page', 'dmesg | grep "^vd9"',
    qr/function 0: cannot be used: error 22\n\z/);
faulty_disk($virtio, 'vd2');
# The cache has 4 MiB.
$virtio->check('a block that was written to make room, and was not: the next '
    . 'fsync tells', 'exec 3<>/dev/vd2; dd if=/dev/zero bs=2k seek=50 count=1 '
    . 'conv=notrunc status=none >&3; cat /dev/vd7 >/dev/null; '
    . 'dd if=/dev/zero bs=2k seek=60 count=1 conv=notrunc,fsync status=none '
    . '>&3 || dd if=/dev/zero bs=2k seek=60 count=1 conv=notrunc,fsync '
    . 'status=none >&3 && echo once', qr/\Add: output: fsync: ${eio}once\n\z/);
$virtio->check('a cache that cannot be flushed: fsync tells',
    'dd if=/dev/zero of=/dev/rvd3 bs=512 count=1 conv=fsync status=none',
    qr/\Add: \/dev\/rvd3: fsync: $eio/, 1);
$virtio->check('and sync(2) ends', 'dd if=/dev/zero of=/dev/vd3 bs=512 '
    . 'count=1 status=none; sync; echo $?', qr/^0\n\z/m);
$virtio->check('partitions that cannot be found', 'cat /dev/rvd4a; '
    . 'dd if=/dev/rvd4 of=/dev/null bs=512 count=1', qr/$eio.*1\+0 records/s);
$virtio->check('a first sector that cannot be read', 'sysctl -n hw.disks | '
    . 'grep vd5; dd if=/dev/rvd5 of=/dev/null bs=512 skip=1',
    qr/\Avd5 0 2048\n2047\+0 records in\n/);
$virtio->check('all goes', 'modunload virtio_blk', '');
$virtio->boot;

# ---- virtio: devices that break while they have something to do ----

# With so many bytes a second, three reads are under way for a while; all are
# at one interrupt, and vd3 has to work whatever the others do.
sub slow_disk
{
	my ($id, $slot, $slow) = @_;

	return "-drive if=none,id=$id,format=raw,file="
	    . image("$id.img", 4 << 20)
	    . ($slow ? ',throttling.bps-read=4096' : '')
	    . " -device virtio-blk-pci,disable-modern=on,drive=$id,addr="
	    . sprintf('%x', $slot);
}

my $breaking = Graft::VM->new('-t', 90, '-q', join(' ',
    slow_disk('gone', 5, 1), slow_disk('nonsense', 9, 1),
    slow_disk('silent', 13, 0), slow_disk('good', 17, 0)), '-p',
    top() . '/build/tests/lkm/saboteur.o:/saboteur.o');
my $readers = 'for i in 1 2 3; do '
    . '(dd if=/dev/rvd$n of=/dev/null bs=64k 2>/dev/null; echo $?) & done; '
    . 'sleep 0.5; sysctl -n hw.diskstats | grep "vd$n: .* 3 in flight" '
    . '>/dev/null && sysctl -w debug.sabotage="$what" && wait';

# Three fail, one more who comes later is told why, and so is the console.
sub told
{
	my ($why) = @_;

	return sub {
		return (() = $_[0] =~ /^1$/mg) == 4 &&
		    $_[0] =~ /^head: .*${eio}1\n$why\n\z/m;
	};
}
my $others = 'dd if=/dev/rvd3 of=/dev/null bs=64k status=none && '
    . 'head -c 512 /dev/rvd$n; sysctl -n hw.diskstats | grep "vd$n" | '
    . 'grep -c "[1-9] errors, 0 in flight"; dmesg | grep "^vd$n: "';
$breaking->check('load', 'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o; '
    . 'modload /saboteur.o; dmesg | grep ^vd | cut -d, -f 3 | uniq | wc -l',
    qr/^ *1\n\z/m);
$breaking->check('pulled out: who waits is told, and others go on',
    "n=0 what='unplug 5'; $readers; $others",
    told(qr/vd0: it is gone, .*: it is not used any more/));
$breaking->check('an answer that nobody asked for: the same',
    "n=1 what='nonsense 9'; $readers; $others",
    told(qr/vd1: the device has done what nobody asked for.*/));
$breaking->check('no answer: waited for for as long as hw.vd_timeout says',
    'sysctl -w debug.sabotage="silence 13"; dd if=/dev/rvd2 of=/dev/null '
    . 'bs=512 count=1 status=none & sleep 3; sysctl -n hw.diskstats | '
    . 'grep -c "^vd2.*1 in flight"; sysctl -w hw.vd_timeout=1; wait; n=2; '
    . $others, 
    qr/^1\n.*^dd: .*${eio}head: .*${eio}1\nvd2: no answer in hw.vd_timeout seconds: .*\n\z/ms);
$breaking->check('loaded again, those that are still there are as new',
    'modunload virtio_blk && modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o '
    . '>/dev/null && for n in 0 1 2; do dd if=/dev/rvd$n of=/dev/null bs=512 '
    . 'count=1 status=none; done; sysctl hw.vd_timeout; modunload virtio_blk',
    "hw.vd_timeout = 0\n");
$breaking->boot;

# ---- ATA, both ways ----

for my $dma (1, 0) {
	my $ata = Graft::VM->new('-q', faulty('bad', image("ata$dma.img",
	    4 << 20), @faults) . ' -device ide-hd,drive=bad,bus=ide.0,unit=0 '
	    . '-drive if=none,id=slow,format=raw,throttling.bps-read=4096,file='
	    . image("slow$dma.img", 4 << 20)
	    . ' -device ide-hd,drive=slow,bus=ide.0,unit=1');
	$ata->check('load', 'modload -p /lkm/wd.sh /lkm/wd.o && '
	    . "sysctl -w hw.wd_dma=$dma hw.wd_timeout=1", qr/ID 0/);
	faulty_disk($ata, 'wd0');
	# 512 bytes take an eighth of a second. The time is 2^31 - 1 seconds,
	# or none at all.
	$ata->check("$_ seconds: slow, but no error", "sysctl -w "
	    . "hw.wd_timeout=$_ >/dev/null; dd if=/dev/rwd1 of=/dev/null "
	    . 'bs=512 count=12 status=none && sysctl -w hw.wd_timeout=1 '
	    . '>/dev/null', '')
	    for 2147483647, 0;
	$ata->check('no answer: EIO after a while', 'dd if=/dev/rwd1 '
	    . 'of=/dev/null bs=64k count=4 status=none', qr/$eio\z/, 1);
	$ata->check('the console says so', 'dmesg | tail -n 1',
	    "wd1: no answer to a command in 1 seconds: reset\n");
	$ata->check('the other drive of the channel works', 'dd if=/dev/rwd0 '
	    . 'of=/dev/null bs=64k skip=1 status=none && dd if=/dev/zero '
	    . 'of=/dev/rwd0 bs=64k seek=2 count=10 conv=fsync status=none', '');
	$ata->check('all goes', 'modunload wd', '');
	$ata->boot;
}
done_testing();
