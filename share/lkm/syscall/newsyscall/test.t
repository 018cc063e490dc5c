#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# newsyscall: the call is there while the module is, with its argument and
# its result, and nowhere else.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::VM;

my $guest = Graft::VM->new;

$guest->check('before: no such call', 'testsyscall 210 41',
    "testsyscall: call 210: Function not implemented\n", 1);
$guest->check('load', 'modload /lkm/newsyscall.o',
    "Module loaded as ID 0\n");
$guest->check('it tells its number', 'dmesg | tail -n 1',
    "newsyscall: system call number 210\n");
$guest->check('so does modstat', 'modstat -n newsyscall',
    qr/\nSYSCALL +0 +210 f0[0-9a-f]{6} 0008 f0[0-9a-f]{6} +2 newsyscall\n\z/);
$guest->check('its result is the argument plus one', 'testsyscall 210 41',
    "testsyscall: call 210 returned 42\n");
$guest->check('negative, too', 'testsyscall 210 -1 && testsyscall 210 -2',
    "testsyscall: call 210 returned 0\ntestsyscall: call 210 returned -1\n");
$guest->check('it tells its caller', 'dmesg | tail -n 1',
    qr/\Anewsyscall: hello, pid \d+ \(testsyscall\)\n\z/);
$guest->check('the calls beside it are still free', 'testsyscall 211',
    qr/not implemented/, 1);
$guest->check('unload', 'modunload -n newsyscall', '');
$guest->check('after: no such call', 'testsyscall 210 41',
    "testsyscall: call 210: Function not implemented\n", 1);
$guest->check('loaded again, it has the number again',
    'modload /lkm/newsyscall.o && testsyscall 210 1 && modunload newsyscall',
    qr/^testsyscall: call 210 returned 2$/m);
$guest->check('it leaves no memory behind',
    'set -- $(sysctl -n vm.malloc | grep "^lkm "); echo $2 $3', "0 0\n");
$guest->done;
