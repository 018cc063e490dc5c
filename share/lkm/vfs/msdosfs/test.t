#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# msdosfs: disks that mkfs.fat has made and mtools has filled are read and
# written, and afterwards fsck.fat finds nothing, and mtools what is to be
# there.  FAT12, FAT16 and FAT32, with sectors and clusters of several sizes.

use strict;
use warnings;
use File::Temp;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::VM qw(top vm);
use Test::More;

$ENV{MTOOLS_SKIP_CHECK} = 1;
$ENV{LC_ALL} = 'C.UTF-8';
$ENV{TZ} = 'UTC';
my $dir = File::Temp->newdir;
my $top = top();

# FAT's bits, KiB, bytes of a sector, sectors of a cluster, entries of the root
my @disks = (['fat12', 12, 1000, 512, 1, 224], ['fat12big', 12, 6000, 512, 4, 64],
    ['fat16', 16, 9000, 512, 1, 512], ['fat16odd', 16, 9600, 1024, 2, 112],
    ['fat32', 32, 34000, 512, 1, 0]);

sub command
{
	my (@command) = @_;

	open(my $pipe, '-|', "@command 2>&1") or die "$command[0]: $!\n";
	my $output = do { local $/; <$pipe> } // '';
	close($pipe);
	return ($? >> 8, $output);
}

sub must
{
	my ($status, $output) = command(@_);

	die "@_: status $status\n$output" if $status;
	return $output;
}

sub make_file
{
	my ($name, $bytes) = @_;

	open(my $out, '>:raw', "$dir/$name") or die "$dir/$name: $!\n";
	print $out $bytes;
	close($out) or die "$dir/$name: $!\n";
}

sub slurp
{
	my ($path) = @_;

	open(my $in, '<:raw', $path) or return undef;
	local $/;
	return scalar <$in>;
}

# A disk with some files on it.
sub make_disk
{
	my ($name, $bits, $size, $sector, $cluster, $root) = @_;
	my $image = "$dir/$name";

	must('/sbin/mkfs.fat', '-C', '-F', $bits, '-S', $sector, '-s', $cluster,
	    $root ? ('-r', $root) : (), '-n', 'GRAFT', $image, $size);
	must('mmd', '-i', $image, '::dir', '::dir/Sub');
	must('mcopy', '-i', $image, "$dir/large", '::dir/large');
	must('mcopy', '-i', $image, "$dir/small", $_) for '::SMALL.TXT',
	    "'::A name of many letters.text'", "'::dir/\xc3\x9cbergr\xc3\xb6\xc3"
	    . "\x9fe \xe2\x82\xac \xd0\x96.txt'";
	must('mattrib', '-i', $image, '+r', '::SMALL.TXT');
}

sub clean
{
	my ($name, $what) = @_;
	my ($status, $output) = command('/sbin/fsck.fat', '-nv', "$dir/$name");

	ok($status == 0 && $output !~ /dirty|differ|wrong|reclaim/i,
	    "$name: fsck.fat has nothing to say $what") or diag($output);
	return $output;
}

my $large = join('', map { pack('N', $_ * 2654435761 % 2**32) } 0 .. 24999);
make_file('large', $large);
make_file('small', "a small file\n");
make_disk(@$_) for @disks;

my $start = 'modload -p /lkm/virtio_blk.sh /lkm/virtio_blk.o >/dev/null; '
    . 'modload /lkm/msdosfs.o >/dev/null; mkdir -p /d; ';
my $guest = Graft::VM->new('-t', 200, (map { ('-d', "$dir/$_->[0]") } @disks),
    '-p', "$dir/large:/tmp/large", '-p',
    "$top/build/tests/prog/fsload:/t/fsload", '-p',
    "$top/build/tests/prog/dirseek:/t/dirseek", '-p',
    "$top/build/tests/prog/mountfail:/t/mountfail");
$guest->check('load', $start . 'modstat | grep -c -e msdosfs -e virtio_blk; '
    . 'sysctl -n lkm.selfcheck >/tmp/before', "2\n");
for my $i (0 .. $#disks) {
	my ($name) = @{ $disks[$i] };
	my $dev = "/dev/vd$i";

	$guest->check("$name: mount, and see what mtools has made",
	    "mount -t msdosfs $dev /d && cd /d && ls -R; cmp dir/large "
	    . '/tmp/large; cat SMALL.TXT "a NAME of many LETTERS.text" '
	    . "'dir/\xc3\xbcBERGR\xc3\x96\xc3\x9fE \xe2\x82\xac \xd0\xb6.TXT'"
	    . "; ls -l SMALL.TXT | cut -c1-10",
	    qr/^A\ name\ of\ many\ letters\.text\s+dir\nSMALL\.TXT\n\n
	    \.\/dir:\nSub\s+large\s+\xc3\x9cbergr.*\n\n\.\/dir\/Sub:\n
	    (?:a\ small\ file\n){3}-r-xr-xr-x\n\z/x);
	$guest->check("$name: the module stays while it is mounted",
	    'modunload msdosfs', "modunload: msdosfs: busy: /d is mounted\n", 5);
	$guest->check("$name: names of all kinds", 'cd /d; mkdir names; '
	    . 'cd names; for n in x README readme.TXT "with blank" '
	    . 'a.b.c.d .dot LongName1.text LongName2.text longname3.Text '
	    . 'EIGHTCHR.EXT NINECHARS.EXT x.long "pl+us=[1],;" '
	    . "\xe2\x82\xac \xf0\x9f\x98\x80 \$(printf %0200d 7); do "
	    . 'echo "$n" >"$n" || echo "failed: $n"; done; '
	    . 'for n in *; do read -r x <"$n"; [ "$x" = "$n" ] || '
	    . 'echo "$n: $x"; done; ls -a | wc -l; cat .DOT LONGNA~2.TEX',
	    qr/^ +18\n\.dot\nLongName2.text\n\z/);
	$guest->check("$name: names that cannot be", 'cd /d/names; '
	    . 'for n in "a:b" "a*" "a?" \'a"b\' "a<b" "a|b" "end." "end " '
	    . "'a\\b' \$(printf '\\377x') \$(printf '\\303'); do "
	    . '{ echo >"$n"; } 2>/dev/null && echo "made: $n"; done; echo >"a:b"',
	    qr/^.*cannot create a:b: Invalid argument\n\z/, 2);
	$guest->check("$name: rename, also to capitals", 'cd /d; mkdir r; '
	    . 'echo 1 >r/one; echo 2 >r/two; mv r/one r/ONE; ls r; '
	    . 'mv r/ONE r/two; ls r; cat r/TWO; mv dir/Sub r/moved; ls r; '
	    . 'cd r/moved; /bin/pwd; ls -a .. | wc -l; mv /d/r /d/dir/r; /bin/pwd; '
	    . 'mv /d/dir /d/dir/r/x; echo $?; cd /d; mv dir/r r; '
	    . 'mv r/moved dir/Sub; mkdir full; echo >full/x; mv dir full; '
	    . 'mv full/dir dir; rmdir full; rm -r full; '
	    . 'mkdir e; mv e dir; rmdir dir/e; rm -r r',
	    qr/\AONE\ +two\ntwo\n1\nmoved\ +two\n\/d\/r\/moved\n\ +4\n
	    \/d\/dir\/r\/moved\n.*Invalid.*\n1\nrmdir:.*not\ empty\n\z/x);
	$guest->check("$name: what is not there, and what cannot be",
	    'cd /d; cat nosuch; ln -s a b; ln SMALL.TXT b; chown 1 dir/large; '
	    . 'mknod x c 1 1; mkdir dir; chmod 600 SMALL.TXT; ls -l SMALL.TXT '
	    . '| cut -c1-10; chmod 444 SMALL.TXT; ls dir/large/x; rmdir dir',
	    qr/^cat: nosuch: No such.*\nln: .*not supported\nln: .*not\ supported
chown: .*not supported\nmknod: .*not supported\nmkdir: .*exists
-rwxr-xr-x\nls: .*Not a directory\nrmdir: .*not empty\n\z/, 1);
	$guest->check("$name: a file that was removed while it is open",
	    'cd /d; cp /tmp/large gone; before=$(df . | tail -n 1); '
	    . 'exec 3<gone; rm gone; ls gone; cmp - /tmp/large <&3; '
	    . '[ "$before" = "$(df . | tail -n 1)" ] && echo there; exec 3<&-; '
	    . '[ "$before" = "$(df . | tail -n 1)" ] || echo given back; '
	    . 'mkdir gone; cd gone; rmdir ../gone; ls; echo >x',
	    qr/\Als: .*No such.*\nthere\ngiven back\n.*cannot create x.*\n\z/, 2);
	$guest->check("$name: full, and as before", 'cd /d; '
	    . 'before=$(df . | tail -n 1); cat /dev/zero >full; '
	    . 'df . | tail -n 1 | { read -r a b c free rest; echo free $free; }; '
	    . 'echo x >no; ls -l no | { read -r a b c d size rest; '
	    . 'echo size $size; }; mkdir nodir; truncate=$(ls -l SMALL.TXT); '
	    . 'rm full no; [ "$before" = "$(df . | tail -n 1)" ] && echo same',
	    qr/^cat: .*No space.*\nfree 0\n.*error\nsize 0
mkdir: .*No space.*\nsame\n\z/m);
	$guest->check("$name: what does not fit behind a gap is not begun",
	    'cd /d; before=$(df . | tail -n 1); echo abc >gap; '
	    . 'dd if=/dev/zero of=gap bs=1k seek=40000 count=1 conv=notrunc '
	    . 'status=none; cat gap; '
	    . 'dd if=/dev/zero of=gap bs=1k seek=40000 status=none; '
	    . 'cat gap; rm gap; '
	    . '[ "$before" = "$(df . | tail -n 1)" ] && echo same',
	    qr/\Add: gap: No space.*\nabc\ndd: gap: No space.*\nabc\nsame\n\z/);
	$guest->check("$name: a program runs from there", 'cp /bin/echo /d/prog '
	    . '&& /d/prog it runs && /d/prog and again; /d/dir/large',
	    qr/^it runs\nand again\n/, 'any');
	$guest->check("$name: a folder is read from anywhere", 'mkdir /d/seek; '
	    . '/t/dirseek /d/seek | grep -v "^ok"; rmdir /d/seek',
	    qr/\A1\.\.\d+\n\z/);
	$guest->check("$name: times", 'cd /d; touch -t 200102030405.06 t; '
	    . 'ls -l t; touch -t 197001010000 t; ls -l t; '
	    . 'ls -ld dir | cut -c1-10; touch -t 200102030405.06 stamp',
	    qr/Feb +3 +2001 t\n.*Jan +1 +1980 t\ndrwxr-xr-x\n\z/);
	$guest->check("$name: a workload", 'export NOLINKS=1 MAXOFF=60000; '
	    . 'mkdir /d/work && /t/fsload run 5 1 300 /d/work | tail -n 1',
	    qr/^\d+ names, 0 wrong\n\z/);
	$guest->check("$name: read-only, and again as it was", 'cd /d; '
	    . 'exec 3>>SMALL2; mount -u -o ro /d; exec 3>&-; '
	    . 'mount -u -o ro /d && mount | grep /d; echo >x; rm dir/large; '
	    . 'chmod 777 dir/large; mount -u -o rw /d; rm SMALL2; '
	    . 'mount -u -o uid=1000,gid=student,mask=077,dirmask=027 /d; '
	    . 'ls -ld dir dir/large | cut -c1-32',
	    qr/^mount: .*busy\n.*read-only.*\n(?:.*Read-only.*\n){3}
	    drwxr-x---\ +1\ student\ +student.*\n-rwx------\ +1\ student.*\n\z/x);
	$guest->check("$name: unmount", "cd /; umount /d && "
	    . "mount -r -t msdosfs $dev /d && cmp /d/dir/large /tmp/large && "
	    . 'echo >/d/x; umount /d', qr/Read-only/);
}
$guest->check('without memory',
    '/t/mountfail msdosfs /dev/vd4 /d >/tmp/out; grep -v "^ok" /tmp/out', qr/\A1\.\.\d+\n\z/);
$guest->check('what is no FAT is refused, with the reason',
    'dd if=/dev/zero of=/dev/vd0 bs=512 count=1 2>/dev/null; '
    . 'mount -t msdosfs /dev/vd0 /d; mount -t msdosfs /dev/null /d; '
    . 'mount -t msdosfs /dev/nosuch /d; mount -t msdosfs /dev/vd1 /d; '
    . 'mount -t msdosfs /dev/vd1 /mnt; umount /d; '
    . 'mount -t msdosfs -o mask=9 /dev/vd1 /d',
    qr/^mount:.*no\ FAT:\ the\ boot\ sector\ does\ not\ end\ with\ 0xaa55:.*
mount: .*not a block device: .*\nmount: .*no such device node: .*
mount: .*a file system on it is mounted already: .*\nmount: option mask=9 .*/,
    1);
$guest->check('nothing is left', 'sysctl -n lkm.selfcheck | cmp - /tmp/before '
    . '&& modunload msdosfs && modload /lkm/aout/msdosfs.o && '
    . 'mount -t msdosfs /dev/vd1 /d && ls /d/dir && umount /d && '
    . 'modunload msdosfs && sysctl -n vm.malloc | grep lost',
    qr/^Module loaded as ID \d+\nSub\s+large/, 1);
$guest->boot;

for my $disk (@disks[1 .. $#disks]) {
	my ($name) = @$disk;
	my $image = "$dir/$name";

	clean($name, 'afterwards');
	my $names = must('mdir', '-b', '-i', $image, '::names');
	is(() = $names =~ /^::/mg, 16, "$name: mtools sees the names");
	like($names, qr/^::\/names\/LongName2\.text$/m, "$name: a long one");
	must('mcopy', '-n', '-s', '-i', $image, '::work', "$dir/work.$name");
	$ENV{NOLINKS} = 1;
	$ENV{MAXOFF} = 60000;
	my ($status, $said) = command("'$top/build/host/fsload'", 'check', 5,
	    300, "$dir/work.$name");
	is($status, 0, "$name: mtools reads what was written") or diag($said);
	must('mcopy', '-n', '-i', $image, '::dir/large', "$dir/back");
	is(slurp("$dir/back"), $large, "$name: and what was there");
	unlink("$dir/back");
	must('mcopy', '-n', '-m', '-i', $image, '::stamp', "$dir/back");
	is((stat("$dir/back"))[9], 981173106, "$name: and when");
	unlink("$dir/back");
}

# Switched off in the middle: the volume is marked, and can be repaired.
my ($status) = vm('run', '-t', 30, '-d', "$dir/fat16", '-d', "$dir/fat32",
    $start . 'mkdir /e; mount -t msdosfs /dev/vd0 /d; '
    . 'mount -t msdosfs /dev/vd1 /e; echo kept >/d/kept; echo kept >/e/kept; '
    . 'sync; echo b >/d/after; sysctl -w debug.panic=1');
is($status, 125, 'the machine goes down');
my ($code, $repaired) = command('/sbin/fsck.fat', '-a', "$dir/fat16");
like($repaired, qr/dirty/i, 'the volume was marked as in use');
command('/sbin/fsck.fat', '-a', "$dir/fat32");
clean($_, 'once it was repaired') for qw(fat16 fat32);
is(must('mtype', '-i', "$dir/fat32", '::kept'), "kept\n",
    'what was there at the sync is there');

# The system goes down while files are open: a file that has a name does no
# harm, one that was removed has clusters that nobody gives back.
for my $removed (0, 1) {
	my ($ended, $said, $console) = vm('run', '-t', 30, '-d', "$dir/fat16",
	    '-d', "$dir/fat32", $start . 'mkdir /e; '
	    . 'mount -t msdosfs /dev/vd0 /d; mount -t msdosfs /dev/vd1 /e; '
	    . 'for d in /d /e; do echo open >$d/open; sleep 100 <$d/open & '
	    . 'done; sleep 1; ' . ($removed ? 'rm /d/open /e/open; '
	    . 'mount -u -o ro /d; ' : '') . 'reboot -q');
	is($ended, 123, 'reboot with open files');
	if ($removed) {
		like($said, qr/file that was removed is still open.*busy/,
		    'one was removed: it cannot become read-only');
		like($console, qr/^\/$_: not left in good order/m,
		    "/$_ was not, and that is said") for qw(d e);
	} else {
		unlike($console, qr/good order/, 'nothing is complained of');
		clean($_, 'after that') for qw(fat16 fat32);
		is(must('mtype', '-i', "$dir/fat32", '::open'), "open\n",
		    'and all is there');
	}
}
for my $disk (qw(fat16 fat32)) {
	my ($code, $repaired) = command('/sbin/fsck.fat', '-a', "$dir/$disk");

	like($repaired, qr/dirty/i, "$disk: the mark was left");
}

# Behind the end of a directory may lie anything: here are two entries, of
# which the first has become the end.
my $image = "$dir/behind";
must('/sbin/mkfs.fat', '-C', '-F', 12, '-s', 1, $image, 1000);
must('mcopy', '-i', $image, "$dir/small", "::$_") for qw(FIRST SECOND THIRD);
my $bytes = slurp($image);
substr($bytes, index($bytes, 'SECOND'), 1) = "\0";
make_file('behind', $bytes);
$guest = Graft::VM->new('-d', $image);
$guest->check('what lies behind the end of a directory stays there',
    $start . 'mount -t msdosfs /dev/vd0 /d; cd /d; ls; echo x >NEW; ls; '
    . 'cd /; umount /d', qr/\AFIRST\nFIRST +NEW\n\z/);
$guest->boot;

# A directory in itself, and in its neighbour; one whose chain is a circle.
$image = "$dir/circle";
must('/sbin/mkfs.fat', '-C', '-F', 16, '-s', 1, $image, 9000);
must('mmd', '-i', $image, '::ONE', '::ONE/SELF', '::TWO', '::TWO/OTHER',
    '::RING');
must('mcopy', '-i', $image, "$dir/small", '::ONE/FILE');
$bytes = slurp($image);
my %at = map { $_ => index($bytes, sprintf('%-11s', $_)) }
    qw(ONE SELF OTHER RING);
my %start = map { $_ => unpack('v', substr($bytes, $at{$_} + 26, 2)) } keys %at;
substr($bytes, $at{$_} + 26, 2) = pack('v', $start{ONE}) for qw(SELF OTHER);
my ($reserved, $length) = unpack('x14 v x6 v', $bytes);
substr($bytes, 512 * $_ + 2 * $start{RING}, 2) = pack('v', $start{RING})
    for $reserved, $reserved + $length;
make_file('circle', $bytes);
$guest = Graft::VM->new('-d', $image);
$guest->check('directories in one another are not entered', $start
    . 'mount -r -t msdosfs /dev/vd0 /d; ls /d/ONE/SELF; cat /d/TWO/OTHER/FILE; '
    . 'cd /d/ONE; cat ../TWO/OTHER/FILE; cat FILE; ls -d /d/RING; cd /; '
    . 'umount /d',
    qr/\Als:.*output error\na small file\ncat:.*output error\n(?#
	)a small file\nls:.*output error\n\z/);
$guest->boot;

# FAT12 with the ramdisk, on the disk that QEMU makes of a folder.
mkdir("$dir/folder") or die "$!\n";
link("$dir/small", "$dir/folder/file of a folder") or die "$!\n";
$guest = Graft::VM->new('-q', "-drive 'if=none,id=v,format=raw,"
    . "readonly=on,file=fat:$dir/folder' -device virtio-blk-pci,disable-modern=on,drive=v");
$guest->check('QEMU\'s folder as a disk can be read',
    $start . 'mount -t msdosfs /dev/vd0a /d; mount -r -t msdosfs /dev/vd0a /d '
    . '&& cat "/d/file of a folder"; umount /d',
    qr/mount: .*can only be read; mount -r .*\na small file\n\z/);
$guest = Graft::VM->new('-q', "-drive if=none,id=v,format=raw,"
    . "file=$dir/fat16 -device virtio-blk-pci,disable-modern=on,drive=v,"
    . 'logical_block_size=4096,physical_block_size=4096');
$guest->check('a disk with larger sectors than the volume',
    $start . 'mount -t msdosfs /dev/vd0 /d',
    qr/mount: .*512 bytes.* shorter than the disk's sectors: /, 1);
$guest->check('a file system that is there already', 'modunload msdosfs; '
    . 'modload -p /lkm/ramdisk.sh /lkm/ramdisk.o >/dev/null; rdconfig rd0 1m; '
    . 'modload /lkm/msdosfs.o >/dev/null; modload /lkm/msdosfs.o; '
    . 'mount -t msdosfs /dev/rd0 /d', qr/name-in-use|already|0xaa55/, 'any');
$guest->boot;
done_testing();
