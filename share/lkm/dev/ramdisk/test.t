#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# ramdisk: disks of any size come and go, hold what was written, take memory
# for no more than that, and give it back.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::VM;

my $guest = Graft::VM->new;
my $digest = 'sysctl -n lkm.selfcheck';

$guest->check('load, and make the nodes', "$digest >/tmp/digest; "
    . 'modload -p /lkm/ramdisk.sh /lkm/ramdisk.o; ls -1 /dev/rd? /dev/rrd?; '
    . 'rdconfig', qr/\AModule loaded as ID 0\n\/dev\/rd0\n(?:\/dev\/.*\n){7}(?#
    )rd0: 8\.0M, 0 of memory in use\n\z/);
$guest->check('modstat tells both numbers', 'modstat -n ramdisk',
    qr/\nDEV +0 +\d+\/\d+ +f0.* ramdisk\n\z/);
$guest->check('it reads as zeros', 'head -c 20000 /dev/zero >/tmp/z; '
    . 'head -c 20000 /dev/rd0 | cmp - /tmp/z; '
    . 'head -c 20480 /dev/rrd0 | head -c 20000 | cmp - /tmp/z', '');
$guest->check('what is written can be read, raw and through the cache',
    'head -c 100352 /bin/sh >/tmp/s; cat /tmp/s >/dev/rrd0; '
    . 'head -c 100352 /dev/rd0 | cmp - /tmp/s; '
    . '(head -c 352 /bin/ls; head -c 100000 /bin/sh) >/tmp/s; cat /tmp/s >/dev/rd0; '
    . 'head -c 100352 /dev/rrd0a | cmp - /tmp/s; rdconfig',
    "rd0: 8.0M, 100K of memory in use\n");
$guest->check('raw: whole blocks', 'head -c 700 /bin/sh >/dev/rrd0',
    qr/Invalid argument\n\z/, 1);
$guest->check('another one; it has an end', 'rdconfig rd1 20k && '
    . 'cat /dev/rd1 | wc -c; cat /dev/rrd1 | wc -c; '
    . 'head -c 20481 /bin/sh >/dev/rd1; cat /bin/sh >/dev/rd1',
    qr/\A *20480\n *20480\n(?:.*No space left.*\n){2}\z/, 1);
$guest->check('others cannot be opened', 'cat /dev/rd2; cat /dev/rrd2; '
    . 'cat /dev/rd2a', qr/\A(?:.*not configured\n){3}\z/, 1);
$guest->check('one that is in use stays', 'sleep 10 </dev/rd1 & sleep 0.2; '
    . 'rdconfig -u rd1; modunload ramdisk; kill $!; wait $!; rdconfig -u rd1 '
    . '&& cat /dev/rd1', qr/\Ardconfig:.*[Bb]usy\nmodunload:[ ]ramdisk:[ ]busy:
    .*[ ]\(sleep\)[ ]has.*\n.*not[ ]configured\n\z/x, 1);
$guest->check('a size that cannot be', 'rdconfig rd1 100; rdconfig rd1 700; '
    . 'rdconfig rd1 900g; rdconfig vd0 1m; rdconfig -u rd3',
    qr/\A(?:rdconfig: .*\n){5}\z/, 1);
$guest->check('more than there is memory', 'rdconfig rd1 60m && '
    . 'cat /dev/zero >/dev/rrd1', qr/No space left/, 1);
$guest->check('made anew, it is empty', 'rdconfig rd1 20k; rdconfig; '
    . 'head -c 20480 /dev/zero | cmp - /dev/rd1',
    qr/^rd1: 20K, 0 of memory in use\n\z/m);
$guest->check('and all is given back', 'rdconfig -u rd1; modunload ramdisk; '
    . 'sysctl -n vm.malloc | grep -e "^ramdisk" -e "^lost"; '
    . "$digest | cmp - /tmp/digest; modload /lkm/aout/ramdisk.o; rdconfig; "
    . 'modunload ramdisk',
    qr/\A(?:.*\n)?Module loaded as ID 0\nrd0: 8\.0M, 0 of memory in use\n\z/);
$guest->done;
