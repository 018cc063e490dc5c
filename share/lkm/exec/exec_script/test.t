#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# exec_script: what execve(2) makes of a first line, of interpreters and of
# rights is tests/guest/prog/scripts.c; here is what shells, modload -p and
# modunload have to do with it, and what a person at a terminal reads.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Console;
use Graft::Prog;
use Graft::Types;
use Test::More;

run_programs([], { before => 'modload /lkm/exec_script.o' }, 'scripts');

my $guest = Graft::Types->new([]);
my $load = 'modload /lkm/exec_script.o >/dev/null';
my $write = sub { "printf '$_[1]' >/tmp/$_[0]; chmod 755 /tmp/$_[0]" };

$guest->good('scripts', join('; ', $write->('cat', '#!/bin/cat\nsome text\n'),
    $write->('sh', '#!/bin/sh -f\necho "$0 $# $1 $-" *\n'),
    $write->('sleep', '#!/bin/sh\nsleep 100\n:\n'),
    $write->('nope', '#!/nope\necho ran by the shell\n'),
    $write->('post', '#!/bin/sh -e\nps -ax | grep "[/]tmp/post"\n'),
    $write->('plain', 'echo "$0" "$1"\n')), qr/^\z/);
$guest->unchanged('without the module, the shell runs them all',
    'cd /; /tmp/cat; /tmp/sh one', qr/some: not found\n\/tmp\/sh 1 one.* bin dev/s);
$guest->unchanged('with it, the program of the first line does',
    "$load; cd /; /tmp/cat; /tmp/sh 'a b' c; /tmp/plain x; "
    . 'modunload exec_script; /tmp/cat',
    qr{\A\#!/bin/cat\nsome\ text\n/tmp/sh\ 2\ a\ b\ f\ \*\n/tmp/plain\ x\n
    .*some:\ not\ found\n\z}xs, 127);
$guest->unchanged('in pipes, lists and substitutions', "$load; "
    . 'echo "$(/tmp/cat | wc -l)"; /tmp/sh one </dev/null && echo yes; '
    . 'exec 3</tmp/cat; /tmp/cat >/dev/null; cat <&3; exec 3<&-; '
    . '(exec /tmp/sh last); modunload exec_script',
    qr{\A\ *2\n/tmp/sh\ 1\ one\ f\ \*\nyes\n\#!/bin/cat\nsome\ text\n
    /tmp/sh\ 1\ last\ f\ \*\n\z}x);
$guest->unchanged('no interpreter', "$load; /tmp/nope; echo \$?; "
    . 'modunload exec_script', qr/not found\n127\n\z/);
$guest->unchanged('modload -p', "$load; modload -p /tmp/post /lkm/hello.o; "
    . 'modunload hello; modload -p /tmp/nope /lkm/hello.o; echo $?; '
    . 'modunload hello; modunload exec_script',
    qr{as\ ID\ 1\n(?:.*\n)?.*\ /bin/sh\ -e\ /tmp/post\ 1\ 0x6\ -1\n
    (?:.*\n)*modload:\ /tmp/nope:\ No\ such\ file.*\n
    modload:\ /tmp/nope:\ failed\ .*\n}x);
$guest->unchanged('busy while a script runs, but not for its children',
    "$load; /tmp/sleep & sleep 0.2; modunload exec_script; echo \$?; "
    . 'modstat -n exec_script | tail -n 1; kill $!; wait $!; '
    . 'ps -ax | grep -c "[s]leep 100"; modunload exec_script; '
    . 'set -- $(ps -ax | grep "[s]leep 100"); kill $1',
    qr/\Amodunload:\ exec_script:\ busy:\ pid\ \d+\ \(sleep\)\ runs\ on\ it
    \n5\nEXEC\ .*\ exec_script\n(?:.*Terminated.*\n)?1\n\z/x);
$guest->unchanged('twenty times over', 'i=0; while test $i -lt 20; do '
    . "$load; /tmp/cat >/dev/null || echo failed; modunload exec_script; "
    . 'i=$((i + 1)); done; echo "$i"', qr/^20\n\z/);
$guest->boot;

# ---- the words, on a terminal ----

my $console = Graft::Console->new;
$console->shows(qr/on the console\.\r\n# /, 'a terminal');
$console->command('modload /lkm/exec_script.o', qr/.*loaded as ID.*\r\n/, 'a load');
for my $case (['#!/nope\n', 'the interpreter /nope cannot be run: there is no such file'],
    ['#!/tmp\n', 'the interpreter /tmp cannot be run: it may not be executed'],
    ['#!/etc/rc/sh\n', 'the interpreter /etc/rc/sh cannot be run: its path leads through what is no directory'],
    ['#!/%0300d\n', 'the interpreter /' . '0' x 300 . ' cannot be run: its name is too long'],
    ['#!/tmp/x\n', 'the interpreter /tmp/x cannot be run: too many that are interpreted'],
    ['#!\n', 'no interpreter follows its #!'],
    ['#!/bin/sh\r\n', 'a carriage return ends its first line'],
    ['#!/bin/\0sh\n', 'it begins with #!, but its first line is not text'],
    ['#!/bin/%0600d\n', 'its first line is too long: 511 characters are read']) {
	my ($text, $words) = @$case;
	$console->command("printf '$text' >/tmp/x; chmod 755 /tmp/x; /tmp/x",
	    qr/\/tmp\/x: \Q$words\E[^#]*\r\n(?:-sh: .*\r\n)?/, $words);
}
done_testing();
