# SPDX-License-Identifier: BSD-2-Clause
#
# Vm::Console - a guest whose console is the user's terminal, and, if wished,
# a window with its screen and keyboard.
package Vm::Console;
use strict;
use warnings;
use Vm::Machine;

# Runs the guest until it is switched off; returns tools/vm's exit status.
sub run
{
	my ($opt) = @_;
	my @modules = Vm::Machine::modules($opt, undef);
	my @argv = Vm::Machine::arguments($opt, $opt->{args} // '', @modules);

	# The terminal goes raw, and Ctrl-A is QEMU's: X ends it, H helps.
	push @argv, '-serial', 'mon:stdio', '-serial', 'null',
	    '-display', $opt->{window} ? window() : 'none';

	my $terminal = -t STDIN ? `stty -g` : '';
	my $pid;
	# QEMU, asked to end, leaves the terminal as it was.
	$SIG{$_} = sub { kill 'TERM', $pid if $pid } for qw(HUP INT TERM);
	$pid = Vm::Machine::start(sub { }, @argv);
	1 while waitpid($pid, 0) == -1 && $!{EINTR};
	my $status = $?;
	if ($status && $terminal =~ /^(\S+)$/) {
		system('stty', $1);
	}
	return 125 if $status == 0xfb << 8;
	return 0 if $status == 0 || $status == 0x21 << 8;
	print STDERR 'vm: QEMU could not be started: ',
	    "'tools/setup run' installs what is missing\n"
	    if $status == 127 << 8;
	return 126;
}

# The display that QEMU has for a window: it lists those that are installed.
sub window
{
	die "-g: there is no display (DISPLAY and WAYLAND_DISPLAY are empty)\n"
	    if ($ENV{DISPLAY} // '') eq '' &&
	    ($ENV{WAYLAND_DISPLAY} // '') eq '';
	my $list = `$Vm::Machine::qemu -display help 2>/dev/null`;
	for my $name (qw(gtk sdl)) {
		return $name if $list =~ /^\Q$name\E$/m;
	}
	die "-g: QEMU has no window here: 'tools/setup gui' installs it\n";
}

1;
