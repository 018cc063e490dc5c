#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# exec_aout: programs that nasm writes and programs that elf2aoutexe makes, of
# each kind and spelling; what is refused; and 2,000 headers that lie.

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
my $here = $FindBin::RealBin;
my $dir = tempdir(CLEANUP => 1);
chmod(0755, $dir);
my @kinds = qw(OMAGIC NMAGIC ZMAGIC QMAGIC);
my @spellings = qw(NETBSD LINUX PLAIN);

sub nasm
{
	my ($from, $to, @options) = @_;

	system('nasm', '-I', "$here/", '-f', 'bin', @options, '-o', "$dir/$to",
	    $from) == 0 or die "nasm: $from\n";
	chmod(0755, "$dir/$to");
}

# Data begin anywhere in a page: text has this many bytes more.
my @spaces = (0, 1, 3900, 4000, 4095, 70000);
my @probes;
for my $k (@kinds) {
	for my $s (@spellings) {
		nasm("$here/hello.asm", "hello.$k.$s", "-DKIND=$k",
		    "-DSPELLING=$s");
	}
	nasm("$top/tests/guest/asm/aoutlate.asm", "late.$k", "-DKIND=$k");
	for my $n (@spaces) {
		nasm("$top/tests/guest/asm/aoutprobe.asm", "probe.$k.$n",
		    "-DKIND=$k", "-DSPACE=$n");
		push(@probes, "probe.$k.$n");
	}
}

# What a linker makes for OMAGIC: one segment, code that can be written.  It
# adds 3 to its exit's argument, and bss to that.
open(my $as, '|-', "i686-linux-gnu-as -o $dir/n.o - && i686-linux-gnu-ld -N "
    . "--no-warn-rwx-segments -Ttext=0x1000 -o $dir/n.elf $dir/n.o && "
    . "'$top/build/host/elf2aoutexe' -k omagic $dir/n.elf $dir/ld-N")
    or die "as: $!\n";
print $as <<'END';
	.globl	_start
_start:	incb	1f + 1
	addl	$2, d
	addl	d, %ebx
	addl	$4, b
	addl	b, %ebx
	pushl	%ebx
1:	pushl	$40
	addl	%ebx, (%esp)
	pushl	%eax
	movl	$1, %eax
	int	$0x80
	.data
d:	.long	1
	.bss
	.skip	10000
b:	.skip	4
END
close($as) or die "an OMAGIC program cannot be made\n";

# The README shows the bytes of one.
is(join(' ', slurp("$here/README.md") =~
    /^[0-9a-f]{8}  ((?:[0-9a-f]{2} +)+)\|/gm) =~ s/\s+/ /gr =~ s/ \z//r,
    join(' ', map { sprintf('%02x', ord) }
	split(//, slurp("$dir/hello.NMAGIC.NETBSD"))), 'README.md: the bytes');

# Programs that are refused: what becomes of the eight words of a good one.
my @good = unpack('V8 a*', slurp("$dir/hello.NMAGIC.NETBSD"));
my %bad;
sub bad
{
	my ($name, $change) = @_;
	my @words = @good;

	$change->(\@words);
	$bad{$name} = 1;
	spew("$dir/bad.$name", pack('V8 a*', @words), 0755);
}
my $object = slurp("$top/build/lkm/aout/hello.o");
spew("$dir/object", $object, 0755);
bad('relocations', sub { $_[0][6] = 8 });
bad('data-relocations', sub { $_[0][7] = 8 });
bad('dynamic', sub { $_[0][0] |= 0x80 });
bad('flags', sub { $_[0][0] |= 0x10 });
bad('machine', sub { $_[0][0] ^= 0x100 });
bad('entry-0', sub { $_[0][5] = 0 });
bad('entry-before', sub { $_[0][5] = 0xfff });
bad('entry-behind', sub { $_[0][5] = 0x1000 + $_[0][1] });
bad('entry-in-the-kernel', sub { $_[0][5] = 0xc0100000 });
bad('no-text', sub { $_[0][1] = 0 });
bad('text-behind-the-file', sub { $_[0][1] += 0x1000 });
bad('text-wraps', sub { $_[0][1] = 0xffffffff });
bad('data-behind-the-file', sub { $_[0][2]++ });
bad('data-wraps', sub { $_[0][2] = 0xfffff000 });
bad('cut', sub { substr($_[0][8], -1) = '' });
bad('large', sub { $_[0][3] = 0xfff00000 });
bad('header-alone', sub { $_[0][8] = '' });

my $guest = Graft::Types->new([], '-t', 90, '-p', "$dir:/x", '-p',
    "$top/build/tests/aout:/a", prog('aoutfuzz'));
my $load = 'modload /lkm/exec_aout.o >/dev/null; ';
my $unload = '; modunload exec_aout';

$guest->unchanged('without the module they are none',
    '/x/hello.ZMAGIC.NETBSD; echo $?', qr/not found\n127\n\z/);
for my $k (@kinds) {
	$guest->unchanged("$k: nasm's, in each spelling", $load
	    . "for s in @spellings; do /x/hello.$k.\$s; done$unload",
	    "hello, a.out\n" x @spellings);
}
$guest->check('an error is noticed', $load
    . "/x/hello.QMAGIC.PLAIN >&-; echo \$?$unload", "1\n");
$guest->check('OMAGIC of a linker', "$load/x/ld-N; echo \$?$unload", "48\n");
# What a program finds: 0 is all well.
$guest->unchanged('data, bss, arguments', $load . "for p in @probes; do "
    . "env -i A=1 /x/\$p no || echo \$p \$?; done$unload", '');
for my $k (@kinds) {
	my $status = $k eq 'OMAGIC' ? 0 : 139;

	$guest->unchanged("$k: text " . ($status ? 'is read-only' : 'can be written'),
	    $load . "for n in @spaces; do env -i A=1 /x/probe.$k.\$n w; "
	    . "echo \$?; done 2>&1 | grep -v fault$unload",
	    "$status\n" x @spaces);
}
$guest->check('data cannot be executed, but of OMAGIC', $load
    . 'for k in ' . join(' ', @kinds) . '; do env -i A=1 /x/probe.$k.0 x; '
    . "echo \$?; done 2>&1 | grep -v fault; sysctl -n hw.nx$unload", sub {
	my @lines = split(/\n/, $_[0]);
	my $status = pop(@lines) ? 139 : 0;
	return "@lines" eq "0 $status $status $status";
});

# Its file changes while it runs.  Of the paged kinds a page that it has not
# touched is what the file has then, or is missing; nothing else changes, nor
# does the program change its file.
for my $k (@kinds) {
	my $paged = $k eq 'ZMAGIC' || $k eq 'QMAGIC';
	my $late = sub { "cp /x/late.$k /tmp/l; (sleep 0.1; $_[0]; echo) | "
	    . "/tmp/l $_[1] 2>/dev/null; echo \$?; " };
	my $int3 = "tr '\\0' '\\314' </dev/zero | head -c 110000 >/tmp/l";

	$guest->unchanged("$k: its file is cut or written while it runs", $load
	    . $late->(':', '') . 'cmp /tmp/l /x/late.' . $k . ' && echo same; '
	    . $late->(': >/tmp/l', '') . $late->(': >/tmp/l', 'touched')
	    . $late->($int3, '') . $late->($int3, 'touched')
	    . $late->('rm /tmp/l', '') . "rm -f /tmp/l$unload", join('', map { "$_\n" }
		0, 'same', $paged ? "Segmentation fault\n139" : 0, 0,
	    $paged ? "Trace trap\n133" : 0, 0, 0));
}

# The programs of the system: the same output as from ELF.
for my $k (map { lc } @kinds) {
	$guest->unchanged("cat and sh, $k", $load
	    . "cat /lkm/*.o /bin/sh >/tmp/1; /a/cat.$k /lkm/*.o /bin/sh >/tmp/2; "
	    . 'cmp /tmp/1 /tmp/2 && echo same; rm /tmp/1 /tmp/2; '
	    . "echo 'i=0; for f in /bin/*; do i=\$((i + 1)); done; echo \$i \$# \$1; "
	    . "(exit 3); echo \$?; ls / | /a/cat.$k -' >/tmp/s; sh /tmp/s one >/tmp/1; "
	    . "/a/sh.$k /tmp/s one >/tmp/2; cmp /tmp/1 /tmp/2 && wc -l </tmp/2$unload",
	    qr/\Asame\n *1\d\n\z/);
	$guest->unchanged("busy while it runs, $k", $load
	    . "/a/sh.$k -c 'modunload exec_aout; echo \$?'; "
	    . "/a/cat.$k /dev/tty </dev/null >/dev/null 2>&1; modstat | wc -l$unload; "
	    . "/a/cat.$k; echo \$?",
	    qr/\Amodunload:\ exec_aout:\ busy:\ pid\ \d+\ \(sh\.$k\)\ runs\ on\ it
	    \n5\n\ *2\n(?:.*\n)+(?:2|127)\n\z/x);
}
$guest->unchanged('an interpreter', $load . 'modload /lkm/exec_script.o; '
    . "printf '#!/a/cat.zmagic\\ntext\\n' >/tmp/s; chmod 755 /tmp/s; /tmp/s; "
    . "modunload exec_script$unload", qr/\n#!\/a\/cat.zmagic\ntext\n\z/);
# A page of a running program that nobody has touched yet, after a fork.
$guest->unchanged('processes of it', $load . "/a/sh.qmagic -c '(echo \$(echo a)) "
    . "| (/a/cat.nmagic | /a/cat.omagic)'$unload", "a\n");

$guest->unchanged('what is refused', $load
    . "/t/aoutfuzz errors /x/bad.* /x/object$unload", join('', map {
	"$_ " . (/large/ ? 'Cannot allocate memory' : 'Exec format error') . "\n"
    } (map { "/x/bad.$_" } sort keys %bad), '/x/object'));
$guest->unchanged('twenty times over', 'i=0; while test $i -lt 20; do '
    . "$load/x/hello.ZMAGIC.NETBSD >/dev/null || echo failed$unload; "
    . 'i=$((i + 1)); done; echo "$i"', "20\n");
$guest->boot;

run_programs(['-t', 120, '-p', "$dir:/x", '-p', "$top/build/tests/aout:/a"],
    { before => 'modload /lkm/exec_aout.o' }, 'aoutfuzz 1 2000 '
    . join(' ', (map { "/x/$_" } grep { /\.(?:0|1|4000)$/ } @probes),
	(map { "/x/hello.$_.PLAIN" } @kinds), (map { "/a/cat.$_" } map { lc } @kinds)));

# Both formats' modules come and go while programs of theirs start, from a file
# system that takes its time.
my $share = tempdir(CLEANUP => 1);
system('cp', (map { "$top/build/tests/aout/cat.$_" } map { lc } @kinds),
    "$top/build/tests/prog/execrace", $share) == 0 or die "cp\n";
chmod(0755, $share, glob("$share/*"));
run_programs(['-t', 100, '-s', $share], 'execrace /host');

# ---- the words, on a terminal ----

my $console = Graft::Console->new('-p', "$dir:/x");
$console->shows(qr/on the console\.\r\n# /, 'a terminal');
$console->command('modload /lkm/exec_aout.o', qr/.*loaded as ID.*\r\n/, 'a load');

for my $case (['dynamic', 'it wants a run-time linker: link it statically'],
    ['flags', 'its header has flags that nobody knows'],
    ['relocations', 'it is an object, with relocations left: link it'],
    ['cut', 'the file is shorter than its header says'],
    ['entry-0', 'its first instruction is not in its text: text begins at address 0x1000']) {
	my ($name, $words) = @$case;
	# The shell reads it, then.
	$console->command("/x/bad.$name",
	    qr/\/x\/bad.$name: \Q$words\E\r\n(?:.*\r\n)*?/, $words);
}
done_testing();
