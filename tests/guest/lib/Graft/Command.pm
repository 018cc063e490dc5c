# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Command - run a program of the host's.
#
#	use Graft::Command;
#
#	my ($status, $said) = command('e2fsck', '-fn', $image);
#
# It reads from /dev/null; said is its output, with what it says on standard
# error among it; 127 is the status of one that cannot be run.
package Graft::Command;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(command);

sub command
{
	my @argv = @_;

	my $pid = open(my $out, '-|') // die "fork: $!\n";
	if ($pid == 0) {
		open(STDIN, '<', '/dev/null') or die "/dev/null: $!\n";
		open(STDERR, '>&', \*STDOUT) or die "dup: $!\n";
		exec { $argv[0] } @argv or exit(127);
	}
	my $said = do { local $/; <$out> } // '';
	close($out);
	return ($? >> 8, $said);
}

1;
