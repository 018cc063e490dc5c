#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A program that uses up the kernel's memory instead of its own: the others go
# on, and it is what has to go.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(top);

my $prog = top() . '/build/tests/prog/ranges';
for my $m (16, 32) {
	my $guest = Graft::VM->new('-m', $m, '-p', "$prog:/ranges");
	$guest->check("$m MiB: the others go on",
	    '/ranges & sleep 2; (true); ls -d /bin; '
	    . 'ps -ax | grep -c "[/]ranges"; dmesg | grep -c panic',
	    qr/^\/bin\n[01]\n0\n\z/m, 1);
	$guest->done if $m == 32;
	$guest->boot if $m == 16;
}
