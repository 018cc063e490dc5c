#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The manual's sources: mandoc has nothing to say about them, what they refer
# to exists, nothing that is to be told is forgotten, and the options that a
# program takes, tells of and is described with are the same.

use strict;
use warnings;
use FindBin;
use Test::More;

chdir("$FindBin::RealBin/../..") or die "chdir: $!\n";

sub slurp
{
	open(my $in, '<', $_[0]) or die "$_[0]: $!\n";
	local $/;
	return <$in>;
}

# The letters of options in a text, in order.
sub letters
{
	my %seen;

	for my $cluster ($_[0] =~ /(?<![\w.])-([A-Za-z]+)(?![\w-])/g) {
		$seen{$_} = 1 for split(//, $cluster);
	}
	return join('', sort keys %seen);
}

my @pages = glob('share/man/man[1-9]/*.[1-9]');
my %page = map { m{/([^/]+)\.(\d)$} ? ("$1($2)" => $_) : () } @pages;
for my $name (qw(lkm(4) modload(8) modunload(8) modstat(8) lkm.conf(5) rc(8)
    rc.lkm(8) securelevel(7) sysctl(8) lkm(9))) {
	ok($page{$name}, "there is $name");
}

for my $path (@pages) {
	my $text = slurp($path);

	my $said = `mandoc -mdoc -Tlint -Wwarning '$path' 2>&1`;
	is($said, '', "$path: mandoc finds nothing");
	my @lost = grep { !$page{$_} }
	    map { /^(\S+) (\d)/ ? "$1($2)" : $_ } $text =~ /^\.Xr (.*)$/gm;
	is("@lost", '', "$path: refers to pages that there are");
	my ($name, $section) = $path =~ m{([^/]+)\.(\d)$};
	like($text, qr/^\.Dt \U\Q$name\E $section$/m, "$path: its title");
	like(`mandoc -mdoc -Tascii -Owidth=78 '$path' | col -b | expand`,
	    qr/\A(?:.{0,80}\n)*\z/, "$path: fits 80 columns");
}

# Each program: what getopt is asked for, its usage, its page.
for my $path (grep { m{/man[18]/} } @pages) {
	my ($name, $section) = $path =~ m{([^/]+)\.(\d)$};
	my ($source) = grep { -e } map { ("$_/$name.c", "$_/$name/$name.c") }
	    qw(bin sbin usr.bin usr.sbin);
	next unless $source;
	my $c = slurp($source);
	my ($synopsis) = slurp($path) =~ /^\.Sh SYNOPSIS\n(.*?)^\.Sh /ms;

	my ($call) = $c =~ /getopt\(argc, argv,([^;{]*)\)\) != -1/;
	($call) = $c =~ /\boptions = ([^;]*);/ if ($call // '') =~ /options/;
	my $taken = join('', sort(join('', ($call // '') =~ /"(.*?)"/g) =~ /\w/g));
	my $usage = join('', $c =~ /"((?:usage: |       )?$name [^;]*?)"[,);]/sg,
	    $c =~ /^#define USAGE(.*?[^\\])$/msg, $c =~
	    /synopsis\[\] =\s*(.*?);/sg);
	is(letters($usage), $taken, "$source: its usage names its options");
	my %fl = map { $_ => 1 } map { split(//) }
	    $synopsis =~ /\bFl (\w+)/g;
	is(join('', sort keys %fl), $taken, "$path: so does SYNOPSIS");
	my @told = map { /^\.It Fl (\w)/ ? $1 : () } split(/\n/, slurp($path));
	is(join('', sort @told), $taken, "$path: each is described");
}

# All that is ours is told.
my $header = slurp('sys/lkm.h');
my $lkm4 = slurp($page{'lkm(4)'});
for my $call ($header =~ /^#define (LM[A-Z]+)\s+_IO/gm) {
	like($lkm4, qr/^\.It Dv $call\b/m, "lkm(4) has $call");
}
my $lkm9 = slurp($page{'lkm(9)'});
for my $macro ($header =~ /^#define (MOD_[A-Z]+|DISPATCH)\(/gm) {
	like($lkm9, qr/^\.Fn $macro /m, "lkm(9) has $macro");
}
for my $function ('lkmdispatch', 'lkmexists', 'lkm_nofunc', 'sys_lkmnosys') {
	like($lkm9, qr/^\.It Fn $function /m, "lkm(9) has $function");
}
done_testing();
