# SPDX-License-Identifier: BSD-2-Clause
#
# Vm::Run - runs commands in a headless guest and finds out how that ended.
#
# QEMU writes the guest's two serial ports into two pipes. One select loop
# copies COM2 to standard output and reads the console, COM1, for the line
# that carries the status. Nothing is polled; the loop ends when QEMU, which
# alone holds the pipes' other ends, is gone.
package Vm::Run;
use strict;
use warnings;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
use Vm::Machine;

use constant {
	TAIL => 40,		# console lines shown for a guest that failed
	TRACE => 1000,		# the most lines of a panic that are kept
	HELD => 1 << 20,	# bytes held for a reader of ours that is slow
	PIPE_BUF => 4096,	# a pipe that can be written takes this many

	ENDED => 123,		# exit status; the other ones are the guest's
	TIMEOUT => 124,
	PANIC => 125,
	FAILED => 126,

	QEMU_OFF => 0x21,	# QEMU's status for a write of 0x10 to 0xf4
	QEMU_PANIC => 0xfb,	# and of 0x7d
};

# Runs the commands and returns the exit status for tools/vm.
sub run
{
	my ($opt, $commands) = @_;
	my $self = bless {
		token => $opt->{icount} ? '0' x 16 : random_token(),
		line => '',		# the console's last, unfinished line
		tail => [],		# its last lines
		trace => undef,		# its lines from a panic on
		out => '',		# what standard output has yet to take
		deadline => now() + $opt->{time},
	}, __PACKAGE__;

	$self->start($opt, $commands);
	$self->copy;
	waitpid($self->{pid}, 0);
	my $status = $?;
	$self->console("\n") if $self->{line} ne '';
	if ($self->{signal}) {
		$SIG{ $self->{signal} } = 'DEFAULT';
		kill $self->{signal}, $$;
	}
	return $self->verdict($status, $opt->{time});
}

sub start
{
	my ($self, $opt, $commands) = @_;
	my $args = join(' ', "vmrun=$self->{token}", $opt->{args} // ());
	my @modules = Vm::Machine::modules($opt, $commands);

	pipe(my $com1, my $com1_write) or die "pipe: $!\n";
	pipe(my $com2, my $com2_write) or die "pipe: $!\n";
	my @argv = Vm::Machine::arguments($opt, $args, @modules);
	push @argv, '-display', 'none', '-monitor', 'none';
	for my $port ($com1_write, $com2_write) {
		push @argv, '-serial', 'file:' . Vm::Machine::fdpath($port);
	}

	for my $signal (qw(HUP INT PIPE TERM)) {
		$SIG{$signal} = sub {
			$self->{signal} //= $signal;
			$self->kill;
		};
	}
	$self->{com1} = $com1;
	$self->{com2} = $com2;
	$self->{pid} = Vm::Machine::start(sub {
		close($com1);
		close($com2);
		open(STDIN, '<', '/dev/null');
		# Whatever QEMU prints is no output of the guest's.
		open(STDOUT, '>&', \*STDERR);
	}, @argv);
	$self->kill if $self->{signal};
}

sub kill
{
	my ($self) = @_;

	kill 'KILL', $self->{pid} if $self->{pid};
}

# Copies until both ports are at their end.
sub copy
{
	my ($self) = @_;

	while ($self->{com1} || $self->{com2}) {
		my $left = $self->{deadline} - now();
		if ($left <= 0 && !$self->{late}) {
			$self->{late} = 1;
			$self->kill;
		}
		# The second's limit is for a signal that comes between the
		# test of the loop and the wait.
		$left = 1 if $left > 1 || $left <= 0;
		my ($read, $write) = ('', '');
		vec($read, fileno($self->{com1}), 1) = 1 if $self->{com1};
		vec($read, fileno($self->{com2}), 1) = 1
		    if $self->{com2} && length($self->{out}) < HELD;
		vec($write, fileno(STDOUT), 1) = 1 if $self->{out} ne '';
		next if select($read, $write, undef, $left) <= 0;

		$self->flush(PIPE_BUF) if vec($write, fileno(STDOUT), 1);
		if ($self->{com1} && vec($read, fileno($self->{com1}), 1)) {
			$self->console($self->take('com1'));
		}
		if ($self->{com2} && vec($read, fileno($self->{com2}), 1)) {
			$self->{out} .= $self->take('com2');
		}
	}
	$self->flush(length($self->{out}))
	    while $self->{out} ne '' && !$self->{signal};
}

# What has come in at a port; '' at its end, which closes it.
sub take
{
	my ($self, $port) = @_;
	my $n = sysread($self->{$port}, my $bytes, 65536);

	return $bytes if $n;
	return '' if !defined($n) && $!{EINTR};
	close(delete $self->{$port});
	return '';
}

# Writes at most $limit bytes of what is held to standard output.
sub flush
{
	my ($self, $limit) = @_;
	my $n = syswrite(STDOUT, $self->{out}, $limit);

	if (defined $n) {
		substr($self->{out}, 0, $n) = '';
	} elsif ($!{EPIPE}) {
		# The handler of SIGPIPE has run, unless it is ignored.
		$self->{signal} //= 'PIPE';
		$self->kill;
		$self->{out} = '';
	} elsif (!$!{EINTR}) {
		my $reason = $!;
		$self->kill;
		waitpid($self->{pid}, 0);
		die "standard output: $reason\n";
	}
}

# Takes what came in on the console: keeps the last lines, those of a panic,
# and the status. The token is random, so the status may stand anywhere in
# a line: a program may have left its own unfinished.
sub console
{
	my ($self, $bytes) = @_;
	my @lines = split(/\n/, $self->{line} . $bytes, -1);

	$self->{line} = pop(@lines) // '';
	for my $line (@lines) {
		$line =~ tr/\t\x20-\x7e\x80-\xff//cd;
		$self->{trace} //= [] if $line =~ /^panic: /;
		push @{ $self->{trace} }, $line
		    if $self->{trace} && @{ $self->{trace} } < TRACE;
		push @{ $self->{tail} }, $line;
		shift @{ $self->{tail} } if @{ $self->{tail} } > TAIL;
		$self->{status} = $1
		    if $line =~ /vmrun \Q$self->{token}\E status (\d+)/;
	}
}

# The exit status that QEMU's own, and what the console said, amount to.
sub verdict
{
	my ($self, $status, $time) = @_;
	my $exit = $status >> 8;

	if ($self->{late}) {
		return $self->failure(PANIC, 'the kernel panicked, and hung')
		    if $self->{trace};
		return $self->failure(TIMEOUT,
		    "the guest was not done after $time seconds");
	}
	return $self->failure(PANIC, 'the kernel panicked')
	    if $status == QEMU_PANIC << 8;
	if ($status == QEMU_OFF << 8 || $status == 0) {
		return $self->{status} & 255 if defined $self->{status};
		return $self->failure(ENDED, 'the guest was halted or reset '
		    . 'before its commands ended (so does a triple fault)');
	}
	return $self->failure(FAILED, $status & 127
	    ? 'QEMU was killed by signal ' . ($status & 127)
	    : $exit == 127 ? "QEMU could not be started: 'tools/setup run' "
	    . 'installs what is missing' : "QEMU failed with status $exit");
}

# Says on standard error why, with the trace or the console's last lines.
sub failure
{
	my ($self, $status, $why) = @_;
	my $lines = $self->{trace} // $self->{tail};

	print STDERR "vm: $why\n";
	print STDERR $self->{trace} ? "vm: the panic:\n"
	    : "vm: the console's last lines:\n" if @$lines;
	print STDERR map { "$_\n" } @$lines;
	return $status;
}

sub now
{
	return clock_gettime(CLOCK_MONOTONIC);
}

sub random_token
{
	open(my $random, '<:raw', '/dev/urandom')
	    or die "/dev/urandom: $!\n";
	sysread($random, my $bytes, 8) == 8 or die "/dev/urandom: $!\n";
	return unpack('H*', $bytes);
}

1;
