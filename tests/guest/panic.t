#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What the kernel's own faults look like: it stops, and says where it was, in
# functions' names, which modules there were, and which one went last. A
# write to read-only memory and the execution of data are such faults, in the
# kernel and in modules.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(top vm);
use Test::More;

# A line of the trace: the address, the function.
sub at
{
	my ($function) = @_;

	return qr/^  0x[cf][0-9a-f]{7} \Q$function\E\+0x[0-9a-f]+$/m;
}

# Runs the commands in a guest that has to panic, and looks for the patterns
# in what it says, in their order.
sub panics
{
	my ($name, $commands, @patterns) = @_;
	my ($status, $output, $errors) = vm('run', '-t', 20, '-p',
	    top() . '/build/tests/lkm/crash.o:/m/crash.o',
	    "$commands; echo 'it goes on'");
	my $rest = $errors;

	for my $pattern (qr/^panic: /m, @patterns) {
		if ($rest !~ s/\A.*?$pattern//s) {
			fail($name);
			diag("no $pattern in:\n$output$errors");
			return;
		}
	}
	ok($status == 125 && $output !~ /it goes on/, $name)
	    or diag("status $status\n$output$errors");
	# No function twice at one address: the trace does not repeat itself.
	my @lines = $errors =~ /^  (0x\S+ .*)$/mg;
	my $twice = grep { $lines[$_] eq $lines[$_ - 1] && $name !~ /stack/ }
	    1 .. $#lines;
	is($twice, 0, "$name: no line comes twice");
}

my @none = (qr/^modules: none$/m, qr/^last module unloaded: none$/m);
my $by = qr/^pid \d+ \(sysctl\)$/m;
my $registers = qr/^eax 0x[0-9a-f]{8} ebx 0x.*^esi 0x.*^eip 0x[0-9a-f]{8} cs 0x0008 /ms;
my $panic = 'sysctl -w debug.panic';

panics('panic()', "$panic=1", qr/\Gasked for by debug\.panic$/m, $by,
    at('panic'), at('do_panic'), at('sys___sysctl'), at('syscall'), @none);
panics('a write to kernel text', "$panic=2",
    qr/\Gkernel page fault at 0xc01[0-9a-f]{5} \(write\)$/m, $by, $registers,
    at('do_panic'), at('syscall'), @none);
panics('a write to read-only data', "$panic=3",
    qr/\Gkernel page fault at 0xc01[0-9a-f]{5} \(write\)$/m, $by, $registers,
    at('do_panic'), at('syscall'), @none);
panics('the end of the stack', "$panic=4",
    qr/\Gdouble fault: kernel stack overflow$/m, $by, $registers,
    at('eat_stack'), at('eat_stack'), @none);
panics('data executed', "$panic=5",
    qr/\Gkernel page fault at 0xc0[0-9a-f]{6} \(execute\)$/m, $by,
    $registers, at('sys___sysctl'), @none);

# The same inside a module.
my $load = 'modload /lkm/hello.o; modload /lkm/newsyscall.o; '
    . 'modunload newsyscall; modload /m/crash.o; testsyscall 218';
my @lists = (qr/^modules: hello \[0xf0400000-0xf040[0-9a-f]000\] crash \[0xf040[0-9a-f]000-0xf040[0-9a-f]000\]$/m,
    qr/^last module unloaded: newsyscall$/m);
$by = qr/^pid \d+ \(testsyscall\)$/m;

panics('panic() in a module', "$load 1", qr/\Gcrash: asked to$/m, $by,
    at('panic'), at('crash:crash_here'), at('crash:crash'), at('syscall'),
    @lists);
panics('a null pointer in a module', "$load 2",
    qr/\Gkernel page fault at 0x00000000 \(write\) in module crash$/m, $by, $registers,
    at('crash:crash_here'), at('crash:crash'), at('syscall'), @lists);
panics("a write to a module's text", "$load 3",
    qr/\Gkernel page fault at 0xf04[0-9a-f]{5} \(write\) in module crash$/m, $by, $registers,
    at('crash:crash_here'), @lists);
panics("a write to a module's read-only data", "$load 4",
    qr/\Gkernel page fault at 0xf04[0-9a-f]{5} \(write\) in module crash$/m, $by, $registers,
    at('crash:crash_here'), @lists);
panics("a module's data executed", "$load 5",
    qr/\Gkernel page fault at 0xf04[0-9a-f]{5} \(execute\) in module crash$/m, $by,
    $registers, at('crash:crash'), @lists);
panics('the end of the stack in a module', "$load 6",
    qr/\Gdouble fault: kernel stack overflow in module crash$/m, $by, $registers,
    at('crash:recurse'), at('crash:recurse'), @lists);
panics('a division by zero in a module', "$load 7",
    qr/\Gkernel divide error in module crash$/m, $by, $registers, at('crash:crash_here'),
    @lists);
panics('a null function called in a module', "$load 8",
    qr/\Gkernel page fault at 0x00000000 \(execute\) in module crash$/m, $by, $registers,
    at('crash:crash'), @lists);
panics('a module walks off its memory', "$load 9",
    qr/\Gkernel page fault at 0xf7fff000 \(read\) in module crash$/m, $by, $registers,
    at('crash:crash_here'), @lists);


# Without such an exit there is no hang and no reset loop either.
my ($status, $output, $errors) = vm('run', '-t', 20,
    'sysctl -w debug.panic=9; echo "status $?"');
like($output, qr/^sysctl: .*Invalid argument\nstatus 1$/m,
    'an unknown way to panic is refused');

# A kernel that has no programs to run says so.
use File::Temp qw(tempdir);
my $dir = tempdir(CLEANUP => 1);
system('tar', '-C', $dir, '--format=ustar', '-cf', "$dir/empty.tar", '-T',
    '/dev/null') == 0 or die "tar: $?\n";
($status, $output, $errors) = vm('run', '-t', 20, '-r', "$dir/empty.tar",
    'true');
is($status, 125, 'no init: status');
like($errors, qr/^panic: no init: \/sbin\/init/m, 'no init: the reason');
done_testing();
