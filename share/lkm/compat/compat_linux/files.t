#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# compat_linux: the calls on files, descriptors and time, by programs that say
# what they expect of them; this host is asked, too, where it runs them. Both
# file systems: memory, and a disk.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Command;
use Graft::Ext2;
use Graft::Linux;
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my @programs = qw(files fds);

for my $name (@programs) {
	my $program = top() . "/build/tests/linux/$name";
	SKIP: {
		my $folder = tempdir(CLEANUP => 1);
		my ($status, $said) = command('sh', '-c', 'cd "$1" && exec "$2"',
		    'sh', $folder, $program);
		skip("$name: this host cannot run programs of Linux/i386", 1)
		    if $status >= 126;
		is($status, 0, "$name: Linux is what it expects")
		    or diag($said =~ /^(?:not ok|#).*/mg);
	}
}
my $image = image('files', '8M');
run_programs(['-t', 90, '-d', $image], { before => linux_modules() . '; '
    . loading() . '; mount -t ext2fs /dev/vd0 /mnt; mkdir /x' },
    map { ("linux/$_ /x", "linux/$_ /mnt") } @programs);
is_clean($image, 'the disk');
done_testing();
