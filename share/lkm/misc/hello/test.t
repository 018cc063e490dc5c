#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The life of hello: loaded, listed, refused a second time, unloaded, gone.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::VM;

my $guest = Graft::VM->new;

$guest->check('before: nothing is loaded', 'modstat -n hello',
    qr/^modstat: hello: no such module$/m, 3);
$guest->check('load', 'modload /lkm/hello.o', "Module loaded as ID 0\n");
$guest->check('it greets, and tells its place', <<'END', "same place\n");
set -- $(modstat | grep hello)
dmesg | grep -F "hello: loaded at 0x$4 as module $2" >/dev/null &&
    echo same place
END
$guest->check('modstat', 'modstat',
    qr/\AType .*\nMISC +0 +- f0[0-9a-f]{6} 0008 f0[0-9a-f]{6} +2 hello\n\z/);
$guest->check('it is there once', 'modload /lkm/hello.o',
    qr/already-loaded: .* named hello .*modunload -n hello/, 14);
$guest->check('unload', 'modunload -n hello', '');
$guest->check('it says good-bye', 'dmesg | tail -n 1', "hello: good-bye\n");
$guest->check('after: nothing is loaded', 'sysctl -n lkm.count', "0\n");
$guest->check('unload again', 'modunload -n hello',
    qr/not-loaded: no module is named hello/, 3);
$guest->check('ten times over, and it leaves no memory behind', <<'END', "0 0\n");
for i in 1 2 3 4 5 6 7 8 9 10; do
	modload /lkm/hello.o >/dev/null && modunload hello || echo failed
done
set -- $(sysctl -n vm.malloc | grep '^lkm ')
echo $2 $3
END
$guest->done;
