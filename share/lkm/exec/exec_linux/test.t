#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# exec_linux: which programs it takes for Linux's, what it refuses and says,
# and what they find at their start.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use File::Temp qw(tempdir);
use Graft::Console;
use Graft::File;
use Graft::Prog;
use Graft::Types;
use Graft::VM qw(top);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
chmod(0755, $dir);

# A program that ends with 10 as a Linux one (getpid is 20 there and here, so
# the number of a call that differs says who answers): getuid is 24 in both,
# and 199, getuid32, is nobody's here.
my $source = <<'END';
	.globl	_start
_start:	movl	$199, %eax
	int	$0x80
	cmpl	$0, %eax
	movl	$10, %ebx
	je	1f
	movl	$20, %ebx
1:	pushl	%ebx
	pushl	%ebx
	movl	$1, %eax
	int	$0x80
END

sub cross
{
	my ($tool, @arguments) = @_;

	system("i686-linux-gnu-$tool", @arguments) == 0
	    or die "i686-linux-gnu-$tool @arguments\n";
}

# Linked from this and more assembly, with more options for the linker.
sub program
{
	my ($name, $more, @options) = @_;

	spew("$dir/$name.s", $source . $more, 0755);
	cross('as', '-o', "$dir/$name.o", "$dir/$name.s");
	cross('ld', '-m', 'elf_i386', '-o', "$dir/$name", @options,
	    "$dir/$name.o");
}

sub a_note
{
	my ($owner, $type, $word) = @_;

	return "\t.section .note.x, \"a\", \@note\n\t.balign 4\n"
	    . "\t.long " . (length($owner) + 1) . ", 4, $type\n"
	    . "\t.asciz \"$owner\"\n\t.balign 4\n\t.long $word\n";
}

my $stack = "\t.section .note.GNU-stack, \"\", \@progbits\n";
program('usual', $stack);			# what a beginner's cc makes
program('bare', '', '-z', 'nognustack')
    if `i686-linux-gnu-ld --help` =~ /nognustack/;
program('abitag', a_note('GNU', 1, 0) . $stack);
program('hurd', a_note('GNU', 1, 1) . $stack);
program('graft', a_note('Graft', 1, 1) . $stack);
program('badnote', a_note('\\033[7m', 1, 1) . $stack);
program('second', a_note('GNU', 3, 0) . a_note('GNU', 1, 0) . $stack);
# More notes than are looked at.
program('hugenote', a_note('GNU', 3, 0) . "\t.long 4, 200000, 3\n\t.asciz \"GNU\"\n"
    . "\t.fill 200000, 1, 0xa5\n" . $stack);
program('longnote', a_note('GNU', 1, 0) . $stack);
program('pie', $stack, '-pie', '--no-dynamic-linker');
program('dynamic', $stack, '-pie', '-dynamic-linker', '/lib/ld-linux.so.2');

# One that runs code on its stack, which says so or not.
my $onstack = <<'END';
	.globl	_start
_start:	pushl	$0x9090c390
	call	*%esp
	movl	$1, %eax
	movl	$10, %ebx
	int	$0x80
END
$source = $onstack;
program('execstack', "\t.section .note.GNU-stack, \"x\", \@progbits\n");
program('noexecstack', $stack);

# One of 64 bits.
my $amd64 = slurp("$dir/usual");
substr($amd64, 4, 1) = "\2";
substr($amd64, 18, 1) = "\x3e";
spew("$dir/amd64", $amd64, 0755);

# Without the header about the stack: of type 0, as if there were none.
my $usual = slurp("$dir/usual");
my ($phoff, $phnum) = unpack('x28 V x12 v', $usual);
my ($at) = grep { unpack('V', substr($usual, $_, 4)) == 0x6474e551 }
    map { $phoff + 32 * $_ } 0 .. $phnum - 1;
(my $unmarked = $usual) =~ s/\A(.{$at})..../$1\0\0\0\0/s;
spew("$dir/unmarked", $unmarked, 0755);
for my $abi (1, 3, 9) {
	(my $bytes = $unmarked) =~ s/\A(.{7})./$1 . chr($abi)/se;
	spew("$dir/abi$abi", $bytes, 0755);
}
# Notes that lie: a size that goes beyond the end, and beyond all numbers.
for my $size (0x1000, 0x7fffffff, 0xfffffffc, 0xffffffff) {
	my $bytes = slurp("$dir/longnote");
	my ($n) = grep { unpack('V', substr($bytes, $_, 4)) == 4 }
	    map { $phoff + 32 * $_ } 0 .. $phnum - 1;
	my $offset = unpack('V', substr($bytes, $n + 4, 4));
	substr($bytes, $offset, 4) = pack('V', $size);
	spew("$dir/" . sprintf('name%x', $size), $bytes, 0755);
	$bytes = slurp("$dir/longnote");
	substr($bytes, $offset + 4, 4) = pack('V', $size);
	spew("$dir/" . sprintf('desc%x', $size), $bytes, 0755);
	$bytes = slurp("$dir/longnote");
	substr($bytes, $n + 16, 4) = pack('V', $size);
	spew("$dir/" . sprintf('notes%x', $size), $bytes, 0755);
}

my $load = 'modload /lkm/compat_linux.o >/dev/null && '
    . 'modload /lkm/exec_linux.o >/dev/null';
my $unload = 'modunload exec_linux && modunload compat_linux';
my $run = 'run() { for p; do /p/$p; echo "$p $?"; done; }';

my $guest = Graft::Types->new([], '-t', 60, '-p', "$dir:/p",
    prog('linux/start'));
$guest->unchanged('without compat_linux it does not come',
    'modload /lkm/exec_linux.o; modstat',
    qr{\Amodload: /lkm/exec_linux\.o: no-emulation: no emulation is named linux: .*\nType.*\n\z});
$guest->unchanged('without the modules, what says nothing is ours', "$run; "
    . 'run usual unmarked graft; run abitag hurd abi3 2>/dev/null',
    "usual 20\nunmarked 20\ngraft 20\nabitag 126\nhurd 126\nabi3 126\n");
$guest->unchanged('with them, those with the mark are not', "$load; $run; "
    . "run usual abitag second longnote abi3 pie; $unload",
    join('', map { "$_ 10\n" } qw(usual abitag second longnote abi3 pie)));
$guest->unchanged('and what is marked for a third system nobody\'s', "$load; $run; "
    . "run graft unmarked; run hurd abi9 abi1 2>/dev/null; $unload",
    "graft 20\nunmarked 20\nhurd 126\nabi9 126\nabi1 126\n");
my @lies = map { ("name$_", "desc$_") } qw(1000 7fffffff fffffffc ffffffff);
$guest->unchanged('notes that lie say nothing', "$load; $run; run "
    . "@lies notesffffffff hugenote; $unload",
    join('', map { "$_ 10\n" } @lies, 'notesffffffff', 'hugenote'));
$guest->unchanged('code on the stack, for who says so', "$load; $run; "
    . 'run execstack; test $(sysctl -n hw.nx) = 0 && echo noexecstack 139 || '
    . "run noexecstack; $unload",
    qr/\Aexecstack 10\n(?:.*fault.*\n)?noexecstack 139\n\z/);
$guest->unchanged('a dynamic one is refused',
    "$load; /p/dynamic; echo \$?; $unload",
    qr/: Operation not supported\n126\n\z/);
$guest->unchanged('a name of its own, on its stack', "$load; "
    . 'ln /t/linux/start /tmp/other; /tmp/other | grep -c "^not"; '
    . "rm /tmp/other; $unload", "0\n");
$guest->unchanged('set-id', "$load; chmod 4755 /t/linux/start; "
    . '(exec su student -c "/t/linux/start" | grep "^not"); '
    . "chmod 755 /t/linux/start; $unload",
    qr/runs\ as\ who\ started\ it/x);
$guest->boot;

# The reason is for people at a terminal.
my $console = Graft::Console->new('-p', "$dir:/p");
my $unsupported = qr/-?sh: \d+: \S+: Operation not supported\r\n/;
$console->shows(qr/on the console\.\r\n# /, 'a terminal');
$console->command('/p/abitag',
    qr{/p/abitag: it was made for another system \(its note: GNU\), which modules would have to bring: see man -k 'another system'\r\n$unsupported},
    'without the modules it is told that it is for another system');
$console->command("man -k 'another system'", qr/(?:.*\r\n)*compat_linux.*\(8\).*\r\n(?:.*\r\n)*/,
    'and the manual has the page');
$console->command('/p/abi9', qr{.* another system \(its header: 9\), .*\r\n$unsupported},
    'by its header, too');
$console->command('/p/dynamic',
    qr{.*it wants the run-time linker /lib/ld-linux\.so\.2, .*\r\n$unsupported},
    'a dynamic one');
$console->command('/p/pie', qr{.*-static and -no-pie\r\n$unsupported},
    'one that runs at any address');
$console->command('/p/amd64',
    qr{.*another processor \(64 bits, little-endian\): .* -m32\r\n$unsupported},
    'one for another processor');
$console->command('/p/badnote', qr/(?:[ -~]*\r\n)*/,
    'the name in a note is shown only if it can be');
$console->command('/p/badnote; echo $?', qr/20\r\n/, 'which is no mark');
$console->command('modload /lkm/compat_linux.o', qr/.*ID 0\r\n/, 'a load');
$console->command('modload /lkm/exec_linux.o', qr/.*ID 1\r\n/, 'and another');
$console->command('/p/dynamic',
    qr{.*it wants the run-time linker /lib/ld-linux\.so\.2, .* -static\r\n.*\r\n},
    'a dynamic one is refused with the reason');
$console->command('/p/amd64', qr{.*another processor .*\r\n$unsupported},
    'and one for another processor');
$console->command('/p/usual; echo $?', qr/10\r\n/, 'a static one runs');
done_testing();
