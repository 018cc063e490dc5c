# SPDX-License-Identifier: BSD-2-Clause
#
# Vm::Archive - writes the ustar archive that carries files into a guest.
#
# The archive is an unlinked temporary file: QEMU gets it as /proc/self/fd/N,
# and however this process ends, nothing stays behind. Format: POSIX.1-2017,
# pax utility, "ustar Interchange Format". Everything belongs to root and is
# dated 0, so that a deterministic boot sees the same bytes each time.
package Vm::Archive;
use strict;
use warnings;
use Fcntl qw(:mode);

sub new
{
	my ($class) = @_;
	open(my $file, '+>', undef)
	    or die "no temporary file could be made: $!\n";
	binmode($file);
	return bless { file => $file, made => {} }, $class;
}

# Puts the host's file or folder at the guest's path, with the folders above
# it. A link named by the user is followed; one met inside a folder is kept.
sub add
{
	my ($self, $host, $guest) = @_;

	$guest .= ($host =~ m{([^/]+)/*$})[0] if $guest =~ m{/$} && !-d $host;
	$guest = join('/', grep { $_ ne '' && $_ ne '.' } split(m{/}, $guest));
	die "$host: '..' cannot be part of the guest's path\n"
	    if "/$guest/" =~ m{/\.\./};
	my @stat = stat($host) or die "$host: $!\n";
	$self->_parents($guest);
	$self->_tree($host, $guest, \@stat);
}

# Puts a string into the guest as a file of mode 0644.
sub add_string
{
	my ($self, $bytes, $guest) = @_;

	$self->_parents($guest);
	$self->_header($guest, '0', 0644, length($bytes), '');
	$self->_write($bytes . "\0" x (-length($bytes) % 512));
}

# Ends the archive and returns its open file.
sub finish
{
	my ($self) = @_;

	$self->_write("\0" x 1024);
	$self->{file}->flush or die "the archive cannot be written: $!\n";
	return $self->{file};
}

sub _tree
{
	my ($self, $host, $guest, $stat) = @_;
	my $mode = $stat->[2];

	if (S_ISREG($mode)) {
		$self->_file($host, $guest, $stat);
	} elsif (S_ISDIR($mode)) {
		$self->_folder($guest, $mode & 0777);
		opendir(my $dir, $host) or die "$host: $!\n";
		for my $name (sort grep { !/^\.\.?$/ } readdir($dir)) {
			my @stat = lstat("$host/$name")
			    or die "$host/$name: $!\n";
			$self->_tree("$host/$name",
			    $guest eq '' ? $name : "$guest/$name", \@stat);
		}
	} elsif (S_ISLNK($mode)) {
		my $to = readlink($host) // die "$host: $!\n";
		$self->_header($guest, '2', 0777, 0, $to);
	} else {
		die "$host: neither a file, a folder nor a link\n";
	}
}

sub _file
{
	my ($self, $host, $guest, $stat) = @_;
	my $left = $stat->[7];

	die "$host: the guest's path is '/', which is a folder\n"
	    if $guest eq '';
	open(my $in, '<:raw', $host) or die "$host: $!\n";
	$self->_header($guest, '0', $stat->[2] & 0777, $left, '');
	while ($left > 0) {
		my $n = sysread($in, my $bytes, $left < 65536 ? $left : 65536);
		die "$host: $!\n" unless defined $n;
		die "$host: became shorter while it was read\n" if $n == 0;
		$self->_write($bytes);
		$left -= $n;
	}
	$self->_write("\0" x (-$stat->[7] % 512));
}

# The folders above a path. One that is in the guest already keeps its mode:
# the kernel, unpacking, leaves a folder that exists as it is.
sub _parents
{
	my ($self, $path) = @_;

	while ($path =~ m{/}g) {
		$self->_folder(substr($path, 0, pos($path) - 1), 0755);
	}
}

sub _folder
{
	my ($self, $path, $mode) = @_;

	return if $path eq '' || $self->{made}{$path}++;
	$self->_header("$path/", '5', $mode, 0, '');
}

sub _header
{
	my ($self, $path, $type, $mode, $size, $link) = @_;
	my ($prefix, $name) = ('', $path);

	# 100 bytes of name, and up to 155 of the folders before it.
	if (length($path) > 100) {
		($prefix, $name) = $path =~ m{^(.{1,155})/(.{1,100})$}s
		    or die "/$path: too long a path for the archive\n";
	}
	die "/$path: too long a link for the archive\n" if length($link) > 100;
	die "/$path: too large for the archive\n" if $size >= 1 << 33;
	my $block = pack('a100 a8 a8 a8 a12 a12 A8 a1 a100 a6 a2 a32 a32 a8 a8 a155 x12',
	    $name, sprintf('%07o', $mode), '0000000', '0000000',
	    sprintf('%011o', $size), '00000000000', '', $type, $link,
	    "ustar\0", '00', 'root', 'root', '0000000', '0000000', $prefix);
	# The sum is taken with its own field full of blanks.
	substr($block, 148, 8) = sprintf("%06o\0 ", unpack('%32C*', $block));
	$self->_write($block);
}

sub _write
{
	my ($self, $bytes) = @_;

	print { $self->{file} } $bytes
	    or die "the archive cannot be written: $!\n";
}

1;
