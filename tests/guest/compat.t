#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Sources in the style of the 1990s (tests/compat): modules compile with no
# more than -std=gnu89 -D_KERNEL -D_LKM and where the headers are, and run;
# programs drive /dev/lkm in the old way. The numbers that they have compiled
# in are what they were (abi.c).

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Command;
use Graft::Staged;
use Graft::VM qw(top);
use Test::More;

my $top = abs_path(top());
my $dir = tempdir(CLEANUP => 1);
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL GRAFT)};

# What a command says, and its status.
sub run
{
	local $ENV{LC_ALL} = 'C';

	return reverse(command(@_));
}

my @old = ('-std=gnu89', '-D_KERNEL', '-D_LKM', "-I$top");
my @modules = map { m{(\w+)\.c$} } sort glob("'$top/tests/compat/lkm/*.c'");

# As they are; hosted, so without a word about there being no C library. To be
# loaded, they must not be made into shared libraries (-fno-pic).
my @options;
for my $cc (['i686-linux-gnu-gcc'], ['clang-14', '-m32']) {
	mkdir("$dir/$cc->[0]") or die "$!\n";
	for my $module (@modules) {
		my $source = "$top/tests/compat/lkm/$module.c";
		my $object = "$dir/$cc->[0]/$module.o";

		my ($said, $status) = run(@$cc, @old, '-c', '-o', $object,
		    $source);
		is($status, 0, "$module.c compiles with $cc->[0] @old[0..2]")
		    or diag($said);
		unlike($said, qr{(?:sys|machine)/\w+\.h:.*warning:},
		    'and there is no warning of our headers');
		($said, $status) = run(@$cc, @old, qw(-O2 -fno-pic -c -o),
		    $object, $source);
		is($status, 0, 'and to be loaded') or diag($said);
		push @options, '-p', "$object:/$cc->[0]/$module.o";
	}
}
my ($said, $status) = run('i686-linux-gnu-gcc', @old,
    "-I$top/arch/i386/include", '-c', '-o', "$dir/abi.o", "$top/tests/compat/abi.c");
is($status, 0, "the kernel's numbers and structures") or diag($said);

# Every header alone, first and last.
for my $header (sort glob("'$top/sys/*.h'")) {
	my ($name) = $header =~ m{(sys/[^/]+\.h)$};

	open(my $c, '>', "$dir/one.c") or die "$!\n";
	print $c "#include <$name>\n#include <sys/lkm.h>\n#include <$name>\n";
	close($c);
	($said, $status) = run('i686-linux-gnu-gcc', @old, '-fsyntax-only',
	    "$dir/one.c");
	is($status, 0, "<$name> before <sys/lkm.h>") or diag($said);
}

# And built as any module is, in the old language.
for my $module (@modules) {
	my $folder = "$dir/$module.d";

	mkdir($folder) or die "$folder: $!\n";
	run('cp', "$top/tests/compat/lkm/$module.c", $folder);
	open(my $makefile, '>', "$folder/Makefile") or die "$!\n";
	print $makefile "KMOD = $module\ninclude \$(GRAFT)/share/mk/lkm.mk\n";
	close($makefile);
	($said, $status) = run('make', '-s', '-C', $folder,
	    'GRAFT=' . $top =~ s/ /\\ /gr, 'CFLAGS=-std=gnu89 -w');
	is($status, 0, "$module.o is built") or diag($said);
	push @options, '-p', "$folder/$module.o:/m/$module.o";
}

my $images = Graft::Staged->new($dir);
$images->add('newcall', "$dir/newcall.d/newcall.o");
push @options, $images->files,
    '-p', "$top/build/tests/prog/compatcalls:/t/compatcalls",
    map { ('-p', "$top/build/tests/compat/$_:/t/$_") }
    qw(oldload oldstat oldunload oldhold);

my $guest = Graft::VM->new(@options);
$guest->check('oldhold', '/t/oldhold',
    "held\nreadable\nnot writable\nfree\n");
$guest->check('oldstat: nothing', '/t/oldstat', '');
$guest->check('oldload', '/t/oldload /s/newcall.img',
    qr/^Module loaded as ID 0$/m);
$guest->check('newcall works', 'testsyscall 210',
    qr/^testsyscall: call 210 returned 1990$/m);
$guest->check('oldstat', '/t/oldstat; /t/oldstat -i 0; /t/oldstat -n newcall',
    "SYSCALL 0 210 newcall 2\n" x 3);
$guest->check('oldload: it is linked for one address',
    '/t/oldload /s/newcall.img', qr/linked for 0xf0400000, not 0x/, 1);
$guest->check('oldstat: no such', '/t/oldstat -i 7', '', 3);
$guest->check('oldunload', '/t/oldunload newcall && /t/oldstat', '');
$guest->check('oldunload: no such', '/t/oldunload newcall',
    "oldunload: no such module\n", 3);
$guest->check('why, the kernel says', 'dmesg | tail -n 1',
    "lkm: not-loaded: no module is named newcall\n");
for my $from (qw(m i686-linux-gnu-gcc clang-14)) {
	$guest->check("modload: /$from/$_.o", "modload /$from/$_.o",
	    qr/\AModule loaded as ID \d+\n\z/) for @modules;
	$guest->check("what those of /$from do", '/t/compatcalls', sub {
		my ($output) = @_;
		diag($output) if $output =~ /^not ok/m;
		return $output =~ /^1\.\.\d+$/m && $output !~ /^not ok/m;
	});
	$guest->check('miscslot: the slot that it has noted',
	    '/t/oldstat -n miscslot; modstat -n miscslot',
	    qr{\AMISC\s\d+\s(21\d)\smiscslot\s2\n.*\n
	    MISC\s+\d+\s{5}\1\s.*\smiscslot\n}x);
	$guest->check('oldstat: all', '/t/oldstat | wc -l',
	    sub { $_[0] == @modules });
	$guest->check("modunload: $_", "modunload $_", '') for reverse @modules;
	$guest->check('nothing is left', '/t/oldstat; sysctl -n lkm.count',
	    "0\n");
}
$guest->check('miscslot: as modload tells it, and -p',
    'modload -v -p /bin/echo /m/miscslot.o; modstat; testsyscall 210;
	modunload miscslot',
    qr/,[ ]MISC[ ]module[ ]miscslot,[ ]slot[ ]210\n(?:.*\n)*0[ ]0x6[ ]210\n
	(?:.*\n)*MISC\s+0\s{5}210\s.*\n.*returned[ ][1-9]/x);
$guest->check('the first free slot is 210, as it has always been',
    'modload /m/miscwire.o; dmesg | tail -n 1; modload /m/newcall.o; modstat',
    qr/^miscwire: miscwire, system call 210\n(?:.*\n)*SYSCALL +1 +211 /m);
$guest->done;
