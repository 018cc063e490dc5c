#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Ids, clock, sysctl; and all things at the same time.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

run_programs(['-p', top() . '/build/tests/lkm/over_a.o:/m/over_a.o'],
    'ids', 'stress');
done_testing();
