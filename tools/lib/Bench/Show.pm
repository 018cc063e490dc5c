# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Show - what was measured, as lines of text and as tables of a page.
#
# What was measured is a hash: value, figures by name; phases, what
# Bench::Phases returned, by module; charts, a list, what Bench::Curves did.
package Bench::Show;
use strict;
use warnings;
use Bench::Phases;
use Bench::Table;

sub figures
{
	my ($measured) = @_;

	return grep { exists $measured->{value}{ $_->{name} } }
	    Bench::Table::figures();
}

sub verdict
{
	my ($measured, $figure) = @_;
	my $within = Bench::Table::within($figure,
	    $measured->{value}{ $figure->{name} });

	return !defined $within ? '' : $within ? 'ok' : 'over';
}

sub share
{
	my ($count, $name) = @_;

	return sprintf('%.1f', 100 * $count->{$name} / $count->{all});
}

# ---- for a terminal ----

sub figures_text
{
	my ($measured) = @_;
	my $text = sprintf("%-52s %13s %10s %10s\n", 'work', 'Linux 6.1',
	    'bound', 'ours');

	for my $figure (figures($measured)) {
		my $line = sprintf('%-52s %13s %10s %10s %-12s %s',
		    $figure->{work}, (map { Bench::Table::grouped($_) }
		    $figure->{linux}, $figure->{bound},
		    $measured->{value}{ $figure->{name} }), $figure->{unit},
		    verdict($measured, $figure));
		$text .= $line =~ s/ +$//r . "\n";
	}
	return $text;
}

sub phases_text
{
	my ($measured) = @_;
	my $text = sprintf('%-16s', 'a load by phase');
	my @modules = grep { $measured->{phases}{$_} } Bench::Phases::modules();

	return '' unless @modules;
	$text .= sprintf(' %10s       ', $_) for @modules;
	$text =~ s/ +$/\n/;
	for my $name (Bench::Phases::names(), 'all') {
		my @cells = map {
			my $count = $measured->{phases}{$_};
			sprintf(' %10s %5s%%', Bench::Table::grouped(
			    $count->{$name}), share($count, $name));
		} @modules;
		$text .= sprintf("  %-14s%s\n", $name, join('', @cells));
	}
	return $text;
}

sub chart_text
{
	my ($chart) = @_;
	my $row = sub {
		my ($label, @cells) = @_;
		return sprintf("%-44s%s\n", "  $label", join('', map {
		    sprintf(' %10s', Bench::Table::grouped($_)) } @cells));
	};

	return "$chart->{title} ($chart->{y})\n"
	    . $row->($chart->{x}, @{ $chart->{at} })
	    . join('', map { $row->($_->{label}, map { $_->[1] }
	    @{ $_->{points} }) } @{ $chart->{series} });
}

# ---- for docs/performance.md ----

sub row
{
	return '| ' . join(' | ', @_) . " |\n";
}

# The first $left columns are text, the others numbers.
sub head
{
	my ($left, @cells) = @_;

	return row(@cells) . '|' . join('|', map { $_ < $left ? '---'
	    : '---:' } 0 .. $#cells) . "|\n";
}

# What is counted and timed of work; sizes and lines are not for a page.
sub figures_page
{
	my ($measured) = @_;

	return head(1, 'work', 'ours', 'bound', 'Linux 6.1', 'unit')
	    . join('', map { row($_->{work} =~ s/^  /… /r, (map {
	    Bench::Table::grouped($_) } $measured->{value}{ $_->{name} },
	    $_->{bound}, $_->{linux}), $_->{unit}) }
	    grep { $_->{name} !~ /^(size|lines|prompt)_/ }
	    figures($measured));
}

sub phases_page
{
	my ($measured) = @_;
	my @modules = Bench::Phases::modules();
	my $text = head(1, 'phase', map { ($_, '%') } @modules);

	for my $name (Bench::Phases::names(), 'all') {
		$text .= row($name, map {
			my $count = $measured->{phases}{$_};
			(Bench::Table::grouped($count->{$name}),
			    share($count, $name));
		} @modules);
	}
	return $text;
}

sub chart_page
{
	my ($chart) = @_;
	my $text = "![$chart->{title}](load-cost-$chart->{name}.svg)\n\n"
	    . head(1, $chart->{x} =~ s/ \(.*//r,
	    map { Bench::Table::grouped($_) } @{ $chart->{at} });

	for my $series (@{ $chart->{series} }) {
		$text .= row($series->{label}, map {
		    Bench::Table::grouped($_->[1]) } @{ $series->{points} });
	}
	return $text;
}

# Puts the tables into a page, each between its marks
# <!-- bench: NAME --> and <!-- bench: end -->. Dies if a mark is missing.
sub page
{
	my ($measured, $text) = @_;
	my %part = (figures => figures_page($measured),
	    phases => phases_page($measured),
	    map { $_->{name} => chart_page($_) } @{ $measured->{charts} });

	for my $name (sort keys %part) {
		$text =~ s{(<!-- bench: $name -->\n).*?(<!-- bench: end -->)}
		    {$1\n$part{$name}\n$2}s
		    or die "the page has no mark for $name\n";
	}
	return $text;
}

1;
