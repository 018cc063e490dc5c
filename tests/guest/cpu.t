#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Programs that the CPU stops.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Test::More;

run_programs([], 'cpu', 'fpu');
run_programs(['-q', '-cpu qemu32'], 'cpu', 'fpu');
done_testing();
