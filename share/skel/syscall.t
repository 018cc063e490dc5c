#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NAME: the call is there while the module is, and nowhere else.

use strict;
use warnings;
use FindBin;
# Beside the module in Graft's tree, or wherever `make test` says it is.
use lib(($ENV{GRAFT} // "$FindBin::RealBin/../../../..") . '/tests/guest/lib');
use Graft::VM;

my $object = $ENV{LKM_OBJECT} // Graft::VM::top() . '/build/lkm/NAME.o';
my $guest = Graft::VM->new('-p', "$object:/tmp/NAME.o");

$guest->check('before: no such call', 'testsyscall 210 2 3',
    qr/not implemented/, 1);
$guest->check('load', 'modload /tmp/NAME.o', "Module loaded as ID 0\n");
$guest->check('it is listed', 'modstat -n NAME', qr/^SYSCALL +0 +210 .* NAME$/m);
$guest->check('the sum', 'testsyscall 210 2 3',
    "testsyscall: call 210 returned 5\n");
$guest->check('a negative number', 'testsyscall 210 2 -3',
    "testsyscall: call 210: Invalid argument\n", 1);
$guest->check('unload', 'modunload -n NAME', '');
$guest->check('after: no such call', 'testsyscall 210 2 3',
    qr/not implemented/, 1);
$guest->check('nothing is left',
    'set -- $(sysctl -n vm.malloc | grep "^lkm "); echo $2 $3', "0 0\n");
$guest->done;
