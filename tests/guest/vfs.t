#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The file system calls: tests/vfs/*.c in the guest. What that prints is TAP
# already. Behind it, what the kernel allocated must be what it was before.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(vm top);

# The sums are taken first and sorted later: a pipeline takes memory, too.
my $sums = 'sysctl -n vm.malloc >/tmp/sums; sort /tmp/sums | grep -e tmpfs '
    . '-e vnode -e file -e mount -e cwd -e pipe -e lockf -e namei '
    . '-e specdev | while read name pieces bytes rest; do '
    . 'echo "# $name $pieces $bytes"; done';
my ($status, $output, $errors) = vm('run', '-p',
    top() . '/build/prog/tests/vfstest:/root/vfstest',
    "/root/vfstest >/dev/null; $sums; echo ---; /root/vfstest; "
    . "status=\$?; echo ---; $sums; exit \$status");
my ($before, $tap, $after) = split /^---\n/m, $output;
$tap //= '';
my ($plan) = $tap =~ /^1\.\.(\d+)$/m;
$tap =~ s/^1\.\.\d+\n//m;
print $tap;
if (!defined $plan || $status > 1) {
	print "not ok - vfstest goes to its end\n";
	print map { "# $_\n" } "status $status", split(/\n/, $errors);
	print '1..', 1 + (() = $tap =~ /^(?:not )?ok /mg), "\n";
	exit;
}
$plan++;
my $same = defined $after && $before eq $after;
print $same ? '' : 'not ', "ok $plan - nothing of the kernel's memory is lost\n";
print "# before:\n$before# after:\n", $after // '' if !$same;
print "1..$plan\n";
