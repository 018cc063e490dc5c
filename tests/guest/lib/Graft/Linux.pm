# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Linux - guests that run Linux programs, and what the same programs do
# on this host, where it can run them.
#
#	use Graft::Linux;
#
#	linux_programs('busybox');	# or the test is skipped, with the reason
#	my $guest = Graft::VM->new(linux_guest('busybox'));
#	$guest->check('it runs', linux_modules() . '; busybox true', '');
#
# `make linux-programs` makes the programs; tests of programs that are compiled
# from a file of the tree, linux_compile(), need nothing of it.
package Graft::Linux;
use strict;
use warnings;
use Exporter 'import';
use Graft::Command;
use Graft::VM qw(top);
use Test::More;

our @EXPORT = qw(linux_programs linux_guest linux_modules linux_compile
    host_runs);

# Where a program lies on the host.
sub linux_program
{
	my ($name) = @_;

	return top() . "/build/linux/$name";
}

# Skips the whole test without them.
sub linux_programs
{
	my @names = @_;

	for my $name (@names) {
		plan(skip_all => "build/linux/$name is not there: "
		    . "'make linux-programs' fetches it") if !-x linux_program($name);
	}
}

# Options for tools/vm: these programs, in the guest's /usr/bin.
sub linux_guest
{
	my @names = @_;

	return map { ('-p', linux_program($_) . ":/usr/bin/$_") } @names;
}

# The guest's commands that bring the emulation in.
sub linux_modules
{
	return 'modload /lkm/compat_linux.o >/dev/null && '
	    . 'modload /lkm/exec_linux.o >/dev/null';
}

# A source of one file, without a C library, to a static program.
sub linux_compile
{
	my ($source, $program, @flags) = @_;
	my ($status, $said) = command('i686-linux-gnu-gcc', '-std=gnu11', '-O1',
	    '-Wall', '-Werror', '-static', '-nostdlib', '-ffreestanding',
	    '-fno-pic', '-no-pie', '-fno-stack-protector', '-march=i686',
	    '-fno-asynchronous-unwind-tables', @flags, '-o', $program, $source);

	die "$source: $said" if $status != 0;
}

# Can this host run that program?
sub host_runs
{
	my ($program, @arguments) = @_;
	my ($status) = command($program, @arguments);

	return $status == 0;
}

1;
