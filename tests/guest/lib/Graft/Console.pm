# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Console - a guest's console, as a person at the keyboard meets it.
#
#	my $console = Graft::Console->new('-a', '-s');
#	$console->shows(qr/single-user/, 'it comes up single-user');
#	$console->command('echo hello', qr/hello\r\n/, 'a command');
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

	$SIG{PIPE} = 'IGNORE';
	my $pid = open2(my $screen, my $keys, top() . '/tools/vm', @options,
	    '--');
	$keys->autoflush(1);
	return bless { pid => $pid, screen => $screen, keys => $keys,
	    seen => '' }, $class;
}

sub DESTROY
{
	my ($self) = @_;

	local ($?, $!);
	kill('TERM', $self->{pid});
	waitpid($self->{pid}, 0);
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
