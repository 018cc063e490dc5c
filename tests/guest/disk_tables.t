#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Partitions: what tables mean, and what becomes of those that are nonsense.
# Each is a disk of its own, and all are in one guest.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Disk;
use Graft::VM;

use constant SECTORS => 20000;
my $max = 0xffffffff;

# A name, what is written to which sector, what sysctl hw.disks tells of
# partitions (letter, start, size, type), and what the console says.
my @disks = (
	['no table', {}, ['a', 0, SECTORS, 0]],
	['an empty table', { 0 => mbr() }, ['a', 0, SECTORS, 0]],
	['a boot sector without partitions', { 0 => 'x' x 510 . "\x55\xaa" },
	    ['a', 0, SECTORS, 0]],
	['four, one of which may be booted', { 0 => mbr([0x83, 100, 50],
		[0x0c, 63, 37], [0x82, 200, 1, 0x80], [0x83, 19999, 1]) },
	    ['a', 100, 50, 0x83], ['b', 63, 37, 0x0c], ['c', 200, 1, 0x82],
	    ['d', 19999, 1, 0x83]],
	['a gap in the table', { 0 => mbr(undef, [0x83, 1, 2], undef,
		[0x83, 3, 4]) }, ['a', 1, 2, 0x83], ['b', 3, 4, 0x83]],
	['an extended one', { 0 => mbr([0x83, 1, 9], [0x05, 1000, 5000],
		[0x83, 10, 9]), 1000 => mbr([0x83, 10, 100], [0x05, 500, 200]),
	    1500 => mbr([0x07, 20, 30], [0x05, 2000, 1000]),
	    3000 => mbr([0x83, 1, 999]) }, ['a', 1, 9, 0x83], ['b', 10, 9, 0x83],
	    ['c', 1010, 100, 0x83], ['d', 1520, 30, 7], ['e', 3001, 999, 0x83]],
	['links that go back', { 0 => mbr([0x0f, 1000, 5000]),
	    1000 => mbr([0x83, 1, 9], [0x05, 4000, 100]),
	    5000 => mbr([0x83, 1, 9], [0x05, 100, 100]),
	    1100 => mbr([0x83, 1, 9]) }, ['a', 1001, 9, 0x83],
	    ['b', 5001, 9, 0x83], ['c', 1101, 9, 0x83]],
	['one beyond the end keeps its letter', { 0 => mbr([0x83, 19999, 2],
		[0x83, 20000, 1], [0x83, 1, $max], [0x83, 1, 19999]) },
	    ['d', 1, 19999, 0x83], 'partition a is not within the disk',
	    'partition b is not', 'partition c is not'],
	['sums that wrap', { 0 => mbr([0x83, $max, 2], [0x83, $max, $max],
		[0x83, 0, 5]) }, 'partition a is not', 'partition b is not',
	    'partition c is not'],
	['they overlap', { 0 => mbr([0x83, 100, 100], [0x83, 199, 1],
		[0x83, 1, 100], [0x83, 200, 1]) }, ['a', 100, 100, 0x83],
	    ['d', 200, 1, 0x83], 'partition b overlaps a',
	    'partition c overlaps a'],
	['a chain that leads to itself', { 0 => mbr([0x05, 10, 1000]),
	    10 => mbr([0x83, 5, 5], [0x05, 0, 5]) }, ['a', 15, 5, 0x83],
	    'chain of the extended partition goes in a circle'],
	['a circle of two', { 0 => mbr([0x05, 10, 1000]),
	    10 => mbr(undef, [0x05, 20, 5]), 30 => mbr(undef, [0x05, 0, 5]) },
	    'goes in a circle'],
	['a chain that leaves it', { 0 => mbr([0x05, 10, 1000]),
	    10 => mbr([0x83, 5, 5], [0x05, 1000, 5]) }, ['a', 15, 5, 0x83],
	    'chain of the extended partition leaves it'],
	['a chain that leaves the disk', { 0 => mbr([0x05, 10, $max]) },
	    'the extended partition is not within the disk'],
	['a chain without an end', { 0 => mbr([0x05, 10, 1000]),
	    map { 10 + $_ => mbr(undef, [0x05, $_ + 1, 5]) } 0 .. 100 },
	    'chain of the extended partition is too long'],
	['more than letters', { 0 => mbr([0x05, 10, 1000]),
	    map { 10 + $_ * 10 => mbr([0x83, 5, 5], [0x05, ($_ + 1) * 10, 5]) }
	    0 .. 20 }, (map { [chr(ord('a') + $_), 15 + 10 * $_, 5, 0x83] }
	    0 .. 14), 'more partitions than letters'],
	['no table in the chain', { 0 => mbr([0x05, 10, 1000]) },
	    'no table in the extended partition'],
	['one in the chain within another', { 0 => mbr([0x05, 10, 1000]),
	    10 => mbr([0x05, 5, 5], [0x05, 500, 5]),
	    510 => mbr([0x83, 3, 2000]) }, ['a', 513, 2000, 0x83]],
	['a GUID table', { 0 => mbr([0xee, 1, 19999]) },
	    'a GUID partition table is not understood'],
	['status bytes that are none', { 0 => mbr([0x83, 1, 5, 0x7f]) },
	    ['a', 0, SECTORS, 0]],
);

my @options;
for my $i (0 .. $#disks) {
	my $image = image("$i.img", SECTORS * 512);
	my $sectors = $disks[$i]->[1];
	put($image, $_, $sectors->{$_}) for keys %$sectors;
	push @options, '-d', $image;
}

my $guest = Graft::VM->new(@options);
$guest->check('all the disks', 'modload -p /lkm/virtio_blk.sh '
    . '/lkm/virtio_blk.o; sysctl -n hw.disks | cut -d " " -f 1 | '
    . 'grep -c "[0-9]$"', qr/\n@{[scalar @disks]}\n\z/);
for my $i (0 .. $#disks) {
	my ($name, undef, @expected) = @{ $disks[$i] };
	my @parts = grep { ref } @expected;
	my @says = grep { !ref } @expected;

	$guest->check($name, "sysctl -n hw.disks | grep '^vd$i\[a-o]* '",
	    join('', map { "$_\n" } "vd$i 0 " . SECTORS,
		map { sprintf('vd%d%s %u %u %u', $i, @$_) } @parts));
	$guest->check("$name: its nodes", "cd /dev; echo rvd$i\[a-o]",
	    join(' ', @parts ? map { "rvd$i$_->[0]" } @parts : "rvd$i\[a-o]")
	    . "\n");
	# Who opens it is told, each time that it is opened first.
	$guest->check("$name: the console", ": </dev/rvd$i; "
	    . "dmesg | grep '^vd$i: '", $name eq '' ? '' : sub {
		my @lines = split(/\n/, $_[0]);
		return @lines == @says && !grep { $lines[$_] !~ /$says[$_]/ }
		    0 .. $#says;
	    }, @says ? 0 : 1);
}
$guest->check('a partition that is ignored cannot be opened',
    'mknod /tmp/c c $(sysctl -n kern.drivers | grep "^vd" | cut -d " " -f 2) '
    . (7 * 16 + 1) . '; cat /tmp/c', qr/Device not configured/, 1);
$guest->check('and all goes', 'modunload virtio_blk; sysctl -n hw.disks', "\n");
$guest->done;
