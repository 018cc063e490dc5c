#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Memory, processes and files until there are no more, also on a machine of
# 16 MiB: the process that asked too much pays, the system goes on.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog qw(prog);
use Graft::VM;
use Test::More;

for my $memory (64, 16) {
	my $guest = Graft::VM->new('-t', 30, '-m', $memory, prog('hog'));
	my $check = sub {
		my ($name, @rest) = @_;
		$guest->check("$memory MiB: $name", @rest);
	};

	# What is free is noted, and compared at the end.
	$check->('a process that eats all memory is killed', '/t/hog memory',
	    qr/^Killed$/m, 137);
	$check->('and the kernel says so',
	    'dmesg | grep -c "(hog): killed: out of memory"', "1\n");
	$check->('its memory is free again', 'f=$(sysctl -n vm.free); '
	    . '/t/hog memory; g=$(sysctl -n vm.free); '
	    . '[ $((f - g)) -lt 16 ] && echo same', qr/^same$/m);
	$check->('three at once', '/t/hog memory & /t/hog memory & '
	    . '/t/hog memory & wait; ls / | grep -c bin', qr/^\d+\n\z/m);
	# Somebody else holds it all: it is not the others who pay.
	$check->('the largest is killed, not the one that asks',
	    'mknod /tmp/word p; /t/hog keep 66 >/tmp/word & read w </tmp/word; '
	    . 'echo $w; for i in 1 2 3; do sh -c "/usr/bin/true; exit 7"; '
	    . 'echo $?; done; wait $!; echo $?',
	    qr/^full\n(?:.*\n)*7\n(?:.*\n)*137\n\z/);
	$check->('processes until EAGAIN', '/t/hog fork',
	    qr/^\d{2,3} processes, then EAGAIN\n0 left\n\z/);
	# Some tens of processes at least, or it was no bomb.
	$check->('a fork bomb is survived', '/t/hog tree',
	    qr/^\d{2,3} processes\n0 left\n\z/);
	# The file's size is what was free but for what others need.
	$check->('a full file system', 'cat /dev/zero >/tmp/full',
	    "cat: standard output: No space left on device\n", 1);
	$check->('programs still run', 'for i in 1 2 3 4 5; do '
	    . 'sh -c "ls /" | grep -c bin; done', "2\n" x 5);
	$check->('what is there can be read', 'head -c 3 /tmp/full | hexdump '
	    . '| head -n 1', qr/^0000000 0000 (00)?00/);
	$check->('no room for more', 'head -c 100000 /dev/zero >/tmp/more',
	    qr/No space left/, 1);
	$check->('nor for a module', 'modload /lkm/hello.o; echo "$?"; '
	    . 'modunload hello 2>/dev/null; true',
	    qr/^(?:Module loaded as ID 0\n0|.*no-memory.*\n9)\n\z/m);
	$check->('room after the file is gone', 'rm /tmp/full /tmp/more; '
	    . 'head -c 100000 /dev/zero >/tmp/more && rm /tmp/more && '
	    . 'modload /lkm/hello.o && modunload hello',
	    "Module loaded as ID 0\n");
	$check->('many open files', 'i=0; while [ $i -lt 3 ]; do '
	    . 'exec 3</dev/null; i=$((i + 1)); done; echo ok', "ok\n");
	$check->('init cannot be killed', 'kill -9 1; kill -STOP 1; '
	    . 'kill -SEGV 1; kill -ABRT 1; sh -c "exit 5"; echo $?', "5\n");
	$guest->boot;
}
done_testing();
