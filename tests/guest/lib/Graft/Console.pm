# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Console - a guest's console, as a person at the keyboard meets it.
#
#	my $console = Graft::Console->new('-a', '-s');
#	$console->shows(qr/single-user/, 'it comes up single-user');
#	$console->command('echo hello', qr/hello\r\n/, 'a command');
#
# of() runs another program than tools/vm for it, in the end a guest's as well.
#
# Each of these is a test. What is on the screen is used up by the match and
# what stands before it. The guest ends with the object.
package Graft::Console;
use strict;
use warnings;
use Graft::VM qw(top);
use IO::Handle;
use IPC::Open2;
use Test::More;
use Time::HiRes qw(time);

my $patience = 30;	# seconds for one answer

# With these options for tools/vm.
sub new
{
	my ($class, @options) = @_;

	return $class->of(top() . '/tools/vm', @options, '--');
}

# The program leads a group of processes, which ends with the object: so does
# what a make has started.
sub of
{
	my ($class, @command) = @_;

	$SIG{PIPE} = 'IGNORE';
	my $pid = open2(my $screen, my $keys, 'setsid', '--', @command);
	$keys->autoflush(1);
	return bless { pid => $pid, screen => $screen, keys => $keys,
	    seen => '' }, $class;
}

sub DESTROY
{
	my ($self) = @_;

	local ($?, $!);
	# Before it has become the leader, there is only itself.
	CORE::kill('TERM', -$self->{pid}) or CORE::kill('TERM', $self->{pid});
	waitpid($self->{pid}, 0);
}

# Power is lost: nobody is asked to end.
sub kill
{
	my ($self) = @_;

	CORE::kill('KILL', -$self->{pid});
}

sub enter
{
	my ($self, $keys) = @_;

	print { $self->{keys} } $keys;
}

# Waits for the pattern; what matched and what was before it comes back, or
# undef when it did not come in time.
sub wait_for
{
	my ($self, $pattern) = @_;
	my $end = time() + $patience;

	for (;;) {
		return $1 if $self->{seen} =~ s/\A(.*?$pattern)//s;
		my $left = $end - time();
		my $ready = '';
		vec($ready, fileno($self->{screen}), 1) = 1;
		return undef if $left <= 0 ||
		    select($ready, undef, undef, $left) <= 0;
		sysread($self->{screen}, my $piece, 65536) or return undef;
		$self->{seen} .= $piece;
	}
}

# Waits until the guest has ended by itself; false when it does not.
sub ends
{
	my ($self) = @_;

	$self->wait_for(qr/(?!)/);
	return eof_of($self->{screen});
}

sub eof_of
{
	my ($file) = @_;
	my $ready = '';

	vec($ready, fileno($file), 1) = 1;
	return select($ready, undef, undef, 0) > 0 &&
	    !sysread($file, my $piece, 1);
}

sub shows
{
	my ($self, $pattern, $what) = @_;
	my $found = $self->wait_for($pattern);

	ok(defined $found, $what);
	if (!defined $found) {
		diag('screen: "', substr($self->{seen}, -800), '"');
		$self->{seen} = '';
	}
	return $found;
}

# A command whose output is the whole of what stands between its echo and
# the next prompt.
sub command
{
	my ($self, $line, $pattern, $what) = @_;

	$self->enter("$line\n");
	return $self->shows(qr/\Q$line\E\r\n$pattern[#\$] /, $what);
}

1;
