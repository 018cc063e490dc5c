# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Guest - what is counted in a guest: instructions and pages.
#
# The guest's clock is the number of instructions (tools/vm -i), so that two
# runs of the same kernel give the same figures, on any machine.
package Bench::Guest;
use strict;
use warnings;

# The loops of known length that tests/bench/interval.c counts, and the
# instructions that the ways to count may differ in.
my %known = ('check.loop' => [2001, 2001], 'check.rep' => [1003, 1007]);

my @works = map { "./bench $_" } ('check', 'getppid', 'fork',
    'exec /bench/true', 'pipe', 'load trivial trivial.o',
    'load quiet quiet.o', 'load small small.o', 'load big big.o',
    'floor big big.o', 'load big_aout big_aout.o', 'many trivial.o');

# Runs commands in /bench of a guest, tools/vm with these options. Returns
# what they report, number by name; of a name that is reported again and again,
# the least. Dies with a reason when one fails.
sub guest
{
	my ($top, $options, @commands) = @_;
	my $guest = "$top/build/bench/guest";

	-e "$guest/bench" or die "$guest is not there: "
	    . "'make bench-files' builds it\n";
	open(my $vm, '-|', "$top/tools/vm", 'run', '-p',
	    "$guest:/bench", @$options,
	    join("\n", 'cd /bench', map { "$_ || exit" } @commands))
	    or die "$top/tools/vm: $!\n";
	my %raw;
	while (my $line = <$vm>) {
		$line =~ /^([\w.]+) (\d+)$/ or die "the guest said: $line";
		$raw{$1} = $2 if !exists $raw{$1} || $2 < $raw{$1};
	}
	close($vm) or die 'the guest ended with status ' . ($? >> 8) . "\n";
	return %raw;
}

# The same, where time is the number of instructions.
sub run
{
	my ($top, $options, @commands) = @_;

	return guest($top, ['-i', @$options], @commands);
}

# Returns figures by name. Dies with a reason when one cannot be had.
# $top is the path to the sources.
sub count
{
	my ($top) = @_;
	my %raw = run($top, [], @works);

	for my $name (sort keys %known) {
		my ($low, $high) = @{ $known{$name} };
		my $n = $raw{$name} // 'nothing';
		die "$name: $n counted, $low executed: the time-stamp counter "
		    . "does not count instructions\n"
		    unless $n =~ /^\d+$/ && $n >= $low && $n <= $high;
	}
	# Five for each relocation, one for each word, and a few to begin.
	my $least = int($raw{'big.bytes'} / 4) + 5 * $raw{'big.relocations'};
	my $more = $raw{'big.floor'} - $least;
	die "the floor: $raw{'big.floor'} counted, $least and a few executed\n"
	    unless $more >= 0 && $more <= 100;
	my %figure = figures(\%raw);
	$figure{exec_bytes} = -s "$top/build/bench/guest/true";
	return %figure;
}

# From the names of the guest's report to those of Bench::Table.
sub figures
{
	my ($raw) = @_;
	my %name = (getppid => 'getppid', fork => 'fork', exec => 'exec',
	    pipe => 'pipe', load_quiet => 'quiet.first',
	    many_most => 'many.most', memory => 'memory.listed',
	    floor_big => 'big.floor', load_big_aout => 'big_aout.first');

	for my $module (qw(trivial small big)) {
		$name{"load_$module"} = "$module.first";
		$name{"load_${module}_later"} = "$module.later";
		$name{"unload_$module"} = "$module.unload.first";
	}
	my %figure;
	for my $name (sort keys %name) {
		$figure{$name} = $raw->{ $name{$name} }
		    // die "the guest did not report $name{$name}\n";
	}
	$figure{many_ratio} = sprintf('%.3f',
	    $raw->{'many.last'} / $raw->{'many.first'});
	$figure{floor_ratio} = sprintf('%.2f',
	    $raw->{'big.first'} / $raw->{'big.floor'});
	# 100 modules; a page has 4 KiB.
	$figure{memory_free} = sprintf('%.2f',
	    $raw->{'memory.pages_of_100'} * 4 / 100);
	return %figure;
}

1;
