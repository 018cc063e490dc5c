#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Every command that a page of the manual gives as an example works, and every
# complete source in it can be compiled and loaded.
#
# In the mdoc sources,
#	.Dl # command	is typed by root in the guest, where each page has a
#			guest of its own, and
#	.Dl $ command	by anybody on the host, in a folder with the page's
#			sources and a Makefile; /path/to/graft stands for ours.
#	.\" qemu: ARGUMENTS	for a machine with more in it
#	.\" status N	before one of them says that it fails so; else it is 0.
#	.\" example: NAME.c	before a display says that it is a whole source,
#			which the guest then has as /tmp/NAME.o.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(top);
use Test::More;

my $top = abs_path(top());
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL GRAFT LKM_RUN LKM_FORMAT)};

# The sources of a page: name => text.
sub sources
{
	my ($text) = @_;
	my %source;

	while ($text =~ /^\.\\" example: (\S+)\n\.Bd -literal\n(.*?)^\.Ed$/gms) {
		($source{$1} = $2) =~ s/\\e/\\/g;
	}
	return %source;
}

# The commands, in order: [where, command, status].
sub commands
{
	my ($text) = @_;
	my (@commands, $status);

	for (split(/\n/, $text)) {
		$status = $1 if /^\.\\" status (\d+)$/;
		next unless /^\.Dl ([#\$]) (.*)$/;
		my ($where, $command) = ($1, $2);
		$command =~ s/\\&//g;
		$command =~ s/\\e/\\/g;
		push(@commands, [$where, $command, $status // 0]);
		undef $status;
	}
	return @commands;
}

sub on_host
{
	my ($page, $dir, $command, $status) = @_;

	# make wants a backslash before a blank, and the shell quotes for that.
	my $graft = "'" . $top =~ s/ /\\ /gr . "'";
	$command =~ s{/path/to/graft}{$graft}g;
	my $output = `cd '$dir' && { $command ; } 2>&1 </dev/null`;
	is($? >> 8, $status, "$page: \$ $command") or diag($output);
}

my ($ntexts, $ncommands, $nsources) = (0, 0, 0);
for my $path (glob("'$top/share/man/man*/*'")) {
	my ($page) = $path =~ m{([^/]+)$};
	open(my $in, '<', $path) or die "$path: $!\n";
	my $text = do { local $/; <$in> };
	close($in);
	$ntexts++;

	my $dir = tempdir(CLEANUP => 1);
	my %source = sources($text);
	my @put;
	for my $name (keys %source) {
		(my $kmod = $name) =~ s/\.c$//;
		open(my $out, '>', "$dir/$name") or die "$dir/$name: $!\n";
		print $out $source{$name};
		close($out);
		open($out, '>', "$dir/Makefile") or die "$dir: $!\n";
		print $out "KMOD = $kmod\nSRCS = $name\n" .
		    "include \$(GRAFT)/share/mk/lkm.mk\n";
		close($out);
		on_host($page, $dir, "make -s GRAFT=/path/to/graft " .
		    'LKM_WARN=-Werror clean all', 0);
		push(@put, '-p', "$dir/$kmod.o:/tmp/$kmod.o");
		$nsources++;
	}

	my $guest = Graft::VM->new(@put,
	    map { ('-q', $_) } $text =~ /^\.\\" qemu: (.*)$/m);
	my $n = 0;
	for my $command (commands($text)) {
		my ($where, $what, $status) = @$command;
		$ncommands++;
		if ($where eq '$') {
			on_host($page, $dir, $what, $status);
			next;
		}
		# To a file: a terminal would be asked for keys.
		$guest->check("$page: # $what", "($what\n) >/tmp/out 2>&1\n" .
		    's=$?; cat /tmp/out; exit $s', sub { 1 }, $status);
		$n++;
	}
	$guest->boot if $n;
}
cmp_ok($ntexts, '>=', 17, 'there are pages');
cmp_ok($ncommands, '>=', 40, 'with commands');
cmp_ok($nsources, '>=', 1, 'and with sources');
done_testing();
