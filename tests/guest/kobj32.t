#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The host's tests of kern/kobj, as 32-bit programs: see mk/host32.mk.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Test::More;

run_programs(['-t', 120, '-m', 256], 
    qw(objects32 kobj_link32 kobj_aout32 kobj_machdep32), 'kobj_survive32 7');
done_testing();
