# SPDX-License-Identifier: BSD-2-Clause
#
# Vm::Machine - the PC that a guest runs on: QEMU's arguments, and its start.
#
# Whatever is handed to QEMU goes as an open file, /proc/self/fd/N. So no
# path's blanks or commas reach QEMU's or the kernel's argument parsing, and a
# temporary file needs no name that could be left behind.
package Vm::Machine;
use strict;
use warnings;
use Fcntl qw(:flock);
use Vm::Archive;

our $qemu = 'qemu-system-i386';

# Files stay open over exec: every open below is meant for QEMU.
$^F = 1 << 20;

sub fdpath
{
	my ($file) = @_;

	return '/proc/self/fd/' . fileno($file);
}

# Opens a file for QEMU, or dies with a reason.
sub open_file
{
	my ($path, $what, $mode) = @_;

	die "$path: $what is a folder\n" if -d $path;
	open(my $file, $mode // '<', $path) or die "$path: $what: $!\n";
	return $file;
}

# A disk that a guest writes to is nobody else's. QEMU, which opens it by its
# own path, has a lock that only QEMU knows; this one, which it inherits, is
# flock's, so that tools/disk keeps e2fsck away.
sub lock_disk
{
	my ($path) = @_;
	my $file = open_file($path, 'the disk image', '+<');

	flock($file, LOCK_EX | LOCK_NB)
	    or die "$path: the disk image: in use by another guest\n";
	return $file;
}

# The multiboot modules, in order: pairs of an open file and its name.
sub modules
{
	my ($opt, $commands) = @_;
	my @modules = ([open_file($opt->{root}, 'the root archive'),
	    'root.tar']);

	if (@{ $opt->{put} } || defined $commands) {
		my $archive = Vm::Archive->new;
		for my $put (@{ $opt->{put} }) {
			my ($host, $guest) = $put =~ m{^(.+?):(/.*)$}s
			    or die "-p $put: not HOSTFILE:/GUEST/PATH\n";
			$archive->add($host, $guest);
		}
		$archive->add_string("$commands\n", 'etc/vmrun')
		    if defined $commands;
		push @modules, [$archive->finish, 'run.tar -x'];
	}
	push @modules, map { object($_) } @{ $opt->{load} };
	return @modules;
}

# What -l names: a file, and behind it what the kernel is to be told of it.
sub object
{
	my ($path) = @_;
	my $options = '';

	# The longest name that a file has: there may be " -" in it.
	while (!-e $path && $path =~ s/^(.*\S)(\s+-.*)$/$1/s) {
		$options = $2 . $options;
	}
	# Its name is to be one word.
	my $name = ($path =~ m{([^/]+)$})[0] =~ s/\s/_/gr;
	return [open_file($path, 'the module'), $name . $options];
}

# QEMU's arguments but for the consoles and the display.
# $args is the kernel's command line; @modules is as modules() returned it.
sub arguments
{
	my ($opt, $args, @modules) = @_;

	# qemu64 has NX, which qemu32 lacks; what a 32-bit machine cannot have
	# is taken out, because QEMU warns of it. One that is reset (also by a
	# triple fault) ends instead of booting again.
	my @argv = ($qemu, '-machine', 'pc', '-accel', 'tcg',
	    '-cpu', 'qemu64,-lm,-syscall', '-m', $opt->{memory},
	    '-nodefaults', '-no-reboot', '-vga', 'std',
	    '-device', 'isa-debug-exit,iobase=0xf4,iosize=4');

	# The guest's clock counts instructions: the same run, the same count.
	push @argv, '-icount', 'shift=0,sleep=off',
	    '-rtc', 'base=2026-01-01,clock=vm' if $opt->{icount};

	if ($opt->{iso}) {
		require Vm::Iso;
		my $iso = Vm::Iso::image($opt, $args, @modules);
		push @argv, '-drive', 'if=ide,media=cdrom,format=raw,'
		    . 'readonly=on,file.locking=off,file=' . fdpath($iso);
		push @{ $opt->{open} }, $iso;
	} else {
		my $kernel = open_file($opt->{kernel}, 'the kernel');
		push @{ $opt->{open} }, $kernel, map { $_->[0] } @modules;
		push @argv, '-kernel', fdpath($kernel), '-append', $args;
		# QEMU parts the list at commas; a doubled one is a comma.
		push @argv, '-initrd', join(',', map {
			my ($file, $name) = @$_;
			$name =~ s/,/,,/g;
			fdpath($file) . " $name";
		} @modules);
	}
	my $n = 0;
	for my $path (@{ $opt->{disk} }) {
		push @{ $opt->{open} }, lock_disk($path);
		(my $file = $path) =~ s/,/,,/g;
		# Otherwise "a:b" would name a protocol of QEMU's.
		$file = "./$file" unless $file =~ m{^/};
		push @argv, '-drive', "if=none,format=raw,id=disk$n,file=$file",
		    '-device', 'virtio-blk-pci,disable-modern=on,'
		    . "drive=disk$n";
		$n++;
	}
	if (defined $opt->{share}) {
		# Files belong to who runs QEMU. "remap": numbers of files
		# from several file systems below the folder stay different.
		(my $path = $opt->{share}) =~ s/,/,,/g;
		push @argv, '-fsdev', 'local,id=share,security_model=none,'
		    . "multidevs=remap,path=$path",
		    '-device', 'virtio-9p-pci,disable-modern=on,'
		    . 'fsdev=share,mount_tag=host';
	}
	if (defined $opt->{qemu}) {
		require Text::ParseWords;
		my @more = Text::ParseWords::shellwords($opt->{qemu});
		die "-q $opt->{qemu}: a quotation mark is not closed\n"
		    if !@more && $opt->{qemu} =~ /\S/;
		push @argv, @more;
	}
	return @argv;
}

# Starts QEMU, which the system kills when we die, whatever we die of.
# $child is called in the new process first, to set its descriptors up.
# Returns the process id. A QEMU that cannot be executed exits with 127.
sub start
{
	my ($child, @argv) = @_;
	my $pid = fork() // die "fork: $!\n";

	return $pid if $pid;
	$SIG{$_} = 'DEFAULT' for qw(HUP INT PIPE TERM);
	$child->();
	exec('setpriv', '--pdeathsig', 'KILL', "--", @argv) or
	    print STDERR "vm: setpriv: $!\n";
	exit(127);
}

1;
