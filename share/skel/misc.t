#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NAME: it is loaded, counts, and leaves nothing behind.

use strict;
use warnings;
use FindBin;
# Beside the module in Graft's tree, or wherever `make test` says it is.
use lib(($ENV{GRAFT} // "$FindBin::RealBin/../../../..") . '/tests/guest/lib');
use Graft::VM;

my $object = $ENV{LKM_OBJECT} // Graft::VM::top() . '/build/lkm/NAME.o';
my $guest = Graft::VM->new('-p', "$object:/tmp/NAME.o");

$guest->check('load', 'modload /tmp/NAME.o', "Module loaded as ID 0\n");
$guest->check('it is listed', 'modstat -n NAME', qr/^MISC .* NAME$/m);
$guest->check('unload', 'sleep 2; modunload -n NAME', '');
$guest->check('it has counted', 'dmesg | tail -n 1',
    qr/\ANAME: [12] seconds\n\z/);
$guest->check('loaded again', 'modload /tmp/NAME.o && modunload -n NAME',
    "Module loaded as ID 0\n");
$guest->check('nothing is left',
    'set -- $(sysctl -n vm.malloc | grep "^lkm "); echo $2 $3', "0 0\n");
$guest->done;
