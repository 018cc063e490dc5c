#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Hostile objects: all that tests/objects makes go through modload in one
# kernel, which refuses each with its own code and then is what it was.

use strict;
use warnings;
use File::Basename qw(basename);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my $objects = top() . '/build/tests/objects';

run_programs(['-t', 120, '-m', 256, '-p', "$objects:/objects"],
    'hostile all /objects /lkm/hello.o', 'hostile cut /lkm/hello.o');

# Names of one hash, against as many others: counted in instructions.
my @names = map { "/objects/$_.o" }
    qw(large-60-000-global-symbols-of-one-hash-the-last-one-twice
       large-60-000-global-symbols-the-last-one-twice
       aout-netbsd-60-000-symbols-of-one-hash-the-last-one-twice
       aout-netbsd-60-000-symbols-the-last-one-twice);
my @files = map { ('-p', "$objects/" . s{.*/}{}r . ":$_") } @names;
run_programs(['-t', 60, '-m', 128, '-i', @files],
    "hostile cost $names[0] $names[1]", "hostile cost $names[2] $names[3]");

# Descriptions of every type, a word of which is wrong.
my @types = map { "build/tests/lkm/t_${_}_a.o" } qw(compat drv exec vfs);
push @types, map { "build/lkm/$_.o" } qw(newsyscall rot13 hello);
run_programs(['-t', 60, map { ('-p', top() . "/$_:/m/" . basename($_)) }
    @types], 'descfuzz ' . join(' ', map { '/m/' . basename($_) } @types));
done_testing();
