#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A compiler for Linux, tcc of Debian's library, makes modules in the guest,
# which the guest loads: from one source, and from many. What it makes is what
# it makes on this host, where it can run; and it runs programs of its own.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Command;
use Graft::Linux;
use Graft::Types;
use Graft::VM qw(top);
use Test::More;

linux_programs('tcc', 'busybox');

my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $tcc = "$top/build/linux/tcc";
my $root = "$top/build/linux/root";
my $linux = host_runs($tcc, '-v');

# The same command as in the guest, here; the object's MD5.
sub here
{
	my ($object, $folder, @sources) = @_;

	my ($status, $said) = command('sh', '-c', 'cd "$0" && exec "$@"',
	    "$root$folder", $tcc, "-B$top/build/linux/lib/tcc", @sources,
	    "-I$root/usr/include", '-o', "$dir/$object");
	die "tcc: $said" if $status != 0;
	my ($sum) = (command('md5sum', "$dir/$object"))[1] =~ /^(\w+)/;
	return $sum;
}

sub put
{
	my ($name, $text) = @_;

	open(my $out, '>', "$dir/$name") or die "$dir/$name: $!\n";
	print $out $text;
	close($out) or die "$dir/$name: $!\n";
	return ('-p', "$dir/$name:/root/$name");
}

my @files = (put('wrong.c', "#include <sys/systm.h>\nint f(void)\n{\n\treturn x;\n}\n"),
    put('libc.c', "#include <stdio.h>\n"),
    put('linux.c', <<'END'), put('loop.c', <<'END2'));
/* A program for Linux without a C library: its system calls it makes itself. */
static int
call(int number, int a, const void *b, int c)
{
	int result;

	__asm__ volatile("int $0x80" : "=a"(result)
	    : "a"(number), "b"(a), "c"(b), "d"(c) : "memory");
	return result;
}

#ifdef FILE
__asm__(".globl _start\n_start: mov %esp, %eax; push %eax; call from_stack");
int main(int, char **);

void
from_stack(int *stack)
{
	call(1, main(stack[0], (char **)(stack + 1)), 0, 0);
}
#else
#define main _start
#endif

int
main(int argc, char **argv)
{
	int i, n;

	for (i = 0; i < argc; i++) {
		for (n = 0; argv[i][n] != '\0'; n++)
			;
		call(4, 1, argv[i], n);
		call(4, 1, "\n", 1);
	}
	return 40 + argc;
}
END
int
_start(void)
{
	for (;;)
		;
}
END2

my $guest = Graft::Types->new([], '-t', 120, '-p', "$root:/", @files);
$guest->check('the emulation', linux_modules(), '');
my $hello = 'cd /root; tcc -c hello.c -I/usr/include && modload ./hello.o '
    . '&& modunload -n hello';
$guest->unchanged('a module is compiled, loaded, unloaded', "$hello; dmesg | tail -n 2",
    qr/\AModule loaded as ID 2\nhello: loaded at 0x\w+ as module 2\nhello: good-bye\n\z/);
$guest->unchanged('again, without -I', 'cd /root; rm hello.o; tcc -c hello.c && '
    . 'modload ./hello.o && modunload -n hello', "Module loaded as ID 2\n");
$guest->check('a changed one does what was changed',
    q{cd /root; busybox sed 's/good-bye/farewell/; s/MISC("hello")/MISC("mine")/' hello.c >mine.c; }
    . 'tcc -c mine.c && modload -e hello_lkmentry mine.o && modunload -n mine; dmesg | tail -n 1',
    "Module loaded as ID 2\nhello: farewell\n");
$guest->check('a mistake is told with its place', 'cd /root; tcc -c wrong.c',
    "wrong.c:4: error: 'x' undeclared\n", 1);
$guest->check('and so is who wants the C library', 'cd /root; tcc -c libc.c',
    qr/libc\.c:1:.*stdio\.h:\d+: error: #error "a module runs without the C library/s, 1);

# Each whole folder becomes one module.
for my $module (qw(vfs/nullfs vfs/procfs vfs/ext2fs vfs/msdosfs syscall/newsyscall
    misc/pcspkr dev/rot13 drv/edu exec/exec_aout exec/exec_script)) {
	my ($name) = $module =~ m{/(.*)};
	my $folder = "/usr/share/lkm/$module";
	my @sources = map { m{([^/]+)\z} } sort glob("\Q$root$folder\E/*.c");
	my $sum = $linux && here("$name.o", $folder, '-r', @sources);

	$guest->unchanged("$name: compiled, loaded, unloaded", "cd $folder; "
	    . "tcc -r -o /tmp/$name.o @sources -I/usr/include && "
	    . "modload -e \$(busybox strings /tmp/$name.o | busybox grep -m 1 '_lkmentry\$') "
	    . "/tmp/$name.o && modunload -n $name", "Module loaded as ID 2\n");
	next unless $linux;
	$guest->check("$name: the object is that of this host",
	    "busybox md5sum /tmp/$name.o", "$sum  /tmp/$name.o\n");
}
$guest->check('the new nullfs works', 'cd /tmp; modload nullfs.o >/dev/null && mkdir m && '
    . 'mount_null /etc /tmp/m && cmp /tmp/m/rc /etc/rc && umount /tmp/m && '
    . 'modunload -n nullfs', '');
$guest->check('the emulation that it runs on is compiled, too',
    'cd /usr/share/lkm/exec/exec_linux; tcc -r -o /tmp/exec_linux.o *.c && '
    . 'modunload -n exec_linux && modload /tmp/exec_linux.o >/dev/null && '
    . 'busybox echo runs', "runs\n");
$guest->check('a program for Linux, run at once',
    'cd /root; tcc -nostdlib -run linux.c one two', "linux.c\none\ntwo\n", 43);
# tcc marks a file in no way: byte 7 of it says that it is for Linux.
$guest->check('made into a file', 'cd /root; tcc -DFILE -nostdlib -static -o linux '
    . q{linux.c && printf '\003' | busybox dd of=linux bs=1 seek=7 conv=notrunc }
    . '2>/dev/null && ./linux three', "./linux\nthree\n", 42);
$guest->check('one that does not end is ended', 'cd /root; tcc -nostdlib -run loop.c & '
    . 'sleep 1; kill $!; wait $!', "Terminated\n", 143);
$guest->check('no call was missing', 'sysctl -n emul.linux.nosys', "\n");
$guest->done;
