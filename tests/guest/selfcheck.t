#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Loads and unloads leave no trace: the kernel's self-check stays the same
# whatever becomes of them, and does not when something is left. What becomes
# of them is decided by faults that are injected, by other processes, by
# modules that misbehave, and by chance.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Disk;
use Graft::Ext2 ();
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my $top = top();

# What is mounted while memory is not there: a file, larger than one request.
mkdir(Graft::Ext2::scratch('tree')) or die;
open(my $file, '>', Graft::Ext2::scratch('tree/file')) or die;
print $file 'ext2 ' x 16_000;
close($file);
my $ext2 = Graft::Ext2::image('inject', '400K', '-b', 1024, '-N', 16, '-d',
    Graft::Ext2::scratch('tree'));

my @objects = (map({ ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") }
    qw(keeper leaker forgetful over_a over_b over_c provider provider_b
    consumer missing longname emptyname badname shorty nodispatch noentry pic
    wxsection big_region big_tables big_memory odd refuser statful sleeper thirtyone
    owntype filler t_vfs_a t_dev_a majors
    t_exec_a t_exec_b t_compat_a t_drv_a tiny)), '-p', "$top/build/lkm/hello.o:/m/hello.o", '-p',
    "$top/build/lkm/aout/newsyscall.o:/m/aout/newsyscall.o",
    '-p', "$ext2:/t/ext2.img",
    '-d', image('vd.img', 1 << 20), '-q', '-device edu -device pci-testdev '
    . '-device virtio-rng-pci,disable-modern=on '
    . '-device edu -fsdev local,id=p9,path=/,security_model=none,readonly=on '
    . '-device virtio-9p-pci,disable-modern=on,fsdev=p9,mount_tag=p9 '
    . '-drive if=ide,format=raw,file=' . image('wd.img', 1 << 20));

# As a student uses it, at a shell: what programs do does not show, what
# modules do does, until it is undone.
my $guest = Graft::VM->new(@objects);
my $check = 'sysctl -n lkm.selfcheck';
my $same = sub {
	my @lines = split(/\n/, $_[0]);
	@lines == 2 && $lines[0] =~ /^[0-9a-f]{16}( [a-z]+=[0-9a-f]{8}){19}$/ &&
	    $lines[0] eq $lines[1];
};
for my $command ('true', 'modload /m/missing.o', 'modload /m/missing.o',
    'modload -n /lkm/hello.o', 'modload /lkm/hello.o && modunload hello',
    'modstat', 'modload /m/odd.o && testsyscall 210 && modunload odd',
    'ls -l / | grep lkm | sort >/tmp/file', 'rm /tmp/file', 'ps -axl; df',
    'mkdir -p /tmp/a/b/c; mv /tmp/a /tmp/x; chmod 700 /tmp/x',
    '(sleep 100 & echo $! >/tmp/pid)', 'kill $(cat /tmp/pid)',
    'cat /bin/sh /bin/ls >/tmp/large; mkfifo /tmp/fifo', 'stty -a',
    'cat /dev/tty </dev/null', 'rm -r /tmp/x /tmp/large', 'sysctl -a') {
	$guest->check("lkm.selfcheck before and after $command",
	    "$check; ($command) >/dev/null 2>&1; $check", $same, 'any');
}
$guest->check('a module shows', "$check; modload /lkm/hello.o >/dev/null; "
    . "$check; modunload hello", sub { !$same->($_[0]) });
$guest->boot;

run_programs(['-t', 240, '-a', 'lkm.disable=tiny', @objects], 'leaks', 'refusals', 'inject', 'rival',
    'churn');
done_testing();
