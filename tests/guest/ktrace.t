#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# ktrace: what it prints of known programs, native ones and Linux's; whom it
# may look at; and /dev/ktrace itself, by the programs tracing and
# tracemany. Nothing of it is
# left when it is over.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Console;
use Graft::Prog;
use Graft::VM;
use Test::More;

run_programs(['-t', 60], 'tracing', 'tracemany');

my $address = '0x[0-9a-f]+';
my $guest = Graft::VM->new('-t', 90, prog('wild'),
    prog('linux/calls'), prog('linux/sleeper'));

# Lines of a call and its result, whatever is between the two.
sub call
{
	my ($call, $result) = @_;

	return qr/^(?: *\d+ )?\Q$call\E *= \Q$result\E$/m;
}

# What ktrace prints when it runs the command has each of these; the status.
sub traces
{
	my ($name, $command, $status, @wanted) = @_;

	$guest->check($name, "ktrace -o /tmp/o $command; s=\$?; cat /tmp/o; "
	    . "(exit \$s)", sub {
		my ($output) = @_;
		my $at = 0;
		for my $pattern (@wanted) {
			pos($output) = $at;
			$output =~ /$pattern/g
			    or do { diag("no $pattern"); return 0 };
			$at = pos($output);
		}
		return 1;
	    }, $status);
}

# ---- one program
$guest->check('a file', 'printf "one\ttwo\n" >/tmp/a; chmod 644 /tmp/a; echo '
    . '"a name" >"/tmp/a name"', '');
traces('cat', '/bin/cat /tmp/a', 0,
    qr/\Aone\ttwo\nexecve\("\/bin\/cat", \["\/bin\/cat", "\/tmp\/a"\], $address\) += 0\n/,
    call('open("/tmp/a", O_RDONLY, 0666)', 3),
    qr/^read\(3, "one\\ttwo\\n", \d+\) += 8$/m,
    call('write(1, "one\ttwo\n", 8)', 8),
    qr/^read\(3, "", \d+\) += 0$/m, qr/^exit\(0\) += \?\n\+\+\+ exited with 0 \+\+\+\n\z/m);
traces('an error has its name', 'cat /nonexistent', 1,
    call('open("/nonexistent", O_RDONLY, 0666)',
	'-1 ENOENT (No such file or directory)'),
    qr/^\+\+\+ exited with 1 \+\+\+$/m);
traces('flags have theirs', 'sh -c "echo x >>/tmp/b"', 0,
    qr/^open\("\/tmp\/b", O_WRONLY\|O_APPEND\|O_CREAT, 0666\) += 3$/m);
traces('a long string is cut', '-s 4 cat "/tmp/a name"', 0,
    qr/^execve\("\/bin\/cat", \["cat", "\/tmp"\.\.\.\], $address\)/m,
    qr/^open\("\/tmp\/a name", /m, qr/^write\(1, "a na"\.\.\., 7\) += 7$/m);
traces('or not', '-s 100 sh -c "echo '
    . "'a line that is longer than what is usually told'\"", 0,
    qr/^write\(1, "a line that is longer than what is usually told\\n", 48\)/m);
traces('how long it took', '-T sleep 0.2', 0,
    qr/^__nanosleep50\($address, $address\) += 0 <0\.2\d{5}>$/m);
traces('a signal that is caught', q{sh -c 'trap "exit 4" TERM; kill $$'}, 4,
    qr/^kill\(\d+, SIGTERM\) += 0\n--- SIGTERM \(caught at $address\) ---$/m,
    qr/^\+\+\+ exited with 4 \+\+\+$/m);
traces('and one that is not', q{sh -c 'kill -9 $$'}, 137,
    qr/^kill\(\d+, SIGKILL\) += 0\n--- SIGKILL \(nobody catches it\) ---\n\+\+\+ killed by SIGKILL \+\+\+\n\z/m);
traces('children', q{-f sh -c 'echo hi | cat; exit 2'}, 2,
    qr/^ *(\d+) execve\("\/bin\/sh"/m, qr/^ *\d+ \+\+\+ child of \d+ \+\+\+$/m,
    qr/\+\+\+ exited with 0 \+\+\+$/m, qr/\+\+\+ exited with 2 \+\+\+\n\z/m);
traces('only if asked', q{sh -c '/bin/echo hi; exit 2'}, 2,
    qr/\A(?!.*(?:child of|\["\/bin\/echo"))/s, qr/^v?fork\(\) += \d+$/m);
traces('what waits is told as unfinished', q{-i sh -c 'sleep 0.1; exit 0'}, 0,
    qr/^ *\d+ __wait450\(-1, $address, 0, NULL <unfinished \.\.\.>$/m,
    qr/^ *\d+ <\.\.\. __wait450 resumed>\) += /m);
$guest->check('counts', 'ktrace -c cat /tmp/a /nonexistent 2>&1 >/dev/null',
    qr/\A% time +seconds +usecs\/call +calls +errors call\n
    (?:\ *\d+\.\d\d\ +\d+\.\d{6}\ +\d+\ +\d+\ .{9}\ \w+\n)+\z/x
    && sub {
	$_[0] =~ /^ *\d+\.\d\d +\d+\.\d{6} +\d+ +2 +1 open$/m
	    && $_[0] =~ /^100\.00 .* total\n\z/m;
    }, 1);

# ---- what is wrong with the command
$guest->check('no such program', 'ktrace nonesuch',
    "ktrace: nonesuch: No such file or directory\n", 127);
$guest->check('one that may not be run', 'ktrace /tmp/a',
    "ktrace: /tmp/a: Permission denied\n", 126);
$guest->check('one that is none', 'chmod 755 /tmp/a; ktrace /tmp/a',
    qr/^execve\("\/tmp\/a",.*= -1 ENOEXEC \(.*\)\nexit\(126\)/, 126);
$guest->check('usage', 'ktrace', qr/\Ausage: ktrace /, 1);
$guest->check('nobody to trace', 'ktrace -p 29999',
    "ktrace: process 29999: No such process\n", 1);
$guest->check('both', 'ktrace -p 1 ls', qr/\Ausage: ktrace /, 1);
$guest->check('nowhere to write to', 'ktrace -o /none/x ls',
    "ktrace: /none/x: No such file or directory\n", 1);

# ---- one that runs
my $no_right = 'not permitted: only root traces what runs with other rights '
    . "than his own; the kernel's own processes and init nobody\n";
$guest->check('it attaches, and lets go', 'sh -c "while :; do sleep 0.1; done" '
    . '& a=$!; ktrace -f -o /tmp/o -p $a & sleep 0.7; kill -TERM $!; wait $!; '
    . 'echo $?; kill $a && echo lives; '
    . 'grep -c nanosleep /tmp/o >/dev/null && echo seen; wait',
    qr/\A0\nlives\nseen\n/);
$guest->check('its end is the end', 'sleep 0.5 & ktrace -p $!',
    qr/\+\+\+ exited with 0 \+\+\+\n\z/);
$guest->check('several have their number', 'sleep 0.3 & a=$!; sleep 0.3 & '
    . 'ktrace -p $a -p $! 2>&1 | grep -c "^ *[0-9][0-9]* +++ exited with 0"',
    "2\n");
$guest->check('init', 'ktrace -p 1', "ktrace: process 1: $no_right", 1);
$guest->check('oneself', 'sh -c \'exec ktrace -p $$\'',
    qr/\Aktrace: process \d+: it traces, or is, this one: each would wait /, 1);
$guest->check('one that is traced', 'sleep 5 & s=$!; ktrace -o /tmp/o -p $s & '
    . 'sleep 0.3; ktrace -p $s; echo $?; kill $s; wait',
    qr/\Aktrace: process \d+: it is being traced already\n1\n/);

# ---- Linux, and calls that modules bring
my $load = 'modload /lkm/compat_linux.o >/dev/null && '
    . 'modload /lkm/exec_linux.o >/dev/null';
$guest->check('modules', $load, '');
traces('a program of Linux', '/t/linux/calls', 5,
    qr/\Aexecve\("\/t\/linux\/calls", \["\/t\/linux\/calls"\], $address\) += 0\n/,
    call('openat(AT_FDCWD, "/tmp/lx file", O_RDWR|O_CREAT|O_TRUNC|O_CLOEXEC, 0640)',
	3),
    qr/^write\(3, "one\\ttwo\\0001\\377\\n", 11\) += 11\nread\(3, "", 16\) += 0$/m,
    call('close(77)', '-1 EBADF (Bad file descriptor)'),
    qr/^mmap2\(NULL, 8192, PROT_READ\|PROT_WRITE, MAP_PRIVATE\|MAP_ANONYMOUS, -1, 0x0\) += $address$/m,
    call('mq_unlink()', '-1 ENOSYS (Function not implemented; 38 in linux)'),
    qr/^rt_sigaction\(SIGUSR1, $address, NULL, 8\) += 0$/m,
    qr/^kill\(\d+, SIGUSR1\) += 0\n--- SIGUSR1 \(caught at $address\) ---$/m,
    qr/^exit_group\(5\) += \?\n\+\+\+ exited with 5 \+\+\+\n\z/m);
$guest->check('which keeps its emulation, and no trace does',
    '/t/linux/sleeper >/dev/null & p=$!; ktrace -o /tmp/o -p $p & sleep 0.3; '
    . 'modunload exec_linux; echo $?; kill $p; wait; '
    . 'modunload exec_linux && modunload compat_linux; echo $?',
    qr/\Amodunload: exec_linux: busy: pid \d+ .*\n5\n(?:.*\n)*0\n\z/);
$guest->check('a call that a module brings has its function\'s name',
    'modload /lkm/newsyscall.o >/dev/null; ktrace testsyscall 210 41 2>&1 | '
    . 'grep "0x29"; modunload newsyscall', qr/^\w+\(0x29\) += \d+\n/);
$guest->check('a number that is no call', 'ktrace testsyscall 209 2>&1 | '
    . 'grep -c poll; ktrace testsyscall 5000 1 2>&1 | grep 5000',
    qr/^#5000\(\) += -1 ENOSYS/m);

# ---- who may
$guest->check('root\'s, by a user', 'sleep 5 & su student -c "ktrace -p $!"; '
    . 's=$?; kill $!; (exit $s)', qr/\Aktrace: process \d+: \Q$no_right\E/, 1);
$guest->check('his own', "su student -c 'ktrace -o /tmp/s true; tail -n 1 /tmp/s'",
    "+++ exited with 0 +++\n");
$guest->check('with others\' rights no further',
    "su student -c 'ktrace -f -o /tmp/s2 sh -c \"/usr/bin/passwd </dev/null; "
    . "exit 6\"' >/dev/null 2>&1; cat /tmp/s2",
    qr/^\ *(\d+)\ execve\("\/usr\/bin\/passwd",\ \["\/usr\/bin\/passwd"\],\ $address(?:\)\ +=\ \?|\ <unf.*)\n
    (?:(?!\ *\1\ ).*\n)*
    (?:\ *\1\ <.*\ execve\ resumed>\)\ +=\ \?\n)?
    \ *\1\ \+\+\+\ not\ traced\ any\ more:.*\n
    (?:(?!\ *\1\ ).*\n)*.*exited\ with\ 6\ \+\+\+\n\z/mx);
$guest->check('root sees those', 'ktrace -o /tmp/o /usr/bin/passwd </dev/null '
    . '>/dev/null 2>&1; grep -c "not traced" /tmp/o; grep -c execve /tmp/o',
    "0\n1\n");
# ---- nonsense, in a trace
$guest->check('wild pointers are answered as ever',
    '/t/wild >/tmp/w; ktrace -f -o /tmp/o /t/wild >/tmp/v; '
    . 'cmp /tmp/w /tmp/v && wc -l </tmp/w && tail -n 1 /tmp/o',
    qr/\A *1\d\d\n *\d+ \+\+\+ exited with \d /);
$guest->check('securelevel changes nothing',
    'sysctl -w kern.securelevel=1 >/dev/null; ktrace -o /tmp/o true; echo $?; '
    . 'ktrace -p 1; echo $?',
    qr/\A0\nktrace: process 1: not permitted.*\n1\n\z/);
$guest->check('nothing of it is left', 'sysctl -n vm.malloc | grep "^ktrace"',
    qr/^ktrace +0 +0 /);
$guest->boot;

# ---- from the keyboard: ^C is for ktrace, and the process lives on
my $console = Graft::Console->new('-a', '-s');
$console->shows(qr/single-user mode.*?# /s, 'a shell on the console');
$console->command('yes >/dev/null &', qr/.*/s, 'a process that never ends');
$console->enter("ktrace -s 2 -p \$!\n");
$console->shows(qr/write\(1, "y\\n"/, 'is shown');
$console->enter("\cC");
$console->shows(qr/# /, 'until ^C');
$console->command('kill $! && echo it lived', qr/it lived\r\n(?:.*\n)?/,
    'and lives on');
undef $console;
done_testing();
