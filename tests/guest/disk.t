#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Disks: what programs can do with them (prog/disk.c), 50 MB from end to end as
# the host sees them, an interrupt that two disks share, unloading under load.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Digest::SHA;
use Graft::Disk;
use Graft::Prog;
use Graft::VM qw(top vm);
use Test::More;

my $top = top();
my $load = 'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o >/dev/null';

sub virtio
{
	my ($id, $path, $drive, $device) = @_;

	return "-drive if=none,id=$id,format=raw,file=$path$drive "
	    . "-device virtio-blk-pci,disable-modern=on,drive=$id$device";
}

# ---- what programs can do ----

my $parted = image('parted.img', 4000 * 512);
put($parted, 0, mbr([0x83, 100, 1000], [0x83, 1100, 2900],
    [0x83, 3999, 1000]));
my $large = image('large.img', 500 * 4096);
my $fixed = image('fixed.img', 1 << 20);
{
	my ($status, $output, $errors) = vm('run', '-t', 60, prog('disk'),
	    '-p', "$top/build/tests/lkm/diskmount.o:/m/diskmount.o",
	    '-q', join(' ', virtio('a', $parted, '', ''), virtio('b', $large,
	    '', ',logical_block_size=4096,physical_block_size=4096'),
	    virtio('c', $fixed, ',readonly=on', '')),
	    "$load; modload /m/diskmount.o >/dev/null; /t/disk");
	Graft::Prog::program('disk', { output => $output, status => $status },
	    $status, $errors);
}

# ---- 50 MB, two disks at one interrupt, at the same time ----

my $megabytes = 50;
my ($from, $to, $mixed) = map { image("$_.img", $megabytes << 20) }
    qw(from to mixed);
{
	my $seed = 1;
	open(my $file, '>:raw', $from) or die "$from: $!\n";
	for my $i (0 .. $megabytes * 64 - 1) {
		print $file Digest::SHA::sha512("$i") x 256;
	}
	close($file) or die "$from: $!\n";
}
sub sha
{
	return Digest::SHA->new(256)->addfile($_[0], 'b')->hexdigest;
}

# PCI devices 4 and 8 have one interrupt, as their numbers modulo 4 are equal.
my $guest = Graft::VM->new('-t', 120, '-q', join(' ',
    virtio('a', $from, '', ',addr=4'), virtio('b', $to, '', ',addr=8'),
    virtio('c', $mixed, '', ',addr=9')));
$guest->check('two disks share an interrupt', "$load; dmesg | "
    . 'grep "^vd[01]" | cut -d, -f 3 | uniq | wc -l', qr/^ *1\n\z/);
$guest->check('kern.drivers has the numbers', 'sysctl -n kern.drivers | '
    . 'grep vd', "vd 29 8\n");
$guest->check('50 MB from one to the other, and to a third by the block '
    . 'device, at once', 'dd if=/dev/rvd0 of=/dev/rvd1 bs=1m status=none & '
    . 'dd if=/dev/vd0 of=/dev/vd2 bs=12345 status=none; wait; sync', '');
$guest->check('hw.diskstats counts them', 'sysctl -n hw.diskstats', sub {
	my $bytes = $megabytes << 20;
	return $_[0] =~ /^vd0: \d+ reads \d{9} bytes, 0 writes 0 bytes, 0 /m &&
	    $_[0] =~ /^vd1: \d+ reads .* writes $bytes bytes, \d+ flushes, 0 /m
	    && $_[0] !~ / [1-9]\d* errors/ && $_[0] !~ / [1-9]\d* in flight/;
    });
$guest->check('what is written raw is read through the block device',
    'echo graft was here | dd of=/tmp/x status=none; '
    . 'dd if=/dev/zero of=/tmp/x bs=512 count=1 seek=1 status=none; '
    . 'dd if=/tmp/x of=/dev/rvd2 bs=1024 count=1 status=none; '
    . 'head -c 14 /dev/vd2; dd if=/dev/rvd0 of=/dev/rvd2 bs=1k count=1 '
    . 'status=none', "graft was here");
$guest->check('busy under load: who holds it is named, and nothing breaks',
    'dd if=/dev/rvd0 of=/dev/rvd1 bs=64k status=none & '
    . 'for i in $(seq 20); do modunload virtio_blk && echo gone; done 2>&1 | '
    . 'sort -u; wait; echo done', qr/\A(?:modunload:\ virtio_blk:\ busy:
    \ pid\ \d+\ \(dd\)\ has\ character\ device\ 29\/(?:0\ \(vd0\)|16\ \(vd1\))
    \ open\n|modunload:\ virtio_blk:\ busy:.*\n)+done\n\z/x);
$guest->check('a process sleeps in an open: not now', 'sleep 100 </dev/vd1 & '
    . 'sleep 0.1; modunload virtio_blk; s=$?; kill $!; (exit $s)',
    qr/busy: pid \d+ \(sleep\) has block device 8\/16 \(vd1\) open\n\z/, 5);
$guest->check('a hundred times, and all is as it was',
    'modunload virtio_blk; a=$(sysctl -n lkm.selfcheck); i=0; '
    . 'while [ $i -lt 100 ]; do modload /lkm/virtio_blk.o >/dev/null || break; '
    . 'dd if=/dev/rvd0 of=/dev/null bs=4k count=1 status=none; '
    . 'modunload virtio_blk || break; i=$((i + 1)); done; echo $i; '
    . 'b=$(sysctl -n lkm.selfcheck); [ "$a" = "$b" ] || echo "$a $b"',
    "100\n");
$guest->boot;
is(sha($to), sha($from), 'the host sees the same bytes');
is(sha($mixed), sha($from), 'and those of the block device');

# ---- partitions made by another's hand ----

SKIP: {
	my $sfdisk = (grep { -x } map { "$_/sfdisk" } qw(/usr/sbin /sbin))[0];
	skip('sfdisk is not installed', 1) unless defined $sfdisk;
	my $image = image('sfdisk.img', 64 << 20);
	open(my $pipe, '|-', "$sfdisk -q $image") or die "sfdisk: $!\n";
	print $pipe "label: dos\n,10M,L\n,20M,E\n,5M,c\n,,S\n,4M,L\n,,L\n";
	close($pipe) or die "sfdisk failed\n";
	my @told = map { /start= *(\d+), size= *(\d+), type=(\w+)/ ?
	    [$1, $2, hex $3] : () } `$sfdisk -d $image`;
	@told = grep { $_->[2] != 5 } @told;
	my $g = Graft::VM->new('-d', $image);
	$g->check('partitions made by sfdisk', "$load; "
	    . 'sysctl -n hw.disks | tail -n +2', join('', map { sprintf(
	    "vd0%s %d %d %d\n", chr(ord('a') + $_), @{ $told[$_] }) }
	    0 .. $#told));
	$g->boot;
}

# A disk of 3 TB: its last sector.
{
	my $huge = image('huge.img', 3 << 40);
	my $g = Graft::VM->new('-d', $huge);
	my $last = (3 << 40) / 512 - 1;
	$g->check('the last sector of 3 TB', "$load; sysctl -n hw.disks | "
	    . 'head -n 1; echo end >/tmp/x; '
	    . "dd if=/tmp/x of=/dev/vd0 bs=512 seek=$last status=none; "
	    . "dd if=/dev/rvd0 bs=512 skip=$last status=none | head -c 4; "
	    . "dd if=/dev/zero of=/dev/rvd0 bs=512 seek=@{[$last + 1]} count=1 "
	    . 'status=none', "vd0 0 @{[$last + 1]}\nend\n"
	    . "dd: /dev/rvd0: No space left on device\n", 1);
	$g->boot;
	is(substr(get($huge, $last, 1), 0, 4), "end\n", 'the host sees it');
}
done_testing();
