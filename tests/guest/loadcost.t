#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What a load costs grows with the object and with nothing else: no faster
# than in proportion with its relocations, undefined names and global symbols,
# and not at all with the modules that are loaded. What each phase of a load
# executes is all accounted for. The plots of `make bench` show each point.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../tools/lib";
use Bench::Curves;
use Bench::Phases;
use Bench::Plot;
use Test::More;

my $top = "$FindBin::RealBin/../..";

# ---- curves ----

# From the middle to the end, not more than 1.1 times as much is added as from
# the start to the middle, for as many steps.
sub in_proportion
{
	my ($chart, $series) = @_;
	my ($start, $middle, $end) = @{ $series->{points} };
	my $scale = ($end->[0] - $middle->[0]) / ($middle->[0] - $start->[0]);
	my $first = $middle->[1] - $start->[1];
	my $second = $end->[1] - $middle->[1];

	ok($second <= 1.1 * $scale * $first,
	    "$chart->{title}: $series->{label}: a straight line")
	    or diag("from $start->[0] to $middle->[0] $first more, from there "
	    . "to $end->[0] $second more");
}

# Not more than 1.05 times as much at the end.
sub level
{
	my ($chart, $series) = @_;
	my ($start, $end) = @{ $series->{points} }[0, -1];

	cmp_ok($end->[1], '<=', 1.05 * $start->[1],
	    "$chart->{title}: $series->{label}: as much as at the start");
}

my @charts = eval { Bench::Curves::measure($top, 1) };
is($@, '', 'the curves are measured');
my %seen;
for my $chart (@charts) {
	$seen{ $chart->{name} } = 1;
	for my $series (@{ $chart->{series} }) {
		if ($chart->{name} eq 'modules') {
			level($chart, $series);
		} elsif ($series->{label} ne 'unload' ||
		    $chart->{name} ne 'relocations') {
			in_proportion($chart, $series);
		}
	}
}
is(join(' ', sort keys %seen), 'globals modules names relocations',
    'all of the curves');

# An unload has nothing to do with relocations.
my ($relocations) = grep { $_->{name} eq 'relocations' } @charts;
my ($unload) = grep { $_->{label} eq 'unload' } @{ $relocations->{series} };
cmp_ok($unload->{points}[-1][1], '<=', 1.1 * $unload->{points}[0][1],
    'an unload does not depend on relocations');

# ---- phases ----

my %phases = eval { Bench::Phases::measure($top) };
is($@, '', 'the phases are measured');
for my $module (Bench::Phases::modules()) {
	my $count = $phases{$module} // {};
	my $sum = 0;

	$sum += $count->{$_} // 0 for Bench::Phases::names();
	is($sum, $count->{all}, "$module: all instructions have a phase");
	my @idle = grep { !$count->{$_} } Bench::Phases::names();
	is("@idle", '', "$module: each phase executes something");
	next if $module eq 'trivial';
	cmp_ok($count->{other}, '<=', $count->{all} / 10,
	    "$module: no more than a tenth is the rest");
}

# A function that the kernel does not have is a mistake in the table.
my $said = `"$top/tools/guestprof" -P a=no_such_function true 2>&1`;
isnt($?, 0, 'a phase of a function that is not there');
like($said, qr/^guestprof: phase a: .* no function no_such_function/,
    '  is told');

# ---- plots ----

# Is this XML well-formed? Returns what is wrong, or ''. Takes the whole
# document: elements, text, attributes and the five entities.
sub malformed
{
	my ($xml) = @_;
	my $text = qr/(?:[^<&]|&(?:amp|lt|gt|quot|apos);)*/;
	my $attribute = qr/\s+[\w:-]+="(?:[^<&"]|&(?:amp|lt|gt|quot|apos);)*"/;
	my @open;

	for (;;) {
		$xml =~ /\G$text/gc;
		return @open ? "<$open[-1]> is not closed" : ''
		    if pos($xml) == length($xml);
		if ($xml =~ m{\G<([\w:-]+)((?:$attribute)*)\s*(/?)>}gc) {
			my ($name, $attributes, $empty) = ($1, $2, $3);
			my %names;
			$names{$_}++ and return "$name: $_ twice"
			    for $attributes =~ /([\w:-]+)="/g;
			push @open, $name unless $empty;
		} elsif ($xml =~ m{\G</([\w:-]+)>}gc) {
			my $name = pop @open // '';
			return "<$name> ends as </$1>" if $name ne $1;
		} else {
			return 'at ' . substr($xml, pos($xml), 40);
		}
	}
}

isnt(malformed($_), '', "not XML: $_")
    for '<a>', '<a></b>', '<a b="<"/>', '<a b="1" b="2"/>', '&', '<a b=1/>';
is(malformed('<a b="&lt;">x<c/></a>'), '', 'XML');

for my $chart (@charts, {
	title => 'A <title> & "more"', x => 'x', y => 'y', log_x => 0,
	series => [{ label => 'nothing & all', points => [[0, 0]] }] }) {
	my $svg = Bench::Plot::svg($chart);
	my $name = $chart->{title};

	is(malformed($svg), '', "$name: the plot is XML");
	like($svg, qr{\A<svg xmlns="http://www\.w3\.org/2000/svg" },
	    "$name: it is SVG");
	my $points = 0;
	$points += @{ $_->{points} } for @{ $chart->{series} };
	is(scalar(() = $svg =~ /<circle /g), $points,
	    "$name: as many points as were measured");
	is(scalar(() = $svg =~ /<polyline /g), @{ $chart->{series} },
	    "$name: a line for each series");
	unlike($svg, qr/nan|inf/i, "$name: only numbers");
	is(Bench::Plot::svg($chart), $svg, "$name: the same each time");
}

# Ticks are round, and reach as far as what is shown.
for my $case ([0, '0 1'], [3, '0 1 2 3'], [7, '0 2 4 6 8'],
    [40_000, '0 10000 20000 30000 40000'], [61, '0 20 40 60 80'],
    [756_230, '0 200000 400000 600000 800000']) {
	is(join(' ', Bench::Plot::ticks($case->[0])), $case->[1],
	    "ticks up to $case->[0]");
}

done_testing();
