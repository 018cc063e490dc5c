# SPDX-License-Identifier: BSD-2-Clause
#
# Vm::Iso - the CD image for a guest that is booted by GRUB.
package Vm::Iso;
use strict;
use warnings;
use FindBin;
use Vm::Machine;

# Returns an open image. The stock one serves a guest without any wish of its
# own; otherwise one is made, as an unlinked temporary file.
sub image
{
	my ($opt, $args, @modules) = @_;

	if ($opt->{stock} && !$opt->{menu} && $args eq '' && @modules == 1) {
		return Vm::Machine::open_file($opt->{stock}, 'the boot image');
	}
	my $kernel = Vm::Machine::open_file($opt->{kernel}, 'the kernel');
	my @files = ('graft=' . Vm::Machine::fdpath($kernel));
	my $menu = temporary();
	print $menu $opt->{menu} ? stock_menu($opt, \@files)
	    : one_entry($args, \@files, @modules);
	$menu->flush or die "GRUB's menu cannot be written: $!\n";

	my $image = temporary();
	my $pid = fork() // die "fork: $!\n";
	if ($pid == 0) {
		open(STDOUT, '>&', $image) or die "dup: $!\n";
		exec("$FindBin::RealBin/mkiso", Vm::Machine::fdpath($menu),
		    @files) or exit(127);
	}
	waitpid($pid, 0);
	die "the boot image could not be made\n" if $?;
	return $image;
}

# A menu of one entry, which is taken.
sub one_entry
{
	my ($args, $files, @modules) = @_;
	my @menu = ('set timeout=0', 'menuentry Graft {',
	    join(' ', "\tmultiboot /graft", map { quote($_) } split(' ', $args)));

	for my $i (0 .. $#modules) {
		my ($file, $name) = @{ $modules[$i] };
		push @$files, "module$i=" . Vm::Machine::fdpath($file);
		push @menu, join(' ', "\tmodule /module$i",
		    map { quote($_) } split(' ', $name));
	}
	return join("\n", @menu, "}\n");
}

# The boot image's menu, on the serial line, where it waits; and the files
# that its entries name.
sub stock_menu
{
	my ($opt, $files) = @_;
	my $source = Vm::Machine::open_file("$FindBin::RealBin/grub.cfg",
	    "GRUB's menu");
	my $text = do { local $/; <$source> };

	for my $name ($text =~ /^\s*module \/(\S+)/mg) {
		next if grep { /^\Q$name\E=/ } @$files;
		my $path = $name eq 'root.tar' ? $opt->{root}
		    : "$FindBin::RealBin/../build/lkm/$name";
		my $file = Vm::Machine::open_file($path, 'the module');
		push @{ $opt->{open} }, $file;
		push @$files, "$name=" . Vm::Machine::fdpath($file);
	}
	return "serial --unit=0 --speed=115200\nterminal_input serial\n"
	    . "terminal_output serial\n$text\nset timeout=-1\n"
	    . "set timeout_style=menu\n";
}

sub temporary
{
	open(my $file, '+>', undef)
	    or die "no temporary file could be made: $!\n";
	return $file;
}

# One word for GRUB's script language.
sub quote
{
	my ($word) = @_;

	$word =~ s/'/'\\''/g;
	return "'$word'";
}

1;
