#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What docs/debugging.md says of `make debug`, done with the real gdb and the
# real tools/gdbinit: stop before a module's entry, add the symbols that
# modload -d tells, stop in the module's own function, look around, and see a
# fault in a module from the panic's stop.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use FindBin;
use IPC::Open2;
use lib "$FindBin::RealBin/lib";
use Graft::File;
use Graft::VM qw(top);
use Test::More;
use Time::HiRes qw(sleep time);

plan(skip_all => "gdb is not installed: 'tools/setup test' does it")
    unless grep { -x "$_/gdb" } split(/:/, $ENV{PATH});

my $top = abs_path(top());
my $dir = tempdir(CLEANUP => 1);
my $deadline = time + 90;

# gdb runs in a folder that looks like the tree, but has a socket of its own.
mkdir("$dir/build") or die "$dir/build: $!\n";
for my $name (qw(kernel lkm)) {
	symlink("$top/build/$name", "$dir/build/$name") or die "$name: $!\n";
}

# The module with a mistake that docs/debugging.md shows.
my ($wild) = slurp("$top/docs/debugging.md") =~ /\n\n(    struct item \{.*?\n)\n\S/s
    or die "docs/debugging.md: where is the module?\n";
$wild =~ s/^    //gm;
mkdir("$dir/wild") or die "$dir/wild: $!\n";
write_file("$dir/wild/Makefile",
    "KMOD = wild\nSRCS = wild.c\ninclude \$(GRAFT)/share/mk/lkm.mk\n");
write_file("$dir/wild/wild.c", <<"END");
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("wild")

$wild
int wild_lkmentry(struct lkm_table *, int, int);

int
wild_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, wild_load, lkm_nofunc, lkm_nofunc);
}
END
my @lines = split(/\n/, slurp("$dir/wild/wild.c"));
my ($fault) = grep { $lines[$_ - 1] =~ /total \+= first->value/ } 1 .. @lines;
(my $graft = $top) =~ s/ /\\ /g;
is(system('make', '-s', '-C', "$dir/wild", "GRAFT=$graft"), 0,
    'a module is built outside the tree');

sub write_file
{
	my ($name, $text) = @_;

	open(my $file, '>', $name) or die "$name: $!\n";
	print $file $text;
	close($file) or die "$name: $!\n";
}

# Reads from a pipe until the pattern matches what came since the last match;
# returns that, or what there was when the pipe or the time ended.
my %pending;
sub read_until
{
	my ($pipe, $pattern) = @_;
	my $got = delete $pending{$pipe} // '';

	while ($got !~ $pattern) {
		my $left = $deadline - time;
		my $ready = '';
		vec($ready, fileno($pipe), 1) = 1;
		last if $left <= 0 || select($ready, undef, undef, $left) <= 0;
		sysread($pipe, $got, 65536, length($got)) or last;
	}
	$pending{$pipe} = substr($got, $+[0]) if $got =~ $pattern;
	return $got =~ $pattern ? substr($got, 0, $+[0]) : $got;
}

# The guest, in the way of `make debug`.
my ($vm, $gdb, $gdb_pid, $to_gdb);
sub start
{
	my @arguments = @_;
	my $socket = "$dir/build/gdb";

	unlink($socket);
	my $pid = open($vm, '-|') // die "fork: $!\n";
	if ($pid == 0) {
		open(STDERR, '>', "$dir/err") or die "$dir/err: $!\n";
		exec('setpriv', '--pdeathsig', 'TERM', '--', "$top/tools/vm",
		    'run', '-t', 80, '-q',
		    "-S -gdb unix:$socket,server=on,wait=off", @arguments)
		    or exit(127);
	}
	sleep(0.02) until -S $socket || time > $deadline;

	chdir($dir) or die "$dir: $!\n";
	$ENV{DEBUGINFOD_URLS} = '';
	$gdb_pid = open2($gdb, $to_gdb, 'setpriv', '--pdeathsig', 'KILL', '--', 'sh',
	    '-c', 'exec gdb -nx -q -ex "set width 0" -x "$0" 2>&1',
	    "$top/tools/gdbinit");
	return read_until($gdb, qr/\(gdb\) \z/);
}

# One command for gdb; what it prints until the next prompt.
sub gdb
{
	my ($command) = @_;

	syswrite($to_gdb, "$command\n");
	return read_until($gdb, qr/\(gdb\) \z/);
}

# Lets the guest run, by "continue" or "finish".  To go on from a break point
# gdb has QEMU make a single step first; now and then QEMU says that it has,
# and has not, and the same stop is told once more.
sub go
{
	my ($command) = @_;
	my $place = 'printf "at %x %x\n", $pc, $sp';
	my $from = gdb($place);
	my $out;

	for (1 .. 5) {
		$out = gdb($command);
		last if gdb($place) ne $from;
	}
	return $out;
}

# Both come to their ends.  Returns the guest's status.
sub finish
{
	syswrite($to_gdb, "quit\n");
	close($to_gdb);
	read_until($gdb, qr/(?!)/);
	close($gdb);
	waitpid($gdb_pid, 0);
	close($vm);
	return $? >> 8;
}

# A module is loaded, called and unloaded under the debugger.
my $out = start('modload -d /lkm/newsyscall.o; testsyscall 210 41;'
    . ' modunload -n newsyscall');
like($out, qr/^Module newsyscall at 0xf[0-9a-f]+: its entry is about to be called to load it\.$/m,
    'gdb stops before the entry runs, and says of which module');
unlike($out, qr/warning|error|No such file/i, 'with nothing to complain of')
    or diag($out);
my $line = read_until($vm, qr/\n/);
like($line, qr/^add-symbol-file newsyscall\.o 0xf[0-9a-f]+ -s \S+ 0xf.*\n\z/,
    'modload -d has printed the line for gdb by then');
like(gdb('print t->attached'), qr/= 0$/m, 'nothing of the module has run');

chomp($line);
like(gdb($line), qr/Reading symbols from \S*newsyscall\.o/,
    'the line, pasted, is taken');
like(gdb('info symbol t->entry'), qr/newsyscall_lkmentry in section \.text/,
    'the entry is where the line says');
like(gdb('break newsyscall'), qr/newsyscall\.c, line \d+/,
    'a break point in the module');
like(go('continue'),
    qr/^Breakpoint \d+, newsyscall \(p=0x.*newsyscall\.c:\d+$/m, 'is hit');
like(read_until($vm, qr/ID \d+\n/), qr/\AModule loaded as ID 0\n\z/,
    'after modload has ended');
like(gdb('list'), qr/newsyscall: hello, pid/, 'gdb shows its source');
like(gdb('print ((struct newsyscall_args *)v)->value'), qr/= 41$/m,
    "the caller's argument");
like(gdb('print p->p_comm'), qr/"testsyscall/, "the caller's name");
like(gdb('print _module.lkm_offset'), qr/= 210$/m, "the module's data");
my $trace = gdb('backtrace');
like($trace, qr/\A\#0\ +newsyscall\ .*
		\n\#1\ .*\ in\ syscall\ .*trap\.c:\d+
		\n\#2\ .*\ in\ syscall_entry\ \(\)\n/x,
    'the trace goes from the module to the way into the kernel');
unlike($trace, qr/^#3|corrupt/m, 'and ends there') or diag($trace);
like(go('finish'), qr/Value returned is \S+ = 0/, 'finish: back in syscall()');
like(go('continue'), qr/^Module newsyscall at .* to unload it\.$/m,
    'gdb stops before the entry is called to unload');
like(go('continue'), qr/Remote connection closed|exited/, 'to the end');
like(read_until($vm, qr/(?!)/), qr/returned 42$/, 'the call returned');
is(finish(), 0, 'the guest has ended well');

# A fault in a module.
$out = start('-p', "$dir/wild/wild.o:/tmp/wild.o", 'modload -d /tmp/wild.o');
$line = read_until($vm, qr/\n/);
chomp($line);
gdb("cd $dir/wild");
like(gdb($line), qr/Reading symbols from \S*wild\.o/,
    'a module of one\'s own: cd to where it is, then paste');
like(go('continue'), qr/^Breakpoint \d+, panic_frame .*subr_panic\.c/m,
    'its fault stops in panic_frame');
like(gdb('backtrace'), qr/\ trap\ \(.*
		\n\#(\d+)\ +sum\ \(first=0x10\)\ at\ wild\.c:$fault\n
		.*\ wild_load\ .*\ lkm_call_entry\ .*\ syscall_entry\ \(\)\n/xs,
    'the trace leads through the trap to the line in the module');
gdb('frame function sum');
like(gdb('print total'), qr/= 6$/m, 'there, variables can be looked at');
like(gdb('print items[2]'), qr/next = 0x10,/, "and the module's data");
go('continue');
is(finish(), 125, 'then the kernel panics');

done_testing();
