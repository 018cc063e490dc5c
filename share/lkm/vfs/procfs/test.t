#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# procfs: what it says is what ps, mount, modstat and sysctl say; it stays
# true while processes and modules come and go; nothing of it stays.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Prog qw(prog);
use Graft::VM;
use Test::More;

my $guest = Graft::VM->new('-t', 120, prog('procfs'));
my $mount = 'mkdir -p /p && mount_procfs proc /p';
my $digest = 'sysctl -n lkm.selfcheck';

$guest->check('load, mount', "modload /lkm/procfs.o && $digest >/tmp/digest "
    . "&& mount -t procfs proc /proc; mount",
    qr/^procfs on \/proc type procfs \(read-only, noexec, nosuid, nodev\)$/m);
$guest->check('modules and mounts', 'cat /proc/modules /proc/mounts',
    qr/\A\ +0\ VFS\ +f\w{7}\ +\d+\ live\ +procfs\n
    tmpfs\ \/\ tmpfs\ rw\nprocfs\ \/proc\ procfs\ ro,noexec,nosuid,nodev\n\z/x);
$guest->check('the version', 'cat /proc/version; sysctl -n kern.version',
    sub { my ($one, $two, @more) = split(/\n/, $_[0]);
	  return !@more && $one eq $two });
$guest->check('the time since the start, which grows',
    'cat /proc/uptime; sleep 0.2; cat /proc/uptime',
    sub { my ($one, $two) = split(/\n/, $_[0]);
	  return $one =~ /^\d+\.\d\d$/ && $two >= $one + 0.2 });
$guest->check('memory', 'cat /proc/meminfo; sysctl -n hw.physmem',
    sub { my %kib = $_[0] =~ /^(\w[\w ]*?)\t+(\d+) KiB$/mg;
	  my ($all) = $_[0] =~ /^(\d+)$/m;
	  return keys(%kib) == 7 && $kib{total} == $all / 1024
	      && $kib{total} == $kib{free} + $kib{programs} + $kib{files}
		  + $kib{'disk cache'} + $kib{kernel}
	      && $kib{programs} > 0 && $kib{modules} > 0 });
$guest->check('kernel memory', 'cat /proc/malloc; sysctl -n vm.malloc',
    sub { my @types = $_[0] =~ /^(\w+) +\d+ +\d+ +\d+ +\d+  \w/mg;
	  my %again = map { $_ => 1 }
	      $_[0] =~ /^(\w+) +\d+ +\d+ +\d+ +\d+$/mg;
	  return @types > 15 && !grep { !$again{$_} } @types });
$guest->check('a symbol of the kernel\'s and one of the module\'s',
    'grep -e " lkm_list " -e " procfs_vnodeops " /proc/ksyms',
    qr/\Ac0\w{6} lkm_list kernel\nf0\w{6} procfs_vnodeops procfs\n\z/);
$guest->check('a process is what ps says of it',
    'sleep 7 & cat /proc/$!/cmdline; ps -ax | grep "sleep 7$"; '
    . 'grep -e ^pid -e ^parent -e ^name /proc/$!/status; '
    . 'ls -ld /proc/$! | cut -c1-10; kill $!',
    sub { my ($pid) = $_[0] =~ /^pid\t+(\d+)$/m;
	  my ($parent) = $_[0] =~ /^parent\t+(\d+)$/m;
	  return $_[0] =~ /^sleep 7\n/ && $_[0] =~ /^name\t+sleep$/m
	      && $_[0] =~ /^dr-xr-xr-x$/m
	      && $_[0] =~ /^ *$pid\b.*sleep 7$/m && $parent > 0 });
$guest->check('itself', 'ls -l /proc/self /proc/curproc | grep -c -e "-> [0-9]"; '
    . 'exec 5</etc/passwd; read -r x <&5; cat /proc/self/fd | grep "^ *5 "; '
    . 'cat /proc/self/map',
    qr/^2\n +5 r-- +\d+ file on \/\n\w+-\w+ r-x .*file at 0, on \/\n.*stack\n/s);
$guest->check('a path through it', 'cd /proc/1; /bin/pwd; cd ../self; ls',
    qr/\A\/proc\/1\ncmdline\s+fd\s+map\s+status\n\z/);
$guest->check('names with a blank', 'mkdir "/a b"; mount -t tmpfs tmpfs "/a b"; '
    . 'grep 040 /proc/mounts; umount "/a b"', "tmpfs /a\\040b tmpfs rw\n");
$guest->check('the tests from within', '/t/procfs >/tmp/out; s=$?; '
    . 'grep -v "^ok" /tmp/out; exit $s', qr/\A1\.\.\d+\n\z/);
$guest->check('a student sees no address, nor who has what open',
    "su student -c 'cat /proc/modules /proc/1/fd /proc/1/map; "
    . "head -n 1 /proc/ksyms; cat /proc/self/map | head -n 1'",
    qr/\A\ +0\ VFS\ +00000000\ .*\n(?:cat:.*Permission\ denied\n){2}
    0{8}\ \w+\ kernel\n00400000-.*\n\z/x);
$guest->check('who may is asked when it is read, too', 'cp /bin/sleep '
    . '/tmp/asroot; chmod 4755 /tmp/asroot; su student -c \''
    . 'sh -c "sleep 0.5; exec /tmp/asroot 2" & exec 3</proc/$!/map '
    . '4</proc/$!/map; cat <&4 | grep -c stack; sleep 1; cat <&3; '
    . 'cat /proc/$!/map\'', qr/\A1\n(?:cat:.*Permission denied\n){2}\z/, 1);
$guest->check('modules come and go while they are listed',
    '(i=0; while [ $i -lt 60 ]; do i=$((i + 1)); modload /lkm/hello.o; '
    . 'modload /lkm/trace.o; modunload hello; modunload trace; done) '
    . '>/dev/null 2>&1 & '
    . 'i=0; while [ $i -lt 120 ]; do i=$((i + 1)); cat /proc/modules; '
    . 'grep -c " procfs$" /proc/ksyms; done >/tmp/all; wait; '
    . 'grep -v -e "^ *[0-9]* [A-Z]* *f[0-9a-f]* *[0-9]* [a-z]* *[a-z]*$" '
    . '/tmp/all | sort | uniq -c',
    qr/\A +120 \d\d\n\z/);
$guest->check('processes come and go while they are listed',
    '/t/procfs churn 200 & a=$!; /t/procfs churn 200 & b=$!; i=0; '
    . 'while [ $i -lt 40 ]; do i=$((i + 1)); cat /proc/*/status; done '
    . '>/tmp/all 2>/tmp/errors; wait $a && wait $b && '
    . 'grep -v -e "No such" /tmp/errors; grep -c "^name" /tmp/all >/dev/null '
    . '&& ! grep -e "^name" /tmp/all | grep -v -e sh -e cat -e init -e '
    . 'swapper -e procfs -e sleep', '');
$guest->check('in use, it stays', 'modunload procfs; exec 3</proc/version; '
    . 'umount /proc; exec 3<&-; cd /proc/self; umount /proc',
    qr/\Amodunload: procfs: busy: \/proc is mounted\n(?:umount.*busy\n){2}\z/i,
    1);
$guest->check('it is never written to', 'mount -u -o rw,exec /proc; '
    . 'mount | grep proc; echo x >/proc/version',
    qr/\(read-only, noexec, .*\n.*Read-only file system\n\z/, 2);
$guest->check('two at a time', "$mount && cat /p/mounts | grep -c procfs && "
    . 'umount /p', "2\n");
$guest->check('nothing is left', "umount /proc && $digest | cmp - /tmp/digest "
    . '&& modunload procfs; sysctl -n vm.malloc | grep -e procfs -e lost',
    '', 1);
$guest->check('who forgets to load it is told', 'mount -t procfs proc /proc',
    "mount: proc on /proc, type procfs: not known: is its module loaded?: "
    . "Operation not supported by device\n", 1);
$guest->check('a hundred times', "modload /lkm/procfs.o >/dev/null; "
    . "$digest >/tmp/before; modunload procfs; i=0; "
    . 'while [ $i -lt 100 ]; do i=$((i + 1)); modload /lkm/procfs.o && '
    . 'mount -t procfs proc /proc && cat /proc/self/status /proc/ksyms && '
    . 'umount /proc && modunload procfs || break; done >/dev/null; echo $i; '
    . "modload /lkm/procfs.o >/dev/null; $digest | cmp - /tmp/before; "
    . 'modunload procfs', "100\n");
$guest->check('the same as an a.out object', 'modload /lkm/aout/procfs.o && '
    . 'mount -t procfs proc /proc && grep -c procfs /proc/modules; '
    . 'umount /proc; modunload procfs', qr/^Module loaded.*\n1\n/);
$guest->done;
