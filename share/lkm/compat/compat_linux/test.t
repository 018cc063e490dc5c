#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# compat_linux: programs of tests/guest/linux, each of which looks at one side
# of the system that it finds; nonsense; and how the module comes and goes.
# What Debian's own programs do on it, busybox.t and its neighbours see.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Prog;
use Graft::Types;
use Graft::VM qw(top);
use Test::More;

my $load = 'modload /lkm/compat_linux.o >/dev/null && '
    . 'modload /lkm/exec_linux.o >/dev/null';
my $unload = 'modunload exec_linux && modunload compat_linux';

run_programs(['-t', 60], { before => $load }, map { "linux/$_" }
    qw(start tls signals process memory));

# The first process of a boot is another's: what it leaves may be new.
run_programs(['-t', 140, prog('linux/fuzz')], { before => $load },
    'fuzz 1 /t/linux/fuzz');

my $guest = Graft::Types->new([], '-t', 120,
    map { prog("linux/$_") } qw(process sleeper attack));

$guest->unchanged('alone it does nothing', 'modload /lkm/compat_linux.o; '
    . 'sysctl emul.linux.nosys; /t/linux/process exit 3; echo $?; '
    . 'modunload compat_linux; sysctl emul.linux.nosys',
    qr/ID\ 0\nemul\.linux\.nosys\ =\ ?\n(?:.*fault\n)?(?!3\n)\d+\n
    sysctl:.*emul\.linux\.nosys.*\n/x, 1);
$guest->unchanged('both run a program', "$load; /t/linux/process exit 3; "
    . "echo \$?; $unload", "3\n");
$guest->unchanged('what is not there is counted by name', "$load; "
    . '/t/linux/process nosys 278; /t/linux/process nosys 0; '
    . '/t/linux/process nosys 278; /t/linux/process nosys 9999; '
    . '/t/linux/process nosys 222; '
    . 'sysctl emul.linux.nosys; sysctl -w emul.linux.nosys=0 >/dev/null; '
    . "sysctl emul.linux.nosys; $unload",
    "emul.linux.nosys = restart_syscall (0) 1\nnumber 222 (222) 1\n"
    . "mq_unlink (278) 2\nunknown 1\nemul.linux.nosys = \n");
$guest->unchanged('busy while exec_linux is there', "$load; "
    . "modunload compat_linux; echo \$?; $unload",
    "modunload: compat_linux: busy: the program format linux of module "
    . "exec_linux runs its programs on linux\n5\n");
$guest->unchanged('both are busy while a program runs', "$load; "
    . '/t/linux/sleeper & sleep 0.3; modunload exec_linux; '
    . "modunload compat_linux; kill \$!; wait \$!; $unload",
    qr/\Asleeping\nmodunload:\ exec_linux:\ busy:\ pid\ \d+\ \(sleeper\)\ runs\ on\ it\n
    modunload:\ compat_linux:\ busy:\ the\ program\ format.*\n
    (?:modunload:\ compat_linux:\ busy:\ pid\ \d+\ \(sleeper\).*\n)+
    (?:.*Terminated.*\n)?\z/x);
$guest->unchanged('who waits for a child in vfork is there, too', "$load; "
    . '/t/linux/sleeper vfork & sleep 0.3; modunload exec_linux; '
    . 'set -- $(ps -ax | grep "[s]leeper vfork"); kill -9 $!; wait $!; '
    . 'modunload exec_linux; '
    . 'for p in $(ps -ax | grep "[s]leeper vfork" | '
    . 'while read pid rest; do echo $pid; done); do kill -9 $p; done; '
    . "sleep 0.3; $unload",
    qr/\A(?:modunload:\ exec_linux:\ busy:\ pid\ \d+\ \(sleeper\)\ runs\ on\ it\n){2}
    (?:.*Killed.*\n)?
    modunload:\ exec_linux:\ busy:\ pid\ \d+\ \(sleeper\)\ runs\ on\ it\n\z/x);
$guest->unchanged('a program that is killed, or crashes, holds nobody',
    "$load; /t/linux/sleeper >/dev/null & sleep 0.2; kill -9 \$!; wait \$!; "
    . "/t/linux/process crash; echo \$?; $unload",
    qr/(?:.*\n)?139\n\z/);
$guest->unchanged('attacks', "$load; /t/linux/attack 7 20; sleep 0.3; "
    . "rm -f /tmp/attacked; $unload", qr/^ok 1 - 100 attacks/m, 0);
$guest->unchanged('a hundred times around programs', 'i=0; '
    . "while test \$i -lt 100; do $load; /t/linux/sleeper >/dev/null & "
    . '/t/linux/process exit 7; test $? = 7 || echo failed; '
    . 'modunload exec_linux 2>/dev/null && echo gone; kill -9 $!; '
    . "wait \$! 2>/dev/null; $unload || echo stayed; "
    . 'i=$((i + 1)); done; echo "$i"', qr/^100\n\z/m);
$guest->done;
