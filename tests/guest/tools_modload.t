#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# modload: every flag that the old one had, as old scripts use them; what is
# written with -o; the program that -p runs; exit statuses. What -n, -v, -x
# say is tests/guest/plan.t's.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Map qw(kernel_symbols slurp);
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $header =
    "Type    Id   Offset Loadaddr Size Info     Rev Module Name\n";
my $kernel = "$top/build/kernel/graft";

# Another kernel: this one, with every symbol a little further on.
my $other = slurp($kernel);
my ($shoff, $shnum) = (unpack('V', substr($other, 32, 4)),
    unpack('v', substr($other, 48, 2)));
for my $i (0 .. $shnum - 1) {
	my @sh = unpack('V10', substr($other, $shoff + 40 * $i, 40));
	next unless $sh[1] == 2;
	for (my $at = $sh[4]; $at < $sh[4] + $sh[5]; $at += 16) {
		my $value = unpack('V', substr($other, $at + 4, 4));
		substr($other, $at + 4, 4) = pack('V', $value + 16);
	}
}

sub write_file
{
	my ($name, $bytes) = @_;

	open(my $out, '>:raw', "$dir/$name") or die "$dir/$name: $!\n";
	print $out $bytes;
	close($out) or die "$dir/$name: $!\n";
	return ('-p', "$dir/$name:/k/$name");
}

# ELF headers that lie, too.
my @kernels = (write_file('other', $other),
    write_file('cut', substr($other, 0, $shoff + 100)),
    write_file('tiny', substr($other, 0, 20)), write_file('empty', ''),
    write_file('links', do {
	my $lying = $other;
	for my $i (0 .. $shnum - 1) {
		substr($lying, $shoff + 40 * $i + 24, 4) = pack('V', 60000);
	}
	$lying;
    }), write_file('sizes', do {
	my $lying = $other;
	for my $i (0 .. $shnum - 1) {
		substr($lying, $shoff + 40 * $i + 20, 4)
		    = pack('V', 0xfffffff0);
	}
	$lying;
    }));

my @modules = qw(provider consumer missing odd pic big_memory badslot statful
    wxsection);
my $guest = Graft::VM->new('-t', 60, @kernels, '-p', "$kernel:/k/graft",
    map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") } @modules);

sub check
{
	$guest->check(@_);
}

# Loads with these options, and what is said beside "Module loaded".
my $loaded = "Module loaded as ID 0\n";
sub loads
{
	my ($options, $before, $after) = @_;

	check("modload $options", "cd /tmp; modload $options /lkm/hello.o && "
	    . 'modunload hello', ref($after) ? $after
	    : ($before // '') . $loaded . ($after // ''));
}

# ---- the old flags ----

loads('');
loads('-s');
loads('-T /usr/lkm/script');
loads('-v -T /usr/lkm/script',
    "/usr/lkm/script: not read: the kernel links, and lays out sections by "
    . "itself\n", qr/\A\/usr.*\n$loaded\/lkm\/hello\.o: 8192 bytes .*\n\z/);
loads('-dfsv -A /k/graft -e hello_lkmentry -o hello.out -T x', '',
    qr/\A(?:.*\n)*$loaded/);
check('-d: the line for gdb', 'modload -d /lkm/hello.o; modunload hello',
    qr/\Aadd-symbol-file hello\.o 0xf0400000 .*\n$loaded\z/);
check('-v', 'modload -v /lkm/hello.o; modunload hello',
    $loaded . "/lkm/hello.o: 8192 bytes at 0xf0400000, MISC module hello\n");
check('-n: nothing is loaded, nothing runs afterwards', 'echo "echo ran" '
    . '>/tmp/ran; chmod +x /tmp/ran; modload -n -p /tmp/ran /lkm/hello.o && '
    . 'modstat', $header);
check('-e', 'modload -e xxxinit /lkm/hello.o', qr/entry-missing: /, 1);
check('-f', 'hostname "kernel 1"; modload /m/odd.o; echo "status $?"; '
    . 'modload -f /m/odd.o && modstat -v -n odd | grep forced; '
    . 'hostname graft; modunload odd',
    qr/\Amodload: .*wrong-kernel: .*\nstatus 14\n$loaded  interface 2 \(forced\).*\n\z/);
check('-h', 'modload -h; modstat -h', sub { $_[0] !~ /.{81}/ &&
    2 == (() = $_[0] =~ /^Exit status/mg) });
check('no flag that there is not', 'modload -z /lkm/hello.o', qr/^usage: /m,
    1);

# ---- -A ----

loads('-A /k/graft');
loads('-A /netbsd', "modload: -A /netbsd: No such file or directory: linked "
    . "with the running kernel\n");
loads('-A /k', "modload: -A /k: is a directory, not an object: linked with "
    . "the running kernel\n");
for my $bad (qw(/lkm/hello.o /k/cut /k/tiny /k/empty /k/links /k/sizes
    /etc/rc)) {
	loads("-A $bad", "modload: -A $bad: not a kernel with symbols: linked "
	    . "with the running kernel\n");
}
check('-A of another kernel', 'modload -A /k/other /lkm/hello.o; '
    . 'modunload hello', qr/\Amodload: -A \/k\/other: not the running kernel, .*: \w+ is not at 0xc0\w+ there\n$loaded\z/);

# ---- -o and -S ----

check('-o of a provider and a consumer', 'cd /tmp; modload -o p.out '
    . '/m/provider.o; modload -o c.out /m/consumer.o; ls | cat', qr/c\.out\n(?:.*\n)*p\.out\n/);
my %image;
for my $file (qw(p.out c.out)) {
	check("$file, in figures", "hexdump -Cv /tmp/$file", sub {
		my $bytes = '';
		for (split(/\n/, $_[0])) {
			$bytes .= pack('H*', $1 =~ s/ //gr)
			    if /^[0-9a-f]{8}  (.*?)  \|/;
		}
		$image{$file} = $bytes;
		return length($bytes) > 4096;
	});
}
check('these go', 'modunload -a', '');
check('-S', 'mkdir /tmp/s; cp /lkm/hello.o /tmp/s; cd /tmp/s; '
    . 'modload -S hello.o; ls | cat; modunload hello',
    "${loaded}hello\nhello.o\n");
check('-n -o', 'rm -f /tmp/n; modload -n -o /tmp/n /lkm/hello.o; modstat; '
    . 'cmp /tmp/n /tmp/s/hello && echo same', $header . "same\n");
check('a load that is refused leaves no output', 'modload -o /tmp/none '
    . '/m/missing.o 2>/dev/null; echo "status $?"; ls /tmp/none',
    qr/\Astatus 1\nls: .*No such file/, 'any');
check('nor spoils one', 'echo old >/tmp/old; modload -o /tmp/old '
    . '/m/badslot.o 2>/dev/null; echo "status $?"; cat /tmp/old',
    "status 14\nold\n");
check('one that is there is replaced, with all its length',
    'hexdump -Cv /k/graft | head -n 3000 >/tmp/old; modload -o /tmp/old '
    . '/lkm/hello.o; cmp /tmp/old /tmp/n && echo same; modunload hello',
    $loaded . "same\n");
check('an output that cannot be written: nothing is loaded',
    'modload -o /nowhere/out /lkm/hello.o; echo "status $?"; modstat',
    qr/\Amodload: \/nowhere\/out: No such file .*\nstatus 1\n\Q$header\E\z/);
check('the object itself is no output', 'cp /lkm/hello.o /tmp/own.o; '
    . 'ln -s own.o /tmp/link; cd /tmp; modload -e hello_lkmentry -o link '
    . 'own.o; echo "status $?"; cmp own.o /lkm/hello.o && modstat',
    "modload: link: is the object itself, which would be lost\nstatus 1\n"
    . $header);
check('a device can be one', 'modload -o /dev/null /lkm/hello.o && '
    . 'modunload hello', $loaded);
check('a.out', 'if [ -e /lkm/aout/hello.o ]; then modload -o /tmp/a '
    . '/lkm/aout/hello.o && modunload hello; hexdump -Cv -n 4 /tmp/a; fi',
    qr/\A\z|\A$loaded.*7f 45 4c 46/);

# ---- -p ----

check('-p', 'printf "echo \"\$#: \$*\"\n" >/tmp/after; chmod +x /tmp/after; '
    . 'modload -p /tmp/after /lkm/hello.o; modload -p /tmp/after '
    . '/lkm/newsyscall.o', "${loaded}3: 0 0x6 -1\nModule loaded as ID 1\n"
    . "3: 1 0x0 210\n");
check('-p: a program that is not there', 'modunload -a; modload -p /nowhere '
    . '/lkm/hello.o; echo "status $?"; modunload hello',
    "${loaded}modload: /nowhere: No such file or directory\nmodload: /nowhere: "
    . "failed (status 127); the module stays loaded\nstatus 16\n");
check('-p: a program that fails', 'echo "exit 3" >/tmp/three; '
    . 'chmod +x /tmp/three; modload -p /tmp/three /lkm/hello.o; '
    . 'echo "status $?"; modunload hello', "${loaded}modload: /tmp/three: "
    . "failed (status 3); the module stays loaded\nstatus 16\n");
check('-p: a program that is killed', 'echo "kill -9 \$\$" >/tmp/after; '
    . 'modload -p /tmp/after /lkm/hello.o; echo "status $?"; modunload hello',
    "${loaded}modload: /tmp/after: failed (signal 9); the module stays loaded\n"
    . "status 16\n");

# ---- exit statuses ----

my @statuses = (
	[0, 'a load', '/lkm/hello.o', qr/\A$loaded\z/],
	[1, 'usage', '', qr/^usage: modload/m],
	[1, 'the object', '/m/pic.o', qr/reloc-pic: /],
	[1, 'a missing name', '/m/missing.o', qr/undefined-symbols: /],
	[1, 'no such file', '/m/none.o', qr/none\.o: No such file/],
	[2, 'a name without .o', '/bin/ls', qr/must end in \.o/],
	[2, 'nothing but .o', '.o', qr/must end in \.o/],
	[9, 'no memory', '/m/big_memory.o', qr/no-memory: /],
	[14, 'a table refuses', '/m/badslot.o', qr/bad-slot: /],
	[16, 'postinstall', '-p /etc/rc.none /lkm/hello.o', qr/stays loaded/],
);
for (@statuses) {
	my ($status, $name, $arguments, $expected) = @$_;
	check("status $status: $name", "modload $arguments; s=\$?; "
	    . 'modunload -a; exit $s', $expected, $status);
}
check('status 14: the module refuses', 'hostname "load 5"; modload /m/odd.o; '
    . 's=$?; hostname graft; exit $s', qr/entry-failed: .*\(.*\)\n\z/, 14);
check('status 15: its stat function', 'hostname sick; modload -p /tmp/after '
    . '/m/statful.o; s=$?; hostname graft; modunload statful; exit $s',
    qr/\A${loaded}modload: \/tmp\/after: not run: the module, which stays loaded, .*\n\z/,
    15);
check('status 3: no device', 'mv /dev/lkm /dev/x; modload /lkm/hello.o; s=$?; '
    . 'mv /dev/x /dev/lkm; exit $s', qr/\Amodload: \/dev\/lkm: No such/, 3);
check('status 11: not permitted', 'sysctl -w kern.securelevel=1 >/dev/null; '
    . 'modload -o /tmp/eleven /lkm/hello.o; s=$?; ls /tmp/eleven; exit $s',
    qr/not permitted.*\nls: /, 11);
$guest->boot;

# ---- what -o has written ----

sub tool
{
	my ($command, $file) = @_;

	write_file($file, $image{$file} // '');
	return `i686-linux-gnu-$command '$dir/$file' 2>&1`;
}

sub names
{
	return map { /^([0-9a-f]+) (\w) (\S+)$/ ? ($3 => [hex($1), $2]) : () }
	    split(/\n/, tool('nm', $_[0]));
}
my %p = names('p.out');
my %c = names('c.out');
my $symbols = kernel_symbols();
is($p{provided_sum}[1], 'T', 'a function');
like($p{provided_count}[1], qr/[BDA]/, 'a variable');
is_deeply([$c{provided_sum}, $c{provided_count}[0]],
    [[$p{provided_sum}[0], 'A'], $p{provided_count}[0]],
    'what the consumer has from the provider');
is_deeply($c{lkmdispatch}, [$symbols->{lkmdispatch}, 'A'],
    'what it has from the kernel');
like(tool('readelf -hW', 'c.out'),
    qr/EXEC.*Entry point address:\s+0x\Q${\ sprintf('%x', $c{xxxinit}[0]) }\E/s,
    'an executable that starts at the entry');
my $sections = tool('readelf -SW', 'c.out');
like($sections, qr/\.text +PROGBITS +f0402000 001000 \w+ 00  AX/,
    'its text is where it is in the kernel');
unlike($sections . tool('readelf -aW', 'p.out'), qr/warning|error/i,
    'readelf has nothing to say against it');
like(tool('objdump -d', 'c.out'), qr/call +\w+ <provided_sum>/,
    'objdump knows who is called');
SKIP: {
	skip('there is no gdb here', 1) if system('gdb --version >/dev/null 2>&1');
	like(`gdb -nx -batch -ex 'symbol-file $dir/c.out' -ex 'info symbol $c{xxxinit}[0]' 2>&1`,
	    qr/^xxxinit in section \.text/m, 'gdb reads it');
}
# The bytes themselves.
run_programs([], 'lkmimage');
done_testing();
