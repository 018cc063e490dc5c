# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::File - a file of the host's as a whole, byte for byte.
#
#	use Graft::File;
#
#	my $bytes = slurp($path);
#	spew($path, $bytes);
#	spew($path, $bytes, 0755);	# and its mode
#
# Both die with the path and the reason.
package Graft::File;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(slurp spew);

sub slurp
{
	my ($path) = @_;

	open(my $in, '<:raw', $path) or die "$path: $!\n";
	local $/;
	return scalar <$in>;
}

sub spew
{
	my ($path, $bytes, $mode) = @_;

	open(my $out, '>:raw', $path) or die "$path: $!\n";
	print $out $bytes;
	close($out) or die "$path: $!\n";
	chmod($mode, $path) or die "$path: $!\n" if defined $mode;
}

1;
