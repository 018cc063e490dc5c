#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The programs that deal with processes and with the system as a whole, and
# the way init brings it up and down.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(vm);
use Test::More;

my $guest = Graft::VM->new;

sub check
{
	$guest->check(@_);
}

check('true, false', '/usr/bin/true; echo $?; /usr/bin/false; echo $?',
    "0\n1\n");
check('uname', 'uname; uname -sm', qr/^Graft\nGraft i\d86\n/);
check('uname -a', 'uname -a', qr/^Graft graft \S+ .*i\d86\n/);
check('hostname', 'hostname; hostname other; hostname; hostname graft',
    "graft\nother\n");
check('id', 'id; id -u; id -un; whoami',
    qr/^uid=0\(root\) gid=0\(wheel\).*\n0\nroot\nroot\n/);
check('env', 'env -i A=b C=d; A=1 B=2 env -u A sh -c \'echo "$A$B"\'',
    "A=b\nC=d\n2\n");
check('env: no command', 'env nosuch', "env: nosuch: No such file or directory\n",
    127);
check('the login environment', 'echo $HOME $PATH $TERM; /bin/pwd',
    "/root /sbin:/usr/sbin:/bin:/usr/bin vt100\n/root\n");
check('which', 'which ls nosuch sysctl', "/bin/ls\n/sbin/sysctl\n", 1);
check('tty', 'tty </dev/null', "not a tty\n", 1);
check('date', 'date -u -r 0; date +%Y', qr/^Thu Jan  1 00:00:00 \S+ 1970\n20\d\d\n/);
check('date sets the time', 'date -u 203001020304.05 >/dev/null;'
    . ' date -u +%Y-%m-%dT%H:%M', "2030-01-02T03:04\n");
check('date: no date', 'date 99999999', qr/^date: /, 1);
check('sleep', 'sleep 0.05; sleep .01; sleep 0; echo ok', "ok\n");
check('sleep: no number', 'sleep soon', qr/`soon' is not a number/, 1);
check('time', 'time sh -c "exit 3"', qr/ real .* user .* sys\n/, 3);
check('kill', 'sleep 100 & /bin/kill $!; wait $!; echo $?', "143\n");
check('kill by name', 'sleep 100 & /bin/kill -s KILL $!; wait $!; echo $?;'
    . ' sleep 100 & /bin/kill -SIGINT $!; /bin/kill -9 $!; wait $!; echo $?',
    sub { my @s = split /\n/, $_[0]; $s[0] eq '137' && $s[1] =~ /^13[07]$/ });
check('kill -l', '/bin/kill -l 137; /bin/kill -l | head -c 8',
    "KILL\nHUP INT ");
check('kill of nobody', '/bin/kill 99999', "kill: 99999: No such process\n", 1);
check('kill: no signal', '/bin/kill -FOO 1', qr/there is no signal FOO/, 1);
check('ps', 'ps -ax', qr/^  PID TT STAT +TIME COMMAND\n(.*\n)? +1 .*init.*\n/);
check('ps -l', 'sleep 100 & ps -axl; kill $!', qr/^  UID .*sleep 100\n/s);
check('ps -u', 'ps -aux', qr/^USER .*\n(.*\n)?root +1 /);
check('sysctl', 'sysctl kern.ostype; sysctl -n kern.ostype',
    "kern.ostype = Graft\nGraft\n");
check('sysctl -a', 'sysctl -a | grep -c "^[a-z]*[.][a-z_.0-9]* = "',
    sub { $_[0] >= 10 });
check('sysctl of a whole node', 'sysctl hw', qr/^hw\.\S+ = .*\nhw\./);
check('sysctl -w', 'sysctl -w kern.hostname=x; sysctl kern.hostname=graft',
    "kern.hostname: graft -> x\nkern.hostname: x -> graft\n");
check('sysctl: no variable', 'sysctl kern.nosuch',
    qr/there is no variable kern.nosuch/, 1);
check('sysctl: not writable', 'sysctl -w kern.ostype=x', qr/^sysctl: kern.ostype: /, 1);
check('sysctl: no number', 'sysctl -w kern.securelevel=x',
    qr/`x' is not a number/, 1);
check('dmesg', 'dmesg', qr/Graft/);
check('stty', 'stty -f /dev/console -a', qr/^speed \d+ baud;.*icanon.*intr = \^C;/s);
check('stty of no terminal', 'stty </dev/null', qr/^stty: standard input: /, 1);
check('stty rows', 'stty -f /dev/console rows 50 cols 132;'
    . ' stty -f /dev/console | head -n 1', qr/; 50 rows; 132 columns;/);
check('testsyscall', 'testsyscall 20', qr/^testsyscall: call 20 returned \d+\n/);
check('testsyscall: a free slot', 'testsyscall 219',
    "testsyscall: call 219: Function not implemented\n", 1);
check('testsyscall: arguments', 'testsyscall 5 0x1 0 0',
    "testsyscall: call 5: Bad address\n", 1);
check('testsyscall: no number', 'testsyscall x', qr/`x' is not a number/, 1);
check('the nodes of MAKEDEV', 'cd /dev; ls -F console kmem lkm mem null tty'
    . ' tty00 tty01 zero | wc -l', qr/^ +9\n/);
check('rc.conf and passwd are there', 'ls /etc/rc.conf /etc/passwd /etc/motd',
    qr/motd/);
check('orphans are reaped', 'sh -c "sleep 0.1 &"; sleep 0.4; ps -ax',
    sub { $_[0] !~ /sleep 0\.1|\(sleep\)/ });
check('init is no command', 'init', "init: the kernel starts init, as process 1\n", 1);
$guest->boot;

my ($status, $out, $err) = vm('run', 'poweroff; sleep 100');
is($status, 123, 'poweroff ends the guest before its commands are done');
($status, $out, $err) = vm('run', 'shutdown -r later');
is($status, 1, 'shutdown: only now');
like($out, qr/^shutdown: later: /, 'and it says so');
($status, $out, $err) = vm('run', '-t', 10, 'kill -USR2 1; sleep 100');
is($status, 123, 'SIGUSR2 makes init switch off');
done_testing();
