#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NAME: what is written to the device can be read from it.

use strict;
use warnings;
use FindBin;
# Beside the module in Graft's tree, or wherever `make test` says it is.
use lib(($ENV{GRAFT} // "$FindBin::RealBin/../../../..") . '/tests/guest/lib');
use Graft::VM;

my $object = $ENV{LKM_OBJECT} // Graft::VM::top() . '/build/lkm/NAME.o';
my $guest = Graft::VM->new("-p", "$object:/tmp/NAME.o");

$guest->check("load", "modload /tmp/NAME.o", "Module loaded as ID 0\n");
$guest->check("a node for its major number", <<'END', "");
set -- $(modstat -n NAME | tail -n 1)
mknod /tmp/node c ${3#*/} 0
END
$guest->check("written and read",
    "echo hello >/tmp/node && cat /tmp/node", "hello\n");
$guest->check("no more than there is room for",
    "head -c 2000 /dev/zero | cat >/tmp/node", qr/No space/, 1);
$guest->check("while it is open it stays", <<'END', "busy 5\n");
exec 3</tmp/node
modunload -n NAME 2>/dev/null || echo busy $?
END
$guest->check("unload", "modunload -n NAME", "");
$guest->check("nothing is left",
    q{set -- $(sysctl -n vm.malloc | grep "^lkm "); echo $2 $3}, "0 0\n");
$guest->done;
