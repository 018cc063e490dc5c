#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Who keeps a module from being unloaded: each kind of holder is named, and
# nobody is who is none; the module works on, and goes when they have gone.
# Then modunload -w, which waits for that.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top vm);
use Test::More;

my $top = top();
my @objects = map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") }
    qw(hold_tidy hold_forget hold_none jumper taker late failtimer over_a
    over_b refuser sleeper slowfs peeker provider consumer);
my $header =
    "Type    Id   Offset Loadaddr Size Info     Rev Module Name\n";
my $guest = Graft::VM->new('-t', 90, @objects, prog('holder'));
sub check
{
	$guest->check(@_);
}

# What tests/guest/lkm/hold.h can be told to do.
my @kinds = qw(nothing timeout callout argument interrupt sysctl device block
    heapdevice rawcall filesystem format terminal thread vector native vnode
    memory console sleep sleepy openfile emulation probe);
my %number = map { $kinds[$_] => $_ } 0 .. $#kinds;
my %slot = (hold_tidy => 220, hold_forget => 221, hold_none => 222);
sub call
{
	my ($module, $what, $undo) = @_;

	return "testsyscall $slot{$module} "
	    . ($number{$what} + ($undo ? 100 : 0)) . ' >/dev/null';
}
# The lines that modunload prints.
sub lines
{
	my ($module, @lines) = @_;

	return join('', map { "modunload: $module: busy: $_\n" } @lines);
}

my $gone = '(?:.*Terminated.*\n)?';
my $nobody = 'it has no unload function, which could undo that';
sub left
{
	my ($who, $id) = @_;

	return "$who left that behind; the memory stays until it is gone: "
	    . "unload it (modunload -i $id) then";
}

# The state of everything, as in lkm.t.
my $state = 'modstat; sysctl -n lkm.count; '
    . 'sysctl -n vm.malloc | grep -E "^(lkm|temp|kobj|devbuf|timeout) " | '
    . 'cut -c1-30';
check('the state before', 'for m in tidy forget none; do '
    . 'modload /m/hold_$m.o; modunload hold_$m; done >/dev/null; '
    . 'modload /m/hold_tidy.o; ' . call('hold_tidy', 'timeout')
    . '; modunload hold_tidy; '
    . "{ $state; } >/tmp/before; cat /tmp/before",
    qr/\AModule.*\n\Q$header\E0\n(?:\w+ .*\n)+\z/);
sub nothing_left
{
	my ($after) = @_;

	check("$after: nothing is left",
	    "{ $state; } >/tmp/after; cmp /tmp/before /tmp/after", '');
}

# ---- what a module enters in tables ----

# What modunload says of it; in %s stands the module's name.
my %entered = (
	timeout => 'a timeout will call hold_tick',
	callout => 'a timeout will use hold_callout',
	argument => 'a timeout will use hold_channel',
	interrupt => 'interrupt 5 calls hold_interrupt',
	sysctl => 'sysctl lkm.%s points to hold_leaf',
	device => 'character device 29 (%s) points to hold_cdevsw',
	block => 'block device 8 (%s) points to hold_bdevsw',
	heapdevice => 'character device 29 (heap) points to hold_open',
	rawcall => 'system call %d points to hold_call',
	filesystem => 'the file system %s points to hold_vfsops',
	format => 'the program format %s points to hold_execsw',
	terminal => 'terminal %t points to hold_param',
	vector => "the processor's vector 144 points to hold_vector",
	native => 'the emulation native points to hold_sendsig',
	probe => "a probe of the kernel's function nullop leads to hold_probed",
);
sub entered
{
	my ($kind, $module) = @_;
	my $text = $entered{$kind};
	my $raw = $slot{$module} + 80;

	$text =~ s/%s/$module/g;
	$text =~ s/%d/$raw/g;
	$text =~ s/%t/0\/0/g;
	return $text;
}

for my $kind (sort keys %entered) {
	# Nobody would undo it: it is asked first, and works on.
	check("$kind, and no unload function",
	    'modload /m/hold_none.o; ' . call('hold_none', $kind)
	    . '; modunload hold_none; echo "status $?"; testsyscall 222 0; '
	    . call('hold_none', $kind, 1) . '; modunload hold_none; '
	    . 'echo "status $?"; testsyscall 222 0', "Module loaded as ID 0\n"
	    . lines('hold_none', entered($kind, 'hold_none'), $nobody)
	    . "status 5\ntestsyscall: call 222 returned 42\nstatus 0\n"
	    . "testsyscall: call 222: Function not implemented\n", 1);
	# Its unload function does.
	check("$kind, and a tidy unload function",
	    'modload /m/hold_tidy.o; ' . call('hold_tidy', $kind)
	    . '; modunload hold_tidy; echo "status $?"',
	    "Module loaded as ID 0\nstatus 0\n");
	# Another module's is not this one's.
	check("$kind of another module", 'modload /m/hold_tidy.o; '
	    . 'modload /m/hold_none.o; ' . call('hold_tidy', $kind)
	    . '; modunload hold_none; echo "status $?"; modunload hold_tidy; '
	    . 'echo "status $?"',
	    "Module loaded as ID 0\nModule loaded as ID 1\nstatus 0\nstatus 0\n");
}
nothing_left('tables');

# Its unload function forgets: the module lets go of its slot, but not of its
# memory, until the timeout is over.
for my $kind (qw(timeout callout argument)) {
	check("$kind that is forgotten",
	    'modload /m/hold_forget.o; ' . call('hold_forget', $kind)
	    . '; modunload hold_forget; echo "status $?"; '
	    . 'testsyscall 221 0; modstat | tail -n 1 | cut -c48-; '
	    . 'modload /m/hold_forget.o; modunload hold_forget; '
	    . 'modunload -w 5 hold_forget; echo "status $?"; modstat',
	    "Module loaded as ID 0\n" . lines('hold_forget',
		entered($kind, 'hold_forget'),
		left('its unload function has', 0))
	    . "status 5\ntestsyscall: call 221: Function not implemented\n"
	    . "hold_forget\nmodload: /m/hold_forget.o: already-loaded: a module "
	    . "named hold_forget is loaded; unload it first (modunload -n "
	    . "hold_forget)\n" . lines('hold_forget',
		entered($kind, 'hold_forget'), left('it had', 0))
	    . "status 0\n$header");
}
check('a load that fails, and leaves a timeout', 'modload /m/failtimer.o; '
    . 'echo "status $?"; modunload -w 5 -i 0; echo "status $?"; modstat; '
    . 'dmesg | grep -c "failtimer: ticked"', "modload: /m/failtimer.o: "
    . "entry-failed: the module's own load function failed with error 5 "
    . "(Input/output error)\n"
    . "modload: /m/failtimer.o: busy: a timeout will call failtimer_tick\n"
    . "modload: /m/failtimer.o: busy: " . left('its load function has', 0)
    . "\nstatus 14\nstatus 0\n${header}1\n");
check('a timeout that is set while the unload function sleeps',
    'modload /m/late.o; modunload late & n=0; until dmesg | '
    . 'grep -q "late: sleeps" || test $n = 300; do n=$((n + 1)); sleep 0.01; '
    . 'done; testsyscall 224; wait $!; echo "status $?"; '
    . 'modunload -w 5 late; echo "status $?"; dmesg | grep -c "late: ticked"',
    "Module loaded as ID 0\ntestsyscall: call 224 returned 1\n"
    . lines('late', 'a timeout will call late_tick',
	left('its unload function has', 0))
    . "status 5\nstatus 0\n1\n");
nothing_left('what was forgotten');

# A thread of the module's own.
check('a kernel thread, and no unload function', 'modload /m/hold_none.o; '
    . call('hold_none', 'thread') . '; modunload hold_none; '
    . 'echo "status $?"; ' . call('hold_none', 'thread', 1)
    . '; modunload -w 2 hold_none; echo "status $?"',
    qr/\AModule[ ]loaded.*\nmodunload:[ ]hold_none:[ ]busy:[ ]pid[ ]\d+[ ]
    \(init\)[ ]is[ ]a[ ]kernel[ ]thread[ ]and[ ]runs[ ]hold_thread\n
    modunload:[ ]hold_none:[ ]busy:[ ]\Q$nobody\E\nstatus[ ]5\nstatus[ ]0\n\z/x);
check('a kernel thread that the unload function stops',
    'modload /m/hold_tidy.o; ' . call('hold_tidy', 'thread')
    . '; sleep 0.1; modunload -w 2 hold_tidy; echo "status $?"',
    "Module loaded as ID 0\nstatus 0\n");

# ---- users: the unload function is not even asked ----

my $again = '; kill $!; wait $!; modunload hold_tidy; echo "status $?"';
my $works = 'echo "status $?"; testsyscall 220 0';
my $still = 'status 5\ntestsyscall: call 220 returned 42\n';
sub user
{
	my ($name, $commands, $pattern) = @_;

	check($name, "modload /m/hold_tidy.o; $commands; modunload hold_tidy; "
	    . $works . $again,
	    qr/\AModule loaded as ID 0\n$pattern$still${gone}status 0\n\z/);
}
sub line
{
	return "modunload: hold_tidy: busy: $_[0]\\n";
}
my $wait = 'sleep 0.2';
user('a process that sleeps in it', "testsyscall 220 $number{sleep} & $wait",
    line('pid \d+ \(testsyscall\) in hold_sleep\+0x[0-9a-f]+'));
user('an open file of its', "/t/holder 220 $number{openfile} & $wait",
    line('pid \d+ \(holder\) has a file of its open'));
user('a program that runs on it', "/t/holder 220 $number{emulation} & $wait",
    line('pid \d+ \(holder\) runs on it'));
user('an open device', call('hold_tidy', 'device')
    . "; mknod /tmp/hold c 29 0; sleep 100 </tmp/hold & $wait",
    line('pid \d+ \(sleep\) has character device 29\/0 open'));
user('an open block device', call('hold_tidy', 'block')
    . "; mknod /tmp/bhold b 8 0; sleep 100 </tmp/bhold & $wait",
    line('pid \d+ \(sleep\) has block device 8\/0 open'));
user('an open device, whose switch is not in the module',
    call('hold_tidy', 'heapdevice') . "; sleep 100 </tmp/hold & $wait",
    line('pid \d+ \(sleep\) has character device 29\/0 open'));
user('a sysctl that is being read', call('hold_tidy', 'sysctl') . '; '
    . call('hold_tidy', 'sleepy') . "; sysctl lkm.hold_tidy & $wait",
    line('pid \d+ \(sysctl\) in hold_sleep\+0x[0-9a-f]+')
    . line('pid \d+ \(sysctl\) is at sysctl lkm\.hold_tidy'));
user('a program that is being started', call('hold_tidy', 'format') . '; '
    . call('hold_tidy', 'sleepy') . "; sleep 100 & $wait",
    line('pid \d+ \(sh\) in hold_sleep\+0x[0-9a-f]+')
    . line('pid \d+ \(sh\) starts \/bin\/sleep with it'));
check('several at once', 'modload /m/hold_tidy.o; '
    . "testsyscall 220 $number{sleep} & a=\$!; "
    . "/t/holder 220 $number{openfile} & b=\$!; "
    . "testsyscall 220 $number{sleep} & c=\$!; $wait; modunload hold_tidy; "
    . 'kill $a; wait $a; modunload hold_tidy; kill $b $c; wait; '
    . 'modunload hold_tidy; echo "status $?"', sub {
	my $sleeper = qr/busy: pid \d+ \(testsyscall\) in hold_sleep\+0x/;
	my $holder = qr/busy: pid \d+ \(holder\) has a file of its open\n/;

	return (() = $_[0] =~ /$sleeper/g) == 3 &&
	    (() = $_[0] =~ /$holder/g) == 2 &&
	    (() = $_[0] =~ /busy:/g) == 5 && $_[0] =~ /status 0\n\z/;
});
check('a file that two processes have open', 'modload /m/hold_tidy.o; '
    . call('hold_tidy', 'device')
    . "; (sleep 100; :) </tmp/hold & $wait; modunload hold_tidy; "
    . 'echo "status $?"', qr/\AModule.*\n
    (?:modunload:[ ]hold_tidy:[ ]busy:[ ]pid[ ]\d+[ ]\((?:sh|sleep)\)[ ]has[ ]
    character[ ]device[ ]29\/0[ ]open\n){2}status[ ]5\n\z/x);
check('... and then nobody', 'kill $(ps -ax | grep "sleep 100" | '
    . 'grep -v grep | cut -c1-5); sleep 0.2; modunload hold_tidy; '
    . 'echo "status $?"; modstat', qr/status 0\n\Q$header\E\z/);
check('a mount', 'modload /m/hold_tidy.o; ' . call('hold_tidy', 'filesystem')
    . '; mkdir -p /tmp/mnt; mount -t hold_tidy none /tmp/mnt; '
    . "modunload hold_tidy; $works; umount /tmp/mnt; modunload hold_tidy; "
    . 'echo "status $?"', "Module loaded as ID 0\n"
    . lines('hold_tidy', '/tmp/mnt is mounted')
    . "status 5\ntestsyscall: call 220 returned 42\nstatus 0\n");
check('a mount, and no unload function', 'modload /m/hold_none.o; '
    . call('hold_none', 'filesystem')
    . '; mount -t hold_none none /tmp/mnt; modunload hold_none; '
    . 'echo "status $?"; umount /tmp/mnt; '
    . call('hold_none', 'filesystem', 1)
    . '; modunload hold_none; echo "status $?"', "Module loaded as ID 0\n"
    . lines('hold_none', '/tmp/mnt is mounted',
	entered('filesystem', 'hold_none'), $nobody)
    . "status 5\nstatus 0\n");
check('a current directory in a mount is the mount', 'modload /m/hold_tidy.o; '
    . call('hold_tidy', 'filesystem') . '; mount -t hold_tidy none /tmp/mnt; '
    . '(cd /tmp/mnt && modunload hold_tidy); umount /tmp/mnt && '
    . 'modunload hold_tidy; echo "status $?"', "Module loaded as ID 0\n"
    . lines('hold_tidy', '/tmp/mnt is mounted') . "status 0\n");
check('a vnode of its on another mount', 'modload /m/hold_tidy.o; '
    . call('hold_tidy', 'vnode') . '; modunload hold_tidy; echo "status $?"; '
    . call('hold_tidy', 'vnode', 1) . '; modunload hold_tidy; '
    . 'echo "status $?"', "Module loaded as ID 0\n"
    . lines('hold_tidy', '1 of its vnodes are in use')
    . "status 5\nstatus 0\n");
nothing_left('users');

# Jumps that leave nothing on the stack.
check('a system call that ends with a jump to where it sleeps',
    "modload /m/jumper.o; testsyscall 223 1 & $wait; modunload jumper; "
    . 'echo "status $?"; testsyscall 223 101; wait $!; modunload jumper; '
    . 'echo "status $?"', qr/\AModule.*\nmodunload:[ ]jumper:[ ]busy:[ ]pid[ ]
    \d+[ ]\(testsyscall\)[ ]in[ ]jumper\nstatus[ ]5\n
    (?:testsyscall:.*\n){2}status[ ]0\n\z/x);
check('an open that ends with a jump', 'modload /m/jumper.o; '
    . "testsyscall 223 2; sleep 100 </tmp/hold & $wait; modunload jumper; "
    . 'testsyscall 223 102; modunload jumper; echo "status $?"; kill $!; '
    . 'wait $!; modunload jumper; echo "status $?"',
    qr/\AModule.*\n.*returned[ ]0\n
    modunload:[ ]jumper:[ ]busy:[ ]pid[ ]\d+[ ]\(sh\)[ ]sleeps[ ]on[ ]
    jump_channel\n
    modunload:[ ]jumper:[ ]busy:[ ](?:pid[ ]\d+[ ]\(sh\)[ ]has[ ])?character[ ]
    device[ ]29\/0[ ](?:is[ ])?open\n
    modunload:[ ]jumper:[ ]busy:[ ]character[ ]device[ ]29[ ]\(jumper\)[ ]
    points[ ]to[ ]jump_cdevsw\nmodunload:[ ]jumper:[ ]busy:[ ]\Q$nobody\E\n
    .*returned[ ]0\nmodunload:[ ]jumper:[ ]busy:[ ]pid[ ]\d+[ ]\(sh\)[ ]
    sleeps[ ]on[ ]jump_channel\nstatus[ ]5\n${gone}status[ ]0\n\z/x);

# A fault in a function without a frame: only a word between two frames tells.
check('a page fault under a system call, in a file system',
    'modload /m/slowfs.o; modload /m/peeker.o; mount -t slowfs none /tmp/mnt; '
    . "/t/holder -m 225 /tmp/mnt/file & $wait; modunload peeker; "
    . 'echo "status $?"; modunload slowfs; echo "status $?"; kill $!; '
    . 'wait $!; modunload peeker; echo "status $?"; umount /tmp/mnt; '
    . 'modunload slowfs; echo "status $?"',
    qr/\A(?:Module.*\n){2}modunload:[ ]peeker:[ ]busy:[ ]pid[ ]\d+[ ]
    \(holder\)[ ]in[ ]peeker\+0x[0-9a-f]+\nstatus[ ]5\n
    modunload:[ ]slowfs:[ ]busy:[ ]pid[ ]\d+[ ]\(holder\)[ ]in[ ]
    pagefs_getpage\+0x[0-9a-f]+\n
    modunload:[ ]slowfs:[ ]busy:[ ]\/tmp\/mnt[ ]is[ ]mounted\nstatus[ ]5\n
    ${gone}status[ ]0\nstatus[ ]0\n\z/x);

# ---- other modules on the same slot ----

check('who is overridden by hand has to stay', 'modload /m/over_a.o; '
    . 'modload /m/taker.o; modunload over_a; echo "status $?"; '
    . 'testsyscall 215; modunload taker; testsyscall 215; modunload over_a; '
    . 'echo "status $?"; testsyscall 215', "Module loaded as ID 0\n"
    . "Module loaded as ID 1\n" . lines('over_a',
	'module taker has taken over its system call 215')
    . "status 5\ntestsyscall: call 215 returned 9\n"
    . "testsyscall: call 215 returned 1\nstatus 0\n"
    . "testsyscall: call 215: Function not implemented\n", 1);
check('whose function another would put back has to stay',
    'modload /m/taker.o; modload /m/over_a.o; modunload taker; '
    . 'echo "status $?"; modload /m/over_b.o; modunload over_a; '
    . 'modunload taker; echo "status $?"; modunload over_b; testsyscall 215; '
    . 'modunload taker; echo "status $?"; testsyscall 215',
    "Module loaded as ID 0\nModule loaded as ID 1\n" . lines('taker',
	'module over_a, when it goes, would put back taker_call')
    . "status 5\nModule loaded as ID 2\n" . lines('taker',
	'module over_b, when it goes, would put back taker_call')
    . "status 5\ntestsyscall: call 215 returned 9\nstatus 0\n"
    . "testsyscall: call 215: Function not implemented\n", 1);
nothing_left('other modules');

# ---- memory of its own type: it goes, but not unnoticed ----

check('memory that is not freed', 'modload /m/hold_tidy.o; '
    . call('hold_tidy', 'memory') . '; modunload hold_tidy; '
    . 'echo "status $?"; modstat; sysctl -n vm.malloc | '
    . 'grep -E "^(lost|hold_tidy) " | cut -c1-30',
    qr/\AModule.*\nmodunload:[ ]hold_tidy:[ ]leak:[ ]8320[ ]bytes[ ]of[ ]its[ ]
    memory[ ]type[ ]hold_tidy,[ ]in[ ]3[ ]pieces,[ ]were[ ]not[ ]freed\n
    status[ ]0\n\Q$header\Elost[ ]+3[ ]+8320\s*\n\z/x);

# ---- modunload -w ----

check('-w, and nobody there', 'modload /m/sleeper.o; modunload -w 9 sleeper; '
    . 'echo "status $?"', "Module loaded as ID 0\nstatus 0\n");
check('-w waits until a process has left', 'modload /m/sleeper.o; '
    . "testsyscall 216 & $wait; { sleep 0.5; kill \$!; } & "
    . 'modunload -w 20 -n sleeper; echo "status $?"; modstat',
    qr/\AModule.*\n${gone}status 0\n\Q$header\E\z/);
check('-w waits for a timeout', 'modload /m/hold_none.o; '
    . call('hold_none', 'timeout') . '; modunload -i 0 -w 20; '
    . 'echo "status $?"', "Module loaded as ID 0\nstatus 0\n");
check('-w waits for a module that says EBUSY', 'modload /m/refuser.o; '
    . '{ sleep 0.3; testsyscall 217 1 >/dev/null; } & '
    . 'modunload -w 20 refuser; echo "status $?"',
    "Module loaded as ID 0\nstatus 0\n");
check('-w: the time is over', 'modload /m/sleeper.o; '
    . "testsyscall 216 & $wait; modunload -w 0.4 sleeper; "
    . 'echo "status $?"; modunload -w 0 sleeper; echo "status $?"; '
    . 'modunload -w .2 sleeper; echo "status $?"; '
    . 'modstat | grep -c sleeper',
    qr/\AModule.*\n(?:modunload:[ ]sleeper:[ ]busy:[ ]pid[ ]\d+[ ]
    \(testsyscall\)[ ]in[ ]sleep_here\+0x[0-9a-f]+\nstatus[ ]5\n){3}1\n\z/x);
check('-w, interrupted', '/t/holder -i modunload -w 60 sleeper; '
    . 'modstat | grep -c sleeper', "signal 2\n1\n");
check('... and then it goes', 'kill $(ps -ax | grep "testsyscall 216" | '
    . 'grep -v grep | cut -c1-5); modunload -w 5 sleeper; modstat', $header);
check('-w does not wait for what is not there', 'modunload -w 60 nope',
    "modunload: nope: not-loaded: no module is named nope\n"
    . "modunload: modstat lists what is loaded\n", 3);
# While it waits (and is stopped here, to have it wait long enough), the module
# goes, and others come.
sub replaced
{
	my ($name, $which, $what, $others) = @_;

	check($name, 'modload /m/provider.o; modload /m/consumer.o; '
	    . "modunload -w 5 $which 2>/tmp/said & sleep 0.3; kill -STOP \$!; "
	    . 'modunload consumer; modunload provider; '
	    . join(' ', map { "modload $_;" } @$others)
	    . ' kill -CONT $!; wait $!; echo "status $?"; cat /tmp/said; '
	    . 'modstat | cut -c8-11,47- | tail -n +2; '
	    . 'for m in $(modstat | tail -n +2 | cut -c48-); do modunload $m; '
	    . 'done; modstat',
	    qr/\AModule[ ]loaded[ ]as[ ]ID[ ]0\nModule[ ]loaded[ ]as[ ]ID[ ]1\n
	    (?:Module[ ]loaded[ ]as[ ]ID[ ]\d\n){${\ scalar(@$others)}}
	    status[ ]3\nmodunload:[ ]\S+:[ ]not-loaded:[ ]\Q$what\E\n
	    modunload:[ ]modstat[ ]lists.*\n
	    (?:[ ]*\d[ ].*\n){${\ scalar(@$others)}}\Q$header\E\z/x);
}
my $by_now = 'the module is gone; another has its %s by now';
replaced('-w, and the number is given anew', '-i 0',
    sprintf($by_now, 'number'), ['/m/sleeper.o', '/m/over_a.o']);
replaced('-w, and the same module is loaded anew', '-i 0',
    sprintf($by_now, 'number'), ['/m/provider.o']);
replaced('-w, and the name is given anew', '-n provider',
    sprintf($by_now, 'name'), ['/m/sleeper.o', '/m/provider.o']);
replaced('-w, and the number is free', '-i 0', 'no module has number 0', []);
for my $bad ('x', '-1', '1.', '.', '""', '1e3', '0x10', '" 1"') {
	check("-w $bad", "modunload -w $bad hello",
	    qr/^modunload: -w .*: not a number of seconds\nusage: modunload /,
	    1);
}
for my $bad ('99999999999999999999', '8640001') {
	check("-w $bad", "modunload -w $bad hello",
	    "modunload: -w $bad: at most 8640000 seconds\n", 1);
}
check('a console device cannot be taken back: the module stays',
    'modload /m/hold_none.o; ' . call('hold_none', 'console')
    . '; modunload hold_none; echo "status $?"; testsyscall 222 0',
    "Module loaded as ID 0\n" . lines('hold_none',
	"the console's device hold_none points to hold_console", $nobody)
    . "status 5\ntestsyscall: call 222 returned 42\n");
$guest->done;
