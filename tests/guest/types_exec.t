#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Modules of the types EXEC and COMPAT: what they are refused for, programs
# that run on them, and who keeps them.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM;
use Graft::Types;

my $guest = Graft::Types->new([qw(t_exec_a t_exec_b t_exec_c t_compat_a
    t_compat_b)]);
my $gone = qr/(?:.*Terminated.*\n)?/;

# ---- refusals ----

# Of an emulation: as a module of its own, and brought by a format.
for my $r (['wild-emul 4', 'bad-table: its struct emul must lie in'],
    ['wild-emul -1', 'bad-table: its struct emul must lie in'],
    ['const-emul', 'bad-table: an emulation with a trampoline must not be c'],
    ['wild-name 4096', 'bad-name: the emulation\'s name'],
    ['ncalls 0', 'bad-table: the emulation\'s e_sysent is no table'],
    ['ncalls -1', 'bad-table: the emulation\'s e_sysent is no table'],
    ['ncalls 500000000', 'bad-table: the emulation\'s e_sysent is no table'],
    ['wild-calls 4096', 'bad-table: the emulation\'s e_sysent is no table'],
    ['wild-calls 0', 'bad-table: the emulation\'s e_sysent is no table'],
    ['wild-call 4096', 'bad-sysent: system call 2 of the emulation must'],
    ['wild-call 0', 'bad-sysent: system call 2 of the emulation must'],
    ['arguments 36', 'bad-sysent: system call 2 of the emulation must'],
    ['arguments -4', 'bad-sysent: system call 2 of the emulation must'],
    ['no-sendsig', 'bad-table: e_sendsig of struct emul lacks'],
    ['wild-errno 4096', 'bad-table: the emulation\'s e_errno is no table'],
    ['wild-kinds 4096', 'bad-table: the emulation\'s e_syscallkinds is no'],
    ['wild-kind 4096', 'bad-table: what e_syscallkinds says of system call 1 '],
    ['long-kind', 'bad-table: what e_syscallkinds says of system call 1 '],
    ['wild-fetch 4096', 'bad-table: e_fetchargs of struct emul: entry 1, 0x1'],
    ['wild-names 4096', 'bad-table: the emulation\'s e_syscallnames is no'],
    ['wild-call-name 0', 'bad-name: the name of system call 2 of the emul'],
    ['wild-call-name 4096', 'bad-name: the name of system call 2 of the em'],
    ['wild-child 4096', 'bad-table: e_childreturn of struct emul: entry 1'],
    ['long-sigcode', 'bad-table: the emulation\'s trampoline'],
    ['wild-sigcode -1', 'bad-table: the emulation\'s trampoline'],
    ['sigpage 1', 'bad-table: the emulation\'s e_sigpage is the kernel\'s'],
    ['load 5', 'entry-failed: .* error 5']) {
	$guest->refused($r->[0], 't_compat_a', qr/$r->[1]/);
	$guest->refused($r->[0], 't_exec_c', qr/$r->[1]/);
}
$guest->refused('native-name', 't_compat_a',
    qr/taken: an emulation native is there/);
$guest->refused('wild-emul 0', 't_compat_a', qr/bad-table: its struct emul/);
$guest->refused('native-emul', 't_compat_a', qr/bad-table: its struct emul/);
for my $r (['wild-format 4096', 'bad-table: its struct execsw must lie in'],
    ['kernel-format', 'bad-table: its struct execsw must lie in'],
    ['wild-es-name 4096', 'bad-name: the format\'s name'],
    ['elf', 'taken: a program format elf is there'],
    ['no-check', 'bad-table: es_check of struct execsw lacks'],
    ['wild-setregs 4096', 'bad-table: .*setup_stack on,: entry 2, 0x1000, is'],
    ['no-emul', 'no-emulation: it says not on what emulation'],
    ['wild-emul-name 4096', 'bad-name: the name of the emulation that'],
    ['other-emul', 'no-emulation: no emulation is named other']) {
	$guest->refused($r->[0], 't_exec_a', qr/$r->[1]/);
}
$guest->refused('graft', 't_exec_b',
    qr/no-emulation: no emulation is named emul_a/);

# ---- programs ----

# A name, an empty byte, code.  On the native emulation: exit(42), or a loop;
# on the other: exit by call 3, with 43, or sleep by call 2.
my $exit = '\152\052\152\000\270\001\000\000\000\315\200';
my $loop = '\353\376';
my $exit43 = '\270\003\000\000\000\315\200';
my $sleep = '\270\002\000\000\000\315\200\353\367';
my %program = ('a.exit' => "t_exec_a\\0$exit", 'a.loop' => "t_exec_a\\0$loop",
    'b.exit' => "t_exec_b\\0$exit43", 'b.sleep' => "t_exec_b\\0$sleep",
    'c.exit' => "t_exec_c\\0$exit43", 'c.sleep' => "t_exec_c\\0$sleep");
$guest->good('programs', join('; ', 'mkdir /x; cd /x', (map {
    "printf '$program{$_}' >$_" } sort keys %program), 'chmod 755 *; ls | wc -l'),
    qr/^ *6\n\z/);
# What exec does not know is taken for a script.
$guest->good('without the module they are none', '/x/a.exit; echo $?',
    qr/not found\n127\n\z/);
$guest->good('a format on the native emulation', 'modload /m/t_exec_a.o; '
    . '/x/a.exit; echo $?; modstat | tail -n 1 | cut -c1-19,48-',
    qr/^Module.*\n42\nEXEC      0       - ?\S* ?t_exec_a\n\z/);
$guest->unchanged('busy while a program runs', '/x/a.loop & sleep 0.2; '
    . 'modunload t_exec_a; echo $?; kill $!; wait $!; true',
    qr/^modunload:[ ]t_exec_a:[ ]busy:[ ]pid[ ]\d+[ ]\(a\.loop\)[ ]runs[ ]on
    [ ]it\n5\n/x);
$guest->good('when it has ended, the format goes',
    'modunload t_exec_a; /x/a.exit; echo $?', qr/not found\n127\n\z/);
$guest->good('an emulation, and a format on it',
    'modload /m/t_compat_a.o; modload /m/t_exec_b.o; /x/b.exit; echo $?; '
    . 'modstat | cut -c1-19,48-',
    qr/(?:Module.*\n){2}43\nType.*\n
    COMPAT[ ]{4}0[ ]{7}-.*t_compat_a\n
    EXEC[ ]{6}1[ ]{7}-.*t_exec_b\n\z/x);
$guest->check('busy while a format is for it', 'modunload t_compat_a',
    "modunload: t_compat_a: busy: the program format t_exec_b of module "
    . "t_exec_b runs its programs on emul_a\n", 5);
$guest->good('busy while a program runs', '/x/b.sleep & sleep 0.2; '
    . 'modunload t_exec_b; echo $?; modunload t_compat_a; echo $?; '
    . 'ps -ax | grep -c "b\.sleep"; kill $!; wait $!; modunload t_compat_a; '
    . 'echo $?; modunload t_exec_b; modunload t_compat_a; modstat',
    qr/\Amodunload:[ ]t_exec_b:[ ]busy:[ ]pid[ ]\d+[ ]\(b\.sleep\)[ ]runs.*\n5\n
    (?:modunload:[ ]t_compat_a:[ ]busy:.*\n)+5\n[12]\n$gone
    modunload:[ ]t_compat_a:[ ]busy:[ ]the[ ]program[ ]format.*\n5\n
    Type.*\n\z/x);
$guest->unchanged('a format with its own emulation', 'modload /m/t_exec_c.o; '
    . '/x/c.exit; echo $?; /x/c.sleep & sleep 0.2; modunload t_exec_c; '
    . 'kill $!; wait $!; modunload t_exec_c',
    qr/^Module.*\n43\n(?:.*\n)*modunload:[ ]t_exec_c:[ ]busy:[ ]pid[ ]\d+[ ]
    \(c\.sleep\)[ ]runs[ ]on[ ]it\n/x);
# The trampoline's page is the programs', so the self-check does not see it.
$guest->good('its trampoline goes with it', 'pages() '
    . '{ sysctl -n vm.malloc | grep "^exec "; }; a=$(pages); '
    . 'modload /m/t_compat_a.o; modload /m/t_exec_b.o; /x/b.exit; '
    . 'b=$(pages); modunload t_exec_b; modunload t_compat_a; c=$(pages); '
    . 'set -- $a; a=$2; set -- $b; b=$2; set -- $c; echo $((b - a)) $(($2 - a))',
    qr/\n1 0\n\z/);
$guest->good('and with a format that brought it', 'pages() '
    . '{ sysctl -n vm.malloc | grep "^exec "; }; a=$(pages); '
    . 'modload /m/t_exec_c.o; /x/c.exit; '
    . 'b=$(pages); modunload t_exec_c; c=$(pages); '
    . 'set -- $a; a=$2; set -- $b; b=$2; set -- $c; echo $((b - a)) $(($2 - a))',
    qr/\n1 0\n\z/);
$guest->unchanged('two of each, in any order, and again',
    'modload /m/t_compat_a.o; modload /m/t_exec_a.o; modload /m/t_compat_b.o; '
    . 'modload /m/t_exec_b.o; modload /m/t_exec_c.o; modunload t_exec_a; '
    . '/x/b.exit; echo $?; modunload t_compat_b; modload /m/t_exec_a.o; '
    . 'modunload t_exec_b; /x/a.exit; echo $?; modunload t_exec_c; '
    . 'modunload t_compat_a; modload /m/t_compat_b.o; modunload t_compat_b; '
    . 'modunload t_exec_a', qr/^43\n(?:.*\n)*42\n/m);
$guest->unchanged('a number means nothing, but is shown',
    'hostname "slot 3"; modload /m/t_compat_a.o; modload /m/t_exec_b.o; '
    . 'modstat; modunload t_exec_b; modunload t_compat_a; hostname graft',
    qr/^COMPAT    0       3 .*\nEXEC      1       3 /m);
$guest->unchanged('a name that a module has',
    'modload /m/t_compat_a.o; hostname native-name; modload /m/t_compat_b.o; '
    . 'hostname elf; modload /m/t_exec_a.o; hostname graft; '
    . 'modunload t_compat_a',
    qr/taken: an emulation native.*\n.*taken: a program format elf/);

# ---- while its unload function sleeps ----

my $slow = 'hostname "slow %d"; modunload %s & a=$!; sleep 0.3; ';
$guest->unchanged('no program is started while it is being unloaded',
    'modload /m/t_exec_a.o; ' . sprintf($slow, 0, 't_exec_a')
    . '/x/a.exit; wait $a; echo "status $?"; hostname graft',
    qr/not found\nstatus 0\n\z/m);
$guest->unchanged('when it stays, programs can be started again',
    'modload /m/t_exec_a.o; ' . sprintf($slow, 5, 't_exec_a')
    . '/x/a.exit; wait $a; echo "status $?"; hostname graft; '
    . '/x/a.exit; echo $?; modunload t_exec_a',
    qr/not found\nmodunload: t_exec_a: refused: .*\nstatus 5\n42\n\z/m);
$guest->unchanged('no format finds an emulation that is being unloaded',
    'modload /m/t_compat_a.o; ' . sprintf($slow, 0, 't_compat_a')
    . 'modload /m/t_exec_b.o; wait $a; echo "status $?"; hostname graft',
    qr/no-emulation: no emulation is named emul_a.*\nstatus 0\n\z/m);
$guest->unchanged('nor is its name free as yet; when it stays, it is there',
    'modload /m/t_compat_a.o; ' . sprintf($slow, 5, 't_compat_a')
    . 'modload /m/t_exec_b.o; wait $a; echo "status $?"; hostname graft; '
    . 'modload /m/t_exec_b.o; modunload t_exec_b; modunload t_compat_a',
    qr/no-emulation.*\nmodunload.*refused.*\nstatus 5\nModule loaded as ID 1\n\z/m);
$guest->done;
