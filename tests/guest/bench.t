#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What `make bench` counts is the same in each run, and within its bounds.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../tools/lib";
use Bench::Boot;
use Bench::Guest;
use Bench::Linked;
use Bench::Table;
use Test::More;

my $top = "$FindBin::RealBin/../..";

# All parts; a part that cannot be measured is a failed test, not the end.
sub count
{
	my %value;

	for my $measure (\&Bench::Guest::count, \&Bench::Boot::count,
	    \&Bench::Linked::count) {
		eval {
			%value = (%value, $measure->($top));
			1;
		} or do {
			my $reason = $@;
			fail('what is counted is counted');
			diag($reason);
		};
	}
	return %value;
}

my %first = count();
my %second = count();
for my $figure (Bench::Table::figures()) {
	my ($name, $work) = @$figure{qw(name work)};
	next unless exists $first{$name};
	is($second{$name}, $first{$name}, "$name, $work: twice the same");
	next unless defined $figure->{bound};
	cmp_ok($first{$name}, '<=', $figure->{bound},
	    "$name, $work: within its bound");
}

# A counted figure that has a bound must not go missing; others vary.
my %timed = map { $_ => 1 } qw(prompt_direct prompt_iso ext2_read_ratio
    ext2_write_ratio);
is(join(' ', grep { !exists $first{$_} && !$timed{$_} }
    map { $_->{name} } grep { defined $_->{bound} } Bench::Table::figures()),
    '', 'every bound was looked at');

done_testing();
