#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# wd: three disks at the two channels of an ATA controller, and a CD, which is
# none; by DMA and by PIO; beyond what 28 bits can say; loaded again.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Console;
use Graft::Disk;
use Graft::VM qw(top);
use Test::More;

use constant HUGE => 200 << 30;	# 28 bits are 128 GiB

my ($a, $b) = (image('a.img', 50 << 20), image('b.img', 50 << 20));
my $huge = image('huge.img', HUGE);
my $cd = image('cd.iso', 1 << 20);
{
	open(my $file, '>:raw', $a) or die "$a: $!\n";
	print $file pack('N*', map { $_ * 2654435761 % 4294967296 }
	    $_ * 1024 .. $_ * 1024 + 1023) for 0 .. (50 << 20) / 4096 - 1;
	close($file) or die "$a: $!\n";
}

my $guest = Graft::VM->new('-t', 120, '-q', join(' ', map {
	my ($file, $index) = @$_;
	"-drive if=ide,format=raw,index=$index,file=$file" } [$a, 0], [$b, 1],
    [$huge, 3]) . " -drive if=ide,media=cdrom,index=2,format=raw,file=$cd");
$guest->check('load, and make the nodes',
    'modload -p /lkm/wd.sh /lkm/wd.o; /bin/ls -1 /dev/*wd?',
    join("\n", 'Module loaded as ID 0', map { "/dev/$_" } qw(rwd0 rwd1 rwd2
    wd0 wd1 wd2)) . "\n");
$guest->check('which are where', 'sysctl -n hw.devices | tail -n 4',
    qr/pciide0[ ]at[ ]pci0[ ]dev[ ]1[ ]function[ ]1\n
    wd0[ ]at[ ]pciide0[ ]channel[ ]0[ ]drive[ ]0\n
    wd1[ ]at[ ]pciide0[ ]channel[ ]0[ ]drive[ ]1\n
    wd2[ ]at[ ]pciide0[ ]channel[ ]1[ ]drive[ ]1\n\z/x);
$guest->check('what they say of themselves', 'dmesg | tail -n 4',
    qr/\Apciide0[ ].*:[ ]ATA[ ]controller,[ ]DMA\n
    wd0[ ].*:[ ]<QEMU[ ]HARDDISK>[ ]50[ ]MiB,[ ]sectors[ ]of[ ]512[ ]bytes,[ ]DMA\n
    wd1[ ].*\nwd2[ ].*[ ]204800[ ]MiB,.*\n\z/x);
$guest->check('50 MB from drive 0 to drive 1',
    'dd if=/dev/rwd0 of=/dev/rwd1 bs=1m status=none', '');
my $compare = 'dd if=/dev/rwd0 bs=64k count=64 status=none >/tmp/x; '
    . 'dd if=/dev/rwd1 bs=64k count=64 status=none | cmp - /tmp/x';
$guest->check('read back', $compare, '');
$guest->check('by PIO, what was written by DMA', 'sysctl -w hw.wd_dma=0 '
    . ">/dev/null; $compare", '');
$guest->check('written by PIO', 'dd if=/dev/rwd0 bs=17k skip=3 count=40 '
    . 'status=none >/tmp/x; dd if=/tmp/x of=/dev/rwd1 bs=17k seek=7 '
    . 'status=none; dd if=/dev/rwd1 bs=17k skip=7 count=40 status=none | '
    . 'cmp - /tmp/x && dd if=/dev/rwd0 bs=17k skip=7 count=40 status=none | '
    . 'dd of=/dev/rwd1 bs=17k seek=7 status=none; '
    . "sysctl -w hw.wd_dma=1 >/dev/null; $compare", '');
for my $dma (1, 0) {
	for my $sector (HUGE / 512 - 1, 0xffffff0, 0xfffffff, 0x10000000) {
		$guest->check("sector $sector, DMA $dma", 'sysctl -w '
		    . "hw.wd_dma=$dma >/dev/null; echo at $sector >/tmp/x; "
		    . 'dd if=/dev/zero of=/tmp/x bs=1 seek=20 count=1004 '
		    . 'conv=notrunc status=none; head -c 512 /tmp/x >/tmp/y; '
		    . "dd if=/tmp/y of=/dev/rwd2 bs=512 seek=$sector "
		    . "status=none; dd if=/dev/rwd2 bs=512 skip=$sector "
		    . 'count=1 status=none | cmp - /tmp/y', '');
	}
}
$guest->check('both drives and both channels at once', 'for i in 0 1 2; do '
    . 'dd if=/dev/rwd$i of=/dev/null bs=64k count=200 status=none & done; wait; '
    . "sysctl -n hw.diskstats | grep -vc ' 0 errors, 0 in flight'", "0\n", 1);
$guest->check('busy while it is open', 'sleep 100 </dev/wd1 & sleep 0.2; '
    . 'modunload wd; s=$?; kill $!; (exit $s)',
    qr/\A.*busy: pid \d+ \(sleep\) has block device 8\/16 \(wd1\) open\n\z/, 5);
$guest->check('unload', 'modunload wd; head -c 1 /dev/rwd0; '
    . 'sysctl -n hw.devices', qr/Device not configured\nmainbus.*\npci0.*\n\z/);
$guest->check('a hundred times, and all is as it was',
    'a=$(sysctl -n lkm.selfcheck); i=0; while [ $i -lt 100 ]; do '
    . 'modload /lkm/wd.o >/dev/null || break; head -c 1 /dev/wd0 >/dev/null; '
    . 'modunload wd || break; i=$((i + 1)); done; echo $i; '
    . 'b=$(sysctl -n lkm.selfcheck); [ "$a" = "$b" ] || echo "$a $b"',
    "100\n");
$guest->boot;
{
	local $/;
	open(my $f, '<:raw', $a) or die "$a: $!\n";
	open(my $g, '<:raw', $b) or die "$b: $!\n";
	ok(<$f> eq <$g>, 'the host sees equal disks');
}
is(substr(get($huge, HUGE / 512 - 1, 1), 0, 12), 'at 419430399',
    'and the end of the huge one');
is(substr(get($huge, 0x10000000, 1), 0, 13), "at 268435456\n",
    'and what 28 bits do not reach');
# ---- two at one channel, one of which always has something to do ----

my $pair = Graft::VM->new('-q', join(' ', map {
	"-drive if=none,id=d$_,format=raw,file=" . image("pair$_.img", 4 << 20)
	. ($_ == 0 ? ',throttling.iops-total=100' : '')
	. " -device ide-hd,drive=d$_,bus=ide.0,unit=$_" } 0, 1));
$pair->check('drive 1 has its turn while three read from drive 0',
    'modload -p /lkm/wd.sh /lkm/wd.o; for i in 1 2 3; do (dd if=/dev/rwd0 '
    . 'of=/dev/null bs=512 count=100 status=none; [ -e /tmp/done ] || '
    . 'echo starved) & done; sleep 0.3; dd if=/dev/rwd1 of=/dev/null bs=512 '
    . 'count=50 status=none; : >/tmp/done; wait',
    "Module loaded as ID 0\n");
$pair->boot;

# ---- a machine so loaded that the emulated drive is long about its reset ----

# QEMU has its work for drives done by its first thread: that has only what
# the others leave of one processor.
my ($cpu) = `taskset -cp $$` =~ /: (\d+)/ or die "taskset: $?\n";
my $starved = Graft::Console->of('taskset', '-c', $cpu, top() . '/tools/vm',
    '-q', "-drive if=ide,format=raw,file=$a", '-p',
    top() . '/build/lkm/wd.o:/lkm/wd.o', '--');
$starved->shows(qr/\n# /, 'a guest at one processor');
my ($qemu) = `pgrep -s $starved->{pid} qemu-system` =~ /^(\d+)\n\z/
    or die "no QEMU\n";
system('chrt', '-i', '-p', '0', $qemu) == 0 or die "chrt: $?\n";
$starved->command('modload /lkm/wd.o; modunload wd', qr/pciide0.*\n
    wd0[ ]at[ ]pciide0[ ]channel[ ]0[ ]drive[ ]0:[ ]<QEMU.*\n
    Module.*\nwd0[ ]detached\r\npciide0[ ]detached\r\n/x,
    "a drive that is slow to be ready is found, $_") for 1 .. 3;
done_testing();
