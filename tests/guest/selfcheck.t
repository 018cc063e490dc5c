#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Loads and unloads leave no trace: the kernel's self-check stays the same
# whatever becomes of them, and does not when something is left.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my $top = top();
my @objects = map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") }
    qw(keeper leaker forgetful over_a provider consumer missing longname odd
    refuser statful);

run_programs([@objects], "inject", "leaks");
done_testing();
