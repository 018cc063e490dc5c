#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Modules that are linked into the kernel (make builtin): they are entered at
# boot, work, and are a part of the kernel from then on. What one is refused
# for is told, and the boot goes on.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Command;
use Graft::Ext2;
use Graft::VM qw(top);
use Test::More;

my $top = top();
my @kernel = ('-k', "$top/build/tests/kernel/graft");
my @modules = map { m{([^/]+)/Makefile\z} } glob("'$top/share/lkm'/*/*/Makefile");
my $said = 'dmesg | grep "^built-in module"';

# ---- all of share/lkm, and two that fail

my $guest = Graft::VM->new(@kernel, disk(image('disk', '4M')), '-q',
    '-device edu', '-p', "$top/build/tests/lkm:/tmp/lkm");
$guest->check('each is entered, in the order of the link, or refused', $said,
    join('', map { "built-in module $_: entered\n" } @modules, 'over_a')
    . 'built-in module slowload: refused: entry-failed: the module\'s own load '
    . "function failed with error 5\n"
    . 'built-in module nodispatch: refused: bad-entry: the entry function '
    . "succeeded without registering its module: use DISPATCH\n");
$guest->check('drivers have found their devices',
    'dmesg | grep -e ^edu0 -e ^vd0 | cut -d " " -f 1-3',
    qr/\A(?=.*^edu0 at pci0)(?=.*^vd0 at pci0)/ms);
$guest->check('a file system, on a disk', '(cd /dev && sh MAKEDEV all) && '
    . 'mkdir -p /mnt && mount -t ext2fs /dev/vd0 /mnt && echo hello >/mnt/a && '
    . 'umount /mnt && mount -t ext2fs /dev/vd0 /mnt && cat /mnt/a && umount /mnt',
    "hello\n");
$guest->check('a system call', 'testsyscall 210 41',
    "testsyscall: call 210 returned 42\n");
$guest->check('a format of programs', 'printf "#!/bin/echo works\n" >/tmp/s && '
    . 'chmod 755 /tmp/s && /tmp/s', "works /tmp/s\n");
$guest->check('none is listed, none is counted',
    'modstat | tail -n +2; sysctl -n lkm.count', "0\n");
$guest->check('one cannot be loaded as well', 'modload /lkm/ext2fs.o', 'modload: '
    . '/lkm/ext2fs.o: already-loaded: ext2fs is linked into this kernel: there '
    . "is nothing to load\n", 14);
$guest->check('nor looked at', 'modstat -n ext2fs',
    qr/\Amodstat: ext2fs: no such module\n\z/, 3);
$guest->check('nor unloaded', 'modunload -n ext2fs', 'modunload: ext2fs: '
    . "not-loaded: ext2fs is linked into this kernel, and stays\n"
    . "modunload: modstat lists what is loaded\n", 3);
$guest->check('one that was refused has left its name', 'modload '
    . '/tmp/lkm/slowload.o', qr/\Amodload: .*entry-failed: .* error 5 .*\n\z/, 14);
$guest->check('another takes the slot of one in the kernel, and gives it back',
    'n=$(sysctl -n lkm.selfcheck); testsyscall 215 && '
    . 'modload /tmp/lkm/over_b.o && testsyscall 215 && modunload over_b && '
    . 'testsyscall 215 && [ "$n" = "$(sysctl -n lkm.selfcheck)" ]',
    "testsyscall: call 215 returned 1\nModule loaded as ID 0\n"
    . "testsyscall: call 215 returned 2\ntestsyscall: call 215 returned 1\n");
$guest->check('the system is in order', 'sysctl -n lkm.selfcheck',
    qr/\A(?!.*BROKEN)[0-9a-f]{16} /);
$guest->boot;

# ---- lkm.disable is for these, too

$guest = Graft::VM->new(@kernel, '-a', 'lkm.disable=rot13,nullfs');
$guest->check('the boot loader keeps some from being entered',
    "$said | grep -e rot13 -e nullfs",
    join('', map { "built-in module $_: refused: disabled: $_ is in lkm.disable "
    . "on the kernel's command line: boot without that to load it\n" }
    qw(rot13 nullfs)));
$guest->check('and from being loaded', 'modload /lkm/rot13.o',
    qr/\Amodload: \S+: disabled: /, 14);
$guest->boot;

# ---- the make that makes such a kernel

my ($status, $output) = command('make', '-C', $top, 'builtin');
is($status, 2, 'make builtin without modules');
like($output, qr/MODULES='ext2fs \.\.\.' names what is to be/, 'says so');
($status, $output) = command('make', '-C', $top, 'builtin',
    'MODULES=rot13 nosuch');
is($status, 2, 'make builtin with one that is none');
like($output, qr/share\/lkm has no module nosuch/, 'says which');

done_testing();
