#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# random: bytes that differ and are as even as random ones; /dev/random waits
# for what the device brings, /dev/urandom does not; who reads keeps the
# module; and nothing is left behind.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Prog;
use Graft::VM;
use Test::More;

my $load = 'modload -p /lkm/random.sh /lkm/random.o';
my $sum = 'sysctl -n lkm.selfcheck';
my $device = '-device virtio-rng-pci,disable-modern=on';

# ---- without a device ----

my $guest = Graft::VM->new;
$guest->check('without the module there are no such devices',
    'cat /dev/random', qr/No such file/, 1);
$guest->check('without a device they cannot be opened',
    "$load; head -c 1 /dev/urandom; modunload random",
    qr/\/dev\/urandom: Device not configured/);
$guest->boot;

# ---- with two ----

$guest = Graft::VM->new('-t', 90, '-q', "$device $device", prog('random'));
$guest->check('before', "$load; modunload random; $sum >/tmp/before",
    qr/Module/);
$guest->check('load', "$load; dmesg | tail -n 2; ls -l /dev/*random",
    qr/^random0 at pci0 dev \d function 0: random bytes\nrandom1 at .*\ncrw-rw-rw-.* 0 .*\/dev\/random\ncrw-rw-rw-.* 1 .*\/dev\/urandom\n\z/m);
$guest->check('what programs see', '/t/random | grep -v "^ok"',
    qr/\A(?:#.*\n)*1\.\.\d+\n\z/);
$guest->check('the amounts that are asked for', 'head -c 3000000 /dev/urandom | '
    . 'wc -c; head -c 5000 /dev/random | wc -c; head -c 1 /dev/random | wc -c',
    qr/\A *3000000\n *5000\n *1\n\z/);
$guest->check('who writes mixes in', 'echo anything >/dev/random; '
    . 'echo anything >/dev/urandom; head -c 8 /dev/random | wc -c',
    qr/\A *8\n\z/);
$guest->check('no third device', 'mknod /tmp/r c 29 2; cat /tmp/r',
    qr/Device not configured/, 1);
$guest->check('unload while somebody reads', 'cat /dev/urandom >/dev/null & '
    . 'sleep 0.2; modunload random; echo $?; kill $!; wait $!; '
    . 'modunload random; echo $?',
    qr/^modunload: random: busy: pid \d+ \(cat\) has character device 29\/1 open\n(?:.*busy: pid.*\n)*5\n(?:.*Terminated\n)?0\n\z/m);
$guest->check('as before; and again', "$sum >/tmp/after; "
    . "cmp /tmp/before /tmp/after; $load; head -c 8 /dev/random | wc -c; "
    . "modunload random; $sum >/tmp/after; cmp /tmp/before /tmp/after",
    qr/\AModule loaded as ID 0\n *8\n\z/);
$guest->boot;

# ---- with one that is slow ----

# 64 bytes a second.
$guest = Graft::VM->new('-t', 60, '-q',
    "$device,max-bytes=64,period=1000", prog('random'));
$guest->check('it waits', "$load; sleep 0.2; /t/random slow | grep -v '^ok'",
    qr/\AModule loaded as ID 0\n(?:#.*\n)*1\.\.\d+\n\z/);
$guest->check('waiting: busy, and by a signal not any more',
    'head -c 2000 /dev/random >/dev/null & sleep 0.3; modunload random; '
    . 'echo $?; kill $!; wait $!; modunload random; echo $?',
    qr/busy: pid \d+ \(head\) in random_read\+0x.*\n(?:.*\n)*5\n(?:.*Terminated\n)?0\n\z/);
$guest->boot;
done_testing();
