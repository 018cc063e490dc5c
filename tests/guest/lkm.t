#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The life of modules, through the three tools: loads that work, loads that
# are refused, and why; who stands in the way of an unload; and that nothing
# is left of either.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::File;
use Graft::Prog;
use Graft::VM qw(top vm);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $top = top();
my $header =
    "Type    Id   Offset Loadaddr Size Info     Rev Module Name\n";

# ---- objects that are no modules ----

sub write_file
{
	my ($name, $bytes) = @_;

	open(my $out, '>:raw', "$dir/$name") or die "$dir/$name: $!\n";
	print $out $bytes;
	close($out) or die "$dir/$name: $!\n";
}

my $hello = slurp("$top/build/lkm/hello.o");
sub with
{
	my ($offset, $bytes) = @_;

	my $copy = $hello;
	substr($copy, $offset, length($bytes)) = $bytes;
	return $copy;
}
my $sections = unpack('V', substr($hello, 32, 4));

write_file('empty.o', '');
write_file('text.o', "int main(void)\n{\n\treturn 0;\n}\n");
write_file('short.o', substr($hello, 0, 40));
write_file('cut.o', substr($hello, 0, $sections + 20));
write_file('half.o', substr($hello, 0, length($hello) / 2));
write_file('amd64.o', with(4, "\2"));
write_file('arm.o', with(18, pack('v', 40)));
write_file('bigendian.o', with(5, "\2"));
write_file('program.o', with(16, pack('v', 2)));
write_file('library.o', "!<arch>\n" . 'x' x 100);
write_file('noise.o', join('', map { chr(($_ * 37 + 128) % 256) } 0 .. 5000));
write_file('hello', $hello);

system('i686-linux-gnu-objcopy', '--set-section-flags',
    '.data=alloc,readonly,data,contents', "$top/build/lkm/hello.o",
    "$dir/readonly.o") == 0 or die "objcopy\n";
my @objects = map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") }
    qw(over_a over_b over_c sleeper nofp refuser odd longname emptyname thirtyone
    pic missing noentry nodispatch wxsection big_memory big_region
    big_overflow filler owntype badname oddname shorty statful);

# The state of the module system: the modules, and how much of each kind of
# kernel memory is in use. Files come and go with every command, so their
# kinds are left out here; lkmcycle looks at all.
my $state = 'modstat; sysctl -n lkm.count; '
    . 'sysctl -n vm.malloc | grep -E "^(lkm|temp|kobj) " | cut -c1-30';

my $guest = Graft::VM->new('-p', "$dir:/o", @objects);
sub check
{
	$guest->check(@_);
}

# The session of the manual.
check('modload', 'modload /lkm/newsyscall.o', "Module loaded as ID 0\n");
check('modstat', 'modstat', qr/\A\Q$header\E
    SYSCALL[ ][ ][ ]0[ ][ ][ ][ ][ ]210[ ]f0400000[ ]0008[ ]f0401[0-9a-f]{3}
    [ ][ ][ ]2[ ]newsyscall\n\z/x);
check('testsyscall', 'testsyscall 210 41',
    "testsyscall: call 210 returned 42\n");
check('modunload -n', 'modunload -n newsyscall', '');
check('the call is gone', 'testsyscall 210',
    "testsyscall: call 210: Function not implemented\n", 1);
check('modstat: no module', 'modstat', $header);
check('what the module said', 'dmesg | tail -2',
    qr/^newsyscall: system call number 210\n.*hello, pid \d+ \(testsyscall\)/);

# Numbers and names.
check('numbers', 'modload /lkm/hello.o; modload /lkm/newsyscall.o; '
    . 'modload /m/over_a.o; modunload newsyscall; modload /m/sleeper.o; '
    . 'modload /lkm/newsyscall.o', join('', map { "Module loaded as ID $_\n" }
    0, 1, 2, 1, 3));
check('modstat lists all, by number', 'modstat | cut -c1-19,43-',
    "Type    Id   Offset Rev Module Name\n"
    . "MISC      0       -   2 hello\n"
    . "SYSCALL   1     216   2 sleeper\n"
    . "SYSCALL   2     215   2 over_a\n"
    . "SYSCALL   3     210   2 newsyscall\n");
check('modstat -i', 'modstat -i 2 | cut -c1-19', "Type    Id   Offset\n"
    . "SYSCALL   2     215\n");
check('modstat -n', 'modstat -n hello | cut -c1-19',
    "Type    Id   Offset\nMISC      0       -\n");
check('modstat -i: no such number', 'modstat -i 4', qr/^modstat: 4: /m, 3);
check('modstat -n: no such name', 'modstat -n nope', qr/^modstat: nope: /m, 3);
check('modunload -i', 'modunload -i 2 && modstat | cut -c9-11', "Id \n  0\n  1\n  3\n");
check('modstat -i: a hole', 'modstat -i 2', qr/^modstat: 2: /m, 3);
check('modunload -i: a hole', 'modunload -i 2',
    qr/^modunload: 2: not-loaded: /, 3);
check('modunload -i: too high', 'modunload -i 99',
    qr/^modunload: 99: not-loaded: /, 3);
check('modunload -n: no such name', 'modunload -n nope',
    "modunload: nope: not-loaded: no module is named nope\n"
    . "modunload: modstat lists what is loaded\n", 3);
check('a second of the same name', 'modload /lkm/hello.o',
    "modload: /lkm/hello.o: already-loaded: a module named hello is loaded; "
    . "unload it first (modunload -n hello)\n", 14);
check('all go', 'for m in sleeper hello newsyscall; do modunload $m; done; '
    . 'modstat', $header);

# Usage.
for my $bad ('modload', 'modload a.o b.o', 'modload -y a.o', 'modload -x -v a.o', 'modunload',
    'modunload -i 1 -n x', 'modunload -x', 'modstat -i 1 -n x', 'modstat x') {
	my ($name) = split(' ', $bad);
	check($bad, $bad, qr/^(?:$name: .*\n)?usage: $name /, 1);
}
check('modunload -i x', 'modunload -i x', qr/^modunload: x: not a /, 1);
check('modstat -i x', 'modstat -i x', qr/^modstat: x: not a /, 1);
check('only errors go to standard error', 'modload /o/text.o 2>/dev/null; '
    . 'modunload nope 2>/dev/null; modstat -n nope 2>/dev/null', '', 3);

# Wrong files. Nothing changes: the state after them is that before.
check('the state before', "{ $state; } >/tmp/before; cat /tmp/before",
    qr/\A\Q$header\E0\n(?:lkm .*\n)/);
my @wrong = (
	['/o/none.o', 'No such file or directory', 1],
	['/o/hello', 'not an object\'s name: it must end in .o', 2],
	['/bin/ls', 'not an object\'s name: it must end in .o', 2],
	['/tmp/folder.o', 'is a directory, not an object', 1],
	['/tmp/fifo.o', 'not a file', 1],
	['/o/empty.o', 'empty-file: ', 1],
	['/o/text.o', 'text-file: .*compile it with cc -c', 1],
	['/tmp/ls.o', 'not-relocatable: .*compile with -c', 1],
	['/o/program.o', 'not-relocatable: ', 1],
	['/o/library.o', 'archive: ', 1],
	['/o/noise.o', 'not-an-object: ', 1],
	['/o/amd64.o', 'wrong-class: a 64-bit object', 1],
	['/o/arm.o', 'wrong-machine: .*compile for i386', 1],
	['/o/bigendian.o', 'wrong-byte-order: ', 1],
	['/o/short.o', 'truncated: ', 1],
	['/o/cut.o', '(?:truncated|section-table-outside-file): ', 1],
	['/o/half.o', '(?:truncated|section-table-outside-file): ', 1],
	['/m/pic.o', 'reloc-pic: .*compile with -fno-pic', 1],
	['/m/wxsection.o', 'section-writable-code: ', 1],
	['/m/noentry.o', 'entry-missing: .*modload -e', 1],
	['-e no_such /lkm/hello.o', 'entry-missing: .*no_such', 1],
	['-e not_code /m/noentry.o', 'entry-not-code: ', 1],
	['/m/big_memory.o', 'no-memory: ', 9],
	['/m/big_region.o', 'too-big: ', 1],
	['/m/big_overflow.o', 'too-big: ', 1],
	['/m/longname.o', 'bad-name: a module.s name has 1 to 31 char', 14],
	['/m/emptyname.o', 'bad-name: a module.s name has 1 to 31 char', 14],
	['/m/oddname.o', 'bad-name: a module.s name .* printable', 14],
	['/m/nodispatch.o', 'bad-entry: .*use DISPATCH', 14],
);
check('files that are no objects', 'mkdir /tmp/folder.o && '
    . 'mknod /tmp/fifo.o p && cp /bin/ls /tmp/ls.o', '');
for my $case (@wrong) {
	my ($arguments, $reason, $status) = @$case;
	my ($file) = $arguments =~ /(\S+)$/;
	check("modload $arguments", "modload $arguments",
	    qr/\Amodload: \Q$file\E: $reason.*\n\z/, $status);
}
check('all missing symbols are named', 'modload /m/missing.o', sub {
	my @lines = split(/\n/, $_[0]);
	my @names = sort map { /^modload: \/m\/missing\.o: undefined-symbols: (\S+), first used in \.text/
	    ? $1 : $_ } @lines;
	"@names" eq 'no_such_function no_such_variable nor_this_one';
}, 1);

# Descriptions that are wrong.
my @odd = (
	['type 99', 'unknown-type: modules of type 99', 14],
	['type -1', 'unknown-type: modules of type -1', 14],
	['type 3', 'unknown-type: modules of type 3 \(STRMOD\)', 14],
	['interface 1', 'wrong-interface: made for module interface 1', 14],
	['kernel 1', 'wrong-kernel: made for kernel version 1', 14],
	['slot 0', 'bad-slot: .* 1 to 511, not 0', 14],
	['slot 512', 'bad-slot: .* 1 to 511, not 512', 14],
	['slot -2', 'bad-slot: .* not -2', 14],
	['no-call', 'bad-sysent: ', 14],
	['arguments 36', 'bad-sysent: .*at most 32 bytes', 14],
	['arguments -4', 'bad-sysent: ', 14],
	['no-sysent', 'bad-sysent: .*must lie in the module', 14],
	['far-sysent', 'bad-sysent: .*must lie in the module', 14],
	['outside', 'bad-entry: .*use DISPATCH', 14],
	['no-name', 'bad-name: ', 14],
	['other-name', 'bad-name: .*does not change', 14],
	['twice', 'entry-failed: .* error 16', 14],
);
# What a load function returns: each errno, and what is none.
for my $n (1 .. 96, 97, 1000, -1, -2, -3, -1000, 2147483647) {
	push @odd, ["load $n", "entry-failed: .* failed with error $n", 14]
	    if $n < 0 || $n > 90 || $n % 16 == 1;
}
push @odd, ["early 5", 'entry-failed: .* error 5', 14],
    ['early 0', 'bad-entry: .*without registering', 14],
    ['early -1', 'entry-failed: .* error -1', 14];
for my $case (@odd) {
	my ($how, $reason, $status) = @$case;
	check("odd: $how", "hostname '$how'; modload /m/odd.o",
	    qr/\Amodload: \/m\/odd\.o: $reason.*\n\z/, $status);
}
# ENOEXEC and the like, from a module, are not the object's fault.
check('odd: load 8 (ENOEXEC)', 'hostname "load 8"; modload /m/odd.o',
    qr/entry-failed: .* error 8/, 'any');
check('nothing has changed', "{ $state; } >/tmp/after; cmp /tmp/before /tmp/after",
    '');
check('odd, being good', 'hostname graft; modload /m/odd.o && '
    . 'testsyscall 210 && modunload odd',
    "Module loaded as ID 0\ntestsyscall: call 210 returned 42\n");

check('modload -f takes it for another version', 'for v in "interface 1" '
    . '"kernel 1"; do hostname "$v"; modload -f /m/odd.o && testsyscall 210 '
    . '&& modunload odd; done; hostname graft', "Module loaded as ID 0\n"
    . "testsyscall: call 210 returned 42\nModule loaded as ID 0\n"
    . "testsyscall: call 210 returned 42\n");

# Options of modload.
check('modload -e', 'modload -e start_here /m/noentry.o && modunload noentry',
    "Module loaded as ID 0\n");
check('modload -n', 'modload -n /lkm/hello.o; modstat', $header);
check('modload -n of a bad one', 'modload -n /m/missing.o',
    qr/undefined-symbols: no_such_function/, 1);
check('modload -v', 'modload -v /lkm/newsyscall.o; modunload newsyscall',
    qr/^Module loaded as ID 0\n\/lkm\/newsyscall\.o: \d+ bytes at 0xf0400000, SYSCALL module newsyscall, slot 210\n\z/);
check('modload -d', 'modload -d /lkm/hello.o; modunload hello',
    qr/\Aadd-symbol-file \S*hello\.o 0xf0400000( -s \.\S+ 0xf04[0-9a-f]{5})+\nModule loaded as ID 0\n\z/);
check('modload -p', 'modload -p /bin/echo /lkm/newsyscall.o; '
    . 'modunload newsyscall', "Module loaded as ID 0\n0 0x0 210\n");
check('modload -p: it fails', 'modload -p /usr/bin/false /lkm/hello.o; '
    . 'echo "status $?"; modunload hello', qr/\AModule[ ]loaded[ ]as[ ]ID[ ]0\n
    modload:[ ]\/usr\/bin\/false:[ ].*stays[ ]loaded\nstatus[ ]16\n\z/x);
check('modload -p: it is not there', 'modload -p /nope /lkm/hello.o; '
    . 'echo "status $?"; modunload hello', qr/^modload: \/nope: No such file.*^status 16$/ms);
check('a name of 31 characters', 'modload /m/thirtyone.o && '
    . 'modstat -n a234567890123456789012345678901 | tail -n 1 | cut -c48- && '
    . 'modunload a234567890123456789012345678901',
    qr/^Module loaded as ID 0\n.*a234567890123456789012345678901\n\z/s);

# Three modules on one system call, unloaded in any order.
my @loads = ('modload /m/over_a.o', 'modload /m/over_b.o',
    'modload /m/over_c.o');
for my $order ('abc', 'acb', 'bac', 'bca', 'cab', 'cba') {
	my ($commands, $expected) = (join('; ', @loads), '');
	my @there = qw(a b c);
	my $call = '; testsyscall 215 2>&1 | tail -c 2';
	$commands = "($commands) >/dev/null$call";
	$expected = "3\n";
	for my $name (split(//, $order)) {
		@there = grep { $_ ne $name } @there;
		$commands .= "; modunload over_$name$call";
		$expected .= @there ? { a => 1, b => 2, c => 3 }->{$there[-1]}
		    . "\n" : "d\n";	# "not implemented"
	}
	check("overrides, unloaded in the order $order", $commands, $expected);
}

# All numbers taken.
check('a full table', 'modload /m/filler.o; modload /lkm/newsyscall.o',
    qr/\AModule loaded as ID 0\nmodload: \/lkm\/newsyscall\.o: no-slot: all system call numbers from 210 to 511 are taken: unload a module that has one\n\z/,
    14);
check('room again', 'modunload filler; modload /lkm/newsyscall.o && '
    . 'modunload newsyscall', "Module loaded as ID 0\n");

# A process in the module.
for my $case (['sleeper', 0], ['sleeper', 5], ['nofp', 0], ['nofp', 5]) {
	my ($module, $deep) = @$case;
	check("unload while a process sleeps in $module, $deep deep",
	    "modload /m/$module.o; testsyscall 216 $deep & sleep 0.1; "
	    . "modunload $module; echo \"status \$?\"; "
	    . "modstat | grep -c $module; kill \$!; wait \$!; "
	    . "modunload $module; echo \"status \$?\"; testsyscall 216",
	    qr/\AModule[ ]loaded[ ]as[ ]ID[ ]0\n
	    modunload:[ ]$module:[ ]busy:[ ]pid[ ]\d+[ ]\(testsyscall\)[ ]in
	    [ ](?:sleep_here|sleeper)\+0x[0-9a-f]+.*\n
	    (?:modunload:.*\n)*
	    status[ ]5\n1\n(?:.*Terminated.*\n)?status[ ]0\n
	    testsyscall:[ ]call[ ]216:[ ]Function[ ]not[ ]implemented\n\z/x, 1);
}
check('two processes in it: both are named', 'modload /m/sleeper.o; '
    . 'testsyscall 216 0 & a=$!; testsyscall 216 1 & b=$!; sleep 0.1; '
    . 'modunload sleeper; kill $a $b; wait; modunload sleeper',
    sub { my %pids = map { $_ => 1 } $_[0] =~ /busy: pid (\d+) /g;
	keys(%pids) == 2 });

# A module that refuses, and still works.
check('a module that refuses', 'modload /m/refuser.o; modunload refuser; '
    . 'echo "status $?"; testsyscall 217 0; modunload -i 0; testsyscall 217 1;'
    . ' modunload refuser && modstat',
    "Module loaded as ID 0\nmodunload: refuser: refused: the module's own "
    . "unload function said no (error 16); it stays loaded (Device busy)\nstatus 5\n"
    . "testsyscall: call 217 returned 1\nmodunload: 0: refused: the module's "
    . "own unload function said no (error 16); it stays loaded (Device busy)\n"
    . "testsyscall: call 217 returned 2\n$header");
check('an unload function that returns nonsense', 'modload /m/odd.o; '
    . 'hostname "unload -7"; modunload odd; echo "status $?"; testsyscall 210;'
    . ' hostname graft; modunload odd',
    qr/\A.*\n.*refused: .*\(error -7\).*\nstatus 5\n.* returned 42\n\z/);

# Its own stat function.
check('modstat asks the module', 'modload /m/statful.o; modstat >/dev/null; '
    . 'dmesg | grep -c "statful: asked"', qr/^1$/m);
check('... which may say no', 'hostname sick; modstat -n statful; '
    . 'echo "status $?"; hostname graft', qr/status 3$/m);
check('... and is there until it has answered', 'hostname sleepy; '
    . '(modstat >/tmp/listed) & sleep 0.3; modunload statful; '
    . 'echo "status $?"; wait; hostname graft; cut -c48- /tmp/listed; '
    . 'modunload statful', qr/busy: .*\nstatus 5\n(?:.*\n)*statful\n/);

# A type of memory that is the module's own goes with it.
check('an own type of memory', 'modload /m/owntype.o; sysctl -n vm.malloc | '
    . 'grep -c "^owntype *1 *128 "; modunload owntype; '
    . 'sysctl -n vm.malloc | grep -c owntype', "Module loaded as ID 0\n1\n0\n",
    1);

# The program to run afterwards may be a script.
check('modload -p', "echo 'echo \$1 \$2 \$3' >/tmp/after.sh; "
    . 'chmod +x /tmp/after.sh; modload -p /tmp/after.sh /lkm/newsyscall.o; '
    . 'modunload newsyscall', "Module loaded as ID 0\n0 0x0 210\n");

# Descriptions that are not where, or what, they should be.
check('a name that runs out of the module', 'modload /m/badname.o',
    qr/bad-name: /, 14);
check('a description that is too short', 'modload /m/shorty.o',
    qr/bad-entry: .*shorter/, 14);
check('a description that cannot be written', 'modload -e hello_lkmentry /o/readonly.o',
    qr/bad-entry: .*const/, 14);

check('nothing is left', "{ $state; } >/tmp/after; cmp /tmp/before /tmp/after", '');
check('the kernel has no complaints', 'dmesg | grep -c panic', "0\n", 1);

# Last: without rights.
check('securelevel 1: no load, no unload; modstat works',
    'modload /lkm/hello.o; sysctl -w kern.securelevel=1 >/dev/null; '
    . 'modload /lkm/newsyscall.o; echo "status $?"; modunload hello; '
    . 'echo "status $?"; modstat | tail -n 1 | cut -c1-14; '
    . 'sysctl -w kern.securelevel=0; echo "status $?"',
    qr/\AModule[ ]loaded[ ]as[ ]ID[ ]0\nmodload:[ ]\S+:[ ]not[ ]permitted
    [ ]at[ ]securelevel[ ]1[ ].*\nstatus[ ]11\nmodunload:[ ]hello:[ ]not[ ]permitted[ ]at[ ].*\nstatus[ ]5\n
    MISC[ ]{6}0\s*\n(?:sysctl:.*\n)status[ ]1\n\z/x);
$guest->boot;

# Modules that the boot loader brings: a bad one does not stop the others.
my ($status, $output) = vm('run', map({ ('-l', $_) } "$dir/text.o",
    "$top/build/lkm/newsyscall.o", "$top/build/tests/lkm/missing.o",
    "$top/build/lkm/hello.o"),
    'modstat | cut -c1-19,48-; testsyscall 210 7; dmesg | grep "^boot:"; '
    . 'dmesg | grep ": "');
is($status, 0, 'from the boot loader: the system comes up');
like($output, qr/newsyscall\n.*hello\ntestsyscall: call 210 returned 8\n/,
    'from the boot loader: two are loaded');
like($output, qr/text\.o: refused: text-file: /s,
    'from the boot loader: why one is not');
like($output, qr/missing\.o: refused: undefined-symbols: no_such/s,
    'from the boot loader: why the other is not');

run_programs([@objects], 'lkmdev', 'lkmwhich',
    'lkmcycle');
done_testing();
