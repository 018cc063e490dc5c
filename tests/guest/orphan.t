#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Processes that have ended, and whose parent ends without having waited for
# them: init does it.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM;

my $guest = Graft::VM->new;
# The inner shell becomes sleep, which never waits for its child.
$guest->check('the child of one that does not wait',
    "sh -c '(exit 3) & exec sleep 0.5' & sleep 0.2; ps -ax | grep -c ' Z'",
    "1\n");
$guest->check('... is gone once that has ended',
    "sleep 0.6; ps -ax | grep -c ' Z'", "0\n", 1);
$guest->done;
