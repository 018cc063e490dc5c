#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Debian's busybox, as Debian has built it, does in the guest what it does on
# Linux: the scripts in busybox.cases print the same. What they print on Linux
# is in busybox.out, and where this host can run the program it is asked.
#
#	share/lkm/compat/compat_linux/busybox.t --record
#
# writes busybox.out anew, on such a host.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Command;
use Graft::File;
use Graft::Linux;
use Graft::VM qw(top);
use Test::More;

linux_programs('busybox');

my $here = $FindBin::RealBin;
my $busybox = top() . '/build/linux/busybox';
my $dir = tempdir(CLEANUP => 1);

# Sections "=== name", in their order: [name, text].
sub sections
{
	my ($path) = @_;
	my @found;

	open(my $in, '<:raw', $path) or die "$path: $!\n";
	while (<$in>) {
		if (/^=== (.*)/) {
			push @found, [$1, ''];
		} elsif (@found) {
			$found[-1][1] .= $_;
		}
	}
	return @found;
}

my @cases = sections("$here/busybox.cases");
my $linux = host_runs($busybox, 'true');

mkdir("$dir/s") or die "$dir/s: $!\n";
spew("$dir/s/$_", $cases[$_][1]) for 0 .. $#cases;

# What a script prints here: in an empty folder, with a PATH of links.
sub here_prints
{
	my ($n) = @_;

	if (!-d "$dir/bin") {
		mkdir("$dir/bin") or die "$dir/bin: $!\n";
		symlink('busybox', "$dir/bin/$_") or die "$_: $!\n"
		    for grep { $_ ne 'busybox' } split(/\n/,
		    (command($busybox, '--list'))[1]);
		command('cp', $busybox, "$dir/bin/busybox");
	}
	mkdir("$dir/w$n") or die "$dir/w$n: $!\n";
	my ($status, $said) = command('setsid', '-w', 'env', '-i', '-C', "$dir/w$n",
	    "PATH=$dir/bin", 'timeout', 60, "$dir/bin/sh", '-c',
	    "umask 022; exec sh ../s/$n");
	return "$said(exit status $status)\n";
}

if (@ARGV && $ARGV[0] eq '--record') {
	$linux or die "this host cannot run $busybox\n";
	spew("$here/busybox.out", join('', map {
	    "=== $cases[$_][0]\n" . here_prints($_) } 0 .. $#cases));
	exit(0);
}

my %recorded = map { @$_ } sections("$here/busybox.out");
for my $n (0 .. $#cases) {
	my $name = $cases[$n][0];
	SKIP: {
		skip("$name: this host cannot run programs of Linux/i386", 1)
		    if !$linux;
		is(here_prints($n), $recorded{$name}, "recorded: $name");
	}
}

my $guest = Graft::VM->new('-t', 140, '-m', 96, linux_guest('busybox'),
    '-p', "$dir/s:/x/s");
$guest->check('the applets', linux_modules()
    . '; mkdir /b && /usr/bin/busybox --install -s /b && ls /b | wc -l',
    qr/\A *2\d\d\n\z/);
for my $n (0 .. $#cases) {
	$guest->check($cases[$n][0], "mkdir /x/w$n && cd /x/w$n && { "
	    . "busybox env -i PATH=/b /b/sh -c 'umask 022; exec sh ../s/$n'; "
	    . 'echo "(exit status $?)"; } 2>&1 | cat; cd /; rm -rf ' . "/x/w$n",
	    $recorded{$cases[$n][0]} // 'nothing recorded');
}
$guest->check('ls -la / is what our own ls says', ': >/tmp/theirs; : >/tmp/ours; busybox ls -la / >/tmp/theirs; '
    . 'ls -la / >/tmp/ours; cat /tmp/ours; echo ---; cat /tmp/theirs', sub {
	my %listed;
	for my $list (split(/^---\n/m, $_[0])) {
		for (split(/\n/, $list)) {
			my @f = split(' ');
			push @{ $listed{$f[8]} }, "@f[0 .. 7]" if @f == 9;
		}
	}
	return keys(%listed) > 10 && !grep { @$_ != 2 || $_->[0] ne $_->[1] }
	    values %listed;
});
# The C library asks for clone3, and takes clone.
$guest->check('no call was missing', 'sysctl -n emul.linux.nosys',
    qr/\A(?:clone3 \(435\) \d+)?\n\z/);
$guest->done;
