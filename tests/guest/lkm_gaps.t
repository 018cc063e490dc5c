#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What seldom happens to modules: somebody comes in while a load or an unload
# is under way, a stack has no frames to be followed, read-only data is run,
# and the boot loader brings a module.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top vm);
use Test::More;

my $top = top();
my @objects = map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") }
    qw(slowload slowunload noframe wrapper manyconst);
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
    noframe:noframe\+0x[0-9a-f]+.*\nstatus[ ]5\n${gone}status[ ]0\n\z/x);
check('unload of who called that, behind where the frames end',
    'modload /m/noframe.o; modload /m/wrapper.o; testsyscall 219 & '
    . 'sleep 0.1; modunload wrapper; echo "status $?"; modunload noframe; '
    . 'echo "status $?"; kill $!; wait $!; modunload noframe; '
    . 'echo "status $?"; modunload wrapper; echo "status $?"; modstat',
    qr/\A(?:Module.*\n){2}
    modunload:[ ]wrapper:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    wrapper:wrapper\+0x[0-9a-f]+.*\nstatus[ ]5\n
    modunload:[ ]noframe:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    noframe:noframe\+0x[0-9a-f]+.*\nstatus[ ]5\n
    ${gone}status[ ]0\nstatus[ ]0\n\Q$header\E\z/x);
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
	    $module:sleep_here\+0x[0-9a-f]+.*\nstatus[ ]5\n
	    ${gone}status[ ]0\n\Q$header\E1\n\z/x;
}

my $unloaded = unloaded_again('slowload', 213);
check('a load fails while a process is in the module',
    'modload /m/slowload.o & a=$!; '
    . sprintf($come_in . $unload_again, 'slowload', 213),
    qr/\Amodload:[ ]\/m\/slowload\.o:[ ]entry-failed:[ ].*[ ]error[ ]5\n
    modload:[ ]\/m\/slowload\.o:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    slowload:sleep_here\+.*\nmodload:[ ]\/m\/slowload\.o:[ ]$let_go.*\n
    status[ ]14\n$unloaded/x);
nothing_left('a load that failed');

$unloaded = unloaded_again('slowunload', 214);
check('a process comes in during an unload',
    'modload /m/slowunload.o; modunload slowunload & a=$!; '
    . sprintf($come_in . $unload_again, 'slowunload', 214),
    qr/\AModule[ ]loaded[ ]as[ ]ID[ ]0\n
    modunload:[ ]slowunload:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in[ ]
    slowunload:sleep_here\+.*\nmodunload:[ ]slowunload:[ ]$let_go.*\n
    status[ ]5\n$unloaded/x);
nothing_left('an unload with company');

$guest->boot;
done_testing();
