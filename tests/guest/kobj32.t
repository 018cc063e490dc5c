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

run_programs(['-t', 120, '-m', 256], map { "${_}32" }
    qw(objects kobj_link kobj_aout kobj_machdep kobj_survive));
done_testing();
