#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# A folder of the host in the guest (tools/vm -s): what is changed outside is
# seen inside at once, so that a module is edited and built outside and loaded
# inside, again and again, in one boot; and the other way round.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::VM qw(top vm);
use Test::More;

my $top = abs_path(top());
# Such a path has to go all the way to QEMU.
my $dir = File::Temp->newdir(TEMPLATE => "share, it's XXXXXX", TMPDIR => 1);

sub put
{
	my ($name, $text) = @_;

	open(my $out, '>', "$dir/$name.new") or die "$dir/$name.new: $!\n";
	print $out $text;
	close($out) or die "$dir/$name: $!\n";
	rename("$dir/$name.new", "$dir/$name") or die "$dir/$name: $!\n";
}

sub get
{
	my ($name) = @_;

	open(my $in, '<', "$dir/$name") or return undef;
	local $/;
	return scalar <$in>;
}

# The module, as somebody would edit it.
sub source
{
	my ($text) = @_;

	return <<"END";
#include <sys/param.h>
#include <sys/lkm.h>

MOD_MISC("edited")

static int
edited_load(struct lkm_table *lkmtp, int cmd)
{
	printf("$text\\n");
	return 0;
}

int edited_lkmentry(struct lkm_table *, int, int);

int
edited_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, edited_load, lkm_nofunc, lkm_nofunc);
}
END
}

# Outside, in a process of its own: whenever the guest has asked for the next
# version, edit and build, and say that it is there.
sub editor
{
	my (@versions) = @_;

	for my $n (1 .. @versions) {
		my $tries = 600;
		while (!-e "$dir/ask$n") {
			return "the guest never asked for version $n"
			    if $tries-- == 0;
			select(undef, undef, undef, 0.05);
		}
		put('mod/edited.c', source($versions[$n - 1]));
		# The same second may have passed since it was built.
		unlink("$dir/mod/edited.o", "$dir/mod/edited.lo");
		(my $graft = $top) =~ s/ /\\ /g;
		system('make', '-s', '-C', "$dir/mod", "GRAFT=$graft") == 0
		    or return "make: status $?";
		put("go$n", "version $n\n");
	}
	return '';
}

mkdir("$dir/mod") or die "$dir/mod: $!\n";
put('mod/Makefile', "KMOD = edited\ninclude \$(GRAFT)/share/mk/lkm.mk\n");
put('before', "made before the guest was booted\n");
mkdir("$dir/out") or die "$dir/out: $!\n";

my $commands = <<'END';
before=$(sysctl -n lkm.selfcheck)
mount | grep /host
cat /host/before
for n in 1 2 3; do
	: >/host/ask$n
	while [ ! -e /host/go$n ]; do sleep 0.05; done
	cat /host/go$n
	modload /host/mod/edited.o && dmesg | tail -n 1 && modunload edited
done
[ "$before" = "$(sysctl -n lkm.selfcheck)" ] && echo unchanged
cp /bin/ls /host/out/ls && /host/out/ls /host/mod
modunload virtio_9p; echo "status $?"
cd /host/out; umount /host; cd /; umount /host && modunload virtio_9p
modload /lkm/virtio_9p.o; modunload virtio_9p
END

pipe(my $from, my $to) or die "pipe: $!\n";
my $editor = fork() // die "fork: $!\n";
if ($editor == 0) {
	print $to editor('first', 'second', 'third, and that is all');
	close($to);
	require POSIX;
	POSIX::_exit(0);
}
close($to);
my ($status, $output, $errors) = vm('run', '-t', 50, '-s', $dir, $commands);
kill('TERM', $editor) if $status != 0;
my $said = do { local $/; <$from> } // '';
waitpid($editor, 0);

is($said, '', 'outside, all was built');
is("$status $errors", '0 ', 'the guest runs to its end');
like($output, qr/^host on \/host type p9fs \(nosuid, nodev\)$/m,
    'rc has mounted it');
like($output, qr/^made before/m, 'a file from before the boot');
my $n = 0;
for my $version ('first', 'second', 'third, and that is all') {
	$n++;
	like($output, qr/^version $n\nModule loaded as ID \d+\n$version\n/m,
	    "version $n of the module, in the same boot");
}
like($output, qr/^unchanged$/m, 'they leave nothing behind');
like($output, qr/^Makefile\s+edited.c\s/m, 'a program runs from there');
like($output, qr/^modunload: virtio_9p: busy: \/host is mounted\nstatus 5$/m,
    'in use, the module stays');
like($output, qr/^umount: .*busy.*\nModule loaded as ID \d+\n\z/m,
    'and goes, and comes, and goes');
is(get('out/ls'), do {
	open(my $in, '<:raw', "$top/build/image/root/bin/ls") or die "$!\n";
	local $/;
	scalar <$in>;
}, 'what the guest wrote is what the host reads');

# The same work as other file systems get, looked at from outside.
mkdir("$dir/work") or die "$!\n";
($status, $output, $errors) = vm('run', '-t', 50, '-s', "$dir/work", '-p',
    "$top/build/tests/prog/fsload:/t/fsload", '/t/fsload run 11 1 500 /host '
    . '| tail -n 1; cd /host; m=$(sysctl -n lkm.selfcheck); '
    . 'echo 1 >f; exec 3<f; rm f; cat <&3; exec 3<&-; '
    . 'ls f; mkdir d; cd d; rmdir ../d; ls; echo x >y; cd ..; '
    . 'ln -s /bin/sh s; ls -l s | cut -c1-10; rm s; cat nosuch; '
    . 'cd /; mount -t p9fs host /mnt; mount -t p9fs no /mnt; '
    . '[ "$m" = "$(sysctl -n lkm.selfcheck)" ] && echo unchanged');
like($output, qr/^\d+ names, 0 wrong\n/, 'a workload of 500 steps');
my $check = qx("$top/build/host/fsload" check 11 500 "$dir/work");
unlike($check, qr/[1-9]\d* wrong/, 'is on the host what it should be');
like($check, qr/, 0 wrong/, 'and was compared');
like($output, qr/wrong\n1\nls: f: No such file/, 'a removed file is read');
like($output, qr/directory\n.*cannot create y: Directory nonexistent\nlrwx/,
    'nothing is made in a folder that is gone');
like($output, qr/^lrwx.*\ncat: nosuch: No such/m, 'links, and what is not');
like($output, qr/^mount: .*mounted already, and can be once: Device busy
mount: .*the host shares no folder of that name; there is "host": Device not/m,
    'why it is not mounted');
like($output, qr/^unchanged\n\z/m, 'all that changes nothing');

# Nine at once, more than there are messages, and one who comes to all their
# folders again and again: so each waits for its turn while the host's number
# for its folder becomes another's.
mkdir("$dir/many") or die "$!\n";
($status, $output, $errors) = vm('run', '-t', 100, '-s', "$dir/many", '-p',
    "$top/build/tests/prog/fsload:/t/fsload", 'cd /host; '
    . 'for d in 1 2 3 4 5 6 7 8 9; do mkdir $d; '
    . '(/t/fsload run $d 1 300 /host/$d 2>&1 | tail -n 1) & done; '
    . 'i=0; while [ $i -lt 3000 ]; do [ -d /host/$((i % 9 + 1)) ] || '
    . 'echo lost; i=$((i + 1)); done; wait');
like("$output$errors", qr/\A(?:\d+ names, 0 wrong\n){9}\z/,
    'many at once, each in its own folder');
for my $n (1 .. 9) {
	$check = qx("$top/build/host/fsload" check $n 300 "$dir/many/$n");
	like($check, qr/, 0 wrong/, "folder $n is on the host what it should be");
}

open(my $f, ">", "$dir/many/f") or die "f: $!\n";
print $f "some text\n";
close($f);

# It is unmounted while files of it are closed and its size is asked for.
($status, $output, $errors) = vm('run', '-t', 60, '-s', "$dir/many", <<'END');
umount /host
before=$(sysctl -n lkm.selfcheck)
: >/tmp/busy
reader() {
	while [ -e /tmp/busy ]; do
		{ read x </host/f; } 2>/dev/null
		sleep 0.01
	done
}
reader & reader &
while [ -e /tmp/busy ]; do df >/dev/null; sleep 0.01; done &
i=0 n=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	mount -t p9fs host /host 2>/dev/null
	umount /host 2>/dev/null && n=$((n + 1))
done
rm /tmp/busy
wait
umount /host 2>/dev/null
[ $n -ge 30 ] && echo often
[ "$before" = "$(sysctl -n lkm.selfcheck)" ] && echo unchanged
END
is("$output$errors", "often\nunchanged\n", 'mounts come and go under readers');

# Many at the same files.
mkdir("$dir/crowd") or die "$!\n";
($status, $output, $errors) = vm('run', '-t', 60, '-s', "$dir/crowd", '-p',
    "$top/build/tests/prog/crowd:/t/crowd", 'm=$(sysctl -n lkm.selfcheck); /t/crowd /host; '
    . '[ "$m" = "$(sysctl -n lkm.selfcheck)" ] && echo unchanged');
$output =~ s/^ok .*\n//mg;
is("$status $output", "0 1..6\nunchanged\n",
    'each of twelve processes always gets the file it asked for');

# Outside, files in use inside are replaced, cut off and removed; and names are
# what the host allows.
{
	my $odd = "$dir/odd";
	my @names = ("new\nline", 'back\\slash', "\xff\xfe", '-rf', '*', ' ',
	    'a' x 255, "q'\"");

	mkdir("$odd") or die "$!\n";
	mkdir("$odd/$_") or die "$!\n" for 'names', 'cwd';
	put("odd/names/$_", "<$_>") for @names[0 .. 5], $names[7];
	rename("$odd/names/ ", "$odd/names/$names[6]") or die "$!\n";
	put("odd/$_", "old $_\n") for 'open', 'kind';
	symlink('loop', "$odd/loop") or die "$!\n";
	symlink('x' x 1500, "$odd/long") or die "$!\n";
	my $child = fork() // die "fork: $!\n";
	if ($child == 0) {
		for (1 .. 600) {
			last if -e "$odd/ask";
			select(undef, undef, undef, 0.05);
		}
		unlink("$odd/open", "$odd/kind");
		put('odd/open', "new open\n");
		mkdir("$odd/kind");
		put('odd/kind/inside', "a directory\n");
		rmdir("$odd/cwd");
		truncate("$odd/program", 4096);
		put('odd/go', "\n");
		require POSIX;
		POSIX::_exit(0);
	}
	my $same = '[ "$m" = "$(sysctl -n lkm.selfcheck)" ] && echo unchanged';
	($status, $output, $errors) = vm('run', '-t', 60, '-s', $odd,
	    'm=$(sysctl -n lkm.selfcheck); cd /host/names; cat -- *; echo; '
	    . 'rm -- *; ls; cat ../loop; cat ../long; cp /bin/sh ../program; '
	    . '../program -c "sleep 3; echo \$((6 * 7))" & '
	    . 'exec 3<../open 4<../kind; cd ../cwd; : >../ask; '
	    . 'until [ -e /host/go ]; do sleep 0.05; done; '
	    . 'cat <&3; cat <&4; cat /host/open /host/kind/inside; ls; '
	    . 'echo x >y; ls ..; exec 3<&- 4<&-; cd /host; wait; '
	    . '/host/program -c :; rm program; cd /; ' . $same);
	waitpid($child, 0);
	like($output, qr/^(?:<[^>]+>){7}\n/, 'odd names are read');
	like($output, qr/>\ncat: .*symbolic links\ncat: .*too long\n/,
	    'and removed; links that lead nowhere');
	like($output, qr/^old open\nold kind\nnew open\na directory\n/m,
	    'who has a file open keeps it, whatever has its name now');
	like($output, qr/^a directory\n(?:.*\n)*.*cannot create y/m,
	    'a directory that is gone');
	like($output, qr/^unchanged\n\z/m, 'a program that was cut off')
	    or diag("status $status\n$errors");
	opendir(my $names, "$odd/names") or die "$!\n";
	is(join(' ', grep { !/^\.\.?$/ } readdir($names)), '',
	    'the host has no such names any more');
}

# The device is pulled out while the folder is mounted and a file open.
($status, $output, $errors) = vm('run', '-t', 50, '-s', "$dir/work", '-p',
    "$top/build/tests/lkm/saboteur.o:/saboteur.o", '-q',
    '-device virtio-rng-pci,disable-modern=on', 'modload /saboteur.o; '
    . 'echo x >/host/x; exec 3</host/x; slot=$(sysctl -n hw.devices | '
    . 'grep ninep0 | cut -d " " -f 5); sysctl -w '
    . 'debug.sabotage="unplug $slot"; cat <&3; ls /host; modunload virtio_9p; '
    . 'exec 3<&-; mount; umount /host; mount; modunload virtio_9p && echo gone');
like($output, qr/^cat: .*Input\/output error\nls: .*Input\/output error\n/m,
    'a device that is gone: nobody waits for it');
like($output, qr/busy: \/host is mounted\n/, 'still in use, the module stays');
like($output, qr/^host on \/host type p9fs.*\ntmpfs on \/ .*\ngone\n\z/m,
    'it can be unmounted, and goes');
done_testing();
