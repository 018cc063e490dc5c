#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The C library on the kernel: tests/libc/*.c in the guest. What that prints
# is TAP already; it is passed on, and what is wrong besides is added.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(vm top);

my ($status, $output, $errors) = vm('run', '-p',
    top() . '/build/prog/tests/libctest:/root/libctest',
    'cd /; LIBCTEST=1 exec /root/libctest "an argument" </dev/null');
print $output;
if ($output !~ /^1\.\.\d+$/m || $status > 1) {
	print "not ok - libctest goes to its end\n";
	print map { "# $_\n" } "status $status", split(/\n/, $errors);
	print "1..1\n" if $output !~ /^ok /m;
}
