#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The ten mistakes of the old module systems, by the numbers that the
# reference has for them: prog/oldmistakes.c makes each attempt.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::Staged;
use Graft::VM qw(top);
use Test::More;

my $lkm = top() . '/build/tests/lkm';
my $base = Graft::Staged::BASE;
my $images = Graft::Staged->new(tempdir(CLEANUP => 1));

$images->add("over_$_", "$lkm/over_$_.o") for qw(a b c);
$images->add('tiny', "$lkm/tiny.o", at => $base);
$images->add('odd', "$lkm/odd.o", at => $base);
$images->add('odd', "$lkm/odd.o", as => 'odd2'); # behind the first
run_programs([$images->files, '-t', 60,
    map { ('-p', "$lkm/$_.o:/m/$_.o") } qw(unheard sleeper)], 'oldmistakes');
done_testing();
