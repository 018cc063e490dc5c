#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The READMEs tell the truth: the sessions that they show are typed into the
# console that `make run` gives, and the screen has to look the same; the
# first module is made and loaded with the commands that are there; the lines
# of source that are explained are in the source; what is pointed at exists.
#
# A page that wants a machine with more in it says so by a line
#	<!-- qemu: -device edu -->
# of arguments for QEMU; one guest has what all pages want.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use FindBin;
use IPC::Open2;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(top);
use Test::More;
use Time::HiRes qw(time);

my $top = abs_path(top());
my $deadline = time + 60;

sub slurp
{
	open(my $in, '<', "$top/$_[0]") or die "$_[0]: $!\n";
	local $/;
	return <$in>;
}

# The indented blocks of a page, each a string.
sub blocks
{
	my ($page) = @_;

	return map { s/^    //gmr } slurp($page) =~
	    /(?:\A|\n\n)((?:    [^\n]*\n)+)/g;
}

# What may differ from one build or boot to another. QEMU takes a moment to
# switch off, in which the kernel may begin to say that it has halted.
sub normal
{
	my ($text) = @_;

	$text =~ s/\d+ KiB free/N KiB free/g;
	$text =~ s/\bpid \d+/pid N/g;
	$text =~ s/\bloaded at 0x\K[0-9a-f]+/N/g;
	$text =~ s/\w\K\+0x[0-9a-f]+/+0xN/g;
	my $end = "The operating system has halted.\n";
	$text =~ s/^# halt -p\n\K(.*)\z/index($end, $1) == 0 ? '' : $1/mse;
	$text =~ s/[ \t]+$//gm;
	return $text;
}

# The screen until the next prompt, or until the guest is gone.
sub until_prompt
{
	my ($screen) = @_;
	my $got = '';

	while ($got !~ /^# \z/m && time < $deadline) {
		my $ready = '';
		vec($ready, fileno($screen), 1) = 1;
		select($ready, undef, undef, $deadline - time) > 0 or last;
		sysread($screen, $got, 65536, length($got)) or last;
	}
	return $got =~ s/\r//gr;
}

# Types commands on the console of a new guest with these options.  Returns
# the screen, in pieces: what it shows by itself, then what follows each command.
sub session
{
	my ($options, @commands) = @_;
	my $pid = open2(my $screen, my $keys, 'setpriv', '--pdeathsig',
	    'TERM', '--', "$top/tools/vm", @$options);

	my @seen = until_prompt($screen);
	for my $command (@commands) {
		syswrite($keys, "$command\n");
		push @seen, until_prompt($screen);
	}
	close($keys);
	close($screen);
	waitpid($pid, 0);
	return ($?, @seen);
}

sub commands
{
	return $_[0] =~ /^# (.*)$/gm;
}

# README.md's sessions: from `make run` to the shell after it.
my @blocks = blocks('README.md');
my ($status, @seen);
for (['run-linux', '-p', "$top/build/linux/root:/"], ['run', '--iso']) {
	my ($target, @options) = @$_;
	my $shown = shift @blocks;

	ok($shown =~ s/\A\$ make $target\n// && $shown =~ s/^\$\n\z//m,
	    "the session goes from make $target to the shell after it");
	SKIP: {
		skip("build/linux is not there: 'make linux-programs'", 2)
		    if $target eq 'run-linux' && !-e "$top/build/linux/root.made";
		($status, @seen) = session(\@options, commands($shown));
		is($status, 0, "$target: the guest has switched itself off");
		is(normal(join('', @seen)), normal($shown),
		    "$target: the screen is as README.md shows it");
	}
}

# "Your first module", in a home of its own.
my $home = tempdir(CLEANUP => 1);
symlink($top, "$home/graft") or die "symlink: $!\n";
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL GRAFT)};
my ($make) = grep { /^cp -r share/ } @blocks;
my ($run) = grep { /tools\/vm run -p/ } @blocks;
{
	local $ENV{HOME} = $home;
	open(my $out, '-|', 'bash', '-c',
	    "exec 2>&1; set -e; cd ~/graft; $make$run")
	    or die "bash: $!\n";
	my $output = do { local $/; <$out> };
	close($out);
	is($?, 0, 'the commands for the first module work');
	like($output, qr/^Module loaded as ID 0\n.*^MISC .* hello\n.*^hello: loaded at 0xf0/ms,
	    'and the module is there');
}

# The modules' own pages: sessions, and lines of the source. Blocks of the
# shell or of a Makefile are none of these.
my @pages = map { substr($_, length($top) + 1) }
    glob("'$top/share/lkm/*/*/README.md'");
my %screens;
for my $page (@pages) {
	my $source = join('', map { slurp(substr($_, length($top) + 1)) }
	    glob("'" . dirname("$top/$page") . "/*.{[ch],asm,sh}'"));
	for my $block (blocks($page)) {
		if ($block =~ /^# /) {
			push @{ $screens{$page} }, $block;
		} elsif ($block !~ /^(KMOD |tools\/|make |Type )/) {
			(my $line = $block) =~ s/\n.*//s;
			ok(index($source, $block) >= 0,
			    "$page: '$line' is in the source");
		}
	}
}
my @all = map { @{ $screens{$_} // [] } } @pages;
my @machine = map { slurp($_) =~ /^<!-- qemu: (.*) -->$/mg } @pages;
($status, @seen) = session(['--iso', '-q', join(' ', @machine)], (map { commands($_) } @all), 'halt -p');
shift @seen;
for my $page (@pages) {
	for my $block (@{ $screens{$page} // [] }) {
		my $n = () = commands($block);
		my $screen = '# ' . join('', splice(@seen, 0, $n));
		$screen =~ s/^# \z//m;
		is(normal($screen), normal($block),
		    "$page: the screen is as it shows");
	}
}

for my $page ('README.md', @pages,
    map { substr($_, length($top) + 1) } glob("'$top/docs/*.md'")) {
	for my $link (slurp($page) =~ /\]\(([^):#]+)[^):]*\)/g) {
		ok(-e "$top/" . dirname($page) . "/$link",
		    "$page points at $link, which is there");
	}
}

my $layout = slurp('docs/layout.md');
for my $folder (grep { -d "$top/$_" } map { substr($_, length($top) + 1) }
    glob("'$top/*'")) {
	ok($layout =~ m{`\Q$folder\E/}, "docs/layout.md knows of $folder/");
}
done_testing();
