#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/vm keeps its promises: output untouched, the status, what it says of
# a guest that hangs or panics, and nothing left behind.

use strict;
use warnings;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(vm top);
use Test::More;
use Time::HiRes qw(sleep time);

my $dir = tempdir(CLEANUP => 1);
my ($status, $out, $err);

sub write_file
{
	my ($name, $bytes, $mode) = @_;

	open(my $file, '>:raw', "$dir/$name") or die "$dir/$name: $!\n";
	print $file $bytes;
	close($file) or die "$dir/$name: $!\n";
	chmod($mode, "$dir/$name") if defined $mode;
	return "$dir/$name";
}

# Output and status.
($status, $out, $err) = vm('run', 'true');
is($status, 0, 'true: status');
is($out . $err, '', 'true: no output');

($status, $out, $err) = vm('run', "echo out; echo err >&2\nexit 37");
is($status, 37, 'exit 37: status');
is($out, "out\nerr\n", 'both outputs, in order');
is($err, '', 'nothing on standard error');

($status, $out) = vm('run', 'printf "no newline"; exit 255');
is($status, 255, 'exit 255: status');
is($out, 'no newline', 'no newline is added');

($status, $out) = vm('run', 'read line; echo "$? <$line>"; id -u');
is($out, "1 <>\n0\n", 'standard input is empty, the user is root');

($status, $out) = vm('run', 'kill -9 $$');
is($status, 137, 'a shell that was killed: status');

# Files into the guest, and every byte out again, in quantity.
my $bytes = join('', map { chr } 0 .. 255) x 1024 . "\n\r\r\n\0";
my $blob = write_file('a, b:c=d', $bytes, 0644);
my $script = write_file('script', "#!/bin/sh\necho \"run \$0\"\n", 0755);
make_path("$dir/tree/one two/three");
write_file('tree/one two/three/x', "deep\n");
symlink('one two', "$dir/tree/link") or die "symlink: $!\n";

($status, $out) = vm('run', '-p', "$blob:/blob", 'cat /blob');
is($status, 0, 'a blob: status');
ok($out eq $bytes, 'a blob comes back byte for byte')
    or diag(length($out) . ' bytes of ' . length($bytes));

($status, $out) = vm('run', '-p', "$script:/a/b/run", '-p', "$script:/bin/",
    '-p', "$dir/tree:/opt/tree",
    '/a/b/run && script; cat "/opt/tree/one two/three/x" /opt/tree/link/*/x');
is($out, "run /a/b/run\nrun /bin/script\ndeep\ndeep\n",
    'files keep their modes, folders come whole, with their links');

# Output comes as it is written, not at the end.
my $start = time;
open(my $stream, '-|', top() . '/tools/vm', 'run', 'echo first; sleep 2')
    or die "tools/vm: $!\n";
my $first = <$stream>;
my $came = time - $start;
close($stream);
is($first, "first\n", 'output is streamed');
cmp_ok(time - $start - $came, '>', 1, 'before the commands end');

# Guests that end badly.
($status, $out, $err) = vm('run', '-t', 4,
    'for i in $(seq 50 2>/dev/null) 1 2 3; do echo "say $i" >/dev/console;'
    . ' done; echo out; sleep 100');
is($status, 124, 'time over: status');
is($out, "out\n", 'time over: what was written by then');
like($err, qr/not done after 4 seconds.*^say 3$/ms,
    'time over: the end of the console');
cmp_ok(scalar(() = $err =~ /\n/g), '<=', 42, 'time over: 40 lines of it');

($status, $out, $err) = vm('run', 'echo out; sysctl -w debug.panic=1');
is($status, 125, 'panic: status');
like($out, qr/\Aout\n/, 'panic: what was written by then');
like($err, qr/^panic: \S/m, 'panic: the reason');
unlike($err, qr/^.*vmrun.*^panic: /ms, 'panic: nothing from before it');

for my $way ('halt -pq', 'reboot -q') {
	($status, $out, $err) = vm('run', '-t', 20, "$way; sleep 100");
	is($status, 123, "$way: status");
	like($err, qr/halted or reset/, "$way: the reason");
}

# Bad use: status 2 and a reason, before any guest is started.
my @bad = (
	[['run', '-x', 'true'], qr/no option -x/],
	[['run'], qr/wants the commands/],
	[['run', '-t', 'soon', 'true'], qr/-t soon: not a number/],
	[['run', '-m', '1', 'true'], qr/-m 1: not a number/],
	[['run', '-p', 'x', 'true'], qr/-p x: not HOSTFILE/],
	[['run', '-p', "$dir/none:/x", 'true'], qr/none: No such file/],
	[['run', '-d', "$dir/none", 'true'], qr/none: .*No such file/],
	[['run', '-d', $dir, 'true'], qr/is a folder/],
	[['run', '-l', "$dir/none.o", 'true'], qr/none\.o: .*No such file/],
	[['run', '-k', "$dir/none", 'true'], qr/none: no such file/],
	[['run', '-r', "$dir/none", 'true'], qr/none: no such file/],
	[['run', '-q', '"', 'true'], qr/quotation mark/],
	[['run', '-p', "$script:/a/../b", 'true'], qr/'\.\.' cannot/],
	[['run', '-p', "$script:/" . 'x' x 101, 'true'], qr/too long/],
	[['nonsense'], qr/nonsense/],
);
for my $case (@bad) {
	my ($arguments, $reason) = @$case;
	($status, $out, $err) = vm(@$arguments);
	my $name = "vm @$arguments";
	$name = substr($name, 0, 60) =~ s/\Q$dir/DIR/gr;
	ok($status == 2 && $out eq '' && $err =~ $reason, $name)
	    or diag("status $status, said: $err$out");
}
($status, $out, $err) = vm('run', '-q', '-no-such-option', 'true');
is($status, 126, 'QEMU fails: status');

# What is chosen with options is what the guest sees.
my $disk = write_file('disk, 1', "\0" x 65536);
my $guest = "$dir/disk, 1";
($status, $out) = vm('run', '-m', 32, '-d', $guest, '-a', 'one two',
    '-a', 'three', '-q', '-name "a b"', 'sysctl -n hw.physmem; '
    . 'sysctl -n kern.bootargs >&2');
is($status, 0, 'options: status');
like($out, qr/^vmrun=\w+ one two three$/m, '-a comes again and again');
$out =~ s/^vmrun.*\n//m;
cmp_ok($out, '<=', 32 << 20, '-m: no more memory than that');
cmp_ok($out, '>', 24 << 20, '-m: and not much less');

($status, $out) = vm('run', '-i', 'echo counted');
is($out, "counted\n", '-i: runs');
($status, $out) = vm('run', '--iso', '-p', "$script:/bin/", 'script; exit 5');
is($out, "run /bin/script\n", '--iso: runs, with files');
is($status, 5, '--iso: status');

# Side by side.
my @pids;
for my $i (1 .. 4) {
	my $pid = fork() // die "fork: $!\n";
	if ($pid == 0) {
		my ($status, $out) = vm('run', "echo $i; exit $i");
		require POSIX;
		POSIX::_exit($out eq "$i\n" && $status == $i ? 0 : 1);
	}
	push @pids, $pid;
}
my $wrong = 0;
for my $pid (@pids) {
	waitpid($pid, 0);
	$wrong++ if $?;
}
is($wrong, 0, 'four guests side by side do not disturb one another');

# Nothing is left behind. A guest is known by its name for QEMU.
sub processes
{
	my ($name) = @_;
	my @found;

	for my $file (glob('/proc/[0-9]*/cmdline')) {
		open(my $in, '<', $file) or next;
		my $line = do { local $/; <$in> } // '';
		push @found, $file if $line =~ /\A[^\0]*qemu.*\0\Q$name\E\0/s;
	}
	return @found;
}

my $tmp = "$dir/tmp";
mkdir($tmp) or die "$tmp: $!\n";
for my $signal (qw(INT TERM HUP KILL)) {
	my $name = "graft-$$-$signal";
	my $pid = open(my $pipe, '-|') // die "fork: $!\n";
	if ($pid == 0) {
		$ENV{TMPDIR} = $tmp;
		exec(top() . '/tools/vm', 'run', '-p', "$blob:/blob",
		    '-q', "-name $name", 'echo up; sleep 100') or exit(127);
	}
	my $up = <$pipe>;
	is($up, "up\n", "SIG$signal: the guest runs");
	is(scalar(processes($name)), 1, "SIG$signal: in one QEMU");
	kill $signal, $pid;
	waitpid($pid, 0);
	is($? & 127, { INT => 2, TERM => 15, HUP => 1, KILL => 9 }->{$signal},
	    "SIG$signal ends tools/vm");
	for (1 .. 50) {
		last unless processes($name);
		sleep(0.02);
	}
	is(scalar(processes($name)), 0, "SIG$signal: no process is left");
	close($pipe);
}
is(join(' ', glob("$tmp/*")), '', 'no file is left');

done_testing();
