#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# rot13: the device has a node while and since the module was loaded with
# its script, and gives back what it was given, turned.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::VM;

my $guest = Graft::VM->new;

$guest->check('load, and make the node',
    'modload -p /lkm/rot13.sh /lkm/rot13.o; ls -l /dev/rot13',
    qr/^Module loaded as ID 0\ncrw-rw-rw- .* 29, *0 .*\/dev\/rot13\n\z/);
$guest->check('modstat tells the number', 'modstat -n rot13',
    qr/\nDEV +0 +-1\/29 +f0.* rot13\n\z/);
$guest->check('letters are turned', 'echo Hello, World 123 >/dev/rot13; '
    . 'cat /dev/rot13', "Uryyb, Jbeyq 123\n");
$guest->check('all of them', 'echo abcdefghijklmnopqrstuvwxyz >/dev/rot13; '
    . 'echo "ABCDEFGHIJKLMNOPQRSTUVWXYZ@[\`{" >/dev/rot13; cat /dev/rot13',
    "nopqrstuvwxyzabcdefghijklm\nNOPQRSTUVWXYZABCDEFGHIJKLM@[`{\n");
$guest->check('twice is as if never', 'cat /etc/rc | head -c 3000 >/tmp/a; '
    . 'cat /tmp/a >/dev/rot13; cat /dev/rot13 >/tmp/b; cmp -s /tmp/a /tmp/b; '
    . 'echo $?; cat /tmp/b >/dev/rot13; cat /dev/rot13 | cmp - /tmp/a', "1\n");
$guest->check('read bit by bit', 'echo abcdef >/dev/rot13; '
    . 'head -c 2 /dev/rot13 >/dev/null; cat /dev/rot13; cat /dev/rot13',
    qr/\A(?:pqrs\n)?\z/);
$guest->check('it is full at last', 'head -c 5000 /dev/zero >/dev/rot13; '
    . 'cat /dev/rot13 | wc -c', qr/No space left on device\n *40(?:3|9)\d\n\z/);
$guest->check('busy while it is open', 'sleep 100 </dev/rot13 & sleep 0.2; '
    . 'modunload rot13; echo $?; kill $!',
    qr/^modunload: rot13: busy: pid \d+ \(sleep\) has character device 29\/0 open
5\n\z/);
$guest->check('unload: the node stays, and leads nowhere',
    'modunload rot13; cat /dev/rot13', qr/Device not configured\n\z/, 1);
$guest->check('another number, another node: the script is right again',
    'modload /lkm/rot13.o; modunload rot13; '
    . 'modload -p /lkm/rot13.sh /lkm/aout/rot13.o; echo n >/dev/rot13; '
    . 'cat /dev/rot13; modunload rot13', qr/^a\n\z/m);
$guest->done;
