#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Linux programs that a person uses, on the console: vi, in which a module is
# written that is then compiled and loaded; less; an interactive sh with jobs.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Console;
use Graft::Linux;
use Graft::VM qw(top);
use Test::More;

linux_programs('busybox', 'tcc');

my $escape = "\e";
my $any = qr/(?:.|\n)*?/;
my $console = Graft::Console->new('-p', top() . '/build/linux/root:/');

$console->shows(qr/# /, 'the system is up');
$console->command(linux_modules() . '; cd /root', qr//, 'the emulation is loaded');

# vi waits a moment after an escape, whether it is the start of a key's
# sequence: what comes at once belongs to it.
sub vi
{
	my ($keys, $line, $what) = @_;

	$console->enter($keys);
	$console->shows(qr/\e\[25;1H\e\[K- \S+ $line/, $what);
}

my $module = <<'END';
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("typed")
static int load(struct lkm_table *l, int cmd)
{
printf("typed: made in vi\n");
return 0;
}
int typed_lkmentry(struct lkm_table *, int, int);
int typed_lkmentry(struct lkm_table *l, int cmd, int ver)
{ DISPATCH(l, cmd, ver, load, lkm_nofunc, lkm_nofunc) }
END
(my $typed = $module) =~ tr/\n/\r/;
$typed =~ s/\r\z//;

$console->enter("busybox vi typed.c\n");
$console->shows(qr/- typed\.c 1\/1 100%/, 'vi begins with an empty file');
vi("i$typed$escape", qr/\[Modified\] 13\/13/, 'a module is typed');
$console->enter(':w' . "\r");
$console->shows(qr/'typed\.c' 13L, \d+C/, ':w writes it');
vi('/made' . "\rcwcompiled$escape", qr/\[Modified\] 8\/13/, 'a word is found and changed');
vi('ggddu', qr/\[Modified\] 1\/13/, 'a line is deleted, and back');
$console->enter(':%s/vi/busybox/' . "\r");
$console->enter(":wq\r");
$console->shows(qr/13L, \d+C$any# /, ':wq ends it');
(my $now = $module) =~ s/made in vi/compiled in busybox/;
$now =~ s/\n/\r\n/g;
$console->command('cat typed.c', qr/\Q$now\E/, 'the file is what was typed');
$console->command('tcc -c typed.c -I/usr/include && modload ./typed.o && modunload -n typed',
    qr/typed: compiled in busybox\r\nModule loaded as ID 2\r\n/, 'the module is compiled, loaded and unloaded');

# The terminal is as it was before.
$console->command('busybox stty size; busybox stty -a >theirs; stty -a >ours; '
    . 'busybox grep -o "[-]*\(icanon\|echo\|isig\|icrnl\|onlcr\)[; ]" theirs | busybox tr -d ";\n"',
    qr/25 80\r\nicrnl onlcr isig icanon echo ?\r?\n?/, 'stty knows the terminal');

$console->command('busybox seq 1 200 >lines', qr//, 'a long file');
$console->enter("busybox less lines\n");
$console->shows(qr/\[K24\r\n\e\[25;0H$any\[m/, 'less shows a page');
$console->enter(' ');
$console->shows(qr/\[K48\r\n\e\[25;0H\e\[K:/, 'a blank shows the next');
$console->enter('G');
$console->shows(qr/\[K200\r\n$any\(END\)/, 'G the end');
$console->enter("?77\r");
$console->shows(qr/\[K\e\[7m77|\[K77|77\e\[/, '? finds');
$console->enter('q');
$console->shows(qr/# /, 'q ends it');
$console->enter("busybox seq 1 200 | busybox less\n");
$console->shows(qr/\[K24\r\n\e\[25;0H/, 'less reads a pipe, and keys from the terminal');
$console->enter('q');
$console->shows(qr/# /, 'q ends it');

# An interactive shell, with editing, history and jobs.
$console->enter("PS1='lx> ' busybox sh -i\n");
$console->shows(qr/\nlx> /, 'sh asks');
$console->enter("echo wrnog\b\b\bong\r");
$console->shows(qr/\nwrong\r\n${any}lx> /, 'a line is edited');
$console->enter("\e[A");
$console->shows(qr/echo wrong/, 'the arrow brings the last one');
$console->enter(" again\r");
$console->shows(qr/\nwrong again\r\n${any}lx> /, 'to be changed');
$console->enter("cat typ\t");
$console->shows(qr/typed\./, 'a tab completes a name');
$console->enter("\cC");
$console->shows(qr/lx> /, '^C throws the line away');
$console->enter("sleep 100\r");
$console->shows(qr/sleep 100\r\n/, 'a job');
select(undef, undef, undef, 0.5);
$console->enter("\cZ");
$console->shows(qr/\[1\]\+  Stopped +sleep 100\r\n${any}lx> /, '^Z stops it');
$console->enter("bg; jobs\r");
$console->shows(qr/\[1\]\+? +(?:sleep|Running +sleep) 100${any}lx> /, 'bg lets it go on');
$console->enter("fg\r");
$console->shows(qr/sleep 100\r\n/, 'fg brings it back');
select(undef, undef, undef, 0.5);
$console->enter("\cC");
$console->shows(qr/lx> /, '^C ends it');
$console->enter("echo =\$?\r");
$console->shows(qr/\n=130\r\n${any}lx> /, 'its status says so');
$console->enter("sleep 0.3 & wait\r");
$console->shows(qr/\[1\]\+  Done +sleep 0\.3\r\n${any}lx> /, 'one in the background is done');
$console->enter("read -t 1 x || echo too late\r");
$console->shows(qr/\ntoo late\r\n${any}lx> /, 'read gives up in time');
$console->enter("trap 'echo caught' INT; sleep 100\r");
$console->shows(qr/sleep 100\r\n/, 'a trap');
select(undef, undef, undef, 0.5);
$console->enter("\cC");
$console->shows(qr/caught${any}lx> /, 'catches ^C');
$console->enter("exit 5\r");
$console->shows(qr/# /, 'exit ends it');
$console->command('echo $?', qr/5\r\n/, 'with its status');
$console->command('sysctl -n emul.linux.nosys', qr/(?:clone3 \(435\) \d+)?\r\n/, 'no call was missing');
done_testing();
