#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What seldom happens to modules: somebody comes in while a load or an unload
# is under way, a stack has no frames to be followed, read-only data is run,
# the boot loader brings a module, and a load borrows a program's registers.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top vm);
use Test::More;

my $top = top();
my @objects = map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") }
    qw(slowload slowunload noframe wrapper manyconst chain_a chain_b chain_c
    decoy callback_a callback_b callback_first);
my $header =
    "Type    Id   Offset Loadaddr Size Info     Rev Module Name\n";
# The modules, and what is allocated for them, as in lkm.t.
my $state = 'modstat; sysctl -n lkm.count; '
    . 'sysctl -n vm.malloc | grep -E "^(lkm|temp|kobj) " | cut -c1-30';

my $guest = Graft::VM->new(@objects);
sub check
{
	$guest->check(@_);
}

check('the state before', "modload /lkm/hello.o && modunload hello; "
    . "{ $state; } >/tmp/before; cat /tmp/before",
    qr/^\Q$header\E0\n(?:lkm .*\n)/m);
sub nothing_left
{
	my ($after) = @_;

	check("$after: nothing is left",
	    "{ $state; } >/tmp/after; cmp /tmp/before /tmp/after", '');
}

# ---- a stack without frames ----

my $gone = qr/(?:.*Terminated.*\n)?/;
check('unload while a process sleeps where %ebp is no frame pointer',
    'modload /m/noframe.o; testsyscall 219 & sleep 0.1; '
    . 'modunload noframe; echo "status $?"; kill $!; wait $!; '
    . 'modunload noframe; echo "status $?"',
    qr/\AModule[ ]loaded[ ]as[ ]ID[ ]0\n
    modunload:[ ]noframe:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    noframe\+0x[0-9a-f]+.*\nstatus[ ]5\n${gone}status[ ]0\n\z/x);
check('unload of who called that, behind where the frames end',
    'modload /m/noframe.o; modload /m/wrapper.o; testsyscall 219 & '
    . 'sleep 0.1; modunload wrapper; echo "status $?"; modunload noframe; '
    . 'echo "status $?"; kill $!; wait $!; modunload noframe; '
    . 'echo "status $?"; modunload wrapper; echo "status $?"; modstat',
    qr/\A(?:Module.*\n){2}
    modunload:[ ]wrapper:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    wrapper\+0x[0-9a-f]+.*\nstatus[ ]5\n
    modunload:[ ]noframe:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    noframe\+0x[0-9a-f]+.*\nstatus[ ]5\n
    ${gone}status[ ]0\nstatus[ ]0\n\Q$header\E\z/x);

# Frames that lead past a module: each is kept while somebody sleeps above it.
sub all_kept
{
	my ($name, @modules) = @_;
	my $between = 'modunload wrapper 2>/dev/null';
	my $pattern = join('', map {
		qr/(?:modunload:[ ]$_:[ ]busy:[ ]module.*\n)?
		    modunload:[ ]$_:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
		    [a-z_]+\+0x[0-9a-f]+\n
		    status[ ]5\n/x } @modules);
	my $load = join("; $between; ", map { "modload /m/$_.o" } @modules);

	check($name, "{ $load; } >/dev/null; testsyscall 217 & sleep 0.1; "
	    . "for m in @modules; do modunload \$m; echo \"status \$?\"; done; "
	    . 'kill $!; wait $!; for m in '
	    . join(' ', reverse(@modules)) . '; do modunload $m; '
	    . 'echo "status $?"; done; modstat',
	    qr/\A$pattern$gone(?:status 0\n){${\ scalar(@modules)}}\Q$header\E\z/);
}
all_kept('two with frames under one without', qw(chain_a chain_b chain_c));
all_kept('... whose frame pointer is at what looks like a frame',
    qw(decoy chain_b chain_c));
all_kept('one with frames between two functions without',
    qw(callback_b callback_a));
# This one gets the place that wrapper had: before it there is no memory.
check('the first place is another\'s', 'modload /m/wrapper.o', qr/ID 0/);
all_kept('one that begins with a call, between two functions without',
    'callback_b', 'callback_first');
nothing_left('stacks without frames');

# ---- somebody comes in during a load that fails, or an unload ----

# When the module says that it sleeps there is a second to come in. It says so
# once: what has let go of everything is not asked to unload another time.
my $come_in = 'n=0; until dmesg | grep -c "^%s: sleeps" >/dev/null || '
    . 'test $n = 300; do n=$((n + 1)); sleep 0.01; done; '
    . 'testsyscall %d & b=$!; wait $a; echo "status $?"; ';
my $let_go = qr/busy:[ ]the[ ]module[ ]has[ ]let[ ]go[ ]of[ ]everything/;
my $unload_again = 'modstat | cut -c1-12,48-; testsyscall %2$d; '
    . 'modunload %1$s; echo "status $?"; kill $b; wait $b; '
    . 'modunload %1$s; echo "status $?"; modstat; dmesg | grep -c "^%1$s: sl"';
sub unloaded_again
{
	my ($module, $slot) = @_;

	return qr/Type[ ]{4}Id[ ]+Module[ ]Name\n
	    SYSCALL[ ]{3}0[ ]+$module\n
	    testsyscall:[ ]call[ ]$slot:[ ]Function[ ]not[ ]implemented\n
	    modunload:[ ]$module:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
	    sleep_here\+0x[0-9a-f]+\n
	    modunload:[ ]$module:[ ]$let_go.*\nstatus[ ]5\n
	    ${gone}status[ ]0\n\Q$header\E1\n\z/x;
}

my $unloaded = unloaded_again('slowload', 213);
check('a load fails while a process is in the module',
    'modload /m/slowload.o & a=$!; '
    . sprintf($come_in . $unload_again, 'slowload', 213),
    qr/\Amodload:[ ]\/m\/slowload\.o:[ ]entry-failed:[ ].*[ ]error[ ]5[ ].*\n
    modload:[ ]\/m\/slowload\.o:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    sleep_here\+.*\nmodload:[ ]\/m\/slowload\.o:[ ]$let_go.*\n
    status[ ]14\n$unloaded/x);
nothing_left('a load that failed');

$unloaded = unloaded_again('slowunload', 214);
check('a process comes in during an unload',
    'modload /m/slowunload.o; modunload slowunload & a=$!; '
    . sprintf($come_in . $unload_again, 'slowunload', 214),
    qr/\AModule[ ]loaded[ ]as[ ]ID[ ]0\n
    modunload:[ ]slowunload:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    sleep_here\+.*\nmodunload:[ ]slowunload:[ ]$let_go.*\n
    status[ ]5\n$unloaded/x);
nothing_left('an unload with company');

$guest->boot;

# ---- read-only data that is run ----

my @const = ('run', '-t', 20, @objects);
my $commands = 'sysctl -n hw.nx; modload /m/manyconst.o; testsyscall 212 0; ';
my ($status, $output, $errors) = vm(@const, "${commands}testsyscall 212 1; "
    . 'echo "it goes on"');
is($output, "1\nModule loaded as ID 0\ntestsyscall: call 212 returned 195\n",
    "a module's read-only data is read, but not run");
is($status, 125, 'the kernel panics instead');
like($errors, qr/^panic:[ ]kernel[ ]page[ ]fault[ ]at[ ]0xf04[0-9a-f]{5}[ ]
    \(execute\)[ ]in[ ]module[ ]manyconst\n.*^[ ]{2}0xf04[0-9a-f]{5}[ ]manyconst:many\+0x[0-9a-f]+\n
    .*^[ ]{2}0x\S+[ ]manyconst:manyconst\+0x[0-9a-f]+\n/msx,
    'and says where it was');

# ---- modules of the boot loader ----

my @boot = ('run', '-t', 20, '-l', "$top/build/lkm/hello.o", '-l',
    "$top/build/lkm/newsyscall.o");
for my $loader ([], ['--iso']) {
	my $name = @$loader ? 'GRUB' : 'QEMU';

	($status, $output, $errors) = vm(@boot, @$loader,
	    'modstat | cut -c1-19,43-; testsyscall 210 41; '
	    . 'modunload hello && modunload newsyscall && modstat; '
	    . 'dmesg | grep "^boot module"');
	is($output, "Type    Id   Offset Rev Module Name\n"
	    . "MISC      0       -   2 hello\n"
	    . "SYSCALL   1     210   2 newsyscall\n"
	    . "testsyscall: call 210 returned 42\n$header"
	    . "boot module hello.o: loaded as module 0, hello\n"
	    . "boot module newsyscall.o: loaded as module 1, newsyscall\n",
	    "modules that $name brings");
	is($status, 0, "modules that $name brings: status") or diag($errors);
}

# ---- registers of programs ----

run_programs(['-p', "$top/build/bench/guest/small.o:/m/small.o", '-p',
    "$top/build/tests/lkm/badreloc.o:/m/badreloc.o"],
    'sse /m/small.o /m/badreloc.o');
done_testing();
