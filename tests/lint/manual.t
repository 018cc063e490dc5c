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

	# The pages that it looks for are this machine's; ours come next.
	my $said = join('', grep { !/: referenced manual not found:/ }
	    grep { !/^mandoc: outdated mandoc\.db / }
	    `mandoc -mdoc -Tlint '$path' 2>&1`);
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
	$call //= join('', map { "\"$_\"" } # without getopt, one by one
	    $c =~ /strcmp\(argv\[\w+\], "-(\w)"\)/g);
	my $taken = join('', sort(join('', $call =~ /"(.*?)"/g) =~ /\w/g));
	my $usage = join('', $c =~ /"((?:usage: |       )?$name [^;]*?)"[,);]/sg,
	    $c =~ /^#define USAGE(.*?[^\\])$/msg, $c =~
	    /synopsis\[\] =\s*(.*?);/sg);
	is(letters($usage), $taken, "$source: its usage names its options")
	    unless $name eq 'init'; # which nobody calls
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

# The structures are those of the headers, member by member.
sub members
{
	my ($text) = @_;
	my %members;

	$text =~ s{/\*.*?\*/}{}gs;
	while ($text =~ /^struct (\w+) \{\n(.*?)^\};/gms) {
		my ($name, $body) = ($1, $2);
		$members{$name} = $body =~ s/\s+/ /gr =~ s/^ | $//gr;
	}
	return %members;
}
my %declared = members($header . slurp('sys/lkmlist.h'));
$declared{lmc_stat} =~ s/union \{ (.*?;).*?\};/$1/; # by its other name, too
my %told = members($lkm4);
delete $declared{lmc_load};	# which no call has
is(join(' ', grep { !$told{$_} } grep { /^lmc_/ } sort keys %declared), '',
    'lkm(4) tells of each structure');
for my $name (sort keys %told) {
	is($told{$name}, $declared{$name}, "lkm(4): struct $name");
}
for my $flag (($header . slurp('sys/lkmlist.h')) =~ /^#define (LM[FL]_[A-Z]+)/gm) {
	like($lkm4, qr/^\.It Dv $flag$/m, "lkm(4) has $flag");
}

# The calls of intro(2) are those of the kernel.
my ($calls) = slurp($page{'intro(2)'}) =~ /^\.Ss What there is\n(.*?)^\.Ss/ms;
# A __ before and a number behind tell the version of NetBSD that it is of.
my %known = map { (s/^__(\w+?)(?:14|30|50)$/$1/r =~ s/^(f?statvfs)1$/$1/r =~
    s/^exit$/_exit/r =~ s/^break$/brk/r) => 1 }
    slurp('sys/syscall.h') =~ /^#define SYS_(\w+)/gm;
# How many; any by number; the kernel's own; not there.
delete @known{qw(MAXSYSCALL syscall sigreturn lkmnosys0 lkmnosys9)};
my %listed = map { $_ => 1 } map { split(/,\s*|\s+/) }
    grep { !/^\./ } split(/\n/, $calls);
is(join(' ', grep { !$known{$_} } sort keys %listed), '',
    'intro(2) lists no call that there is not');
is(join(' ', grep { !$listed{$_} } sort keys %known), '',
    'intro(2) lists every call');

# Headers of intro(9), files of intro(5), settings of rc(8).
for my $path (slurp($page{'intro(9)'}) =~ /^\.It Pa (sys\/\S+)/gm) {
	ok(-e $path, "intro(9): $path");
}
my $files = slurp($page{'intro(5)'}) . join('', map { slurp($_) }
    glob('share/man/man[58]/*'));
for my $path (glob('etc/*')) {
	my ($name) = $path =~ m{([^/]+)$};
	like($files, qr/^\.(?:It )?Pa .*\b\Q$name\E(?: |$)/m,
	    "$path is told of");
}
my $rc8 = slurp($page{'rc(8)'});
my $settings = join(' ', slurp('etc/rc.conf') =~ /^(\w+)=/gm);
is(join(' ', $rc8 =~ /^\.It Va (\w+)$/gm), $settings,
    'rc(8) has what rc.conf sets');

# What rc(8) says that is done, in this order, is what is done in rc.
my $rc = slurp('etc/rc');
my $order = join('.*', '\. \./MAKEDEV', '\. /etc/rc\.conf', 'hostname "',
    'modules BEFORENET', 'modules BEFOREMOUNT', 'mount -a',
    'modules AFTERMOUNT', '\. /etc/rc\.local', '^raise_securelevel$');
like($rc, qr/$order/ms, 'rc does things in this order');
$order = join('.*', '/dev/MAKEDEV', '/etc/rc\.conf', 'name', 'BEFORENET',
    'BEFOREMOUNT', '/etc/fstab', 'AFTERMOUNT', '/etc/rc\.local',
    'securelevel 7');
my ($told_order) = $rc8 =~ /^\.Bl -enum$(.*?)^\.El$/ms;
like($told_order, qr/$order/s, 'and rc(8) tells it in this order');

# Every program has a page, or a line in its section's intro.
my $links = (slurp('mk/user.mk') =~ /^PROG_LINKS := (.*?[^\\])$/ms)[0];
my %nm = map { $_ => 1 } map { slurp($_) =~ /^\.Nm (\S+)/gm } @pages;
my $intros = slurp($page{'intro(1)'} // '/dev/null') . slurp($page{'intro(8)'});
for my $program (map({ m{([^/]+?)(?:\.c)?$} } glob('bin/* sbin/* usr.bin/* usr.sbin/*')),
    $links =~ m{(\S+):}g) {
	my $name = $program =~ s{.*/}{}r;
	ok($nm{$name} || $intros =~ /^\.It Ic (?:\S+ , )*\Q$name\E(?: ,|$)/m,
	    "$name is told of");
}

# Examples are run by tests/guest/manual.t: it has to see that they are.
for my $path (@pages) {
	is(join('', slurp($path) =~ /^(\.Dl (?![#\$] ).*)$/gm), '',
	    "$path: each example is typed by somebody");
}
done_testing();
