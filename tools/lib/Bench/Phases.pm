# SPDX-License-Identifier: BSD-2-Clause
#
# Bench::Phases - which step of a load executes how many instructions.
#
# A phase is what some functions of the kernel execute, with all that they
# call (tools/guestprof -P). Where one calls another the inner one has it:
# bytes that are copied while the object is validated are "copy", memory
# that the link asks for is "memory". A function that is not there any more
# makes the measurement fail: then this table is to be brought up to date.
package Bench::Phases;
use strict;
use warnings;

my @phases = (
	# Bytes from the program, into the image, and cleared.
	['copy', qw(copyin copyinstr copyout memcpy memset)],
	# Read the object's tables and check them; lay out the image.
	['validate', qw(kobj_open)],
	# The entry, undefined names, the value of each symbol, the
	# description of the module by its name.
	['resolve', qw(kobj_entry elf_resolve elf_load aout_resolve aout_load
	    kobj_local_value)],
	['relocate', qw(elf_relocate aout_relocate)],
	['protect', qw(pmap_kprotect)],
	# Find and map pages for the image, and memory for tables.
	['memory', qw(kmem_alloc kmem_free malloc free)],
	# The table of modules, their names, what they offer to others.
	['register', qw(lkm_new lkm_claim_name lkm_export lkm_set_state)],
	# The module's own code, and what that has the kernel do.
	['entry', qw(lkm_call_entry)],
);

# The rest: the system call, /dev/lkm, and lkm_load() itself.
use constant REST => 'other';

my @modules = qw(trivial small big big_aout);

sub names { return ((map { $_->[0] } @phases), REST) }
sub modules { return @modules }

sub options
{
	return map {
		my ($name, @roots) = @$_;
		('-P', "$name=" . join(',', @roots));
	} @phases;
}

# Returns instructions by phase, and "all", for the load of one module.
sub of_module
{
	my ($top, $module) = @_;
	my %count;

	open(my $prof, '-|', "$top/tools/guestprof", '-n', 1, options(),
	    "/bench/bench load-once /bench/$module.o")
	    or die "$top/tools/guestprof: $!\n";
	while (my $line = <$prof>) {
		$count{$2} = $1 if $line =~ /^ *(\d+) .*%  phase (\S+)$/;
		$count{all} = $1 if $line =~ /^ *(\d+) 100\.0%  all$/;
	}
	close($prof) or die "$module: the phases could not be measured\n";
	for my $name ('all', names()) {
		die "$module: no count of $name\n" unless defined $count{$name};
	}
	return \%count;
}

# Returns what of_module() does by module.
sub measure
{
	my ($top) = @_;

	return map { $_ => of_module($top, $_) } @modules;
}

1;
