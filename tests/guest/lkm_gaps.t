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

$guest->boot;
done_testing();
