#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Compilers call functions of their own for what the processor has no
# instruction for: 64-bit division, counting bits, copying structures. A
# module that does all of that, from each compiler at each level, finds them
# in the kernel and computes what it should.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(top);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $source = "$FindBin::RealBin/arith";
my @code = qw(-ffreestanding -fno-pic -fno-stack-protector
    -mgeneral-regs-only -march=i686);
my @kernel = ("-I$top", "-I$top/arch/i386/include", qw(-D_KERNEL -D_LKM));

sub run
{
	my (@command) = @_;

	return system({ $command[0] } @command) == 0;
}

run('i686-linux-gnu-gcc', '-O2', @code, @kernel, '-c', '-o', "$dir/module.o",
    "$source/module.c") or die "module.c was not compiled\n";

my @compilers = ['tcc', 'i386-tcc'];
for my $level (qw(-O0 -O1 -O2 -O3 -Os)) {
	push @compilers, ["gcc $level", 'i686-linux-gnu-gcc', @code, $level],
	    ["clang $level", 'clang-14', '--target=i686-linux-gnu', '-w',
	    @code, $level];
}

my $guest = Graft::VM->new('-p', "$dir:/o");
my $n = 0;
my %called;
for my $compiler (@compilers) {
	my ($name, $tool, @flags) = @$compiler;
	my $file = 'arith' . $n++;

	SKIP: {
		skip("$name: $tool is not installed", 1)
		    if !grep { -x "$_/$tool" } split(/:/, $ENV{PATH});
		ok(run($tool, @flags, '-c', '-o', "$dir/compute.o",
		    "$source/compute.c") && run('i686-linux-gnu-ld',
		    '-z', 'noexecstack', '-r', '-o',
		    "$dir/$file.o", "$dir/module.o", "$dir/compute.o"),
		    "$name: compiled");
		$called{$_} = 1 for map { /U (__\S+)/ }
		    `i686-linux-gnu-nm -u '$dir/compute.o'`;
		$guest->check("$name: it is right", "modload -e arith_lkmentry "
		    . "/o/$file.o && dmesg | tail -n 1 && modunload arith",
		    qr/\AModule loaded as ID 0\narith: wrong: 0x0\n\z/);
	}
}
# A compiler that needs none of it would test nothing.
ok($called{$_}, "$_ was called") for qw(__divdi3 __moddi3 __udivdi3 __umoddi3);
diag('called: ' . join(' ', sort keys %called)) if $ENV{VERBOSE};
$guest->done;
