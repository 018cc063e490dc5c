#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Modules as a.out objects: modload does not care which format it is given.
# The examples in each spelling of the header, loaded, used, listed and
# unloaded, and nothing left behind; modules that refuse, sleep and crash;
# and what is refused.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::File;
use Graft::VM qw(top vm);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $header = "Type    Id   Offset Loadaddr Size Info     Rev Module Name\n";

sub elf2aout
{
	my ($from, $to, $format) = @_;

	system("$top/build/host/elf2aout", '-f', $format // 'netbsd', $from,
	    "$dir/$to") == 0 or die "elf2aout: $from\n";
}

my $nasm = grep { -x "$_/nasm" } split(/:/, $ENV{PATH});
sub nasm
{
	my ($from, $to, $format) = @_;

	return if !$nasm;
	system('nasm', '-f', $format // 'aoutb', '-o', "$dir/$to", $from) == 0
	    or die "nasm: $from\n";
}

# The examples, and modules of tests that do more.
my @spellings = qw(netbsd linux plain);
my @examples = map { m{([^/]+)\.o$} } sort glob("'$top/build/lkm/*.o'");
for my $name (@examples) {
	mkdir("$dir/$_") for @spellings;
	elf2aout("$top/build/lkm/$name.o", "$_/$name.o", $_) for @spellings;
}
my $asm = "$top/share/lkm/misc/hello_asm/hello_asm.asm";
mkdir("$dir/nasm");
nasm($asm, 'nasm/hello_asm.o', 'aout');
elf2aout("$top/build/tests/lkm/$_.o", "$_.o")
    for qw(sleeper refuser crash missing noentry over_a provider consumer);

# Programs, and objects of others, by the first four bytes.
my $object = slurp("$dir/netbsd/hello.o");
my %magic = (
	nmagic => "\x00\x86\x01\x08", zmagic => "\x00\x86\x01\x0b",
	qmagic => "\x00\x86\x00\xcc", linux_nmagic => "\x08\x01\x64\x00",
	linux_zmagic => "\x0b\x01\x64\x00", linux_qmagic => "\xcc\x00\x64\x00",
	plain_nmagic => "\x08\x01\x00\x00", plain_zmagic => "\x0b\x01\x00\x00",
	plain_qmagic => "\xcc\x00\x00\x00", m68k => "\x00\x87\x01\x07");
spew("$dir/$_.o", $magic{$_} . substr($object, 4)) for keys(%magic);
spew("$dir/cut.o", substr($object, 0, length($object) - 1));
spew("$dir/header.o", substr($object, 0, 20));

# Written for ELF: C's names as they are.
(my $bare = slurp($asm)) =~ s/^(\s+extern )c\(printf\)|(call )c\(printf\)/($1 \/\/ $2) . 'printf'/gme;
spew("$dir/bare.asm", $bare);
nasm("$dir/bare.asm", 'bare.o');
spew("$dir/pic.asm", "bits 32\nglobal _pic_lkmentry\nextern _printf\n"
    . "_pic_lkmentry: mov eax, [ebx + _printf wrt ..got]\nret\n");
nasm("$dir/pic.asm", 'pic.o');
spew("$dir/fine.o", "\x40" . substr($object, 1));
SKIP: {
	skip('nasm is not installed: nothing of it is loaded', 1) if !$nasm;
	is(substr(slurp("$dir/pic.o"), 0, 1), "\x40",
	    'nasm marks position-independent objects');
}

my $guest = Graft::VM->new('-p', "$dir:/o", map {
    ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") } qw(provider consumer));
my $kmem = 'sysctl -n vm.malloc | grep -E "^(lkm|temp|kobj) " | cut -c1-30';
$guest->check('what there is before', 'modload /lkm/hello.o >/dev/null; '
    . "modunload hello; $kmem >/tmp/before; modstat", $header);

# The life of the examples.
for my $spelling (@spellings) {
	$guest->check("$spelling: hello", "modload /o/$spelling/hello.o && "
	    . 'modstat | cut -c1-19,48- && dmesg | tail -n 1',
	    qr/\AModule loaded as ID 0\n.*\nMISC +0 +- *hello\nhello: loaded at 0xf04/);
	$guest->check("$spelling: newsyscall",
	    "modload /o/$spelling/newsyscall.o && testsyscall 210 41",
	    "Module loaded as ID 1\ntestsyscall: call 210 returned 42\n");
	$guest->check("$spelling: hello_asm",
	    "modload /o/$spelling/hello_asm.o && dmesg | tail -n 1",
	    qr/\AModule loaded as ID 2\nhello_asm: loaded at 0xf04/);
	$guest->check("$spelling: the other format is the same module",
	    'modload /lkm/newsyscall.o', qr/already-loaded: /, 14);
	$guest->check("$spelling: all go, the first ones first",
	    'modunload hello && modunload newsyscall && modunload hello_asm '
	    . '&& modstat && testsyscall 210 41',
	    $header . "testsyscall: call 210: Function not implemented\n", 1);
}
my %needs = (exec_linux => 'compat_linux');
for my $name (@examples) {
	my $other = $needs{$name};
	my ($before, $after) = $other ? ("modload /lkm/aout/$other.o >/dev/null && ",
	    " && modunload $other") : ('', '');
	$guest->check("/lkm/aout/$name.o", "${before}modload /lkm/aout/$name.o && "
	    . "modstat -n $name | tail -n 1 && modunload $name$after",
	    qr/\AModule loaded as ID [01]\n.* \Q$name\E\n\z/);
}
$guest->check("nasm's own objects", 'modload /o/nasm/hello_asm.o && '
    . 'modunload hello_asm && modload /lkm/aout/hello_asm.o && '
    . 'modunload hello_asm', "Module loaded as ID 0\n" x 2) if $nasm;
$guest->check('ten times over, both formats by turns', <<'END', "0\n");
for i in 1 2 3 4 5 6 7 8 9 10; do
	for d in /lkm /lkm/aout; do
		modload $d/newsyscall.o >/dev/null &&
		    testsyscall 210 $i >/dev/null && modunload newsyscall ||
		    echo failed
	done
done
sysctl -n lkm.count
END

# What others know of such a module, by its names of C.
$guest->check('a process in it is named with its function',
    'modload /o/sleeper.o; testsyscall 216 0 & sleep 0.1; '
    . 'modunload sleeper; kill $!; wait $!; modunload sleeper; modstat',
    qr/\nmodunload:\ sleeper:\ busy:\ pid\ \d+\ \(testsyscall\)\ in
    \ (?:sleep_here|sleeper)\+0x.*\Q$header\E\z/xs);
$guest->check('one that refuses', 'modload /o/refuser.o; modunload refuser; '
    . 'testsyscall 217 0; testsyscall 217 1; modunload refuser && modstat',
    qr/\AModule loaded as ID 0\nmodunload: refuser: .*\Q$header\E\z/s);
$guest->check('one slot, two formats, any order', 'modload /o/over_a.o && '
    . 'modload /lkm/hello.o && modunload over_a && modunload hello && modstat',
    "Module loaded as ID 0\nModule loaded as ID 1\n$header");
for my $case (['/m', '/o'], ['/o', '/m'], ['/o', '/o']) {
	my ($provider, $consumer) = @$case;
	$guest->check("a name from another module: $consumer from $provider",
	    "modload $provider/provider.o && modload $consumer/consumer.o && "
	    . 'testsyscall 218 3 4; modunload provider; modunload consumer && '
	    . 'modunload provider', qr/\A(?:Module.*\n){2}.*returned\ 1007\n
	    modunload:\ provider:\ busy:\ module\ consumer\ uses\ its
	    \ provided_.*\n\z/x);
}
$guest->check('modload -v tells where the segments are',
    'modload -v /o/linux/hello.o; modunload hello',
    qr/\A.*: \d+ bytes at 0xf04/s);
$guest->check('modload -n', 'modload -n /o/plain/newsyscall.o; modstat',
    qr/\Q$header\E\z/);

# Refused.
sub refused
{
	my ($file, $reason) = @_;

	$guest->check("$file.o: $reason", "modload /o/$file.o",
	    qr/\Amodload: \/o\/\Q$file\E\.o: (?:.*\nmodload: .*)?$reason/, 1);
}
my %kind = (nmagic => 'NMAGIC', zmagic => 'ZMAGIC', qmagic => 'QMAGIC');
for my $name (sort(keys(%magic))) {
	if ($name =~ /([nzq]magic)$/) {
		refused($name,
		    qr/not-relocatable: a program .*\($kind{$1}\), not an /);
	} else {
		refused($name, qr/wrong-machine: a\.out, machine number 135: /);
	}
}
refused('cut', qr/truncated: strings: /);
refused('header', qr/truncated: /);
refused('noentry', qr/entry-missing: no function xxxinit or noentry_lkmentry/);
refused('pic', qr/reloc-pic: bit 28 \(baserel\).*compile with -fno-pic/)
    if $nasm;
$guest->check('all missing symbols are named, as C has them',
    'modload /o/missing.o', sub {
	my ($output) = @_;
	my @names = sort map { /undefined-symbols?: (\w+), first used in \.text/ }
	    split(/\n/, $output);
	return "@names" =~ /^no_such/ && !grep { /^__?no/ } @names;
}, 1);
$guest->check('a name without an underscore',
    'modload -e hello_asm_lkmentry /o/bare.o',
    qr/^modload: \S+ symbol-without-underscore: printf: .* _printf /m, 1)
    if $nasm;
$guest->check('a position-independent object with good relocations',
    'modload -e hello_lkmentry /o/fine.o && modunload hello',
    "Module loaded as ID 0\n");

$guest->check('nothing is left', "$kmem | cmp - /tmp/before && modstat",
    $header);
$guest->boot;

# From the boot loader.
my ($status, $output) = vm('run', '-l', "$dir/zmagic.o", '-l',
    "$dir/linux/newsyscall.o", '-l', "$dir/plain/hello.o",
    'modstat | cut -c48-; testsyscall 210 7; dmesg');
like($output, qr/newsyscall\n.*hello\n.*call 210 returned 8\n/s,
    'from the boot loader');
like($output, qr/not-relocatable: .*ZMAGIC/, 'but for a program');

# A panic in one: the trace has its functions' names; and its text cannot be
# written, its data not executed.
for my $case ([1, qr/crash: asked to/], [3, qr/page fault at .*\(write\)/],
    [5, qr/kernel page fault at 0xf04/]) {
	my ($how, $pattern) = @$case;
	my $errors;

	($status, $output, $errors) = vm('run', '-t', 20, '-p',
	    "$dir/crash.o:/crash.o",
	    "modload /crash.o; testsyscall 218 $how; echo 'it goes on'");
	ok($status == 125 && $errors =~ $pattern &&
	    $errors =~ /^  0xf04\w+ crash:crash(?:_here)?\+0x/m,
	    "a panic in an a.out module, $how") or diag("$output$errors");
}
done_testing();
