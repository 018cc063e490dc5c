#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Wild pointers, and nonsense, in system calls.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top vm);
use Test::More;

run_programs([], 'wild', 'fuzz');

# No call is forgotten.
my ($status, $listed) = vm('run', prog('wild'), '/t/wild -l');
my %listed = map { $_ => 1 } split(/\n/, $listed);
open(my $header, '<', top() . '/sys/syscall.h') or die "syscall.h: $!\n";
my @missing = grep { !$listed{$_} && !/^lkmnosys/ && $_ ne 'MAXSYSCALL' }
    map { /^#define SYS_(\w+)/ ? $1 : () } <$header>;
is("@missing", '', 'every call of sys/syscall.h is in the list');
done_testing();
