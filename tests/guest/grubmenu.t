#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Each entry of the boot image's menu, chosen and booted, on the serial line
# (tools/vm --menu, tools/disk run --menu). That the menu itself comes to somebody at the keyboard is
# another test's.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Console;
use Graft::VM qw(top vm);
use Test::More;

my ($down, $enter) = ("\e[B", "\r");

# The disk of the last three entries.
my $dir = tempdir(CLEANUP => 1);
my $image = "$dir/disk.img";
system(top() . '/tools/disk', '-i', $image, '-s', 16, 'new') == 0
    or die "tools/disk: $?\n";

# What each entry must show: the kernel's line of arguments, where it comes
# to, and commands with what they say.
my @entries = (
	['Graft', '', qr/Welcome.*?\n# /s,
	    ['modload /lkm/hello.o', qr/.*Module loaded as ID 0\r\n/s]],
	['Graft, single-user', '-s', qr/single-user mode.*?# /s,
	    ['sysctl kern.securelevel', qr/kern\.securelevel = 0\r\n/]],
	['Graft, without the modules of /etc/lkm.conf', 'lkm=NO',
	    qr/rc: modules of \/etc\/lkm\.conf: lkm=NO, says the boot loader.*?\n# /s,
	    ['modload /lkm/hello.o', qr/.*Module loaded as ID 0\r\n/s]],
	['Graft, hello and newsyscall forbidden (lkm.disable)',
	    'lkm.disable=hello,newsyscall', qr/Welcome.*?\n# /s,
	    ['modload /lkm/hello.o', qr/modload: \/lkm\/hello\.o: disabled: hello [^\r]*\r\n/],
	    ['modload /lkm/rot13.o', qr/.*Module loaded as ID 0\r\n/s]],
	['Graft, root on the disk vd0a (ext2)', 'root=vd0a rootfs=ext2fs',
	    qr/root on vd0a type ext2fs.*Welcome.*?\n# /s,
	    ['mount', qr/\/dev\/vd0a on \/ type ext2fs \(local\)\r\n.*/s],
	    ['echo hello.o >/etc/lkm.conf; echo $?', qr/0\r\n/]],
	['Graft, root on the disk, single-user', 'root=vd0a rootfs=ext2fs -s',
	    qr/root on vd0a type ext2fs.*single-user mode.*?# /s,
	    ['cat /etc/lkm.conf', qr/hello\.o\r\n/]],
	['Graft, root on the disk, without the modules of lkm.conf',
	    'root=vd0a rootfs=ext2fs lkm=NO',
	    qr/rc: modules of \/etc\/lkm\.conf: lkm=NO, says the boot loader.*?\n# /s,
	    ['modstat -n hello', qr/modstat: hello: no such module\r\n/],
	    ['cat /etc/lkm.conf', qr/hello\.o\r\n/]],
);

# All of them are here, in this order.
my $cfg = top() . '/tools/grub.cfg';
open(my $in, '<', $cfg) or die "$cfg: $!\n";
my @titles = map { /^menuentry "([^"]*)"/ ? $1 : () } <$in>;
is_deeply(\@titles, [map { $_->[0] } @entries], 'the entries of the menu');

for my $i (0 .. $#entries) {
	my ($title, $args, $comes, @commands) = @{ $entries[$i] };
	my $console = Graft::Console->of(top() . '/tools/disk', '-i', $image,
	    'run', '--menu');

	$console->shows(qr/`e' to edit the commands.*\Q$titles[-1]\E/s,
	    "$title: the menu comes");
	$console->enter($down x $i . $enter);
	$console->shows($comes, "$title: is booted");
	$console->command('sysctl kern.bootargs',
	    qr/kern\.bootargs = \Q$args\E\r\n/, "$title: its arguments");
	for my $command (@commands) {
		my ($line, $expected) = @$command;
		$console->command($line, $expected, "$title: $line");
	}
	$console->enter("halt -p\n");
	$console->wait_for(qr/has halted/);
}

# Without the disk the root is in memory, and that is said.
my $console = Graft::Console->new('--menu');
$console->shows(qr/`e' to edit the commands.*\Q$titles[-1]\E/s,
    'the menu of a machine without a disk');
$console->enter($down x $#entries . $enter);
$console->shows(qr/root: vd0a: there is no such disk.*in memory instead.*\n# /s,
    'the root is in memory instead');

# An entry that is edited: a word more at the end of its first line.
$console = Graft::Console->new('--menu');
$console->shows(qr/`e' to edit the commands.*\Q$titles[-1]\E/s,
    'the menu comes once more');
$console->enter('e');
$console->shows(qr/multiboot/, 'e: the entry can be edited');
# Down to the line with multiboot, behind an empty one; to its end; the word, ^X boots.
$console->enter("$down$down\cE lkm.disable=rot13\cX");
$console->shows(qr/Welcome.*?\n# /s, 'the edited entry is booted');
$console->command('sysctl -n lkm.disable kern.bootargs',
    qr/rot13\r\nlkm\.disable=rot13\r\n/, 'with its word');
undef $console;

for my $bad (['run', '--menu', 'true'], ['--menu', '-a', '-s'],
    ['--menu', '-l', 'build/lkm/hello.o']) {
	my ($status, $out, $err) = vm(@$bad);
	ok($status == 2 && $err =~ /--menu: /, "tools/vm @$bad is refused");
}
done_testing();
