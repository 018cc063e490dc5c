#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The base devices: tests/dev in the guest, which prints TAP; and much
# output on the second serial line.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(vm top);

my ($status, $output, $errors) = vm('run', '-p',
    top() . '/build/prog/tests/devtest:/root/devtest', '/root/devtest');
my ($count) = $output =~ /^1\.\.(\d+)$/m;
if (!defined $count || $status > 1) {
	$output =~ s/^1\.\.\d+\n//m;
	$count = () = $output =~ /^(?:not )?ok /mg;
	$count++;
	$output .= "not ok $count - devtest goes to its end\n";
	$output .= "# $_\n" for "status $status", split(/\n/, $errors);
}
$output =~ s/^1\.\.\d+\n//m;

# Every byte value, on and on, in pieces of an odd size.
my $bytes = join('', map { chr } 0 .. 255) x 4 . 'odd';
open(my $file, '>', my $name =
    top() . "/build/bytes.$$") or die "build: $!\n";
binmode($file);
print $file $bytes;
close($file);
my (undef, $copies) = vm('run', '-p', "$name:/tmp/bytes",
    'cd /tmp; i=0; while [ $i -lt 5 ]; do cat bytes bytes bytes bytes ' .
    'bytes bytes bytes bytes bytes bytes >big; cat big big big big big; ' .
    'i=$((i + 1)); done');
unlink($name);
$count++;
my $good = $copies eq $bytes x 250;
$output .= ($good ? '' : 'not ') .
    "ok $count - a quarter of a megabyte of all bytes comes out as it is\n";
$output .= '# ' . length($copies) . " bytes came\n" unless $good;

print $output, "1..$count\n";
