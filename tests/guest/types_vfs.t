#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Modules of the type VFS: what they are refused for, and who keeps them.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM;
use Graft::Types;

my $guest = Graft::Types->new([qw(t_vfs_a t_vfs_b)]);

for my $r (['tmpfs', 'taken: a file system tmpfs is there'],
    ['wild-ops 4096', 'bad-table: its struct vfsops must lie in the module'],
    ['wild-ops -1', 'bad-table: its struct vfsops must lie in the module'],
    ['kernel-ops', 'bad-table: its struct vfsops must lie in the module'],
    ['wild-root 4096', 'bad-table: struct vfsops, .* entry 3, 0x1000, is no'],
    ['no-mount', 'bad-table: struct vfsops, .* lacks .* entry 1 is NULL'],
    ['no-name', 'bad-name: the file system\'s name'],
    ['wild-name 4096', 'bad-name: the file system\'s name'],
    ['load 5', 'entry-failed: .* error 5']) {
	$guest->refused($r->[0], 't_vfs_a', qr/$r->[1]/);
}

$guest->good('loaded, it can be mounted', 'mkdir /x; '
    . 'mount -t afs none /x; modload /m/t_vfs_a.o; mount -t afs none /x && '
    . 'mount | grep /x; modstat | tail -n 1 | cut -c1-19,48-',
    qr/^mount:.*\nModule.*\n.*\/x.*afs.*\nVFS[ ]{7}0[ ]+-[ ]*t_vfs_a\n\z/x);
$guest->check('busy while it is mounted', 'modunload t_vfs_a',
    "modunload: t_vfs_a: busy: /x is mounted\n", 5);
$guest->good('and works on', 'umount /x; mount -t afs none /x; umount /x', '');
$guest->good('two, which go in any order, and come again',
    'modload /m/t_vfs_b.o; mount -t bfs none /x; modunload t_vfs_a; '
    . 'mount -t afs none /x; umount /x; modload /m/t_vfs_a.o; '
    . 'modunload t_vfs_b; modunload t_vfs_a; modstat',
    qr/\AModule.*\nmount:.*\nModule.*\nType.*\n\z/);
$guest->unchanged('a number means nothing, but is shown',
    'hostname "slot 5"; modload /m/t_vfs_a.o; modstat; modunload t_vfs_a; '
    . 'hostname graft', qr/^VFS       0       5 /m);
$guest->unchanged('busy while it is being mounted',
    'modload /m/t_vfs_a.o; hostname slow-mount; mount -t afs none /x & '
    . 'sleep 0.2; modunload t_vfs_a; echo $?; kill $!; wait $!; '
    . 'hostname graft; modunload t_vfs_a',
    qr/^modunload: t_vfs_a: busy: .*\(mount\) in folder_mount.*
modunload: t_vfs_a: busy: a afs is being mounted\n5\n/m);
$guest->unchanged('nobody mounts it while it is being unloaded',
    'modload /m/t_vfs_a.o; hostname "slow 0"; modunload t_vfs_a & a=$!; '
    . 'sleep 0.3; mount -t afs none /x; wait $a; echo "status $?"; '
    . 'hostname graft', qr/^mount:.*\nstatus 0\n\z/m);
$guest->unchanged('when it stays, it can be mounted again',
    'modload /m/t_vfs_a.o; hostname "slow 5"; modunload t_vfs_a & a=$!; '
    . 'sleep 0.3; mount -t afs none /x; wait $a; echo "status $?"; '
    . 'hostname graft; mount -t afs none /x && umount /x; modunload t_vfs_a',
    qr/^mount:.*\nmodunload: t_vfs_a: refused: .*\nstatus 5\n\z/m);
$guest->unchanged('mounted while its load was failing',
    'hostname slow-load; modload /m/t_vfs_a.o & a=$!; sleep 0.3; '
    . 'mount -t afs none /x; wait $a; echo "status $?"; hostname graft; '
    . 'mount -t afs none /bin; modunload t_vfs_a; echo "status $?"; umount /x; '
    . 'modunload t_vfs_a; modstat',
    qr/\Amodload:[ ].*entry-failed:.*\n
    modload:[ ].*busy:[ ]\/x[ ]is[ ]mounted\n(?:modload:.*busy.*\n)+
    status[ ]14\nmount:.*\n
    modunload:[ ]t_vfs_a:[ ]busy:[ ]\/x[ ]is[ ]mounted\n(?:modunload:.*busy.*\n)+
    status[ ]5\nType.*\n\z/x);
$guest->done;
