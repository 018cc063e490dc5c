# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Boot - how long it takes from QEMU's start to the prompt.
package Bench::Boot;
use strict;
use warnings;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);
use Vm::Machine;

use constant {
	RUNS => 5,		# of which the fastest counts
	TIMEOUT => 60,
};

sub options
{
	my ($top) = @_;

	return (memory => 64, kernel => "$top/build/kernel/graft",
	    root => "$top/build/image/root.tar",
	    stock => "$top/build/image/graft.iso", put => [], disk => [],
	    load => [], open => []);
}

# Boots until the prompt; returns the seconds, and what the console said.
sub boot
{
	my (%opt) = @_;
	my @modules = Vm::Machine::modules(\%opt, undef);
	my @argv = Vm::Machine::arguments(\%opt, '', @modules);

	pipe(my $console, my $write) or die "pipe: $!\n";
	push @argv, '-display', 'none', '-monitor', 'none', '-serial',
	    'file:' . Vm::Machine::fdpath($write), '-serial', 'null';
	my $began = clock_gettime(CLOCK_MONOTONIC);
	my $pid = Vm::Machine::start(sub {
		close($console);
		open(STDIN, '<', '/dev/null');
		open(STDOUT, '>&', \*STDERR);
	}, @argv);
	close($write);
	my ($text, $took) = ('');
	while (!defined $took) {
		my $left = $began + TIMEOUT - clock_gettime(CLOCK_MONOTONIC);
		my $ready = '';
		vec($ready, fileno($console), 1) = 1;
		last if $left <= 0 || select($ready, undef, undef, $left) <= 0;
		sysread($console, $text, 4096, length($text)) or last;
		$took = clock_gettime(CLOCK_MONOTONIC) - $began
		    if $text =~ /^# \z/m;
	}
	kill('KILL', $pid);
	waitpid($pid, 0);
	die "no prompt came; the console said:\n$text" unless defined $took;
	return ($took, $text);
}

# Returns figures by name.
sub time_prompt
{
	my ($top) = @_;
	my %figure;

	for my $way (['prompt_direct'], ['prompt_iso', iso => 1]) {
		my ($name, @how) = @$way;
		for (1 .. RUNS) {
			my ($took) = boot(options($top), @how);
			$figure{$name} = $took if !defined $figure{$name} ||
			    $took < $figure{$name};
		}
		$figure{$name} = sprintf('%.3f', $figure{$name});
	}
	return %figure;
}

# The login shell's profile runs a program that prints the counter, twice:
# the difference is what running it costs, which is not part of a boot.
my $profile = <<'END';
export PATH=/sbin:/usr/sbin:/bin:/usr/bin
umask 022
/bench/bench tsc
/bench/bench tsc
sysctl -n debug.boot_tsc
END

# Counts the instructions from the kernel's entry to the prompt.
sub count
{
	my ($top) = @_;

	open(my $file, '+>', undef) or die "no temporary file: $!\n";
	print $file $profile;
	$file->flush or die "the profile cannot be written: $!\n";
	my ($took, $text) = boot(options($top), icount => 1, put => [
	    "$top/build/bench/guest/bench:/bench/bench",
	    Vm::Machine::fdpath($file) . ':/etc/profile']);
	$text =~ tr/\r//d;
	my ($first, $second, $entry) =
	    $text =~ /^tsc (\d+)\ntsc (\d+)\n(\d+)$/m
	    or die "no counts came; the console said:\n$text";
	return (boot => $first - ($second - $first) - $entry);
}

1;
