#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The memory of processes, also where the CPU knows no NX.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Test::More;

run_programs([], 'mem');
run_programs(['-q', '-cpu qemu32'], 'mem');
done_testing();
