#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Modules of the type DEV: which majors they get, what they are refused for,
# and who keeps them.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM;
use Graft::Types;

my $guest = Graft::Types->new([qw(t_dev_a t_dev_b majors)]);
my $loaded = qr/^Module loaded as ID \d+\n/m;

# ---- refusals ----

for my $r (['block 256', 'bad-major: major numbers are 0 to 255, not 256'],
    ['block -2', 'bad-major: .* not -2 and -1'],
    ['char 256', 'bad-major: .* not -1 and 256'],
    ['char -2', 'bad-major: .* not -1 and -2'],
    ['neither', 'bad-major: it brings neither'],
    ['char 2', 'taken: character major 2 is taken by mem'],
    ['same-name', 'taken: a device driver mem, or its switch, is there'],
    ['kernels', 'taken: a device driver t_dev_adev, or its switch, is there'],
    ['wild-block 4096', 'bad-table: its switch is no memory'],
    ['wild-block 1', 'bad-table: its switch is no memory'],
    ['wild-char -4096', 'bad-table: its switch is no memory'],
    ['wild-char -3', 'bad-table: its switch is no memory'],
    ['wild-read 12345', 'bad-table: struct cdevsw: entry 3, 0x3039, is no'],
    ['data-read', 'bad-table: struct cdevsw: entry 3, 0xf0'],
    ['no-strategy', 'bad-table: struct bdevsw lacks .* entry 3 is NULL'],
    ['wild-name 4096', 'bad-name: the device\'s name has 1 to 31'],
    ['wild-name 0', 'bad-name: the device\'s name has 1 to 31'],
    ['long-name', 'bad-name: the device\'s name has 1 to 31'],
    ['load 5', 'entry-failed: .* error 5']) {
	$guest->refused($r->[0], 't_dev_a', qr/$r->[1]/);
}

# ---- numbers ----

$guest->good('what would be taken', 'modload -n -v /m/t_dev_a.o',
    qr/^block major 8, the first that is free
character major 29, the first that is free\n/m);
$guest->good('as JSON', 'modload -n -x /m/t_dev_a.o | tail -n 4',
    qr/"slot": .*"number": 29.*\n"block": .*"number": 8/);
$guest->good('two drivers, with numbers of their own', 'cd /dev; '
    . 'modload -v /m/t_dev_a.o; modload /m/t_dev_b.o; modstat | cut -c1-19,48-; '
    . 'mknod c c 30 0; mknod b b 9 0; cat c; dd=$(head -c 7 b); echo $dd',
    qr/majors[ ]8\/29.*\n
    DEV[ ]{7}0[ ]{3}8\/29[ ]+t_dev_a\n
    DEV[ ]{7}1[ ]{3}9\/30[ ]+t_dev_b\n
    t_dev_b[ ]was[ ]here\nt_dev_b\n\z/sx);
$guest->unchanged('they go in any order, and come again',
    'modunload t_dev_a; cat /dev/c; modload /m/t_dev_a.o; modstat -n t_dev_a; '
    . 'modunload t_dev_b; cat /dev/c; modunload t_dev_a; '
    . 'modload /m/t_dev_a.o; modload /m/t_dev_b.o',
    qr/t_dev_b[ ]was[ ]here\nModule.*\n.*\nDEV[ ]{7}0[ ]{3}8\/29[ ].*\n
    cat:[ ]\/dev\/c:[ ]Device[ ]not[ ]configured\n(?:Module.*\n){2}\z/x);
$guest->good('they go', 'modunload t_dev_b; modunload t_dev_a; modstat',
    qr/\AType.*\n\z/);
for my $r (['block 100', '100\/29 '], ['char 200', '  8\/200'],
    ['no-block', ' -1\/29 '], ['no-char', '  8\/-1 ']) {
	$guest->unchanged("numbers: $r->[0]", "hostname '$r->[0]'; "
	    . 'modload /m/t_dev_a.o; modstat; modunload t_dev_a; '
	    . 'hostname graft', qr/^DEV       0 $r->[1] /m);
}
$guest->unchanged('no number is left', 'modload /m/majors.o; '
    . 'dmesg | tail -n 1; modload /m/t_dev_a.o; echo "status $?"; '
    . 'modload -n /m/t_dev_a.o; modunload majors',
    qr/^majors:[ ]102\n
    modload:[ ]\S+[ ]no-slot:[ ]all[ ]major[ ]numbers[ ]are[ ]taken.*\n
    status[ ]14\n
    modload:[ ]\S+[ ]no-slot:/mx);
$guest->good('a number that a module has', 'modload /m/t_dev_a.o; '
    . 'hostname "char 29"; modload /m/t_dev_b.o; s=$?; hostname graft; '
    . 'modunload t_dev_a; echo $s',
    qr/taken: character major 29 is taken by t_dev_adev: .*\n14\n/);

# ---- who keeps it ----

$guest->good('nodes', "cd /dev; mknod t c 29 0; mknod slow c 29 1; "
    . 'mknod tb b 8 0', '');
for my $d (['t', 'character device 29\/0 open'], ['tb', 'block device 8\/0 open'])
{
	$guest->unchanged("busy: $d->[1]", 'modload /m/t_dev_a.o; '
	    . "sleep 100 </dev/$d->[0] & "
	    . 'sleep 0.1; modunload t_dev_a; echo $?; kill $!; wait $!; '
	    . 'modunload t_dev_a',
	    qr/^modunload: t_dev_a: busy: pid \d+ \(sleep\) has $d->[1]\n5\n/m);
}
$guest->unchanged('busy, and it has no unload function',
    'modload /m/t_dev_b.o; sleep 100 </dev/t & sleep 0.1; '
    . 'modunload t_dev_b; echo $?; kill $!; wait $!; modunload t_dev_b',
    qr/\AModule.*\nmodunload:[ ]t_dev_b:[ ]busy:[ ]pid[ ]\d+[ ]\(sleep\)[ ]has
    [ ]character[ ]device[ ]29\/0[ ]open\n5\n(?:.*Terminated.*\n)?\z/x);
$guest->unchanged('nobody opens it while it is being unloaded',
    'modload /m/t_dev_a.o; hostname "slow 0"; modunload t_dev_a & a=$!; '
    . 'sleep 0.3; cat /dev/t; wait $a; echo "status $?"; hostname graft',
    qr/^cat: \/dev\/t: Device not configured\nstatus 0\n\z/m);
$guest->unchanged('when it stays, it can be opened again',
    'modload /m/t_dev_a.o; hostname "slow 5"; modunload t_dev_a & a=$!; '
    . 'sleep 0.3; cat /dev/t; wait $a; echo "status $?"; hostname graft; '
    . 'cat /dev/t; modunload t_dev_a',
    qr/^cat: \/dev\/t: Device not configured
modunload: t_dev_a: refused: .*\nstatus 5\nt_dev_a was here\n\z/m);
$guest->done;
