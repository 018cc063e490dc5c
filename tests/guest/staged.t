#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The old calls of /dev/lkm, for an image that a program has linked itself:
# prog/staged.c takes every row of their table of states and errors; then
# what is protected of an image, which ends in panics.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::Staged;
use Graft::VM qw(top vm);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $base = Graft::Staged::BASE;
my %object = ((map { $_ => "$top/build/tests/lkm/$_.o" } qw(bss odd crash)),
    hello => "$top/build/lkm/hello.o");
my %entry = (hello => 'hello_lkmentry');

# All for the same address: one after the other is loaded.
my $images = Graft::Staged->new($dir);
$images->add($_, $object{$_}, at => $base,
    $entry{$_} ? (entry => $entry{$_}) : ()) for qw(hello bss odd crash);
$images->add('crash', $object{crash}, at => $base, paged => 1, as => 'paged');
$images->add('crash', $object{crash}, at => $base, paged => 1, elf => 1,
    as => 'elfpaged');

run_programs([$images->files, '-t', 60], 'symfuzz', 'stagedfault', 'staged');

# ---- why not ----

my ($status, $said) = vm('run', $images->files, prog('stage'),
    'hostname "load 5"; /t/stage odd.img 0 0; dmesg | tail -n 1');
like($said, qr/^lkm: entry-failed: the module's own load .* error 5$/m,
    'why a module was refused, the kernel says');

# ---- what is protected ----

sub crash
{
	my ($name, $load, $expected) = @_;
	my ($status, $output, $errors) = vm('run', $images->files,
	    prog('stage'), "/t/stage $load");

	like("$status\n$output$errors", $expected, $name);
}

crash('text on pages of its own, with symbols, is read-only',
    '-s paged.img 218 3', qr/\A125\n.*crash_here/s);
crash('with those of ELF, too', '-s elfpaged.img 218 3',
    qr/\A125\n.*crash_here/s);
crash('so is read-only data', '-s paged.img 218 4', qr/\A125\n/);
crash('and data cannot be executed', '-s paged.img 218 5', qr/\A125\n/);
crash('where text and data share a page, it can be written',
    '-s crash.img 218 3', qr/\A0\nloaded 0\nreturned 3\n/);
crash('nor without symbols is it known what is text', 'paged.img 218 3',
    qr/\A0\nloaded 0\nreturned 3\n/);
crash('pages of bss cannot be executed', 'bss.img 219 2', qr/\A125\n/);
done_testing();
