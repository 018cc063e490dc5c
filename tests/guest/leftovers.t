#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What programs get from the kernel has nothing in it that others left there.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

run_programs(['-p', top() . '/build/tests/lkm/smear.o:/t/smear.o'],
    'leftovers');
done_testing();
