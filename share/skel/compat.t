#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NAME: the emulation is there once.

use strict;
use warnings;
use FindBin;
# Beside the module in Graft's tree, or wherever `make test` says it is.
use lib(($ENV{GRAFT} // "$FindBin::RealBin/../../../..") . '/tests/guest/lib');
use Graft::VM;

my $object = $ENV{LKM_OBJECT} // Graft::VM::top() . '/build/lkm/NAME.o';
my $guest = Graft::VM->new("-p", "$object:/tmp/NAME.o");

$guest->check("load", "modload /tmp/NAME.o", "Module loaded as ID 0\n");
$guest->check("it is listed", "modstat -n NAME", qr/^COMPAT .* NAME$/m);
$guest->check("there is only one", "modload /tmp/NAME.o",
    qr/already-loaded:/, 14);
$guest->check("unload", "modunload -n NAME", "");
$guest->check("nothing is left",
    q{set -- $(sysctl -n vm.malloc | grep "^lkm "); echo $2 $3}, "0 0\n");
$guest->done;
