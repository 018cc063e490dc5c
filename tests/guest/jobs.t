#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Terminals: lines and bytes, job control. tty.t has what a person sees.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Test::More;

run_programs([], 'ttyline', 'ttyjob', 'ttyjob hangup');
done_testing();
