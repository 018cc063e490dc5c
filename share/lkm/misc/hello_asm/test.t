#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# hello_asm, in both formats: it lives as hello does, and what it has copied
# from the headers is still what they say.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Test::More;
use Graft::VM;

my $top = Graft::VM::top();
my $source = "$FindBin::RealBin/hello_asm.asm";

# Every number in the source, as an assertion that a compiler checks.
open(my $in, '<', $source) or die "$source: $!\n";
my (@assert, $offset);
my %named = (KERNEL => '__NetBSD_Version__');
while (<$in>) {
	push(@assert, ($named{$1} // $1) . " == $2")
	    if /^(\w+)\s+equ\s+(\d+)/;
	$offset = 0 if /^\s+struc\s/;
	if (/^\.(\w+)\s+resd\s+1$/) {
		push(@assert, "offsetof(struct lkm_table, $1) == $offset");
		$offset += 4;
	}
}
close($in);
cmp_ok(scalar(@assert), '>=', 18, 'numbers were found');

my $dir = tempdir(CLEANUP => 1);
open(my $out, '>', "$dir/check.c") or die "check.c: $!\n";
print $out "#include <sys/param.h>\n#include <sys/errno.h>\n" .
    "#include <sys/lkm.h>\n#include <stddef.h>\n",
    "_Static_assert(sizeof(struct lkm_misc) == 24, \"\");\n",
    map { "_Static_assert($_, \"\");\n" } @assert;
close($out) or die "check.c: $!\n";
chomp(my $include = `i686-linux-gnu-gcc -print-file-name=include`);
is(system('i686-linux-gnu-gcc', qw(-fsyntax-only -ffreestanding -nostdinc
    -D_KERNEL -isystem), $include, "-I$top", "-I$top/arch/i386/include",
    "$dir/check.c"), 0, 'and are those of the headers');

my $guest = Graft::VM->new;
for my $object ('/lkm/hello_asm.o', '/lkm/aout/hello_asm.o') {
	$guest->check("$object: load", "modload $object",
	    "Module loaded as ID 0\n");
	$guest->check("$object: it greets, and tells its place", <<'END',
set -- $(modstat | grep hello_asm)
dmesg | tail -n 1 | grep -F "hello_asm: loaded at 0x$4 as module $2" \
    >/dev/null && echo same place
END
	    "same place\n");
	$guest->check("$object: modstat", 'modstat', qr/\AType .*\n
	    MISC\ +0\ +-\ f0[0-9a-f]{6}\ 0008\ f0[0-9a-f]{6}\ +2\ hello_asm
	    \n\z/x);
	$guest->check("$object: it is there once", 'modload /lkm/hello_asm.o',
	    qr/already-loaded: .* named hello_asm .*modunload -n hello_asm/,
	    14);
	$guest->check("$object: unload", 'modunload -n hello_asm', '');
	$guest->check("$object: it says good-bye", 'dmesg | tail -n 1',
	    "hello_asm: good-bye\n");
	$guest->check("$object: nothing is left", <<'END', "0 0 0\n");
set -- $(sysctl -n lkm.count) $(sysctl -n vm.malloc | grep '^lkm ')
echo $1 $3 $4
END
}
$guest->done;
