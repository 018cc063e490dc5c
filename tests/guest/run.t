#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# `make run` and `make run-disk`, as somebody at the terminal uses them: a
# folder that is shared (SHARE=), words for the kernel (ARGS=), and a machine
# of one's own over several boots: through a power cut, through a module that
# takes it down at each boot, through an update.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Command;
use Graft::Console;
use Graft::VM qw(top);
use Test::More;

my $top = abs_path(top());
# All three values have to get through make and two shells.
my $dir = tempdir("run, it's XXXXXX", TMPDIR => 1, CLEANUP => 1);
my $image = "$dir/my disk.img";
my $share = "$dir/share";
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL GRAFT)};

my $prompt = qr/Welcome.*?\n# /s;
my @disk = ('run-disk', "DISK=$image");

# A target that comes to a console.
sub boot
{
	return Graft::Console->of("sh", "-c", q(exec make -s -C "$@" 2>&1), "sh",
	    $top, @_);
}

sub halt
{
	my ($console) = @_;

	$console->enter("halt -p\n");
	ok($console->ends, 'it is switched off');
}

# A module in the shared folder, which takes the system down or greets.
sub build
{
	my ($name, $code) = @_;

	mkdir("$share/$name");
	my %files = ('Makefile' => "KMOD = $name\n"
	    . "include \$(GRAFT)/share/mk/lkm.mk\n", "$name.c" => <<"END");
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("$name")

static int
begin(struct lkm_table *lkmtp, int cmd)
{
	$code;
	return 0;
}

int ${name}_lkmentry(struct lkm_table *, int, int);

int
${name}_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, begin, lkm_nofunc, lkm_nofunc);
}
END
	for my $file (keys %files) {
		open(my $out, '>', "$share/$name/$file") or die "$file: $!\n";
		print $out $files{$file};
		close($out) or die "$file: $!\n";
	}
	unlink(glob("'$share/$name/'*.o"));	# of the same second
	my ($status, $said) = command('make', '-s', '-C', "$share/$name",
	    'GRAFT=' . $top =~ s/ /\\ /gr);
	is($status, 0, "outside, $name is built") or diag($said);
}

# ---- make run SHARE=folder

mkdir($share) or die "$share: $!\n";
build('greet', 'printf("the first\n")');
my $console = boot('run', "SHARE=$share", 'ARGS=lkm.disable=hello word');
$console->shows($prompt, 'make run SHARE=folder ARGS=words');
$console->command('mount', qr/.*\r\nhost on \/host type p9fs \(nosuid, nodev\)\r\n/s,
    'the folder is there');
$console->command('sysctl -n kern.bootargs',
    qr/lkm\.disable=hello word share=host\r\n/, 'and so are the words');
$console->command('modload /host/greet/greet.o',
    qr/.*the first\r\n.*ID \d+\r\n/s, 'a module of the folder');
build('greet', 'printf("the second\n")');
$console->command('modunload greet; modload /host/greet/greet.o',
    qr/.*the second\r\n.*ID \d+\r\n/s, 'made again, without booting again');
$console->command('echo from inside >/host/note', qr//, 'it can be written');
my ($status, $said) = command('cat', "$share/note");
is($said, "from inside\n", 'which is seen outside');
$console->enter("shutdown now\n");
$console->shows(qr/single-user mode.*?# /s, 'single-user');
$console->enter("exit\n");
my $again = $console->shows($prompt, 'and back') // '';
unlike($again, qr/mount/, 'the folder is not mounted twice');
$console->command('cat /host/note', qr/from inside\r\n/, 'it is there');
halt($console);

($status, $said) = command('make', '-s', '-C', $top, 'run',
    "SHARE=$dir/nothing");
ok($status != 0 && $said =~ /nothing: not a folder/, 'no such folder')
    or diag($said);

# ---- a machine of one's own

$console = boot(@disk, "SHARE=$share");
$console->shows(qr/disk: making .*my disk\.img, 64 MiB.*root on vd0a type ext2fs\r\n.*$prompt/s,
    'make run-disk: the disk is made');
$console->command('echo mine >/root/mine; cp /host/greet/greet.o /lkm',
    qr//, 'something is put there');
$console->command('echo greet.o >>/etc/lkm.conf', qr//,
    'and is to be loaded at each boot');
my ($s2, $twice) = command('make', '-s', '-C', $top, @disk);
ok($s2 != 0 && $twice =~ /my disk\.img: a guest runs on it/,
    'the same once more, meanwhile') or diag($twice);
halt($console);

$console = boot(@disk);
my $screen = $console->shows(qr/the second\r\n.*$prompt/s,
    'the second boot loads it') // '';
unlike($screen, qr/e2fsck/, 'the disk is in order');
$console->command('echo kept >/root/kept; sync; cat /root/mine', qr/mine\r\n/,
    'what was written is there');
$console->enter("while :; do echo \$((i += 1)) >/root/f\$i; done\n");
select(undef, undef, undef, 0.3);
$console->kill;
undef $console;

build('boom', 'panic("boom, as asked")');
$console = boot(@disk, "SHARE=$share");
$console->shows(qr/was not shut down: e2fsck repairs it.*root on vd0a type ext2fs\r\n.*$prompt/s,
    'after a power cut it is repaired, and boots');
$console->command('cat /root/mine /root/kept; rm -f /root/f*',
    qr/mine\r\nkept\r\n/, 'what sync(8) has returned for is there');
$console->command('cp /host/boom/boom.o /lkm && echo boom.o >>/etc/lkm.conf',
    qr//, 'a module that takes the system down');
halt($console);

# ---- and the ways out of that

for my $time ('first', 'second') {
	$console = boot(@disk);
	$console->shows(qr/panic: boom, as asked.*modules: .*boom/s,
	    "it does so at the $time boot");
}
$console = boot(@disk, 'ARGS=lkm.disable=boom');
$console->shows(qr/boom\.o: disabled: boom is in lkm\.disable.*$prompt/s,
    'ARGS=lkm.disable=boom: it is left out');
$console->command('modstat -n greet >/dev/null && mount', qr/\/dev\/vd0a on .*/s,
    'and nothing else is');
halt($console);
$console = boot(@disk, 'ARGS=-s');
$console->shows(qr/root on vd0a.*single-user mode.*# /s, 'ARGS=-s: a shell');
halt($console);
$console = boot(@disk, 'ARGS=lkm=NO');
$console->shows(qr/root on vd0a.*lkm=NO, says the boot loader.*$prompt/s,
    'ARGS=lkm=NO: none of them is loaded');
$console->command('echo greet.o >/etc/lkm.conf; rm /lkm/boom.o /bin/cat',
    qr//, 'it is taken out, and a program by mistake');
halt($console);

# ---- the programs of this build

($status, $said) = command('make', '-s', '-C', $top, 'run-disk-update',
    "DISK=$image");
is($status, 0, 'make run-disk-update') or diag($said);
$console = boot(@disk);
$console->shows(qr/the second\r\n.*$prompt/s, 'it boots as it was');
$console->command('cat /root/mine /etc/lkm.conf', qr/mine\r\ngreet\.o\r\n/,
    'the program is back, what is one\'s own has stayed');

# A small one, as full as it can be, and with room to come for half of it.
my @small = ('run-disk', "DISK=$dir/small.img");
($status, $said) = command("$top/tools/disk", '-i', "$dir/small.img", '-s', 6,
    'new');
is($status, 0, 'a small disk') or diag($said);
$console = boot(@small);
$console->shows($prompt, 'boots');
$console->command('cat /dev/zero >/root/a; : >/lkm/edu.o; cat /dev/zero >/root/b',
    qr/(?:cat: [^\r]*No space left on device\r\n){2}/, 'and is full');
halt($console);
($status, $said) = command('make', '-s', '-C', $top, 'run-disk-update',
    "DISK=$dir/small.img");
ok($status != 0 && $said =~ /not updated: \d+ KiB must be free on it, \d+ are/,
    'it is not updated half') or diag($said);
$console = boot(@small);
$console->shows($prompt, 'it boots');
$console->command('df / | tail -n 1', qr/.*100%.*\r\n/, 'full as it is');
halt($console);

($status, $said) = command('make', '-s', '-C', $top, 'run-disk-new',
    "DISK=$image");
is($status, 0, 'make run-disk-new') or diag($said);
$console = boot(@disk);
$console->shows($prompt, 'make run-disk: a new disk');
$console->command('ls /root/mine', qr/ls: .*No such file.*\r\n/,
    'without what was there');
halt($console);
done_testing();
