#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What beginners get wrong with a module of their own, and whether they are
# told so in words that help: by the compiler, by modload or by modunload.
# Each module is hello with one mistake.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Command;
use Graft::VM qw(top);
use Test::More;

my $top = abs_path(top());
my $dir = tempdir(CLEANUP => 1);
my $hello = do {
	open(my $in, '<', "$top/share/lkm/misc/hello/hello.c") or die "$!\n";
	local $/;
	<$in>;
};
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL GRAFT)};

# Builds hello.c, changed by this function on $_, as a module of that name,
# with these flags.  Returns what the compiler said, and the object.
sub build
{
	my ($name, $change, @make) = @_;
	my $folder = "$dir/$name";

	$_ = $hello;
	$change->();
	s/hello/$name/g;
	mkdir($folder) or die "$folder: $!\n";
	open(my $source, '>', "$folder/$name.c") or die "$folder: $!\n";
	print $source $_;
	close($source) or die "$folder: $!\n";
	open(my $makefile, '>', "$folder/Makefile") or die "$folder: $!\n";
	print $makefile "KMOD = $name\nSRCS = $name.c\n",
	    "include \$(GRAFT)/share/mk/lkm.mk\n";
	close($makefile) or die "$folder: $!\n";

	local $ENV{LC_ALL} = 'C';
	my ($status, $said) = command('make', '-s', '-C', $folder,
	    'GRAFT=' . $top =~ s/ /\\ /gr, @make);
	return ($said, "$folder/$name.o");
}

# Mistakes that the compiler finds.
my @compile = (
	['includes stdio.h', sub { s{sys/systm\.h}{stdio.h} },
	    qr/error: .*a module runs without the C library: printf\(\) is in <sys\/systm\.h>/],
	['includes string.h', sub { s{sys/systm\.h}{string.h} },
	    qr/error: .*memcpy\(\) and its like are in <sys\/systm\.h>/],
	['without -D_KERNEL', sub { $_ = "#undef _KERNEL\n$_" },
	    qr/\A[^\n]*\n([^\n]*\n)?.*error: .*take -D_KERNEL/],
	['without a MOD_ macro', sub { s/^MOD_MISC.*//m },
	    qr/_module.* undeclared/],
	['calls what no header declares', sub { s/printf\(/kprintf(/ },
	    qr/warning: implicit declaration of function .kprintf/],
	['leaves DISPATCH out', sub { s/^\tDISPATCH.*/\treturn 0;/m },
	    qr/warning: .*_module.* defined but not used/],
);
my $n = 0;
for my $case (@compile) {
	my ($name, $change, $expected) = @$case;
	my ($said) = build('c' . $n++, $change);
	like($said, $expected, "compiler: $name");
}

# Mistakes that modload tells: the change, make's arguments, the reason, the
# exit status.
my @load = (
	['an entry of another name', sub { s/hello_lkmentry/hello_lkmenrty/g },
	    [], qr/entry-missing: no function xxxinit or m\d+_lkmentry, but there is m\d+_lkmenrty: name the entry with modload -e/, 1],
	['a static entry', sub {
		s/^int (hello_lkmentry\(.*);$/static int $1 __used;/m;
		s/^int$/static int/m; },
	    [], qr/entry-missing: no function xxxinit or .*do not make it static/, 1],
	['no DISPATCH', sub { s/^\tDISPATCH.*/\treturn 0;/m }, [],
	    qr/bad-entry: .* without registering its module: use DISPATCH/, 14],
	['load returns 1', sub { s/return 0;/return 1;/ }, [],
	    qr/entry-failed: the module's own load function failed with error 1 \(Operation not permitted\)$/m, 14],
	['load returns -1', sub { s/return 0;/return -1;/ }, [],
	    qr/failed with error -1, which <sys\/errno\.h> has not: 0 is success/, 14],
	['calls what the kernel has not',
	    sub { s/printf\(/kprintf(/; s/printf\("hello: good/perror("good/ },
	    [], qr/\A(?=(?s:.*)undefined-symbols: kprintf, )(?s:.*)undefined-symbols: perror, /, 1],
	['compiled with -fpic', sub { }, ['CFLAGS=-fpic'],
	    qr/reloc-pic: .*compile with -fno-pic/, 1],
	['compiled with -pg', sub { }, ['CFLAGS=-pg'],
	    qr/\A(?!(?s:.*)load the module)(?s:.*)profiled: .*compile without -pg/, 1],
	['compiled with --coverage', sub { }, ['CFLAGS=--coverage'],
	    qr/profiled: .*compile without -pg, --coverage/, 1],
	['compiled with -fsanitize=address', sub { },
	    ['CFLAGS=-fsanitize=address'],
	    qr/sanitized: .*compile without -fsanitize/, 1],
	['compiled with -fsanitize=undefined',
	    sub { s/return 0;/return lkmtp->id * cmd;/ },
	    ['CFLAGS=-fsanitize=undefined'],
	    qr/\A(?!(?s:.*)load the module)(?s:.*)undefined-symbols: __ubsan_\S+, .*compile without -fsanitize\n(?s:.*)sanitized: /, 1],
	['compiled with -fstack-protector-all', sub { },
	    ['CFLAGS=-fstack-protector-all'],
	    qr/\A(?!(?s:.*)load the module)(?s:.*)stack-protector: .*compile with -fno-stack-protector/, 1],
	['compiled with -flto', sub { }, ['CFLAGS=-flto'],
	    qr/lto-object: .*compile without -flto/, 1],
	['an empty name', sub { s/"hello"/""/ }, [],
	    qr/bad-name: a module's name has 1 to 31 characters/, 14],
);
push @load, ['made for another kernel', sub {
		s/^MOD_/#undef __NetBSD_Version__\n#define __NetBSD_Version__ 1\n\nMOD_/m },
	    [], qr/wrong-kernel: made for kernel version 1; .*or use -f/, 14];
my (@guest_files, @checks);
$n = 0;
for my $case (@load) {
	my ($name, $change, $make, $expected, $status) = @$case;
	my $module = 'm' . $n++;
	my (undef, $object) = build($module, $change, @$make);

	push @guest_files, '-p', "$object:/tmp/$module.o";
	push @checks, ["modload: $name", "modload /tmp/$module.o", $expected,
	    $status];
}

my $guest = Graft::VM->new(@guest_files);
$guest->check(@$_) for @checks;
my $other_kernel = 'm' . $#load;
$guest->check('modload: and -f',
    "modload -f /tmp/$other_kernel.o && modunload -n $other_kernel",
    "Module loaded as ID 0\n");
$guest->check('nothing of them is left', 'sysctl -n lkm.count', "0\n");

$guest->check('modload: no such file', 'modload /lkm/nope.o',
    "modload: /lkm/nope.o: No such file or directory\n", 1);
$guest->check('modload: no .o', 'cd /lkm; modload hello',
    "modload: hello: not an object's name: it must end in .o\n", 2);
$guest->check('modload: a folder', 'mkdir /tmp/d.o; modload /tmp/d.o',
    qr/is a directory, not an object/, 1);
$guest->check('modload: the source', 'cp /etc/rc /tmp/rc.o; modload /tmp/rc.o',
    qr/text-file: this is text: compile it/, 1);
$guest->check('modload: a program', 'cp /bin/ls /tmp/ls.o; modload /tmp/ls.o',
    qr/not-relocatable: an executable program/, 1);
$guest->check('modload: twice',
    'modload /lkm/hello.o && modload /lkm/hello.o',
    qr/ID 0\nmodload: .*already-loaded: .*modunload -n hello\)\n\z/, 14);
$guest->check('modload: a copy of another name',
    'cp /lkm/newsyscall.o /tmp/mine.o; modload /tmp/mine.o',
    qr/no function xxxinit or mine_lkmentry, but there is newsyscall_lkmentry/, 1);
$guest->check('and as the message says',
    'modload -e newsyscall_lkmentry /tmp/mine.o', "Module loaded as ID 1\n");
$guest->check('modunload: by its file', 'modunload /lkm/hello.o',
    qr/not-loaded: .*\n.*modstat lists what is loaded; a module's name is not its file's\n\z/,
    3);
$guest->check('modunload: what is not there', 'modunload nothing',
    "modunload: nothing: not-loaded: no module is named nothing\n"
    . "modunload: modstat lists what is loaded\n", 3);
$guest->check('modunload: a name as a number', 'modunload -i hello',
    "modunload: hello: not a module's number\n", 1);
$guest->check('modunload: at securelevel 1',
    'sysctl -w kern.securelevel=1 >/dev/null; modunload hello',
    qr/^modunload: hello: not permitted at securelevel 1 \(raised by sysctl\)$/m, 5);
$guest->check('modload: at securelevel 1', 'modload /lkm/hello.o',
    qr/^modload: .*hello\.o: not permitted at securelevel 1 \(raised by sysctl\)$/m, 11);
$guest->done;
