#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The programs that make, show, copy, move and remove files.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM;

my $guest = Graft::VM->new;

# A name, the commands, their output, their status; all in one folder.
sub check
{
	my ($name, $commands, @expected) = @_;

	# The output is a terminal: ls would make columns.
	$guest->check($name, 'cd /tmp/w || exit 9; ls() { /bin/ls -1 "$@"; }; '
	    . $commands, @expected);
}

$guest->check('mkdir', 'rm -rf /tmp/w; mkdir /tmp/w && test -d /tmp/w', '');
check('mkdir -p, its parents', 'mkdir -p a/b/c a/b && ls -R a',
    "b\n\na/b:\nc\n\na/b/c:\n");
check('mkdir of what is there', 'mkdir a', "mkdir: a: File exists\n", 1);
check('mkdir -p through a file', 'echo x >f; mkdir -p f/g',
    qr/^mkdir: f: /, 1);
check('mkdir goes on after an error', 'mkdir a e1; test -d e1 && rmdir e1',
    "mkdir: a: File exists\n");
check('mkdir -m', 'umask 077; mkdir -m 751 m; ls -ld m; rmdir m',
    qr/^drwxr-x--x /);
check('rmdir of a full folder', 'rmdir a', qr/^rmdir: a: .*not empty/i, 1);
check('rmdir -p', 'mkdir -p p/q/r && rmdir -p p/q/r && test ! -e p', '');

check('ls -a, -A', 'mkdir l; cd l; touch .x y; ls -a; echo -; ls -A; echo -; ls',
    ".\n..\n.x\ny\n-\n.x\ny\n-\ny\n");
check('ls -F', 'cd l; mkdir d; ln -s d s; chmod +x y; ls -F',
    "d/\ns@\ny*\n");
check('ls -l', 'cd l; echo four5 >y; chmod 4751 y; ls -ln y',
    qr/^-rwsr-x--x  1 0  0  6 \w{3} [ \d]\d [ \d\d:]{5,6} y\n/);
check('ls -l of a link and the total', 'cd l; ls -l',
    qr/^total \d+\ndrwx.*lrwx\S+  1 root .* s -> d\n-rws/s);
check('ls -l of a device', 'ls -l /dev/null',
    qr/^crw-rw-rw-  1 root  wheel\s+2,   2 .*null\n/);
check('ls -d', 'ls -d l', "l\n");
check('ls -i', 'ls -i l/y', qr/^\d+ l\/y\n/);
check('ls -S, -r', 'mkdir s; cd s; echo 1 >a; echo 333 >b; echo 22 >c;'
    . ' echo `ls -S` `ls -r` `ls -Sr`', "b c a c b a a c b\n");
check('ls -t', 'cd s; touch -t 200001010000 b; touch -t 200101010000 a;'
    . ' touch -t 199901010000 c; echo `ls -t`', "a b c\n");
check('ls: files first, then each folder', 'ls s l/y',
    "l/y\n\ns:\na\nb\nc\n");
check('ls of nothing', 'ls nope f', "ls: nope: No such file or directory\nf\n",
    1);
check('ls: usage', 'ls -Z', qr/usage: ls /, 1);

check('cp', 'cp f g && cmp f g && cp f a && cmp f a/f', '');
check('cp of a folder without -r', 'cp a z', qr/^cp: a is a directory/, 1);
check('cp onto itself', 'cp f f; cat f', "cp: f and f are the same file\nx\n");
check('cp -R', 'ln -s f a/link; mknod a/pipe p; cp -R a z; ls -FR z',
    "b/\nf\nlink@\npipe|\n\nz/b:\nc/\n\nz/b/c:\n");
check('cp -R into itself', 'cp -R a a/b; ls a/b; rm -r a/b/a',
    "cp: a/b/a: cannot copy a directory into itself\na\nc\n");
check('cp -p', 'cp -p s/b g; ls -ln s/b g',
    sub { my @l = map { s/ \S+$//r } split /\n/, $_[0]; $l[0] eq $l[1] });
check('cp of several into no folder', 'cp f g nope', qr/^cp: nope: /, 1);
check('cp goes on after an error', 'cp nope f s; cat s/f',
    "cp: nope: No such file or directory\nx\n");

check('ln', 'ln f h && echo more >>h && cat f', "x\nmore\n");
check('ln of what is there', 'ln f h', qr/^ln: h: File exists/, 1);
check('ln -f, -s', 'ln -sf nowhere h && ls -l h', qr/ h -> nowhere\n/);
check('ln to nothing', 'ln nope n2', qr/^ln: nope: No such file/, 1);

check('mv', 'mv g g2 && test ! -e g -a -f g2 && mv g2 a && ls a',
    "b\nf\ng2\nlink\npipe\n");
check('mv of nothing', 'mv nope x', qr/^mv: .*nope.*No such file/, 1);
check('mv of a folder', 'mv z y && ls y', "b\nf\nlink\npipe\n");
check('mv between file systems', 'mkdir -p /mnt/t &&'
    . ' mount -t tmpfs none /mnt/t && mv y /mnt/t && test ! -e y &&'
    . ' ls -F /mnt/t/y && mv /mnt/t/y . && ls -F y && ls /mnt/t;'
    . ' umount /mnt/t', "b/\nf\nlink@\npipe|\n" x 2);

check('rm', 'rm h && ls h', qr/^ls: h: /, 1);
check('rm of nothing', 'rm nope', "rm: nope: No such file or directory\n", 1);
check('rm -f of nothing', 'rm -f nope', '');
check('rm of a folder', 'rm y', qr/^rm: y is a directory/, 1);
check('rm -i', 'touch 1 2; printf "y\nn\n" | rm -i 1 2; echo; ls 1 2',
    qr/remove 1\? remove 2\? .*\n2\n/s, 1);
check('rm -r', 'rm -r y && test ! -e y', '');
check('rm -rf of . and ..', 'rm -rf . ..; ls -d ../w',
    "rm: .: will not be removed\nrm: ..: will not be removed\n../w\n");

for my $case (['u+x', '640', 'rwxr-----'], ['go-rwx', '755', 'rwx------'],
    ['a=rX', '700', 'r-xr-xr-x'], ['u=rwx,g=u,o=g', '0', 'rwxrwxrwx'],
    ['+t', '777', 'rwxrwxrwt'], ['u+s,g+s', '611', 'rwS--s--x'],
    ['2644', '0', 'rw-r-Sr--'], ['-x', '755', 'rw-r--r--']) {
	my ($spec, $old, $new) = @$case;
	check("chmod $spec", "touch c; chmod $old c; chmod $spec c; ls -l c",
	    qr/^-$new /);
}
check('chmod -R', 'chmod -R o-rwx a; ls -lR a', sub { $_[0] !~ /^-\S{6}r/m });
check('chmod: no mode', 'chmod u?x c', "chmod: invalid mode `u?x'\n", 1);
check('chmod of nothing', 'chmod 644 nope c', qr/^chmod: nope: No such/, 1);
check('chown', 'chown student:student c; ls -l c; chown 0:0 c',
    qr/ student  student /);
check('chgrp', 'chgrp kmem c; ls -l c', qr/ root  kmem /);
check('chown: no user', 'chown nobodyhere c', qr/there is no user nobodyh/, 1);

check('touch makes a file', 'touch new && test -f new -a ! -s new', '');
check('touch -c does not', 'touch -c new2; ls new2', qr/No such file/, 1);
check('touch -t, date -r', 'touch -t 202003041516.17 new; ls -l new;'
    . ' touch -r new new3; test new -nt new3 -o new3 -nt new',
    qr/Mar  4  2020 new\n/, 1);

check('mknod', 'mknod n c 2 2 && echo gone >n && ls -l n',
    qr/^crw-\S+ .* 2,   2 .* n\n/);
check('mknod: no number', 'mknod n2 c x 0', qr/the major number must be/, 1);
check('mknod -f', "printf 'k1 600 c 2 2\n# no\nk2 644 p\nbad\n' | mknod -f -;"
    . ' ls -F k1 k2', qr/mknod: standard input:4: .*\nk1\nk2\|\n/);
check('pwd', 'pwd; cd a/b; /bin/pwd', "/tmp/w\n/tmp/w/a/b\n");
check('df', 'df -k /', qr/^Filesystem .*\n\S+ +\d+ +\d+ +\d+ +\d+%  \/\n/);
check('du', 'mkdir u; head -c 10000 /dev/zero >u/x; du -k u',
    sub { my ($n) = $_[0] =~ /^(\d+)\tu\n/; $n >= 10 && $n < 40 });
check('mount lists', 'mount', qr/^\S+ on \/ type tmpfs/);
check('mount of no type', 'mount -t nofs none /mnt', qr/^mount: none on \/mnt/,
    1);
check('umount of nothing', 'umount /mnt', "umount: /mnt: not mounted\n", 1);
check('mount -o ro', 'mount -t tmpfs -o ro none /mnt && mount | grep /mnt;'
    . ' touch /mnt/x; umount /mnt',
    qr/ on \/mnt type tmpfs \(read-only.*\)\ntouch: .*Read-only/);
check('the end', 'cd /; rm -r /tmp/w; ls /tmp', '');

$guest->done;
