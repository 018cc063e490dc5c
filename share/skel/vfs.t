#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# NAME: the file system can be mounted, and stays while it is.

use strict;
use warnings;
use FindBin;
# Beside the module in Graft's tree, or wherever `make test` says it is.
use lib(($ENV{GRAFT} // "$FindBin::RealBin/../../../..") . '/tests/guest/lib');
use Graft::VM;

my $object = $ENV{LKM_OBJECT} // Graft::VM::top() . '/build/lkm/NAME.o';
my $guest = Graft::VM->new("-p", "$object:/tmp/NAME.o");

$guest->check("load", "modload /tmp/NAME.o", "Module loaded as ID 0\n");
$guest->check("mount", "mount -t NAME none /mnt && ls -ld /mnt", qr/^drwxr-xr-x /);
$guest->check("while it is mounted it stays", "modunload -n NAME",
    qr/^modunload: NAME: busy: /, 5);
$guest->check("unmount", "umount /mnt", "");
$guest->check("unload", "modunload -n NAME", "");
$guest->check("nothing is left",
    q{set -- $(sysctl -n vm.malloc | grep "^lkm "); echo $2 $3}, "0 0\n");
$guest->done;
