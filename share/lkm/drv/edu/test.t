#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# edu: four devices, two and two with one interrupt, do what programs ask of
# them (tests/guest/prog/edu.c), also at the same time; who has one open or
# waits for one keeps the module; and nothing is left behind.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my @machine = ('-q', join(' ', map { "-device edu,addr=$_" } 4, 5, 6, 8));
my $load = 'modload -p /lkm/edu.sh /lkm/edu.o';
my $sum = 'sysctl -n lkm.selfcheck';

# A machine without one: the module waits for it in vain, and goes.
my $guest = Graft::VM->new;
$guest->check('no device', "$load; ls /dev/edu*; "
    . 'sysctl -n kern.drivers | grep edu; modunload edu; '
    . 'sysctl -n kern.drivers | grep edu',
    qr/\AModule loaded as ID 0\n.*No such file.*\nedu 29 -1\n\z/, 1);
$guest->boot;

$guest = Graft::VM->new('-t', 180, @machine, prog('edu'));
$guest->check('before', "$load; modunload edu; sleep 0.1; $sum >/tmp/before",
    qr/Module/);
$guest->check('load: four devices and their nodes', "$load; "
    . 'dmesg | tail -n 4; ls -l /dev/edu*', sub {
	my @irq = $_[0] =~ /^edu(?:\d) at pci0 dev \d function 0: to learn with, version 1\.0, irq (\d+)$/mg;

	# The firmware has wired the four to two lines.
	return @irq == 4 && $irq[0] == $irq[3] && $irq[1] == $irq[2] &&
	    $irq[0] != $irq[1] &&
	    $_[0] =~ /(?:crw-rw-rw-.*\/dev\/edu\d\n){4}\z/;
    });
$guest->check('what programs ask of it', '/t/edu | grep -v "^ok"',
    qr/\A1\.\.(\d+)\n\z/);
# Two that share a line, and one that does not.
$guest->check('three at once', 'for i in 1 2 3; do /t/edu /dev/edu$i x '
    . '>/tmp/out$i & done; wait; cat /tmp/out? | grep -v "^ok"',
    qr/\A(1\.\.\d+\n)\1\1\z/);
$guest->check('hostile ones, many at once, killed wherever they are',
    '/t/edu /dev/edu3 storm | grep -v "^ok"', qr/\A1\.\.(\d+)\n\z/);
$guest->check('cat and echo do, too', 'echo hello >/dev/edu0; '
    . 'head -n 1 /dev/edu0; head -c 3 /dev/edu0; echo; cat /dev/edu0 | wc -c; '
    . 'cat /etc/rc /etc/rc /etc/rc >/dev/edu1',
    qr/\Ahello\nhel\n *4095\n.*No space left on device\n\z/, 1);
$guest->check('the others have their own buffers', 'echo other >/dev/edu2; '
    . 'head -n 1 /dev/edu0; head -n 1 /dev/edu2', "hello\nother\n");
$guest->check('no fifth', 'mknod /tmp/edu4 c 29 4; cat /tmp/edu4',
    qr/Device not configured/, 1);

# ---- who keeps it ----

$guest->check('open: busy', 'sleep 100 </dev/edu2 & sleep 0.1; modunload edu; '
    . 'echo $?; kill $!',
    qr/^modunload: edu: busy: pid \d+ \(sleep\) has character device 29\/2 open\n5\n/m);
$guest->check('waiting for it: busy, and where it is', 'cat /dev/edu1 '
    . '>/dev/null & sleep 0.05; modunload edu; echo $?; wait',
    qr/busy: pid \d+ \(cat\) in edu_run\+0x.*\n(?:.*\n)*5\n/);
# A transfer takes a tenth of a second.
$guest->check('at work for one who has gone: not yet',
    'cat /dev/edu1 >/dev/null & sleep 0.03; kill $!; wait $!; '
    . 'modunload edu; echo $?; modunload -w 2 edu; echo $?; modstat -n edu',
    qr/^modunload: edu: busy: edu1 does not let go: its driver's detach function said no \(error 16\)
5\n0\nmodstat: edu: no such module\n\z/m, 3);
$guest->check('as before', "sleep 0.1; $sum >/tmp/after; "
    . 'cmp /tmp/before /tmp/after', '');

# ---- again ----

$guest->check('loaded again', "$load; head -n 1 /dev/edu0; "
    . 'echo again >/dev/edu0; head -n 1 /dev/edu0; modunload edu; '
    . 'cat /dev/edu0; modload /lkm/aout/edu.o; modunload edu; '
    . "$sum >/tmp/after; cmp /tmp/before /tmp/after",
    qr/^again\ncat: .*Device not configured\nModule loaded as ID 0\n\z/m);
$guest->boot;

# ---- a device that is still at work for the driver before ----

$guest = Graft::VM->new('-t', 100, '-q', '-device edu', prog('edu'));
$guest->check('unloaded while it computes, and loaded: what it had to do is '
    . 'not taken for what it has to do now', "$load; "
    . '/t/edu /dev/edu0 factorial 4294967295; '
    . 'until /t/edu /dev/edu0 factorial 5; do '
    . "modunload -w 3 edu; $load >/dev/null; done",
    qr/\AModule loaded as ID 0\n120\n\z/);
$guest->boot;

# ---- one that is pulled out, of two that share a line ----

$guest = Graft::VM->new('-q', '-device edu,addr=5 -device edu,addr=9', '-p',
    top() . '/build/tests/lkm/saboteur.o:/saboteur.o');
$guest->check('gone while it is read, and the other one interrupts: an error, '
    . 'not what lay in the page', "$load; modload /saboteur.o; "
    . 'echo hello >/dev/edu0; exec 3</dev/edu0; '
    . '(while :; do cat /dev/edu1; done) >/dev/null & cat /dev/edu1 >/dev/null; '
    . 'sysctl -w debug.sabotage="unplug 5"; for i in 1 2 3; do cat <&3; done; '
    . 'kill $!',
    qr/unplug 5\n(?:cat: .*Input\/output error\n){3}\z/);
$guest->check('the module goes, and comes for the other', 'modunload -w 3 edu; '
    . "$load; ls /dev/edu*; echo other >/dev/edu0; head -n 1 /dev/edu0; "
    . 'modunload edu', qr/^\/dev\/edu0\nother\n\z/m);
$guest->boot;
done_testing();
