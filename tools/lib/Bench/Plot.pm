# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Plot - a line chart as SVG, which a browser or an editor shows.
#
# The same figures give the same bytes: no date, no random identifiers, and
# every coordinate with one digit behind the point.
package Bench::Plot;
use strict;
use warnings;
use Bench::Table;

use constant {
	WIDTH => 760,		# of the picture, in pixels
	LEFT => 100,		# of the area with the lines: room for ticks
	RIGHT => 730,
	TOP => 50,
	BOTTOM => 360,
	LEGEND => 430,		# its first line
	LINE => 20,		# of the legend
	STEPS => 6,		# about so many ticks
};

# Colours that are told apart by those who do not see all of them, and
# dashes for a print in black.
my @styles = (['#0072b2', ''], ['#d55e00', '6 3'], ['#009e73', '2 3'],
    ['#a0468c', '8 3 2 3'], ['#5a5a5a', '12 4']);

sub escape
{
	my ($text) = @_;
	my %name = ('&' => 'amp', '<' => 'lt', '>' => 'gt', '"' => 'quot');

	return $text =~ s/([&<>"])/&$name{$1};/gr;
}

# Numbers from 0 to at least $most, a round step apart: 1, 2 or 5 with zeros.
sub ticks
{
	my ($most) = @_;
	my $step = 1;

	for (my $i = 0; $step * STEPS < $most; $i++) {
		$step *= $i % 3 == 1 ? 2.5 : 2;
	}
	my @ticks = (0);
	push @ticks, $ticks[-1] + $step while $ticks[-1] < $most;
	push @ticks, $step if @ticks == 1;
	return @ticks;
}

sub most
{
	my ($most, @numbers) = @_;

	for (@numbers) {
		$most = $_ if $_ > $most;
	}
	return $most;
}

# How x becomes a place on the axis, and the axis' ticks. A logarithmic axis
# has its ticks where something was measured.
sub x_axis
{
	my ($logarithmic, @x) = @_;
	my %seen = map { $_ => 1 } @x;
	my @ticks = sort { $a <=> $b } keys %seen;

	if ($logarithmic) {
		my $low = log($ticks[0]);
		my $range = (log($ticks[-1]) - $low) || 1;
		return (sub {
			LEFT + (RIGHT - LEFT) * (log($_[0]) - $low) / $range;
		}, @ticks);
	}
	@ticks = ticks($ticks[-1]);
	my $end = $ticks[-1];
	return (sub { LEFT + (RIGHT - LEFT) * $_[0] / $end }, @ticks);
}

sub text
{
	my ($x, $y, $anchor, $text, $more) = @_;

	return sprintf("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>"
	    . "%s</text>\n", $x, $y, $anchor, $more // '', escape($text));
}

sub line
{
	my ($x1, $y1, $x2, $y2, $colour) = @_;

	return sprintf("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
	    . "y2=\"%.1f\" stroke=\"%s\"/>\n", $x1, $y1, $x2, $y2, $colour);
}

# The axes with their ticks and labels.
sub frame
{
	my ($chart, $x_of, $x_ticks, $y_of, $y_ticks) = @_;
	my $svg = text((LEFT + RIGHT) / 2, 28, 'middle', $chart->{title},
	    ' font-size="16" font-weight="bold"');

	for my $y (@$y_ticks) {
		my $at = $y_of->($y);
		$svg .= line(LEFT, $at, RIGHT, $at, '#dddddd')
		    . text(LEFT - 8, $at + 4, 'end', Bench::Table::grouped($y));
	}
	for my $x (@$x_ticks) {
		my $at = $x_of->($x);
		$svg .= line($at, TOP, $at, BOTTOM + 5, '#dddddd')
		    . text($at, BOTTOM + 20, 'middle', Bench::Table::grouped($x));
	}
	$svg .= line(LEFT, BOTTOM, RIGHT, BOTTOM, '#333333')
	    . line(LEFT, TOP, LEFT, BOTTOM, '#333333');
	$svg .= text((LEFT + RIGHT) / 2, BOTTOM + 42, 'middle', $chart->{x});
	my $middle = (TOP + BOTTOM) / 2;
	return $svg . text(20, $middle, 'middle', $chart->{y},
	    sprintf(' transform="rotate(-90 20 %.1f)"', $middle));
}

# One line with its points, and its line of the legend.
sub series
{
	my ($series, $style, $legend_y, $x_of, $y_of) = @_;
	my ($colour, $dashes) = @$style;
	my $stroke = "stroke=\"$colour\" stroke-width=\"2\""
	    . ($dashes ? " stroke-dasharray=\"$dashes\"" : '');
	my @points = @{ $series->{points} };

	my $svg = "<polyline fill=\"none\" $stroke points=\""
	    . join(' ', map { sprintf('%.1f,%.1f', $x_of->($_->[0]),
	    $y_of->($_->[1])) } @points) . "\"/>\n";
	for my $point (@points) {
		my ($x, $y) = @$point;
		$svg .= sprintf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" "
		    . "fill=\"%s\"><title>%s</title></circle>\n",
		    $x_of->($x), $y_of->($y), $colour,
		    escape("$series->{label}, " . Bench::Table::grouped($x) . ': '
		    . Bench::Table::grouped($y)));
	}
	my $at = $legend_y - 4;
	$svg .= sprintf("<path d=\"M%d %dH%d\" %s/>\n", LEFT, $at, LEFT + 30,
	    $stroke);
	return $svg . text(LEFT + 40, $legend_y, 'start', $series->{label});
}

# A chart has title, x and y (labels with units), log_x, and series, each
# with a label and points [x, y]. All numbers are positive, or 0 where the
# axis is not logarithmic. Returns the SVG.
sub svg
{
	my ($chart) = @_;
	my @points = map { @{ $_->{points} } } @{ $chart->{series} };
	my ($x_of, @x_ticks) = x_axis($chart->{log_x}, map { $_->[0] }
	    @points);
	my @y_ticks = ticks(most(map { $_->[1] } @points));
	my $y_of = sub {
		BOTTOM - (BOTTOM - TOP) * $_[0] / $y_ticks[-1];
	};
	my $height = LEGEND + LINE * @{ $chart->{series} };

	my $svg = sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    . "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
	    . "font-family=\"sans-serif\" font-size=\"12\" "
	    . "fill=\"#222222\">\n", WIDTH, $height, WIDTH, $height);
	$svg .= sprintf("<rect width=\"%d\" height=\"%d\" fill=\"#fcfcfa\" "
	    . "stroke=\"none\"/>\n", WIDTH, $height);
	$svg .= frame($chart, $x_of, \@x_ticks, $y_of, \@y_ticks);
	my $i = 0;
	for my $series (@{ $chart->{series} }) {
		$svg .= series($series, $styles[$i % @styles],
		    LEGEND + LINE * $i, $x_of, $y_of);
		$i++;
	}
	return "$svg</svg>\n";
}

1;
