#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/guestprof counts what is executed between the marks, and nothing else.

use strict;
use warnings;
use FindBin;
use Test::More;

my $guestprof = "$FindBin::RealBin/../../tools/guestprof";

sub guestprof
{
	open(my $pipe, '-|', $guestprof, @_) or die "$guestprof: $!\n";
	my $output = do { local $/; <$pipe> } // '';
	close($pipe);
	return ($? >> 8, $output);
}

# The loops of known length in tests/bench/interval.c: 2,001 instructions,
# and 1,003 and a few. The counter in the guest sees the same.
my ($status, $output) = guestprof('/bench/bench check');
is($status, 0, 'status');
my ($loop) = $output =~ /^check\.loop (\d+)$/m;
my ($rep) = $output =~ /^check\.rep (\d+)$/m;
my ($all) = $output =~ /^ +(\d+) 100\.0%  all$/m;
my ($check) = $output =~ /^ +(\d+) .*  user: check$/m;
is($loop, 2001, 'the counter: a loop of 2,001 instructions');
cmp_ok(abs(($check // 0) - $loop - $rep), '<=', 20,
    'the loops are counted as the counter counts them');
cmp_ok(($all // 0) - $check, '<', 100,
    'and next to nothing but the loops is counted');

# Work of the kernel's is told by function, and by line.
($status, $output) = guestprof('/bench/bench getppid');
my ($calls) = $output =~ /^ +(\d+) .*  sys_getppid$/m;
ok(($calls // 0) >= 2000 && $calls % 1000 == 0,
    '1,000 calls of sys_getppid') or diag($output);
($status, $output) = guestprof('-l', '/bench/bench getppid');
like($output, qr{^ +\d+ .*  kern/\w+\.c:\d+$}m,
    'lines of source');

# By phase: until the root function returns, and without the phases within.
($status, $output) = guestprof('-P', 'outer=syscall', '-P',
    'inner=sys_getppid', '/bench/bench getppid');
my %phase;
$phase{$2} = $1 while $output =~ /^ +(\d+) .*%  phase (\w+)$/mg;
is($phase{inner}, $calls, 'a phase of one function');
($all) = $output =~ /^ +(\d+) 100\.0%  all$/m;
is($phase{inner} + $phase{outer} + $phase{other}, $all,
    'phases, and what is in none, are all');
like($output, qr/^ +$phase{outer} .*  outer: syscall$/m,
    'a phase goes on when the one within it is over');
like($output, qr/^ +7\d{3} .*  other: user: measure_number$/m,
    'and ends when its function returns');

# copyin() is entered by a jump, at the end of the function that kobj_read()
# calls: its phase ends when that one's caller goes on.
($status, $output) = guestprof('-n', 100, '-P', 'copy=copyin', '-P',
    'check=kobj_open', '/bench/bench load-once /bench/trivial.o');
like($output, qr/^ +\d+ .*  copy: copyin$/m, 'a root entered by a jump');
like($output, qr/^ +\d+ .*  check: kobj_read$/m, '  is left again');
unlike($output, qr/  copy: (?:kobj|elf|lkm)_/, '  each time');
unlike($output, qr/  other: copyin$/m, '  and always noticed');

($status, $output) = guestprof('-n', 3, '-w', 'exit 3');
is($status, 1, 'a guest that fails: status');
is(scalar(() = $output =~ /\n/g), 4, '-n: so many lines, and the sum');

done_testing();
