# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Ext2 - ext2 images, made and looked at by e2fsprogs on the host.
#
#	use Graft::Ext2;
#
#	my $image = image('plain', '8M', '-b', 1024);
#	... a guest with disk($image), after mounting() ...
#	is_clean($image, 'after all that');
#
# Images lie in a folder that goes with the process. Each test is one of TAP.
package Graft::Ext2;
use strict;
use warnings;
use Exporter 'import';
use File::Temp qw(tempdir);
use Graft::Command;
use Graft::Prog qw(prog);
use Graft::VM qw(top);
use Test::More;

our @EXPORT = qw(image disk loading debugfs is_clean holds_model
    scratch);

$ENV{PATH} .= ':/sbin:/usr/sbin';
$ENV{LC_ALL} = 'C';
my $dir = tempdir(CLEANUP => 1);

# A path in the folder.
sub scratch
{
	return "$dir/$_[0]";
}

# A new image with these options for mke2fs, -t ext2 unless they say else.
sub image
{
	my ($name, $size, @options) = @_;
	my $path = scratch("$name.img");

	unlink($path);
	unshift @options, '-t', 'ext2' unless grep { $_ eq '-t' } @options;
	my ($status, $said) = command('mke2fs', '-q', '-F', @options, $path,
	    $size);
	die "mke2fs: $said" if $status != 0;
	return $path;
}

# Options for tools/vm: the image as vd0, and these test programs.
sub disk
{
	my ($image, @programs) = @_;

	return ('-d', $image, map { prog($_) } @programs);
}

# Guest commands that bring the modules in.
sub loading
{
	return 'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o >/dev/null && '
	    . 'modload /lkm/ext2fs.o >/dev/null';
}

# What debugfs answers; with -w it changes the image.
sub debugfs
{
	my ($image, $request, @options) = @_;
	my ($status, $said) = command('debugfs', @options, '-R', $request,
	    $image);

	$said =~ s/^debugfs [\d.]+ .*\n//m;
	return $said;
}

sub is_clean
{
	my ($image, $name) = @_;
	my ($status, $said) = command('e2fsck', '-fn', $image);

	is($status, 0, "e2fsck: $name") or diag($said);
}

# What debugfs reads is what fsload has written, in so many steps, in the
# root or in a folder.
sub holds_model
{
	my ($image, $name, $seed, $steps, $folder) = @_;
	my $tree = scratch('tree');

	command('rm', '-rf', $tree);
	mkdir($tree) or die "$tree: $!\n";
	debugfs($image, "rdump / $tree");
	my ($status, $said) = command(top() . '/build/host/fsload', 'check',
	    $seed, $steps, $tree . ($folder // ''));
	is($status, 0, "debugfs: $name")
	    or diag($said =~ /\A((?:.*\n){0,8})/);
}

1;
