# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Prog - test programs that run in the guest and print TAP there.
#
#	use Graft::Prog;
#	run_programs(['-m', 32], 'mem', 'exec /bin/true');
#	done_testing();
#
# boots one guest with these options for tools/vm (30 seconds when there is
# no -t) and runs in it
# tests/guest/prog/mem.c, then exec.c with an argument. Each of their tests
# becomes one here. A program that ends early, hangs, or takes the guest
# down, is a failed test with the end of what it said.
#
# With { before => COMMANDS } ahead of the programs, the guest's shell runs
# these first.
package Graft::Prog;
use strict;
use warnings;
use Exporter 'import';
use Graft::VM qw(top vm);
use Test::More;

our @EXPORT = qw(run_programs prog);

# The option that brings a program in, as /t/NAME; linux/NAME is one for
# Linux, of tests/guest/linux.
sub prog
{
	my ($name) = @_;
	my $from = $name =~ m{/} ? $name : "prog/$name";

	return ('-p', top() . "/build/tests/$from:/t/$name");
}

sub run_programs
{
	my ($options, @commands) = @_;
	my $before = ref($commands[0]) ? shift(@commands)->{before} . '; ' : '';
	my %names = map { (split)[0] => 1 } @commands;
	my @checks = map { { commands => "/t/$_" } } @commands;
	$checks[0]{commands} = $before . $checks[0]{commands};
	my ($status, $output, $errors) = vm('run', '-t', 30, @$options,
	    (map { prog($_) } sort keys %names),
	    Graft::VM::script('@prog', @checks));
	my %found = Graft::VM::results('@prog', $output);

	for my $i (0 .. $#commands) {
		program($commands[$i], $found{$i}, $status, $errors);
	}
}

# The tests of one program, from what it has printed.
sub program
{
	my ($name, $found, $status, $errors) = @_;
	my ($count, $failed, $good, $planned) = (0, 0, 1, undef);
	my @said;	# before a test, about it

	for my $line (split(/\n/, $found->{output} // '')) {
		if ($line =~ /^(not )?ok \d+ - (.*)/) {
			$good = !$1;
			$count++;
			$failed++ unless $good;
			ok($good, "$name: $2") or diag(@said);
			@said = ();
		} elsif ($line =~ /^1\.\.(\d+)$/) {
			$planned = $1;
		} elsif (!$good || $line !~ s/^# //) {
			diag($line);
		} else {
			push @said, "$line\n";
		}
	}
	# Its exit status is that of its tests: anything else is a mistake.
	my $wanted = $failed ? 1 : 0;
	ok(defined($planned) && $planned == $count && $count > 0 &&
	    $found->{status} == $wanted, "$name: runs to its end") and return;
	diag(!defined($found) ? 'not run' :
	    defined($found->{status}) ? "exit status $found->{status} after "
	    . "$count tests, planned: " . ($planned // 'none')
	    : "not done after $count tests");
	diag("tools/vm: status $status\n$errors")
	    if !defined($found->{status}) && $errors ne '';
}

1;
