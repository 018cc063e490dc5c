#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The root on a disk: tools/disk makes one, and what is on it is what the root
# archive has; what is written there stays, whichever way the system goes down,
# and e2fsck finds nothing to mend; what cannot be the root is told, and ends
# nothing; and power that is lost.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use POSIX ();
use lib "$FindBin::RealBin/lib";
use Graft::Command;
use Graft::Console;
use Graft::VM qw(top vm);
use Test::More;

$ENV{PATH} .= ':/usr/sbin:/sbin';
my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $image = "$dir/disk.img";
my @loader = map { ('-l', "$top/build/lkm/$_.o") } qw(virtio_blk ext2fs);
my @root = ('-a', 'root=vd0a rootfs=ext2fs');

sub is_clean
{
	my ($what) = @_;
	my ($status, $said) = command('e2fsck', '-fn', $image);
	my ($ignored, $head) = command('dumpe2fs', '-h', $image);

	ok($status == 0 && $head =~ /^Filesystem state:\s+clean$/m,
	    "$what: the disk is in order") or diag($said, $head);
}

# Commands in a guest whose root is the disk; the output and the status.
sub guest
{
	my ($commands, @more) = @_;

	return vm('run', '-d', $image, @loader, @root, @more, $commands);
}

# ---- a disk is made

my ($status, $out, $err) = command("$top/tools/disk", '-i', $image, '-s', 16,
    'new');
is($status, 0, 'tools/disk new') or diag($out);
is(-s $image, 16 << 20, 'of the size that is wanted');
is_clean('new');

# What is there, and whose: not the sizes of folders.
my $list = 'for d in / /bin /etc /home /home/student /lkm /lkm/aout /sbin '
    . '/tmp /usr /usr/bin /usr/sbin /var /var/run; do echo "$d:"; ls -lan $d '
    . '| while read mode links user group size m d t name; do case $mode in '
    . 'd*|total) size=; links=; t=;; esac; '
    . 'echo "$mode $links $user $group $size $name"; done; done; '
    . 'cat /etc/* /bin/* /lkm/*.o 2>/dev/null | wc';
my ($s1, $memory) = vm('run', $list);
my ($s2, $disk) = guest($list);
s/^.* (?:lost\+found|vmrun|dev|\.\.?)\n//mg for $memory, $disk;
s/^.*\bmain\.o\n//mg for $memory, $disk;
is($s1 . $s2, '00', 'both can be listed');
like($memory, qr/^-r-sr-xr-x 1 0 0 \d+ su$/m, 'the listing has modes');
is($disk, $memory, 'what the archive has is on the disk, and whose it was');

# ---- the system is there, with its root on the disk

my $guest = Graft::VM->new('-d', $image, @loader, @root,
    '-p', "$top/build/lkm/hello.o:/lkm/mine.o");
$guest->check('the root', 'mount', "/dev/vd0a on / type ext2fs (local)\n"
    . "tmpfs on /dev type tmpfs\n");
$guest->check('the console says so', 'dmesg | grep "^root"',
    "root on vd0a type ext2fs\n");
$guest->check('nodes', 'ls -l /dev/vd0a /dev/lkm /dev/MAKEDEV',
    qr/crw-r-----.*\/dev\/lkm\n.*MAKEDEV -> \/etc\/MAKEDEV\nbrw-r-----.*vd0a\n|lkm/);
$guest->check('the modules that it needs stay', 'modunload ext2fs; '
    . 'modunload virtio_blk',
    qr/\Amodunload: ext2fs: busy: \/ is mounted\n(?:modunload: ext2fs: .*\n)*modunload: virtio_blk: busy: .*vd0.*\n/, 'any');
$guest->check('others come and go', 'modload -e hello_lkmentry /lkm/mine.o '
    . '&& modunload hello', "Module loaded as ID 2\n");
$guest->check('a program, a fork, a pipe', 'ps -ax | grep -c "[/]sbin/init"',
    "1\n");
$guest->check('rc.lkm has nothing to say', 'printf "%s\n" virtio_blk.o '
    . 'ext2fs.o >/etc/lkm.conf; sh /etc/rc.lkm start; s=$?; '
    . 'echo "# none" >/etc/lkm.conf; exit $s', '');
$guest->check('what was true last time is not', 'cut -d " " -f 1-3 '
    . '/var/run/rc.lkm; echo "BEFORENET 7 /lkm/stale.o x" >>/var/run/rc.lkm',
    "- 0 /lkm/virtio_blk.o\n- 1 /lkm/ext2fs.o\n");
$guest->boot;
is_clean('the end of commands');
($status, $out) = guest('ls /var/run');
is($out, '', '/var/run is empty after a boot');

# ---- it goes down in order, and what was written stays

my $n = 0;
for my $way ('reboot', 'halt', 'halt -p', 'poweroff', 'shutdown -r now',
    'shutdown -p now', 'kill -USR1 1; sleep 30', 'kill -INT 1; sleep 30',
    'sleep 100 >/root/held & cd /tmp; reboot -q',
    '(echo x; sleep 100) >>/root/held & sleep 1; halt -pq') {
	$n++;
	my $wait = $way =~ /^(?:halt|kill -USR1)/ && $way !~ /p/ ? 6 : 20;
	($status, $out) = guest("echo $n >/root/$n; mkdir /root/d$n; $way",
	    '-t', $wait);
	isnt($status, 125, "$way: no panic");
	is_clean($way);
}
($status, $out) = guest('cat $(ls /root/[0-9]* | sort -n)');
is(join(' ', sort { $a <=> $b } split(' ', $out)), join(' ', 1 .. $n),
    'all of it is there');

# Nothing is written back: that is asked for.
($status, $out) = guest('echo lost >/root/lost; halt -npq', '-t', 20);
($status, $out) = command('dumpe2fs', '-h', $image);
like($out, qr/^Filesystem state:\s+not clean$/m, 'halt -n: it is not in order');

# ---- which is found at the next boot

my @console = ('-d', $image, @loader);
my $console = Graft::Console->new(@console, @root);
$console->shows(qr/mount: it was not unmounted: have e2fsck look at it.*root on vd0a type ext2fs, read-only.*\n# /s,
    'not unmounted: it is mounted to be read, with the reason');
$console->command('mount; cat /root/1; echo x >/root/x',
    qr/\/dev\/vd0a on \/ type ext2fs \(read-only, local\)\r\n.*1\r\n[^\r]*Read-only file system\r\n/s,
    'so it is');
$console->enter("halt -p\n");
$console->wait_for(qr/halted/);
undef $console;
($status, $out) = command("$top/tools/disk", '-i', $image, 'update');
is($status, 0, 'tools/disk repairs it') or diag($out);
like($out, qr/was not shut down: e2fsck repairs it/, 'and says so');
is_clean('repaired');

# ---- power is lost

for my $round (1 .. 4) {
	$console = Graft::Console->new(@console, @root);
	$console->shows(qr/Welcome.*\n# /s, "power, $round: it is up");
	$console->command("echo kept >/root/power$round; sync; echo done",
	    qr/done\r\n/, 'something is written, and sync(8) has returned');
	$console->enter('i=0; while :; do echo $i >/root/f$i; mkdir /root/e$i; '
	    . "rm -f /root/f\$((i - 3)); i=\$((i + 1)); done\n");
	select(undef, undef, undef, 0.15 * $round);
	undef $console;	# QEMU ends at once
	($status, $out) = command('e2fsck', '-fy', $image);
	cmp_ok($status, '<=', 1, "power, $round: e2fsck repairs the disk")
	    or diag($out);
	($status, $out) = guest("cat /root/power$round; rm -rf /root/[fe]*");
	is($out, "kept\n", 'and what was there at the sync is there');
	is_clean("power, $round");
}

# ---- words of the boot line

$console = Graft::Console->new(@console, '-a', 'root=vd0a rootfs=ext2fs ro');
$console->shows(qr/root on vd0a type ext2fs, read-only.*\n# /s, 'ro');
$console->command('mount', qr/\/dev\/vd0a on \/ type ext2fs \(read-only, local\)\r\ntmpfs on \/dev type tmpfs\r\n/,
    'rc leaves it so');
$console->command('ls -l /dev/vd0a', qr/brw.*\r\n/, 'there are nodes');
$console->command('mount -uw / && echo x >/root/x && mount -ur / && mount',
    qr/\/dev\/vd0a on \/ type ext2fs \(read-only, local\)\r\n.*/s,
    'it can be written to, and made read-only again');
undef $console;
is_clean('ro');

$console = Graft::Console->new(@console, '-a', "$root[1] -s");
$console->shows(qr/single-user mode.*# /s, '-s');
$console->command('mount; ls -l /dev/vd0a', qr/\/dev\/vd0a on \/ type ext2fs \(local\)\r\n.*brw.*\r\n/s,
    'with its disks');
$console->enter("exit\n");
$console->shows(qr/Welcome.*\n# /s, 'exit: multi-user');
$console->enter("halt -p\n");
$console->wait_for(qr/halted/);
undef $console;
is_clean('-s');

# /dev/ may stand before the name; every kind is tried when none is named.
for my $words ('root=/dev/vd0a', 'root=vd0 rootfs=ext2fs',
    'root=nonsense root=vd0a') {
	($status, $out) = vm('run', '-d', $image, @loader, '-a', $words,
	    'mount | head -n 1');
	like($out, qr/\A\/dev\/vd0a? on \/ type ext2fs \(local\)\n\z/, $words);
}

# ---- the same disk as the old controller has it, twice

for my $time ('first', 'second') {
	($status, $out) = vm('run', '-i', '-q',
	    "'-drive' 'if=ide,format=raw,index=0,file=$image'",
	    map({ ('-l', "$top/build/lkm/$_.o") } qw(wd ext2fs)),
	    '-a', 'root=wd0a', '-a', 'rootfs=ext2fs', 'mount | head -n 1; '
	    . "cat /root/1; echo $time >>/root/wd; cat /root/wd; "
	    . 'ls /dev/wd0a; modunload wd 2>&1 | head -n 1');
	like($out, qr/\A\/dev\/wd0a on \/ type ext2fs \(local\)\n1\nfirst\n(?:second\n)?\/dev\/wd0a\nmodunload: wd: busy: .*wd0/,
	    "wd.o, the $time boot");
	is_clean("wd, $time");
}
like($out, qr/^second$/m, 'what was written stays');

# ---- partitions

my $parts = "$dir/parts.img";
{
	my $ext2 = do {
		open(my $in, '<:raw', $image) or die "$image: $!\n";
		local $/;
		<$in>;
	};
	my $entries = join('', map { pack('C8 V2', 0, 0, 0, 0, $_->[0], 0, 0, 0,
	    $_->[1], $_->[2]) } [0x0c, 64, 1024],
	    [0x83, 2048, length($ext2) / 512]);
	open(my $file, '>:raw', $parts) or die "$parts: $!\n";
	print $file pack('a446 a64 v', '', $entries, 0xaa55),
	    "\0" x ((2048 - 1) * 512), $ext2;
	close($file) or die "$parts: $!\n";
}
($status, $out) = vm('run', '-d', $parts, @loader, '-a',
    'root=vd0b rootfs=ext2fs', 'mount | head -n 1; cat /root/1');
is($out, "/dev/vd0b on / type ext2fs (local)\n1\n", 'a partition');

# ---- what cannot be the root; it is in memory instead

sub write_file
{
	my ($name, $bytes) = @_;

	open(my $file, '>:raw', "$dir/$name") or die "$name: $!\n";
	print $file $bytes;
	close($file) or die "$name: $!\n";
	return "$dir/$name";
}

my $zeros = write_file('zeros', "\0" x (1 << 20));
my $empty = write_file('empty', "\0" x (1 << 20));
command('mke2fs', '-q', '-t', 'ext2', $empty);
my $choices = qr/root: disks: .*\nroot: kinds of file systems: tmpfs.*\nroot: it is in memory instead: /;
my @bad = (
	['no such disk', $image, \@loader, 'root=wd0a rootfs=ext2fs',
	    qr/root: wd0a: there is no such disk, or no driver for it\n(?=root: disks: vd0 \(\d+ KiB\) vd0a\n)/],
	['no driver', $image, [@loader[2, 3]], 'root=vd0a rootfs=ext2fs',
	    qr/root: vd0a: there is no such disk, or no driver for it\n(?=root: disks: none\n)/],
	['no file system', $image, [@loader[0, 1]], 'root=vd0a rootfs=ext2fs',
	    qr/root: ext2fs: there is no such kind of file system; a module may bring it\n/],
	['none at all', $image, [@loader[0, 1]], 'root=vd0a',
	    qr/root: vd0a: no kind of file system that is there takes it\n/],
	['a forbidden one', $image, \@loader,
	    'root=vd0a rootfs=ext2fs lkm.disable=ext2fs',
	    qr/boot module ext2fs\.o: refused: disabled: .*\nroot: ext2fs: there is no such kind/],
	['no partition', $image, \@loader, 'root=vd0c rootfs=ext2fs',
	    qr/root: vd0c: cannot be mounted as ext2fs, error 6\n/],
	['zeros', $zeros, \@loader, 'root=vd0a rootfs=ext2fs',
	    qr/mount: .*\nroot: vd0a: cannot be mounted as ext2fs, error 22\n/],
	['zeros, every kind', $zeros, \@loader, 'root=vd0a',
	    qr/root: vd0a: no kind of file system that is there takes it\n/],
	['no such kind', $image, \@loader, 'root=vd0a rootfs=nofs',
	    qr/root: nofs: there is no such kind of file system/],
	['tmpfs', $image, \@loader, 'root=vd0a rootfs=tmpfs',
	    qr/root: tmpfs: is in memory, and not on a disk/],
	['long names', $image, \@loader, 'root=' . 'x' x 40,
	    qr/root: the names in root= and rootfs= are longer than any/],
	['without an init', $empty, \@loader, 'root=vd0a rootfs=ext2fs',
	    qr/root on vd0a type ext2fs\n(?:boot module.*\n)*root: no init: .* cannot be run \(error 2\)\n/],
);
for my $case (@bad) {
	my ($name, $disk, $load, $words, $said) = @$case;
	my $one = Graft::VM->new('-d', $disk, @$load, '-a', $words);

	$one->check("$name: said, and what there is", 'dmesg',
	    qr/$said.*?$choices/s);
	$one->check("$name: the root is in memory", 'mount; ls /sbin/init',
	    "tmpfs on / type tmpfs (local)\n/sbin/init\n");
	$one->boot;
}

my $kind = Graft::VM->new('-a', 'rootfs=ext2fs');
$kind->check('a kind without a disk', 'dmesg | grep ^root; mount',
    "root: rootfs= without root= says nothing\n"
    . "tmpfs on / type tmpfs (local)\n");
$kind->boot;

# ---- somebody is asked

$console = Graft::Console->new(@console, '-a', '-a root=vd0a');
my $prompt = qr/root device \(such as vd0a, or memory; its kind may follow; \? lists\): /;
$console->shows(qr/root: disks: vd0 .*$prompt/s, '-a: asks');
$console->enter("?\n");
$console->shows(qr/root: kinds of file systems: tmpfs ext2fs\r\n$prompt/s, '?');
# Who answers while the question is still being written is heard.
$console->enter("\n");
$console->shows(qr/root device /, 'nothing');
$console->enter("\cD");
$console->shows(qr/root device /, 'an end of file');
$console->enter("vd9\n");
$console->shows(qr/vd9: there is no such disk.*$prompt/s, 'no such disk');
$console->enter('x' x 200 . "\n");
$console->shows($prompt, 'too long a name');
$console->enter("vd0a tmpfs\n");
$console->shows(qr/root: tmpfs: is in memory.*$prompt/s,
    'a kind that is for no disk');
$console->enter("vd0a ext2fs\n");
$console->shows(qr/root on vd0a type ext2fs\r\n.*Welcome.*\n# /s, 'a disk');
$console->enter("halt -p\n");
$console->wait_for(qr/halted/);
undef $console;
is_clean('-a');

# ---- the boot loader brings no archive for the root

$console = Graft::Console->new(@console, '-r', $zeros, '-a', 'root=vd1a');
$console->shows(qr/boot module root\.tar: refused: .*vd1a: there is no such disk.*$prompt/s,
    'no archive: somebody is asked');
$console->enter("vd0a\n");
$console->shows(qr/root on vd0a.*Welcome.*\n# /s, 'and the disk is taken');
undef $console;

# ---- a disk that a guest runs on is not touched

$console = Graft::Console->new(@console, @root);
$console->shows(qr/Welcome.*\n# /s, 'a guest of tools/vm');
for my $what ('run', 'new', 'update') {
	($status, $out) = command("$top/tools/disk", '-i', $image, $what);
	ok($status == 1 && $out =~ /disk\.img: a guest runs on it\n\z/ &&
	    $out !~ /e2fsck/, "tools/disk $what keeps away") or diag($out);
}
($status, $out, $err) = vm('run', '-d', $image, 'true');
ok($status == 2 && $err =~ /disk\.img: the disk image: in use by another guest/,
    'so does another tools/vm') or diag($err);
$console->enter("halt -p\n");
$console->wait_for(qr/halted/);
undef $console;

# ---- an archive with more than fits: some of it is told, and counts

{
	my ($made, $more) = ("$dir/top", "$dir/more.img");
	mkdir($made) && mkdir("$made/build") && mkdir("$made/build/image")
	    or die "$made: $!\n";
	symlink("$top/$_", "$made/$_") or die "$_: $!\n"
	    for qw(build/lkm build/kernel);
	command('cp', '-r', "$top/tools", $made);
	($status, $out) = command('sh', '-c', 'cp "$1" "$2" && chmod u+w "$2" && '
	    . 'cd "$3" && i=0 && while [ $i -lt 2000 ]; do echo $i >f$i; '
	    . 'i=$((i + 1)); done && tar -rf "$2" f*', 'sh',
	    "$top/build/image/root.tar", "$made/build/image/root.tar", $dir);
	is($status, 0, 'an archive with two thousand files more') or diag($out);
	($status, $out) = command("$made/tools/disk", '-i', $more, '-s', 8,
	    'new');
	ok($status == 1 && $out =~ /^boot module root\.tar: \S+: error 28$/m &&
	    $out =~ /the guest that fills it has failed/ && !-e $more,
	    'more files than a disk has room for') or diag($out);
}

# ---- tools/disk, used in the wrong way

POSIX::mkfifo("$dir/fifo", 0600) or die "$dir/fifo: $!\n";

for my $case ([['-i', "$dir/x.img", '-s', 0, 'new'], 1, qr/of 0 MiB could/],
    [['-i', "$dir/x.img", '-s', 1, 'new'], 1, qr/1 MiB are too small a disk/],
    [['-i', $dir, 'new'], 1, qr/: not a file/],
    (map { [['-i', "$dir/fifo", $_], 1, qr/fifo: not a file/] }
	qw(run new update)),
    [['nothing'], 2, qr/usage/], [[], 2, qr/usage/],
    [['-s', 'big', 'new'], 2, qr/usage/],
    [['-i', "$dir/none/x.img", 'update'], 1, qr/not there yet/],
    [['-i', $zeros, 'run'], 1, qr/could not repair/]) {
	my ($arguments, $wanted, $reason) = @$case;
	($status, $out) = command("$top/tools/disk", @$arguments);
	ok($status == $wanted && $out =~ $reason, "tools/disk @$arguments")
	    or diag("$status: $out");
}
ok(-p "$dir/fifo", 'what is no disk image stays what it is');
done_testing();
