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

run_programs([map { ('-p', top() . "/build/tests/lkm/$_.o:/t/$_.o") }
    qw(smear waitfs)], 'leftovers');
done_testing();
