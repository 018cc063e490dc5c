#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# misbehave: what becomes of each thing that a module should not do: who is
# told, in which words, and whether the machine goes on.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use File::Temp qw(tempdir);
use Graft::VM qw(top vm);
use Test::More;
use Time::HiRes qw(sleep);

my $load = 'modload /lkm/misbehave.o >/dev/null';
my $do = 'sysctl -n debug.misbehave';
my $sum = 'sysctl -n lkm.selfcheck';

# ---- what the machine survives ----

my $guest = Graft::VM->new('-t', 60);
$guest->check('before', "$load && modunload misbehave; $sum >/tmp/before", '');
$guest->check('it refuses to be loaded',
    'modload -e misbehave_refuses /lkm/misbehave.o; echo $?; dmesg | tail -n 1',
    qr/^modload: .*entry-failed: .* error 1 \(Operation not permitted\)
14\nmisbehave: I do not want to\n\z/m);
$guest->check('the list of deeds', "$load; sysctl -n debug.misbehave.list",
    qr/^stay +refuse to be.*(?:\n\w+ +\S.*){14}\n\z/);
$guest->check('no deed', "$do=dance",
    "sysctl: debug.misbehave: dance is nothing it knows: "
    . "sysctl debug.misbehave.list\n", 1);
$guest->check('root alone', 'su student -c "sysctl debug.misbehave=null"',
    qr/not permitted/, 1);
$guest->check('it refuses to go, and works on', "$do=stay; "
    . "modunload misbehave; echo \$?; modstat -n misbehave | tail -n 1; "
    . "$do=go; modunload misbehave",
    qr/refused: the module's own unload function said no \(error 1\).*
5\nMISC .* misbehave\n\z/);
$guest->check('somebody sleeps in it, until a signal comes',
    "$load; $do=sleep & sleep 0.2; modunload misbehave; echo \$?; kill \$!; "
    . 'wait $!; modunload misbehave',
    qr/^modunload: misbehave: busy: pid \d+ \(sysctl\) in sleep\+0x[0-9a-f]+
modunload: misbehave: busy: pid \d+ \(sysctl\) is at sysctl debug.misbehave
5\n/m);
$guest->check('somebody sleeps in it, and no signal helps',
    "$load; $do=stuck & sleep 0.2; kill -9 \$!; sleep 0.1; "
    . "modunload misbehave; echo \$?; ps -axl | grep -c ' stuck '; $do=wake; "
    . 'wait $!; modunload misbehave',
    qr/busy: pid \d+ \(sysctl\) in stuck\+0x.*\n(?:.*\n)?5\n1\n/);
$guest->check('a timeout that it forgets', "$load; $do=forget; "
    . 'modunload misbehave; echo $?; modload /lkm/misbehave.o; sleep 2.2; '
    . 'dmesg | tail -n 1; modunload misbehave; modstat -n misbehave',
    qr/^modunload: misbehave: busy: a timeout will call too_late
modunload: misbehave: busy: its unload function has left that behind; .*
5\nmodload: .*already-loaded.*\nmisbehave: the timeout is over
modstat: misbehave: no such module\n\z/m, 3);
$guest->check('as before', "$sum >/tmp/after; cmp /tmp/before /tmp/after", '');
$guest->check('memory that it loses is told, and stays lost',
    "$load; $do=leak; $do=leak; modunload misbehave; echo \$?; "
    . 'sysctl -n vm.malloc | grep "^lost"; ' . "$sum | cmp -s - /tmp/before",
    qr/^modunload: misbehave: leak: 2048 bytes of its memory type misbehave, in 2 pieces, were not freed
0\nlost +2 +2048 .*\n\z/m, 1);
$guest->boot;

# ---- what it does not ----

for my $d (
    ['null', 'kernel page fault at 0x00000000 \(write\) in module misbehave',
	'misbehave:write_null'],
    ['call', 'kernel page fault at 0x00000000 \(execute\) in module misbehave',
	'misbehave:do_misbehave'],
    ['text', 'kernel page fault at 0xc01[0-9a-f]{5} \(write\) in module misbehave',
	'misbehave:write_text'],
    ['constant', 'kernel page fault at 0xf04[0-9a-f]{5} \(write\) in module misbehave',
	'misbehave:write_constant'],
    ['divide', 'kernel divide error in module misbehave',
	'misbehave:divide'],
    ['free', 'free: nothing of misbehave is in use', 'misbehave:double_free'],
    ['stack', 'double fault: kernel stack overflow in module misbehave',
	'misbehave:recurse']) {
	my ($deed, $panic, $where) = @$d;
	my ($status, $output, $errors) = vm('run', '-t', 20,
	    "$load; $do=$deed; echo it goes on");

	is($status, 125, "$deed: the end");
	like($errors, qr/^panic: $panic$/m, "$deed: the panic says what");
	like($errors, qr/^  0x[0-9a-f]{8} \Q$where\E\+0x/m,
	    "$deed: and where");
	like($errors, qr/^modules: misbehave \[0xf04/m,
	    "$deed: and which modules there are");
	unlike($output, qr/it goes on/, "$deed: nothing comes after it");
}

# It never returns. Interrupts come, and nobody else has a turn.
my ($status, $output, $errors) = vm('run', '-t', 4,
    "$load; (sleep 0.5; echo another) & $do=loop; echo it goes on");
is($status, 124, 'loop: the time is over');
unlike($output, qr/another|it goes on/, 'loop: no other process runs');

# A debugger is the way out: it sets the variable that the loop looks at. Where
# that is, the link map says.
SKIP: {
	skip('gdb is not installed', 2)
	    unless grep { -x "$_/gdb" } split(/:/, $ENV{PATH});
	my $socket = tempdir(CLEANUP => 1) . '/gdb';
	my $pid = open(my $vm, '-|', 'setpriv', '--pdeathsig', 'TERM', '--',
	    top() . '/tools/vm', 'run', '-t', 30, '-q',
	    "-gdb unix:$socket,server=on,wait=off",
	    'modload -n -v /lkm/misbehave.o | grep "global misbehave_stop"; modload /lkm/misbehave.o >/dev/null; '
	    . "$do=loop; echo it goes on; modunload misbehave")
	    // die "tools/vm: $!\n";
	my $line = <$vm> // '';
	my ($address) = $line =~ /^ *(0x[0-9a-f]+)/;
	$address //= 0;
	my $gdb = '';
	for (1 .. 20) {
		sleep(0.5);
		$gdb = `gdb -nx -batch -ex 'target remote $socket' -ex 'x/i \$pc' -ex 'set var *(int *)$address = 1' -ex detach 2>&1`;
		last if $gdb =~ /0xf04/;
	}
	like($gdb, qr/=> 0xf04/, 'loop: a debugger finds it there');
	is(do { local $/; <$vm> }, "it goes on\n", 'and ends it');
	close($vm);
}
done_testing();
