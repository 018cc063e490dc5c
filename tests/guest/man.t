#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# man in the guest: every page of the sources is there under each of its
# names, sections and summaries are found, what is not there is said; and on
# a terminal the pager stops where the screen ends, however large it is.

use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin;
use IPC::Open2;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(top);
use Test::More;
use Time::HiRes qw(time);

my $top = abs_path(top());
my @pages = glob("'$top/share/man/man*/*'");
cmp_ok(scalar(@pages), '>=', 17, 'there are pages');

my $guest = Graft::VM->new;

# With the output to a file, since the guest's is a terminal.
sub check
{
	my ($name, $command, $expected, $status) = @_;

	$guest->check($name, "{ $command ; } >/tmp/out 2>&1\n" .
	    's=$?; cat /tmp/out; exit $s', $expected, $status);
}

for my $path (@pages) {
	my ($name, $section) = $path =~ m{([^/]+)\.(\d)$};
	check("$name($section)",
	    "man -w $section $name && man $section $name", sub {
		my ($output) = @_;
		my $title = uc($name);
		return $output =~ m{\A/usr/share/man/cat$section/\Q$name\E\.0\n
		    \Q$title\E\($section\)\ .*\n\nNAME\n}x &&
		    $output !~ /\x08/ &&
		    $output !~ /^.{81}/m && $output =~ /^Graft 0\.1 /m;
	    });
}
check('the first section that has it', 'man -w intro lkm rc',
    "/usr/share/man/cat1/intro.0\n/usr/share/man/cat4/lkm.0\n" .
    "/usr/share/man/cat8/rc.0\n");
check('another name of a page', 'man -w MOD_SYSCALL apropos',
    "/usr/share/man/cat9/lkm.0\n/usr/share/man/cat1/man.0\n");
check('one that is not there', 'man nothing',
    "man: there is no page nothing; man -k nothing looks for the word in the "
    . "summaries\n", 1);
check('in another section', 'man 5 modload',
    "man: there is no page modload in section 5, but one in section 8\n", 1);
check('nor there', 'man 5 nothing', "man: there is no page nothing\n",
    1);
check('a path', 'man ../cat8/modload', qr/\Aman: there is no page/, 1);
check('the others are shown', 'man -w nothing modload',
    qr{\Aman: there is no page nothing;.*\n/usr/share/man/cat8/modload\.0\n},
    1);
check('a section alone', 'man 8', qr/\Aman: which page of section 8\?/,
    1);
check('man -k', 'man -k MODLOAD',
    "modload (8) - load a module into the running kernel\n");
check('apropos', 'apropos xyzzy securelevel',
    "apropos: xyzzy: no summary has this word\n" .
    "securelevel (7) - what even root may not do\n", 1);
check('no operand', 'man', qr/\Ausage: man /, 1);
check('no such option', 'man -z x', qr/usage: man /, 1);
check('-k and -w', 'man -kw x', qr/\Ausage: man /, 1);
check('apropos alone', 'apropos', "usage: apropos word ...\n", 1);
check('a pager of their own is for terminals', 'PAGER=nothing man -k intro',
    qr/^intro \(1\)/);
# What a page says there is.
open(my $sysctl, '<', "$top/share/man/man8/sysctl.8") or die "sysctl.8: $!\n";
for my $name (map { /^\.It Va (\S+)$/ } <$sysctl>) {
	check("sysctl(8): $name", "sysctl -d $name", qr/\A\Q$name\E: \S/);
}
close($sysctl);
$guest->boot;

# The console, as `make run` gives it.
my $pid = open2(my $screen, my $keys, 'setpriv', '--pdeathsig', 'TERM', '--',
    "$top/tools/vm");
my $deadline = time + 40;

# The screen until it matches, or until there is nothing more to come.
sub until_seen
{
	my ($pattern) = @_;
	my $got = '';

	while ($got !~ $pattern && time < $deadline) {
		my $ready = '';
		vec($ready, fileno($screen), 1) = 1;
		select($ready, undef, undef, $deadline - time) > 0 or last;
		sysread($screen, $got, 65536, length($got)) or last;
	}
	$got =~ s/\r\n/\n/g;
	return $got;
}

sub type
{
	my ($text, $pattern) = @_;

	syswrite($keys, $text);
	return until_seen($pattern);
}

until_seen(qr/# \z/);
my $seen = type("stty rows 12 cols 80; man modload\n", qr/--More--/);
is(scalar(() = $seen =~ /\n/g), 12, 'the command, and a screen less one line');
like($seen, qr/\e\[;1mmodload\e\[m|\e\[;1mNAME\e\[m/, 'bold is bold');
unlike($seen, qr/\x08/, 'and not struck twice');
$seen = type(' ', qr/--More--/);
is(scalar(() = $seen =~ /\n/g), 11, 'the next screen');
$seen = type("\n", qr/--More--/);
is(scalar(() = $seen =~ /\n/g), 1, 'one line');
like(type('q', qr/# \z/), qr/# \z/, 'q ends it');
like(type("echo status \$?\n", qr/^status.*# \z/ms), qr/^status 0$/m, 'with status 0');
like(type("PAGER=cat man modstat; echo done\n", qr/^done\r?\n# \z/m),
    qr/lkm\(4\), modload\(8\)/, 'another pager, which does not stop');
like(type("stty rows 24 cols 80; PAGER=nonesuch man modstat; echo status \$?\n",
    qr/^status \d+\r?\n# \z/ms), qr/nonesuch: not found.*^status 1$/ms,
    'one that is not there');
$seen = type("stty rows 12 cols 80; man lkm\n", qr/--More--/);
$seen .= type('f', qr/--More--/) . type('f', qr/--More--/) .
    type('f', qr/--More--/);
like($seen, qr/\e\[;4mlmc_loadobj\e\[m/, 'an underscore is as what is around');
type('q', qr/# \z/);
$seen = type("stty rows 12 cols 39; man modload\n", qr/--More--/);
cmp_ok(scalar(() = $seen =~ /\n/g), '<', 12,
    'on a narrow one lines take several of the screen');
like(type('q', qr/# \z/), qr/# \z/, 'q, again');
type("halt -p\n", qr/halted/);
close($keys);
close($screen);
waitpid($pid, 0);
done_testing();
