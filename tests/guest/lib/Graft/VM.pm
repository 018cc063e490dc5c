# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::VM - guest tests: many checks in one guest, each a test of TAP.
#
#	use FindBin;
#	use lib "$FindBin::RealBin/lib";
#	use Graft::VM;
#
#	my $guest = Graft::VM->new('-p', 'build/lkm/hello.o:/lkm/hello.o');
#	$guest->check('echo says it', 'echo hello', "hello\n");
#	$guest->check('no such file', 'cat /nope', qr/^cat: .*No such/, 1);
#	$guest->check('uptime grows', 'sysctl -n kern.boottime',
#	    sub { $_[0] > 0 });
#	$guest->done;
#
# Checks are collected, and done() boots one guest for them all. Each runs in
# a subshell of its own with what it is given on standard error among its
# output, one after the other in the order of the calls: a check sees the
# files and modules that the ones before left. It passes when the output is
# the string, matches the pattern, or pleases the function, which gets
# (output, status), and when the status is the one given, or 0.
#
# When the guest hangs or panics, the check it was in fails with the end of
# the console, and the ones after it fail because they did not run.
package Graft::VM;
use strict;
use warnings;
use Exporter 'import';
use FindBin;
use Test::More;

our @EXPORT_OK = qw(vm top);

# Tests lie at any depth in the tree: the top is where tools/vm is. That of a
# module outside is told by GRAFT where it is.
my $top;
sub top
{
	return $top if defined $top;
	return $top = $ENV{GRAFT}
	    if defined $ENV{GRAFT} && -x "$ENV{GRAFT}/tools/vm";
	for my $dir ($FindBin::RealBin, '.') {
		my $up = $dir;
		for (0 .. 6) {
			return $top = $up if -x "$up/tools/vm";
			$up .= '/..';
		}
	}
	die "tools/vm is not above $FindBin::RealBin\n";
}

# Runs tools/vm with these arguments.
# Returns its exit status, standard output and standard error.
sub vm
{
	my @arguments = @_;
	my $vm = top() . '/tools/vm';

	open(my $err, '+>', undef) or die "no temporary file: $!\n";
	my $pid = open(my $out, '-|') // die "fork: $!\n";
	if ($pid == 0) {
		open(STDERR, '>&', $err) or die "dup: $!\n";
		exec('setpriv', '--pdeathsig', 'TERM', '--', $vm, @arguments)
		    or exit(127);
	}
	binmode($out);
	my $output = do { local $/; <$out> } // '';
	close($out);
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	seek($err, 0, 0);
	my $errors = do { local $/; <$err> } // '';
	return ($status, $output, $errors);
}

# A guest with these options for tools/vm. They may hold -t: 60 seconds is
# for all of the checks together.
sub new
{
	my ($class, @options) = @_;

	return bless { options => \@options, checks => [] }, $class;
}

sub check
{
	my ($self, $name, $commands, $expected, $status) = @_;

	die "check '$name': no expected output given\n"
	    unless defined $expected;
	push @{ $self->{checks} }, { name => $name, commands => $commands,
	    expected => $expected, wanted => $status // 0 };
}

# Runs the checks and prints the results. The plan is the caller's when it
# has one; a script of checks alone ends with done_testing from here.
sub done
{
	my ($self) = @_;

	$self->boot;
	done_testing();
}

# The same without the end, for a script that boots several guests.
sub boot
{
	my ($self) = @_;
	my @checks = @{ $self->{checks} };
	my $mark = sprintf('@%08x', int(rand(2**32)));
	my ($status, $output, $errors) = vm('run', @{ $self->{options} },
	    script($mark, @checks));

	my %found = results($mark, $output);
	my $fate = $errors eq '' && $status == 0 ? 'the guest ended early'
	    : "tools/vm: status $status\n$errors";
	my $told = 0;
	for my $i (0 .. $#checks) {
		my $result = $found{$i};
		if ($result && defined $result->{status}) {
			judge($checks[$i], @$result{qw(output status)});
			next;
		}
		# The guest ended in this check, or before it.
		fail($checks[$i]{name});
		diag("output so far:\n$result->{output}") if $result;
		diag($told++ ? 'not run' : $fate);
	}
	if ($status && !$told) {
		fail('the guest ends as it should');
		diag($fate);
	}
	$self->{checks} = [];
}

# The shell script that does all checks, each between two marked lines. eval
# in a subshell: not even a syntax error reaches the next check.
sub script
{
	my ($mark, @checks) = @_;
	my $script = '';

	for my $i (0 .. $#checks) {
		(my $quoted = $checks[$i]{commands}) =~ s/'/'\\''/g;
		$script .= "echo '$mark $i begin'\n" .
		    "(eval '$quoted') 2>&1\n" .
		    "s=\$?; echo; echo \"$mark $i end \$s\"\n";
	}
	return $script . 'exit 0';
}

# What is between the marks: number => { output, status }. A check that did
# not end has no status.
sub results
{
	my ($mark, $output) = @_;
	my %found;

	while ($output =~ /\G.*?^\Q$mark\E (\d+) begin\n/gmsc) {
		my $i = $1;
		if ($output =~ /\G(.*?)\n\Q$mark\E $i end (\d+)\n/gmsc) {
			$found{$i} = { output => $1, status => $2 };
		} else {
			$found{$i} = { output =>
			    substr($output, pos($output)) };
			last;
		}
	}
	return %found;
}

sub judge
{
	my ($check, $output, $status) = @_;
	my ($name, $expected) = @$check{qw(name expected)};
	my $good = ref($expected) eq 'CODE' ? $expected->($output, $status)
	    : ref($expected) ? $output =~ $expected : $output eq $expected;

	# A function that looks at the status itself may be given no status.
	my $same = $check->{wanted} eq 'any' || $status == $check->{wanted};
	ok($good && $same, $name) and return;
	diag("status: $status, expected $check->{wanted}") unless $same;
	return if $good;
	diag("output:\n$output");
	diag('expected' . (ref($expected) eq 'Regexp' ? " to match:\n$expected"
	    : ref($expected) ? ' to please a function' : ":\n$expected"));
}

1;
