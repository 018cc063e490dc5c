#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# `make html`: every page of the manual and of docs/ is on the site and can be
# reached from its index; no link and no anchor dangles; nothing points out of
# the folder but to the net; the same sources make the same bytes.

use strict;
use warnings;
use File::Basename qw(dirname);
use File::Find qw(find);
use File::Spec;
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $top = "$FindBin::RealBin/../..";
my $dir = tempdir(CLEANUP => 1);
my $site = "$dir/the site";

is(system("$top/tools/mkhtml", $site), 0, 'the site is made');
is(system("$top/tools/mkhtml", "$dir/again"), 0, 'and again');
is(system('diff', '-r', $site, "$dir/again"), 0, 'the same');
mkdir("$dir/mine");
open(my $file, '>', "$dir/mine/file") or die "$dir/mine: $!\n";
close($file);
for my $what ('something else', 'a site of somebody else') {
	isnt(system("$top/tools/mkhtml '$dir/mine' 2>/dev/null"), 0,
	    "a folder with $what in it is refused");
	ok(-e "$dir/mine/file", 'and left alone');
	open(my $index, '>', "$dir/mine/index.html") or die "$dir: $!\n";
	print $index "<html><title>Mine</title></html>\n";
	close($index);
}

my %text;	# path on the site => text, of pages
my %file;
find({ no_chdir => 1, wanted => sub {
	return unless -f;
	my $path = File::Spec->abs2rel($_, $site);
	$file{$path} = 1;
	return unless /\.html$/;
	open(my $in, '<', $_) or die "$_: $!\n";
	local $/;
	$text{$path} = <$in>;
} }, $site);

# Where links lead, the page's folder and all '..' taken into account.
sub target
{
	my ($page, $link) = @_;
	my @parts;

	for my $part (split(m{/}, dirname($page) . "/$link")) {
		next if $part eq '.' || $part eq '';
		if ($part eq '..') {
			return undef unless @parts;
			pop(@parts);
		} else {
			push(@parts, $part);
		}
	}
	return join('/', @parts);
}

my %to;		# page => the pages it points at
my $links = 0;
for my $page (sort keys %text) {
	my @bad;
	for my $link ($text{$page} =~ /\b(?:href|src)="([^"]*)"/g) {
		next if $link =~ m{^https?://};
		$links++;
		my ($path, $anchor) = $link =~ /^([^#]*)(?:#(.*))?$/;
		my $target = $path eq '' ? $page : target($page, $path);
		if (!defined $target || !$file{$target}) {
			push(@bad, $link);
			next;
		}
		push(@{ $to{$page} }, $target);
		push(@bad, $link) if defined $anchor && $anchor ne '' &&
		    ($text{$target} // '') !~ /\bid="\Q$anchor\E"/;
	}
	is("@bad", '', "$page: its links lead somewhere");
}
cmp_ok($links, '>', 100, 'there are links');

my %reached = ('index.html' => 1);
my @todo = ('index.html');
while (defined(my $page = shift @todo)) {
	push(@todo, grep { !$reached{$_}++ } @{ $to{$page} // [] });
}
is(join(' ', grep { !$reached{$_} } sort keys %text), '',
    'every page is reached from the index');

for my $path (glob("'$top/share/man/man*/*'")) {
	my ($name) = $path =~ m{([^/]+)$};
	ok($text{"man/$name.html"}, "$name is on the site");
}
for my $path (glob("'$top/docs/*.md'")) {
	my ($name) = $path =~ m{([^/]+)\.md$};
	ok($text{"docs/$name.html"}, "docs/$name.md is on the site");
}
like($text{'docs/layout.html'}, qr/<table>.*kern(\/|&#47;)kobj/s,
    'tables are tables');
like($text{'man/modload.8.html'}, qr/href="modunload\.8\.html"/,
    'pages of the manual refer to each other');
done_testing();
