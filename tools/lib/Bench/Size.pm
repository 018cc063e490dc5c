# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Size - how large the kernel is, and how many lines its source has.
package Bench::Size;
use strict;
use warnings;
use Bench::Table;
use File::Find;

# Returns figures by name: bytes of the kernel's sections and of its file.
sub kernel
{
	my ($top) = @_;
	my $kernel = "$top/build/kernel/graft";
	my %figure = (size_file => -s $kernel
	    // die "$kernel: $!; 'make' builds it\n");

	open(my $size, '-|', 'i686-linux-gnu-size', '-A', '-d', $kernel)
	    or die "i686-linux-gnu-size: $!\n";
	while (<$size>) {
		$figure{"size_$1"} = $2 if /^\.(\w+)\s+(\d+)\s/;
	}
	close($size) or die "$kernel: i686-linux-gnu-size failed\n";
	return map {
		my $name = "size_$_";
		$name => $figure{$name} // die "$kernel: no section .$_\n";
	} Bench::Table::parts();
}

# Lines of C or assembly with something on them besides comments.
sub lines_of
{
	my ($file) = @_;

	open(my $in, '<', $file) or die "$file: $!\n";
	my $text = do { local $/; <$in> } // '';
	# A string or a character is kept, whatever is in it.
	$text =~ s{("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
	    |/\*.*?\*/|//[^\n]*}{$1 // ' '}gsex;
	return scalar(() = $text =~ /^.*\S/mg);
}

# Returns figures by name. A file counts for the innermost folder listed.
sub source
{
	my ($top) = @_;
	my @folders = Bench::Table::folders();
	my %figure = map { ("lines_$_" => 0) } @folders;
	my @inner = sort { length($b) <=> length($a) } @folders;

	my $count = sub {
		my $path = substr($_, length($top) + 1);
		return unless /\.[chS]$/ && -f;
		my ($folder) = grep { index($path, "$_/") == 0 } @inner;
		$figure{"lines_$folder"} += lines_of($_) if defined $folder;
	};
	my %outer = map { m{^([^/]+)} ? ("$top/$1" => 1) : () } @folders;
	find({ no_chdir => 1, wanted => $count },
	    grep { -d } sort keys %outer);
	return %figure;
}

1;
