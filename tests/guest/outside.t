#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A module's folder, copied anywhere, builds against the tree wherever that
# is: blanks in either path included. What comes out is what the tree has.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Command;
use Graft::File;
use Graft::VM qw(top vm);
use Test::More;

my $top = abs_path(top());
my $dir = tempdir(CLEANUP => 1);
# Neither the flags nor the jobs of a make that may have called us.
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL GRAFT)};

# Output and status of a command.
sub run
{
	return reverse(command(@_));
}

# A path as lkm.mk wants it: make parts words at blanks.
sub escaped
{
	return $_[0] =~ s/ /\\ /gr;
}

symlink($top, "$dir/a tree") or die "symlink: $!\n";
my ($output, $status);

# All of them, as some have sources of a folder beside them.
run('cp', '-r', "$top/share/lkm", "$dir/copies");
for my $makefile (glob("'$dir/copies/*/*/Makefile'")) {
	my $copy = dirname($makefile);
	my $name = basename($copy);
	my $object = "$copy/$name.o";

	my ($before) = run('ls', $copy);
	my @make = ('make', '-C', $copy);

	($output, $status) = run(@make, 'GRAFT=' . escaped($top));
	is($status, 0, "$name: builds outside the tree");
	unlike($output, qr/warning/i, "$name: without a warning")
	    or diag($output);
	run('i686-linux-gnu-objcopy', '--strip-debug', $object, "$dir/out.o");
	ok(slurp("$dir/out.o") eq slurp("$top/build/image/root/lkm/$name.o"),
	    "$name: as it is built in the tree, byte for byte");
	is((run(@make, '-q', 'GRAFT=' . escaped($top)))[1], 0,
	    "$name: there is nothing left to do");

	($output, $status) = run(@make, 'clean', 'GRAFT=' . escaped($top));
	is((run('ls', $copy))[0], $before, "$name: clean");

	($output, $status) = run(@make, 'GRAFT=' . escaped("$dir/a tree"));
	is($status, 0, "$name: builds with a blank in the path to the tree")
	    or diag($output);
	run('i686-linux-gnu-objcopy', '--strip-debug', $object, "$dir/two.o");
	ok(slurp("$dir/two.o") eq slurp("$dir/out.o"),
	    "$name: and is the same");
}

($status, $output) = vm('run', '-p',
    "$dir/copies/misc/hello/hello.o:/tmp/hello.o",
    'modload /tmp/hello.o && modstat -n hello && modunload hello');
is($status, 0, 'it loads');
like($output, qr/^Module loaded as ID 0\n.*\nMISC .* hello\n\z/s,
    'and is a module');

# Sources of each kind, also in folders below, and objects elsewhere.
mkdir("$dir/several") or die "$dir/several: $!\n";
mkdir("$dir/several/sub") or die "$dir/several/sub: $!\n";
my %several = (Makefile => "KMOD = several\nSRCS = several.c sub/two.c three.S "
    . "sub/four.asm\ninclude \$(GRAFT)/share/mk/lkm.mk\n",
    'several.c' => slurp("$top/share/skel/misc.c") =~ s/NAME/several/gr
    . "int two(void);\nint three(void);\nint four(void);\nint sum(void);\nint\nsum(void)\n{\n"
    . "\treturn two() + three() + four();\n}\n",
    'sub/two.c' => "int two(void);\nint\ntwo(void)\n{\n\treturn 2;\n}\n",
    'three.S' => ".globl three\nthree:\n\tmov \$3, %eax\n\tret\n",
    'sub/four.asm' => "global four\nfour:\n\tmov eax, 4\n\tret\n");
for my $name (keys %several) {
	open(my $file, '>', "$dir/several/$name") or die "$name: $!\n";
	print $file $several{$name};
	close($file) or die "$name: $!\n";
}
for my $where ([], ['OBJDIR=obj', 'KMODDIR=out']) {
	my @make = ('make', '-C', "$dir/several", 'GRAFT=' . escaped($top),
	    @$where);
	($output, $status) = run(@make);
	is($status, 0, "several sources: @$where") or diag($output);
	unlike($output, qr/warning/i, 'without a warning');
	is((run(@make, '-q'))[1], 0, 'there is nothing left to do');
	like((run(@make, 'unload'))[0], qr/^Module unloaded, nothing is left$/m,
	    'it is a module');
	run(@make, 'clean');
	is((run('find', "$dir/several", '-name', '*o', '-type', 'f'))[0], '',
	    'clean');
}

# What is wrong with a Makefile is said.
sub makefile
{
	my ($text) = @_;

	mkdir("$dir/wrong");
	open(my $file, '>', "$dir/wrong/Makefile") or die "$dir/wrong: $!\n";
	print $file "$text\ninclude \$(GRAFT)/share/mk/lkm.mk\n";
	close($file) or die "$dir/wrong: $!\n";
	return run('make', '-C', "$dir/wrong", 'GRAFT=' . escaped($top));
}

for my $case (
	['SRCS = x.c', qr/does not say which module this is: KMOD = name/],
	['KMOD = two words', qr/two words: the name of a module has no blanks/],
	["KMOD = a\nSRCS = a.o", qr/a source is called \.c, \.S or \.asm, not a\.o/],
	['KMOD = none', qr/No rule to make target 'none\.c'/],
) {
	($output, $status) = makefile($case->[0]);
	ok($status && $output =~ $case->[1], "'" . $case->[0] =~ s/\n/, /r . "' alone")
	    or diag($output);
}

done_testing();
