#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Processes, signals, exec.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Test::More;

run_programs([], 'proc', 'sig', 'sigsleep', 'exec');
done_testing();
