#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The tree keeps its layers, and tools/layering notices when it does not:
# every rule is broken once, in a tree made up for it.

use strict;
use warnings;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $top = "$FindBin::RealBin/../..";
my $layering = "$top/tools/layering";

sub layering
{
	my ($folder) = @_;

	open(my $pipe, '-|', $layering, $folder) or die "$layering: $!\n";
	my $output = do { local $/; <$pipe> } // '';
	close($pipe);
	return ($? >> 8, $output);
}

# Runs the check on a tree with this one file.
sub broken
{
	my ($path, $text) = @_;
	my $tree = tempdir(CLEANUP => 1);

	make_path("$tree/" . ($path =~ m{^(.*)/})[0]);
	open(my $out, '>', "$tree/$path") or die "$path: $!\n";
	print $out $text;
	close($out) or die "$path: $!\n";
	return layering($tree);
}

my ($status, $output) = layering($top);
is($status, 0, 'the tree keeps its layers') or diag($output);

my @bad = (
	['kern/lkm/a.c', "#include <sys/exec_elf.h>\n", 1, 'object format'],
	['dev/lkm.c', "\n#include \"../kern/kobj/elf.h\"\n", 2,
	    'object format'],
	['usr.sbin/modload/a.c', "#include <a.out.h>\n", 1, 'object format'],
	['share/lkm/misc/x/x.c', "#include <sys/exec_aout.h>\n", 1,
	    'object format'],
	['kern/kobj/a.c', "#include <sys/lkm.h>\n", 1, 'image layer'],
	['kern/kobj/a.c', "/*\n */ int i = copyin(p, q, n);\n", 2,
	    'image layer'],
	['kern/lkm/a.c', "e = copyinstr(p, q, n, &l);\n", 1, 'module layer'],
	['kern/a.c', "\n\tlinux_sendsig(p);\n", 2, 'emulation'],
	['share/lkm/misc/x/x.c', "if (emul_search(\"linux\"))\n", 1,
	    'emulation'],
	['sys/a.h', "#define LINUX_EPERM 1\n", 1, 'emulation'],
	['kern/a.c', "static void f(void)\n{\n__asm__ volatile(\"hlt\");\n}\n",
	    3, 'machine'],
	['sys/a.h', "#define X asm (\"hlt\")\n", 1, 'machine'],
	['kern/a.c', "int\nf(void)\n{\n" . "\ti++;\n" x 90 . "}\n", 2,
	    'size'],
	['kern/a.h', "\n" x 501, 500, 'size'],
);
for my $case (@bad) {
	my ($path, $text, $line, $rule) = @$case;
	($status, $output) = broken($path, $text);
	like($output, qr{^\Q$path:$line: $rule: \E}m, "$path: $rule");
	is($status, 1, "$path: $rule: status");
}

my @good = (
	['kern/kobj/kobj_elf.c', "#include <sys/exec_elf.h>\n"],
	['kern/exec_elf.c', "#include <sys/exec_elf.h>\n"],
	['share/lkm/exec/x/x.c', "#include <sys/exec_elf.h>\n"],
	['arch/i386/kobj_machdep.c', "#include <sys/exec_elf.h>\n"],
	['kern/kobj/a.c', "/* copyin(p), <sys/lkm.h> */ s = \"copyin(\";\n"],
	['kern/a.c', "#include \"myself.h\"\n"],
	['kern/a.c', "/* as linux_x() */ n = MID_LINUX; s = \"i686-linux-gcc\";\n"],
	['share/lkm/compat/compat_linux/a.c', "linux_x(LINUX_Y, \"linux\");\n"],
	['arch/i386/a.c', "__asm__(\"hlt\");\n"],
	['lib/arch/i386/crt0.c', "__asm__(\"hlt\");\n"],
	['tests/host/a.c', "#include <elf.h>\n"],
	['kern/a.c', "int\nf(void)\n{\n" . "\ti++;\n" x 70 . "}\n"],
);
for my $case (@good) {
	my ($path, $text) = @$case;
	($status, $output) = broken($path, $text);
	is($output, '', "$path: nothing to say");
	is($status, 0, "$path: status");
}
done_testing();
