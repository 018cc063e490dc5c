# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Staged - module images as a program of the 1990s would have made
# them: linked here to the address that the kernel will give, for programs in
# the guest that send them in pieces.
#
#	use Graft::Staged;
#
#	my $images = Graft::Staged->new($dir);
#	$images->add('hello', 'build/lkm/hello.o');
#	run with $images->files, which lie in /s
#
# In an empty guest modules get memory from the start of their region on, one
# behind the other: add() links for that, unless told another address.
#
# A file is struct staged of tests/guest/prog/stagedutil.h: seven words, the
# image, its symbols as a.out has them, or as ELF has.
package Graft::Staged;
use strict;
use warnings;
use Graft::VM qw(top);

use constant { BASE => 0xf0400000, PAGE => 4096 };
# What nm calls them, and what a.out does. Read-only data counts as text.
my %types = (t => 4, T => 5, r => 4, R => 5, d => 6, D => 7, b => 8, B => 9);

sub new
{
	my ($class, $dir) = @_;

	return bless { dir => $dir, next => BASE, files => [] }, $class;
}

sub files
{
	my ($self) = @_;

	return @{ $self->{files} };
}

sub command
{
	my (@command) = @_;

	open(my $out, '-|', @command) or die "$command[0]: $!\n";
	my @lines = <$out>;
	close($out) or die "$command[0]: status $?\n";
	return @lines;
}

# struct nlist of all, and their strings; C's names get an underscore.
sub symbols
{
	my ($table, $strings) = ('', '');

	for my $symbol (@_) {
		my ($name, $type, $value) = @$symbol;

		next unless $types{$type};
		$table .= pack('VCCvV', 4 + length($strings), $types{$type},
		    0, 0, $value);
		$strings .= "_$name\0";
	}
	return ($table, pack('V', 4 + length($strings)) . $strings);
}

# What the linker has put into an ELF file: .symtab, and its strings.
sub elf_symbols
{
	my ($path) = @_;

	open(my $in, '<:raw', $path) or die "$path: $!\n";
	my $file = do { local $/; <$in> };
	my ($shoff, $shnum) = (unpack('x32V', $file), unpack('x48v', $file));
	my @sections = map { [unpack('V10', substr($file, $shoff + 40 * $_, 40))] }
	    0 .. $shnum - 1;
	my ($symtab) = grep { $_->[1] == 2 } @sections;
	return map { substr($file, $_->[4], $_->[5]) }
	    $symtab, $sections[$symtab->[6]];
}

# Options: elf => symbols as ELF has them; at => address, paged => data on a page of its own, entry => its
# name, as => name of the file.
sub add
{
	my ($self, $name, $object, %option) = @_;
	my $at = $option{at} // $self->{next};
	my $elf = "$self->{dir}/$name.elf";
	my $entry = $option{entry} // 'xxxinit';
	my @link = ('i686-linux-gnu-ld', '-m', 'elf_i386', '-N',
	    '--build-id=none', '--no-warn-rwx-segments', '-e', $entry, '-R',
	    top() . '/build/kernel/graft.debug', '-o', $elf,
	    sprintf('-Ttext=0x%x', $at));

	# ELF's symbols do not tell constants from other data.
	push @link, sprintf('--section-start=.rodata=0x%x', $at + PAGE)
	    if $option{elf} && $option{paged};
	command(@link, $object);
	if ($option{paged}) {
		my ($data) = map { /^(\w+) [dD] / ? hex($1) : () }
		    sort(command('i686-linux-gnu-nm', '-n', $elf));
		$data = ($data + PAGE - 1) & ~(PAGE - 1);
		command(@link, sprintf('-Tdata=0x%x', $data), $object);
	}
	command('i686-linux-gnu-objcopy', '-O', 'binary', $elf,
	    "$self->{dir}/$name.bin");
	my @all = grep { $_->[2] >= $at && $_->[2] < $at + (1 << 24) }
	    map { /^(\w+) (\w) (\S+)/ ? [$3, $2, hex($1)] : () }
	    command('i686-linux-gnu-nm', '-p', $elf);
	my %value = map { $_->[0] => $_->[2] } @all;
	my $bytes = do {
		open(my $in, '<:raw', "$self->{dir}/$name.bin") or die "$!\n";
		local $/;
		<$in>;
	};
	my $size = length($bytes);
	my ($end) = grep { defined } map { $value{$_} } qw(_end end);
	($end) = map { /^(\w+) . (?:_end|end)$/ ? hex($1) : () }
	    command('i686-linux-gnu-nm', $elf) unless $end;
	# Nobody has asked for _end: sizes of sections tell.
	for (command('i686-linux-gnu-size', '-A', $elf)) {
		my ($section, $length, $addr) = /^(\.\S+)\s+(\d+)\s+(\d+)/
		    or next;
		next if $addr < $at || $addr > $at + (1 << 24);
		$size = $addr + $length - $at if $addr + $length - $at > $size;
	}
	my ($table, $strings) =
	    $option{elf} ? elf_symbols($elf) : symbols(@all);
	my $file = "$self->{dir}/" . ($option{as} // $name) . '.img';
	open(my $out, '>:raw', $file) or die "$file: $!\n";
	print $out pack('V7', $at, length($bytes), $size, $value{$entry},
	    length($table), length($table) + length($strings), 0), $bytes,
	    $table, $strings;
	close($out) or die "$file: $!\n";
	push @{ $self->{files} }, '-p', "$file:/s/"
	    . ($option{as} // $name) . '.img';
	$self->{next} = $at + (($size + PAGE - 1) & ~(PAGE - 1));
	return $at;
}

1;
