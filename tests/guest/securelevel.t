#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# securelevel(7): every call of /dev/lkm at every level, and what else each
# level forbids; what the tools say; what the boot loader may set.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my $top = top();

run_programs(['-a', 'securelevel=-1'], 'lkmmatrix');
run_programs(['-p', "$top/build/tests/lkm/secdisk.o:/t/secdisk.o"], 'secure');

run_programs(['-p', "$top/build/tests/lkm/secdisk.o:/t/secdisk.o", '-p',
    "$top/build/tests/lkm/waitfs.o:/t/waitfs.o"], 'meanwhile');
run_programs(['-p', "$top/build/tests/lkm/owntype.o:/t/owntype.o", '-p',
    "$top/build/tests/lkm/waitfs.o:/t/waitfs.o"], 'meanwhile types');
# The matrix has every call there is.
open(my $header, '<', "$top/sys/lkm.h") or die "sys/lkm.h: $!\n";
open(my $matrix, '<', "$top/tests/guest/prog/lkmmatrix.c")
    or die "lkmmatrix.c: $!\n";
my %row = map { /^\s*\{"(\w+)", call_/ ? ($1 => 1) : () } <$matrix>;
my @calls = map { /^#define (\w+)\s+_IO\w*\('K'/ ? $1 : () } <$header>;
is(join(' ', grep { !$row{$_} } @calls), '', scalar(@calls)
    . ' calls of sys/lkm.h are in the table');
cmp_ok(scalar(@calls), '>', 10, 'and they were found');

my $guest = Graft::VM->new('-p', "$top/build/lkm/hello.o:/tmp/foo.o");
$guest->check('the level is 0 after booting', 'sysctl kern.securelevel',
    "kern.securelevel = 0\n");
$guest->check('a module may come', 'modload /lkm/newsyscall.o', qr/ID 0/);
$guest->check('raised, by name', 'sysctl -w kern.securelevel_by=rc '
    . 'kern.securelevel=1 >/dev/null; sysctl kern.securelevel_by',
    "kern.securelevel_by = rc\n");
$guest->check('modload says who', 'cd /tmp; modload foo.o',
    "modload: foo.o: not permitted at securelevel 1 (raised by rc)\n", 11);
$guest->check('modload -n as well', 'cd /tmp; modload -n foo.o',
    "modload: foo.o: not permitted at securelevel 1 (raised by rc)\n", 11);
$guest->check('modunload says who', 'modunload newsyscall',
    "modunload: newsyscall: not permitted at securelevel 1 (raised by rc)\n",
    5);
$guest->check('modstat lists', 'modstat -n newsyscall | tail -n 1',
    qr/newsyscall$/);
$guest->check('a user may not open it', 'su student -c "modload /lkm/hello.o"',
    "modload: /dev/lkm: Permission denied: modules are loaded by root\n", 3);
$guest->check('not lowered', 'sysctl -w kern.securelevel=0',
    qr/Operation not permitted/, 1);
for my $value (qw(3 99999999999 4294967297 18446744073709551616 1x x 1.5 -)) {
	$guest->check("nor set to $value", "sysctl -w kern.securelevel=$value; "
	    . 'sysctl -n kern.securelevel', qr/\Asysctl: kern.*\n1\n\z/);
}
$guest->check('nor set to -2', 'sysctl -w kern.securelevel=-2',
    qr/Operation not permitted/, 1);
$guest->check('no signal makes init lower it or die', 'i=1; '
    . 'while [ $i -lt 32 ]; do case $i in 2|15|18|30|31|1) ;; '
    . '*) kill -$i 1;; esac; i=$((i + 1)); done; kill -0 1 && '
    . 'sysctl -n kern.securelevel', "1\n");
$guest->check('nor by who calls himself init',
    'cp /sbin/sysctl /tmp/init; /tmp/init -w kern.securelevel=-1',
    qr/Operation not permitted/, 1);
$guest->check('chflags(1)', 'cd /tmp; echo 1 >f; chflags schg f; '
    . 'chflags noschg f; echo 2 >f; rm f',
    qr/f: Operation not permitted.*f: Operation not permitted/s, 1);
$guest->boot;

for my $word (qw(10 -10 -12 1x - 3 -2 01)) {
	my $booted = Graft::VM->new('-a', "securelevel=$word");
	$booted->check("the boot loader's securelevel=$word is none",
	    'sysctl -n kern.securelevel; dmesg | grep -c "no such level"',
	    "0\n1\n");
	$booted->boot;
}

# The one right that only process 1 has: nobody writes its program for it.
for my $write ([cut => ': >/sbin/init'], ['written over' =>
    'yes "$(printf "\314\314\314\314")" | head -c 100000 1<>/sbin/init']) {
	my $init = Graft::VM->new;
	$init->check("init's file is $write->[0]",
	    "sysctl -w kern.securelevel=1; $write->[1]; kill -TSTP 1; "
	    . 'kill -HUP 1; sleep 1; sysctl -n kern.securelevel', qr/\n1\n\z/);
	$init->boot; # init ends that, too
}

for my $level (1, 2) {
	my $booted = Graft::VM->new('-a', "x=y securelevel=$level");
	$booted->check("the boot loader says $level", 'sysctl -n '
	    . 'kern.securelevel; modload /lkm/hello.o',
	    "$level\nmodload: /lkm/hello.o: not permitted at securelevel "
	    . "$level (raised by the boot loader)\n", 11);
	$booted->boot;
}
done_testing();
