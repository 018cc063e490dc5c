#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A machine that is switched off at any moment: fifty guests work on an ext2
# file system and are killed. Each time e2fsck must repair what they leave,
# and all must be there that was when the last sync(2) returned and was left
# alone since: tests/guest/prog/fsload.c knows what that is.
#
# The moments come from a seed; which one a guest is at then, it does not say.
# CRASHES in the environment is another number of them, SEED another seed.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use File::Temp qw(tempdir);
use Graft::VM qw(top);
use Test::More;
use Time::HiRes qw(time);

my $count = $ENV{CRASHES} // 50;
my $seed = $ENV{SEED} // 1;
my $top = top();
my $dir = tempdir(CLEANUP => 1);
my @layouts = (['-b', 1024], ['-b', 4096], ['-b', 1024, '-I', 128],
    ['-b', 2048, '-O', '^filetype']);
$ENV{PATH} .= ':/sbin:/usr/sbin';

# A guest that works until it is killed. Returns its process and its output.
sub guest
{
	my ($image, $number) = @_;

	# That QEMU is killed is no news here.
	my $pid = open(my $out, '-|', 'sh', '-c', 'exec "$@" 2>/dev/null',
	    'sh', "$top/tools/vm", 'run', '-t', 60, '-d', $image,
	    '-p', "$top/build/tests/prog/fsload:/t/fsload", 'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o >/dev/null; '
	    . 'modload /lkm/ext2fs.o >/dev/null; '
	    . 'mount -t ext2fs /dev/vd0 /mnt || exit; '
	    . "/t/fsload run $number 1 1000000 /mnt")
	    // die "tools/vm: $!\n";
	return ($pid, $out);
}

# QEMU, the child of tools/vm's process: that lives on, to pass on what the
# guest has said.
sub qemu_of
{
	my ($pid) = @_;

	open(my $in, '<', "/proc/$pid/task/$pid/children") or return ();
	return split(' ', <$in> // '');
}

# The last sync that it told of before it was killed, some time after its
# first one; 0: it ended by itself.
sub run_and_kill
{
	my ($image, $number, $delay) = @_;
	my ($pid, $out) = guest($image, $number);
	my ($said, $until) = ('', undef);

	for (;;) {
		my $wait = defined $until ? $until - time() : 30;
		my $ready = '';
		vec($ready, fileno($out), 1) = 1;
		last if $wait <= 0 || select($ready, undef, undef, $wait) <= 0;
		last unless sysread($out, $said, 65536, length($said));
		$until //= time() + $delay if $said =~ /^synced \d+\n/m;
	}
	my $killed = kill('KILL', qemu_of($pid));
	1 while sysread($out, $said, 65536, length($said));
	close($out);
	diag($said) unless $killed;
	my @synced = $said =~ /^synced (\d+)\n/mg;
	return $killed && @synced ? $synced[-1] : 0;
}

sub quietly
{
	my ($command) = @_;
	my $text = `$command 2>&1`;

	return ($? >> 8, $text);
}

# Returns what is wrong, or nothing.
sub crash
{
	my ($number, $delay) = @_;
	my $image = "$dir/disk";
	my $layout = $layouts[$number % @layouts];

	unlink($image);
	my ($status, $text) = quietly("mke2fs -q -F -t ext2 @$layout '$image' 32M");
	return "mke2fs: $text" if $status != 0;
	my $synced = run_and_kill($image, $number, $delay)
	    or return 'the guest was not killed, it ended';
	($status, $text) = quietly("e2fsck -fy '$image'");
	return "e2fsck: status $status\n$text" if $status > 1;
	my $repaired = $text;
	($status, $text) = quietly("e2fsck -fn '$image'");
	return "still not clean: $text" if $status != 0;
	quietly("rm -rf '$dir/tree'; mkdir '$dir/tree'");
	quietly("debugfs -R 'rdump / $dir/tree' '$image'");
	my $next = `'$top/build/host/fsload' steps $number $synced`;
	chomp($next);
	($status, $text) = quietly("'$top/build/host/fsload' crash $number "
	    . "$synced $next '$dir/tree'");
	return "$text\n$repaired" if $status != 0;
	note("crash $number, after " . sprintf('%.2f', $delay)
	    . " s, behind step $synced: $text");
	return;
}

my ($bad, $total) = (0, 0);
srand($seed);
for my $number (1 .. $count) {
	my $wrong = crash($number + 1000 * $seed, rand(1.2));

	$total++;
	next unless defined $wrong;
	$bad++;
	diag("crash $number of seed $seed: $wrong");
}
is($total, $count, "$count guests were killed");
is($bad, 0, 'nothing is lost that sync(2) had returned for');
done_testing();
