#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What `make sdk` installs is enough: with it alone, in a folder with a blank
# in its name, tools/lkm-new's skeletons and the examples are built in both
# formats, loaded, tried and unloaded. And what lkm.mk can do in a guest:
# load, unload, test.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Command;
use Graft::VM qw(top);
use Test::More;

my $top = abs_path(top());
my $dir = tempdir(CLEANUP => 1);
my $sdk = "$dir/the sdk";
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL GRAFT LKM_RUN LKM_FORMAT)};

# Output, standard error in it, and status of a command run in a folder.
sub run
{
	my ($where, @command) = @_;

	return reverse(command('env', '-C', $where, 'setpriv', '--pdeathsig',
	    'TERM', '--', @command));
}

sub works
{
	my ($name, $where, @command) = @_;
	my ($output, $status) = run($where, @command);

	is($status, 0, $name) or diag($output);
	return $output;
}

# make in a module's folder, with the SDK.
my @make = ('make', 'GRAFT=' . $sdk =~ s/ /\\ /gr);

works('make sdk', $top, 'make', 'sdk-install', "DESTDIR=$sdk");
{
	# bash leaves a ~ behind a = alone, and so nobody else reads it.
	local $ENV{HOME} = "$dir/my home";
	works('make sdk, at home', $top, 'make', 'sdk-install',
	    'DESTDIR=~/a sdk');
	ok(-e "$dir/my home/a sdk/share/mk/lkm.mk", '~ is one\'s home');
}
like((run($top, 'make', 'sdk'))[0], qr/make sdk DESTDIR=/,
    'make sdk without a folder says how');

# Sources that know no Makefile of ours, where it is all that there is.
for my $source (sort glob("'$top/tests/compat/lkm/*.c'")) {
	works(basename($source) . ' compiles with what is there', $dir,
	    qw(i686-linux-gnu-gcc -w -std=gnu89 -D_KERNEL -D_LKM), "-I$sdk",
	    '-fsyntax-only', $source);
}

# A module of each type, as it is written.
mkdir("$dir/my modules") or die "mkdir: $!\n";
my @types = map { basename($_, '.c') } glob("'$top/share/skel/*.c'");
is(join(' ', sort @types), 'compat dev drv exec misc syscall vfs',
    'every type has a skeleton');
for my $type (@types) {
	my $module = "$dir/my modules/new_$type";

	works("lkm-new $type", "$dir/my modules", "$sdk/tools/lkm-new",
	    $type, "new_$type");
	my $output = works("$type: builds", $module, @make, 'V=1');
	unlike($output, qr/warning|\Q$top\E/i,
	    "$type: without a warning, and without the tree");
	works("$type: its test", $module, @make, 'test');
	like(works("$type: in a.out", $module, @make, 'LKM_FORMAT=aout',
	    'unload'),
	    qr/^  AOUT .*^Module loaded as ID 0\n.*^Module unloaded, nothing is left$/ms,
	    "$type: made again for that, loaded, and nothing is left of it");
}

# The examples, copied: all, as some have sources of a folder beside them.
run($dir, 'cp', '-r', "$sdk/share/lkm", "$dir/copy of lkm");
for my $makefile (glob("'$dir/copy of lkm/*/*/Makefile'")) {
	my $copy = dirname($makefile);
	my $folder = $copy;

	# It wants a module that the boot loader brings: both are there then.
	if (basename($folder) eq 'exec_linux') {
		like(works(basename($folder), $copy, @make, 'load',
		    "LKM_VMFLAGS=-l '$dir/copy of lkm/compat/compat_linux/"
		    . "compat_linux.o'", 'LKM_RUN=modstat'),
		    qr/^COMPAT .* compat_linux\nEXEC .* exec_linux$/m,
		    basename($folder) . ': loaded with what it needs');
		next;
	}
	for my $format (qw(elf aout)) {
		like(works(basename($folder) . ": $format", $copy, @make,
		    "LKM_FORMAT=$format", 'unload'),
		    qr/^Module unloaded, nothing is left$/m,
		    basename($folder) . ": $format, loaded and unloaded");
	}
}

# make load: the commands are the shell's, their status is make's.
my $module = "$dir/my modules/new_misc";
my $output = works('make load', $module, @make, 'load',
    q(LKM_RUN=modstat -n new_misc; echo "it's $HOME"));
like($output, qr/^MISC .* new_misc\nit's \/root\nnew_misc: module 0 counts$/m,
    'it runs the commands and shows what the kernel said');
my ($failed, $status) = run($module, @make, 'load', 'LKM_RUN=exit 7');
like($failed, qr/^make: .* Error 7$/m, 'their status is told');
is($status, 2, 'and make fails');
($output, $status) = run($module, @make, 'load', 'LKM_ENTRY=nothing',
    'LKM_RUN=true');
like($output, qr/no-entry|nothing/, 'LKM_ENTRY is what modload -e gets');
isnt($status, 0, 'which is refused when there is none');
($output, $status) = run($module, @make, 'LKM_FORMAT=coff');
like($output, qr/LKM_FORMAT = coff: there are elf and aout/,
    'there are two formats');

# The object elsewhere, by a path from the root on; a name that is no name of C.
works('KMODDIR', $module, @make, "KMODDIR=$dir/elsewhere", 'test');
mkdir("$dir/my modules/dashed") or die "mkdir: $!\n";
works('a copy', "$dir/my modules/dashed", 'cp', '../new_misc/new_misc.c',
    'my-mod.c');
open(my $makefile, '>', "$dir/my modules/dashed/Makefile") or die "$dir: $!\n";
print $makefile "KMOD = my-mod\ninclude \$(GRAFT)/share/mk/lkm.mk\n";
close($makefile);
($output, $status) = run("$dir/my modules/dashed", @make, 'unload');
ok($status && $output =~ /there is new_misc_lkmentry: name the entry/,
    'a name with a dash: the entry has another') or diag($output);
like(works('LKM_ENTRY says which', "$dir/my modules/dashed", @make,
    'LKM_ENTRY=new_misc_lkmentry', 'unload'),
    qr/^Module unloaded, nothing is left$/m, 'and it is loaded');

# Names that lkm-new does not take.
for my $case (
	[[], qr/usage: .*misc syscall|usage: /s],
	[['nothing', 'x'], qr/nothing: no such type; there are:.* misc/],
	[['misc', 'Upper'], qr/a name is made of/],
	[['misc', 'a' x 32], qr/31 characters/],
	[['misc', 'new_misc'], qr/is there already/],
) {
	($output, $status) = run("$dir/my modules", "$sdk/tools/lkm-new",
	    @{ $case->[0] });
	ok($status == 1 && $output =~ $case->[1],
	    "lkm-new @{ $case->[0] }: refused") or diag($output);
}
done_testing();
