# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Curves - what a load costs, by what there is more and more of.
#
# Each curve has a name, for its file; a chart's title and labels, see
# Bench::Plot; the numbers at which it is measured; and series, each with the
# name under which the guest reports it, %d being the number. mk/bench.mk
# says what is in the objects.
package Bench::Curves;
use strict;
use warnings;
use Bench::Guest;

my @curves = (
	{ name => 'relocations',
	    title => 'Load of a module of 1 MiB, by its relocations',
	    x => 'relocations',
	    at => [0, 1000, 2000, 5000, 10_000, 20_000, 40_000],
	    few => [0, 20_000, 40_000],
	    series => [
		{ label => 'load', report => 'relocs%d.later' },
		{ label => 'floor: a copy, an addition a relocation',
		    report => 'relocs%d.floor' },
		{ label => 'load as an a.out object',
		    report => 'aout%d.later' },
		{ label => 'unload', report => 'relocs%d.unload.later' } ] },
	{ name => 'names',
	    title => 'Load of a module of 64 KiB, by its undefined names',
	    x => 'undefined names',
	    at => [50, 100, 200, 400, 600],
	    few => [200, 400, 600],
	    series => [
		{ label => 'another module has them',
		    report => 'module%d.later' },
		{ label => 'the kernel has them',
		    report => 'kernel%d.later' } ] },
	{ name => 'globals',
	    title => 'Load of a module of 1 MiB, by its global symbols',
	    x => 'global symbols',
	    at => [0, 1000, 2000, 5000, 10_000],
	    few => [0, 5000, 10_000],
	    series => [
		{ label => 'load', report => 'globals%d.later' },
		{ label => 'unload', report => 'globals%d.unload.later' } ] },
	{ name => 'modules',
	    title => 'Load of a module, by the modules that are loaded',
	    x => 'modules loaded (logarithmic)', log_x => 1,
	    at => [1, 10, 100, 300, 1000, 3000],
	    few => [1, 1000],
	    series => [
		{ label => 'load, 64 KiB, using 50 names of another',
		    report => 'load.user.%d' },
		{ label => 'unload of that one', report => 'unload.user.%d' },
		{ label => 'load, small, offering 10 names',
		    report => 'load.%d' },
		{ label => 'unload of the small one',
		    report => 'unload.%d' } ] },
);

# The guest's commands for all curves.
sub works
{
	my (%at) = @_;
	my @works;

	for my $n (@{ $at{relocations} }) {
		push @works, "./bench load relocs$n /curves/relocs$n.o",
		    "./bench load aout$n /curves/aout$n.o",
		    "./bench floor relocs$n /curves/relocs$n.o";
	}
	push @works, map { "./bench load globals$_ /curves/globals$_.o" }
	    @{ $at{globals} };
	push @works, map { "./bench load kernel$_ /curves/kernel$_.o" }
	    @{ $at{names} };
	push @works, 'modload /curves/provider.o >/dev/null',
	    (map { "./bench load module$_ /curves/module$_.o" }
	    @{ $at{names} }), 'modunload -n provider';
	my $numbers = join(',', @{ $at{modules} });
	return (@works, './bench grow /curves/filler.o /curves/provider.o '
	    . "/curves/module50.o $numbers");
}

# Measures all curves: at all numbers, or at a few. Returns charts for
# Bench::Plot, each with its name and its numbers. Dies when one cannot be.
sub measure
{
	my ($top, $few) = @_;
	my %at = map { $_->{name} => $_->{ $few ? 'few' : 'at' } } @curves;
	my %raw = Bench::Guest::run($top, ['-t', 300, '-m', 128, '-p',
	    "$top/build/bench/curves:/curves"], works(%at));

	my @charts;
	for my $curve (@curves) {
		my %chart = (y => 'instructions', log_x => 0, %$curve);
		delete @chart{qw(few)};
		$chart{at} = $at{ $curve->{name} };
		$chart{series} = [map { {
			label => $_->{label},
			points => points($_->{report}, $chart{at}, \%raw),
		} } @{ $curve->{series} }];
		push @charts, \%chart;
	}
	return @charts;
}

sub points
{
	my ($report, $at, $raw) = @_;
	my @points;

	for my $n (@$at) {
		my $name = sprintf($report, $n);
		my $value = $raw->{$name}
		    // die "the guest did not report $name\n";
		push @points, [$n + 0, $value + 0];
	}
	return \@points;
}

1;
