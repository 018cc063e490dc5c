#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NAME: a program in the format runs while the module is there.

use strict;
use warnings;
use FindBin;
# Beside the module in Graft's tree, or wherever `make test` says it is.
use lib(($ENV{GRAFT} // "$FindBin::RealBin/../../../..") . '/tests/guest/lib');
use Graft::VM;

my $object = $ENV{LKM_OBJECT} // Graft::VM::top() . '/build/lkm/NAME.o';
my $guest = Graft::VM->new("-p", "$object:/tmp/NAME.o");

$guest->check("load", "modload /tmp/NAME.o", "Module loaded as ID 0\n");
# exit(42): pushl $42; pushl %eax; movl $1, %eax; int $0x80
$guest->check("a program runs", <<'END', "status 42\n");
printf 'NAME\000\152\052\120\270\001\000\000\000\315\200' >/tmp/program
chmod +x /tmp/program
/tmp/program
echo status $?
END
$guest->check("unload", "modunload -n NAME", "");
$guest->check("no longer", "/tmp/program", qr{not found}, 127);
$guest->check("nothing is left",
    q{set -- $(sysctl -n vm.malloc | grep "^lkm "); echo $2 $3}, "0 0\n");
$guest->done;
