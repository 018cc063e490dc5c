#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# trace: it counts right, says why it cannot trace something, and takes its
# hands off whoever is in the middle of what it traced; and the whole kernel,
# every function traced that can be, goes on working.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::VM qw(top);
use File::Temp;
use Test::More;

my $top = top();
my $sum = 'sysctl -n lkm.selfcheck';

# What the list says of a name: how, calls, inside, missed, mean, min, max.
sub row
{
	my ($output, $name) = @_;

	return $output =~ /^\Q$name\E +(function|call \d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +\d+$/m
	    ? ($1, $2, $3, $4, $5, $6, $7) : ('') x 7;
}

my $guest = Graft::VM->new(map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") }
    qw(over_a over_b taker noframe));
my $add = 'sysctl -n debug.trace.add';
my $remove = 'sysctl -n debug.trace.remove';
my $list = 'sysctl -n debug.trace.list';

$guest->check('load', "modload /lkm/trace.o; modunload trace; "
    . "$sum >/tmp/before; modload /lkm/trace.o; $list",
    qr/^name +how +calls +inside +missed +mean +min +max +ticks\n\z/m);

# ---- counting ----

$guest->check('a system call, by name and by function: three calls are three',
    "$add=getpid; $add=sys_getpid; for i in 1 2 3; do testsyscall 20; done; "
    . "sysctl -n debug.trace.list; $remove=getpid; $remove=sys_getpid", sub {
	my @call = row($_[0], 'getpid');
	my @function = row($_[0], 'sys_getpid');

	return $call[0] eq 'call 20' && $function[0] eq 'function'
	    && $call[1] == 3 && $function[1] == 3
	    && $call[2] == 0 && $function[2] == 0
	    # The call has the function in it, and every call takes some time.
	    && $function[5] > 0 && $call[5] > $function[5]
	    && $call[4] >= $call[5] && $call[6] >= $call[4]
	    && $function[4] >= $function[5] && $function[6] >= $function[4];
    });
$guest->check('by its number', "$add=20; testsyscall 20; $add=getpid; $list; "
    . "$remove=20; $list",
    qr/: getpid: system call 20 is traced already, as 20\n(?:.*\n)*20 +call 20 +1 .*\nname.*\n\z/);
$guest->check('by the name that programs have for it',
    "for n in stat nanosleep sigaction wait4 getcwd; do $add=\$n; done; "
    . "stat /tmp >/dev/null 2>&1 || ls -l /tmp >/dev/null; $list; "
    . "for n in stat nanosleep sigaction wait4 getcwd; do $remove=\$n; done",
    qr/^getcwd +call 296 .*\nwait4 +call 449 .*\nsigaction +call 291 .*
nanosleep +call 430 .*\nstat +call 439 .*\n\z/m);
$guest->check('no time goes by unseen', "$add=__nanosleep50; $add=tsleep; "
    . "sleep 0.3; $list; $remove=__nanosleep50; $remove=tsleep", sub {
	my ($call) = $_[0] =~ /^__nanosleep50 .* (\d+)$/m;
	my ($sleep) = $_[0] =~ /^tsleep .* (\d+)$/m;

	return defined $call && $call >= 29 && defined $sleep && $sleep >= 29;
    });
$guest->check('what does not return', "$add=exit; $add=exit1; sh -c :; sh -c :; "
    . "$list; $remove=exit; $remove=exit1; $list",
    qr/^exit1 +function +[2-9] +\d+ +0 +0 +0 +0 +0
exit +call 1 +([3-9]) +\g1 +0 +0 +0 +0 +0\nname.*\n\z/m);
$guest->check('an interrupt', "$add=hardclock; sleep 0.3; $list; "
    . "$remove=hardclock", sub { (row($_[0], 'hardclock'))[1] >= 29 });
$guest->check('a call that fails is one, too', "$add=open; cat /nope; $list; "
    . "$remove=open", sub { (row($_[0], 'open'))[1] > 0 });

# ---- refusals ----

for my $r (['nosuch', 'the kernel has no function nosuch'],
    ['tslep', 'the kernel has no function tslep; is it tsleep that is meant\?'],
    ['hz', "it is not a function of the kernel's"],
    ['trap', 'it is part of what a probe needs'],
    ['kprobe_hit', 'it is part of what a probe needs'],
    ['memcpy', 'it is part of what a probe needs .* assembly language'],
    ['switch_stack', 'it is part of what a probe needs'],
    ['alltraps', 'it is part of what a probe needs'],
    ['_start', "it is not a function"],
    ['0', 'the kernel has no function 0'], ['511', 'the kernel has no'],
    ['', 'name a system call, or its number, or a function'],
    ['getcw', 'the kernel has no function'], ['_getcwd', 'the kernel has no'],
    ['x' x 64, 'no name is that long'],
    ['scan', 'the kernel has \d+ functions that are called scan']) {
	my ($name, $text) = @$r;
	next if $name eq 'scan' && !duplicate();
	$name = duplicate() if $name eq 'scan';
	$text =~ s/called scan/called $name/;
	$guest->check("refused: '$name'", "$add=$name", qr/^sysctl: debug.trace.add: (?:\Q$name\E: )?$text/, 1);
}
$guest->check('twice', "$add=sys_read; $add=sys_read; $remove=sys_read; "
    . "$remove=sys_read", qr/add: sys_read: it is traced already
sysctl: debug.trace.remove: sys_read: it is not traced: .*\n\z/, 1);
$guest->check('root alone', 'su student -c "sysctl debug.trace.add=getpid"',
    qr/not permitted/, 1);

# In a guest of its own: it cannot be lowered again.
my $secure = Graft::VM->new;
$secure->check('not at securelevel 1', "modload /lkm/trace.o; "
    . "sysctl -n -w kern.securelevel=1; $add=getpid", qr/not permitted/, 1);
$secure->boot;

# A name that several static functions have.
sub duplicate
{
	my %seen;

	for (split(/\n/, `i686-linux-gnu-nm '$top/build/kernel/graft'`)) {
		return $1 if / t (\w+)$/ && $seen{$1}++;
	}
	return undef;
}

# ---- hands off ----

$guest->check('asleep in a system call: the module is busy, and says who',
    "$add=__nanosleep50; sleep 100 & sleep 0.1; modunload trace; echo \$?; "
    . "$list; $remove=__nanosleep50; modunload trace; echo \$?; $list; "
    . 'kill $!; wait $!; modunload trace; modload /lkm/trace.o',
    qr/^modunload: trace: busy: pid \d+ \(sleep\) in traced_call\+0x[0-9a-f]+
5\nname.*\n__nanosleep50 +call \d+ +\d+ +1 .*
(?:__nanosleep50.*\n)?.*modunload: trace: busy: pid \d+ \(sleep\) in traced_call\+0x[0-9a-f]+
5\nname.*\n(?:.*Terminated\n)?Module loaded as ID 0\n\z/ms);
$guest->check('what is traced next has nothing of who left a trace that is gone',
    "$add=nanosleep; (sleep 100 & echo \$! >/tmp/pid); sleep 0.1; "
    . "$remove=nanosleep; $add=getppid; kill \$(cat /tmp/pid); sleep 0.1; "
    . "$list; $remove=getppid",
    qr/^getppid +call 39 +0 +0 +0 +0 +0 +0 +0\n\z/m);
$guest->check('asleep in a function: the module goes, the sleeper sleeps on',
    "$add=tsleep; sleep 100 & p=\$!; sleep 0.1; modunload trace; echo \$?; "
    . 'kill -0 $p && echo asleep; kill $p; wait $p; sleep 0.1; '
    . 'sysctl -n vm.malloc | grep "^kprobe" | cut -c1-20; '
    . 'modload /lkm/trace.o',
    qr/^0\nasleep\n(?:.*Terminated\n)?kprobe +0 *\nModule loaded as ID 0\n\z/m);
$guest->check('a function that is left by a signal',
    "$add=tsleep; $add=sys___nanosleep50; sleep 100 & p=\$!; sleep 0.1; "
    . "kill -9 \$p; wait \$p; $list; $remove=tsleep; "
    . "$remove=sys___nanosleep50", sub {
	(row($_[0], 'sys___nanosleep50'))[2] eq '0' &&
	    (row($_[0], 'sys___nanosleep50'))[4] > 0 });
$guest->check('a module below: it goes, and the slot is free in the end',
    "modload /lkm/newsyscall.o; $add=210; testsyscall 210 1; "
    . "modunload newsyscall; testsyscall 210 1; $remove=210; testsyscall 210",
    qr/call 210 returned 2\ntestsyscall: call 210: Function.*
testsyscall: call 210: Function not implemented\n\z/s, 1);
$guest->check('a module below, a module above: neither is disturbed',
    "modload /m/over_a.o; $add=215; testsyscall 215; modload /m/over_b.o; "
    . "testsyscall 215; $list; $remove=215; testsyscall 215; "
    . 'modunload over_b; testsyscall 215; modunload over_a', sub {
	my @returned = $_[0] =~ /call 215 returned (\d+)/g;
	"@returned" eq '1 2 2 1' && (row($_[0], '215'))[1] == 1 });
$guest->check('a module above that took it by hand, and would put us back',
    "modload /m/over_a.o; $add=215; modload /m/taker.o; $remove=215; "
    . 'echo $?; modunload trace; echo $?; testsyscall 215; modunload taker; '
    . "testsyscall 215; $remove=215; testsyscall 215; modunload over_a",
    qr/remove: 215: module taker has taken system call 215 by hand.*
1\nmodunload: trace: busy: module taker has taken over its system call 215
5\ntestsyscall: call 215 returned 9\ntestsyscall: call 215 returned 1\ntestsyscall: call 215 returned 1\n\z/);
$guest->check('as before', "modunload trace; sleep 0.1; $sum >/tmp/after; "
    . 'cmp /tmp/before /tmp/after', '');

# ---- who looks at stacks is not misled ----

# A module that sleeps below a function that is traced.
$guest->check('a process in another module is seen through it',
    "modload /lkm/trace.o; modload /lkm/misbehave.o; $add=tsleep; "
    . '(sysctl debug.misbehave=sleep & echo $! >/tmp/pid); sleep 0.2; '
    . 'modunload misbehave; kill $(cat /tmp/pid); sleep 0.1; '
    . 'modunload misbehave; modunload trace',
    qr/^modunload: misbehave: busy: pid \d+ \(sysctl\) in sleep\+0x/m);

# And one without a frame, whose return address only a search finds.
$guest->check('a process in a module without frames, too',
    "modload /lkm/trace.o; modload /m/noframe.o; $add=tsleep; "
    . '(testsyscall 219 & echo $! >/tmp/pid); sleep 0.2; '
    . 'modunload noframe; kill $(cat /tmp/pid); sleep 0.1; '
    . 'modunload noframe; modunload trace',
    qr/^modunload: noframe: busy: pid \d+ \(testsyscall\) in noframe\+0x/m);

$guest->boot;

# Each instruction is one cycle and one nanosecond there.
my $exact = Graft::VM->new('-i');
$exact->check('known numbers: a hundred calls, 300 milliseconds',
    "modload /lkm/trace.o >/dev/null; $add=getppid; $add=nanosleep; "
    . 'i=0; while test $i -lt 100; do testsyscall 39; i=$((i + 1)); done >/dev/null; '
    . "sleep 0.3; $list", sub {
	my @calls = row($_[0], 'getppid');
	my @sleep = row($_[0], 'nanosleep');

	return $calls[1] == 100 && $calls[4] == $calls[5] && $calls[4] < 200
	    && $sleep[1] == 1 && $sleep[4] > 300e6 && $sleep[4] < 322e6
	    && $sleep[5] == $sleep[4] && $sleep[6] == $sleep[4];
    });
$exact->boot;

# ---- by address ----

my %at = map { /^(\S+) \S (\w+)$/ ? ($2, $1) : () }
    split(/\n/, `i686-linux-gnu-nm '$top/build/kernel/graft'`);
my $prober = Graft::VM->new('-t', 60, '-p', "$top/build/tests/lkm/prober.o:/m/prober.o");
my $probe = sub { my ($what, $meanwhile) = @_;
	"sysctl -n debug.prober='$what' >/dev/null; $meanwhile >/dev/null; "
	    . 'sysctl -n debug.prober' };
$prober->check('no function begins there', 'modload /m/prober.o; '
    . "modunload prober; $sum >/tmp/before; modload /m/prober.o; "
    . join('; ', map { $probe->($_, 'true') } 0, 1, 'fff', '3fffffff',
	'bfffffff', 'c0000000', 'c00b8000', 'e0000000', 'f0400001',
	'ffffffff', map { sprintf('%x', hex($at{$_}) + 1) } qw(tsleep trap hz)),
    qr/\AModule.*\nModule.*\n(?:2 no function of the kernel begins at .*\n){13}\z/);
$prober->check('nor in a module', 'modload /lkm/misbehave.o; '
    . $probe->('f0403000', 'true') . '; modunload misbehave',
    qr/^(?:2 no function|86 it is not)/m);
$prober->check('every address of the text, one after the other',
    $probe->('sweep', 'true') . "; $sum >/tmp/after; cmp /tmp/before /tmp/after; "
    . 'modunload prober; sysctl -n vm.malloc | grep "^kprobe" | cut -c1-20; '
    . 'modload /m/prober.o', sub {
	my ($good, $refused, $none) = $_[0] =~
	    /^(\d+) attached, (\d+) refused, (\d+) nothing;/m;
	return $good > 900 && $refused > 10 && $refused < 150
	    && $none > 100000;
    });
$prober->check('two probes of one function, whose handlers call what is probed',
    $probe->($at{sys_getpid}, 'testsyscall 20'),
    "0 this probe is attached already; 2 calls, 2 returns, 0 missed\n");
$prober->check('more calls at once than there is room for', '(sleep 100 & sleep 100 & '
    . 'sleep 100 & echo $! >/tmp/pid); ' . $probe->("$at{tsleep} 1",
	'sleep 0.1; sleep 0.1'), sub {
	my ($calls, $returns, $missed) = $_[0] =~
	    /; (\d+) calls, (\d+) returns, (\d+) missed/;
	# The shell may sleep already for the sysctl that tells.
	return $missed > 0
	    && $calls - $returns - 2 * $missed =~ /^[02]$/;
    });
for my $n ('ffffffff', '10000000', '71c71c8', '71c71c7') {
	$prober->check("room for 0x$n calls", $probe->("$at{sys_getpid} $n",
		'testsyscall 20'),
	    "12 there is no memory for a probe; 0 calls, 0 returns, 0 missed\n");
}
$prober->check('every function at once, with handlers that call some',
    $probe->('most', 'ls /; cat /etc/rc; sh -c "(ls & ls | cat)"; sleep 0.1')
    . '; sysctl -n lkm.selfcheck | grep BROKEN; modunload prober; sleep 0.1; '
    . "$sum >/tmp/after; cmp /tmp/before /tmp/after; echo hello", sub {
	my ($calls, $returns) = $_[0] =~ /; (\d+) calls, (\d+) returns/;
	return $calls > 10000 && $returns > 10000 && $_[0] =~ /missed\nhello\n\z/;
    });
$prober->boot;

# ---- everything at once ----

# Every function that has a name of its own.
my $functions = File::Temp->new;
my %count;
my @names = grep { $count{$_}++ == 0 } map { / [tT] (\S+)$/ ? $1 : () }
    split(/\n/, `i686-linux-gnu-nm '$top/build/kernel/graft'`);
@names = grep { $count{$_} == 1 && !/\.cold/ } @names;
cmp_ok(scalar(@names), '>', 900, 'there are functions');
print $functions map { "$_\n" } @names;
$functions->flush;
$guest = Graft::VM->new('-t', 240, '-p', "$functions:/tmp/functions");
$guest->check('all functions of the kernel', <<'END',
modload /lkm/trace.o
while read -r f; do
	sysctl -n debug.trace.add="$f" >/dev/null 2>>/tmp/refused
done </tmp/functions
sed -n 's/.*: //p' /tmp/refused 2>/dev/null || cut -d: -f4- /tmp/refused |
    sort | uniq -c
sysctl -n debug.trace.list | wc -l
END
    sub {
	my ($traced) = $_[0] =~ /(\d+)\n\z/;
	note("$traced of " . @names . " functions are traced");
	# What is refused is written in assembly language, or a label there.
	return $traced > @names - 150 && $_[0] !~ /first instruction/;
    });
# No orphans: init would wait for the next in a traced wait4(2).
$guest->check('it works on', 'modload /lkm/newsyscall.o; '
    . 'testsyscall 210 5; modunload newsyscall; echo hello | cat; '
    . 'sleep 100 & kill $!; wait; cat /dev/zero | head -c 100000 | wc -c; '
    . 'ps -ax >/dev/null; date >/dev/null; modload /lkm/hello.o; modunload hello',
    qr/returned 6\nhello\n *100000\n(?:.*\n)*\z/);
$guest->check('and all of it is taken off again',
    'modunload -w 10 trace; sysctl -n lkm.selfcheck | grep BROKEN; sleep 0.2; '
    . 'sysctl -n vm.malloc | grep "^kprobe" | cut -c1-20; cat /etc/rc | wc -l',
    # What sleeps on in such a function keeps its record, and nothing else.
    sub { $_[0] =~ /^kprobe +(\d+) *\n *\d+\n\z/ && $1 < 40 });
$guest->done;
