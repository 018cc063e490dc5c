#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Users: what an ordinary one may not do to modules and to what rc loads and
# reads; su, passwd and login; hashes that others' programs make.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Console;
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $guest = Graft::VM->new(prog('alarmed'), prog('openall'));

# A check as the ordinary user, with a shell's text.
sub user
{
	my ($name, $text, @rest) = @_;

	$text =~ s/'/'\\''/g;
	$guest->check("user: $name", "su student -c '$text'", @rest);
}

# ---- modules
user('who', 'id -un; id -gn; id -G', "student\nstudent\n1000\n");
user('lists modules, by modstat\'s right', 'modstat',
    qr/^Type .*Module Name\n\z/);
user('has no such right himself', 'cat </dev/lkm',
    qr/\/dev\/lkm: Permission denied/, 2);
$guest->check('root writes /dev/lkm, kmem reads it, others nothing',
    'ls -l /dev/lkm /dev/mem /dev/kmem /usr/sbin/modstat | cut -c 1-25',
    "crw-r-----  1 root  kmem \n" x 3 . "-r-xr-sr-x  1 root  kmem \n");
user('loads none', 'modload /lkm/hello.o',
    "modload: /dev/lkm: Permission denied: modules are loaded by root\n", 3);
user('unloads none', 'modunload hello',
    "modunload: /dev/lkm: Permission denied: modules are unloaded by root\n",
    2);
user('reads no memory of the kernel', 'cat /dev/kmem',
    qr/Permission denied/, 1);
user('raises no securelevel', 'sysctl -w kern.securelevel=1',
    qr/Operation not permitted/, 1);
user('makes no device', 'mknod /tmp/lkm c 28 0', qr/not permitted/, 1);
user('mounts nothing', 'mount -t tmpfs tmpfs /lkm', qr/not permitted/, 1);
user('does not stop init', 'kill -TERM 1', qr/not permitted/, 1);
user('does not stop the system', 'shutdown now', qr/not permitted/, 1);

user('leaves root some files to open', '/t/openall 3', qr/\A1\d\d\d files\n\z/);
$guest->check('while a user has all open that he may',
    'cat /etc/group | head -n 1; modload /lkm/hello.o; modunload hello; '
    . 'sleep 3', qr/\Awheel:.*\nModule loaded as ID 0\n\z/);

# ---- what rc loads and reads
for my $path (qw(/lkm/hello.o /etc/lkm.conf /etc/rc /etc/rc.lkm /etc/rc.conf
    /etc/fstab /etc/passwd /etc/master.passwd /etc/ttys /sbin/init
    /usr/sbin/modload /dev/MAKEDEV)) {
	user("$path stays", "echo x >>$path; rm -f $path; mv $path /tmp/x; "
	    . "echo y >/tmp/y; mv -f /tmp/y $path; chmod 666 $path; "
	    . "ln -f /tmp/y $path; touch $path",
	    sub {
		my @denied = $_[0] =~ /Permission denied|not permitted/g;
		return @denied >= 6;
	    }, 1);
}
for my $folder (qw(/lkm /usr/lkm /etc /var/run /sbin)) {
	user("$folder takes no file", "echo x >$folder/mine; mkdir $folder/d; "
	    . "mv $folder /tmp/x", sub {
		my @denied = $_[0] =~ /denied|not permitted/g;
		return @denied == 3;
	    }, 1);
}
user('rc.local is nobody\'s to make', 'echo x >/etc/rc.local',
    qr/Permission denied|cannot create/, 2);
user('reads no hash', 'cat /etc/master.passwd', qr/Permission denied/, 1);
user('has a home', 'cd ~; pwd; echo 1 >mine; cat mine', "/home/student\n1\n");

# ---- su
$guest->check('su -: a login shell, at home', 'su - student -c '
    . '\'pwd; echo $HOME $USER $LOGNAME $0\'',
    "/home/student\n/home/student student student -sh\n");
$guest->check('su: nothing of the environment but TERM', 'X=1 ENV=/tmp/x '
    . 'su student -c \'echo "$X.$ENV.$TERM"\'', "..vt100\n");
$guest->check('su: no such user', 'su somebody', "su: somebody: no such user\n",
    1);
user('su: not in wheel', 'su -c id',
    qr/su: -c|usage/, 1);
user('su root', 'su root -c id', qr/not in the group wheel/, 1);
user('su nobody', 'su nobody -c id', qr/nobody has no password/, 1);

# ---- passwd
$guest->check('passwd: the first one by root', 'printf "secret1\nsecret1\n" '
    . '| passwd student; grep -c "^student:\$5\$[./0-9A-Za-z]*\$[^:]*:1000:" '
    . '/etc/master.passwd; ls -l /etc/master.passwd; ls /etc/ptmp',
    qr/1\n-rw------- .*\nls: .*No such/, 1);
$guest->check('su with it', 'printf "secret1\n" | '
    . 'su nobody -c "su student -c \"id -un\""', qr/student\n\z/);
$guest->check('su with another', 'printf "secret2\n" | '
    . 'su nobody -c "su student -c id"', qr/su: wrong password\n\z/, 1);
$guest->check('su with none', 'su nobody -c "su student -c id" </dev/null',
    qr/su: no password\n\z/, 1);
$guest->check('passwd: by the user', 'printf "secret1\nsecret2\nsecret2\n" | '
    . 'su student -c passwd; printf "secret2\n" | '
    . 'su nobody -c "su student -c \"id -un\""', qr/student\n\z/);
$guest->check('passwd: the old one is wrong', 'printf "secret1\nx\nx\n" | '
    . 'su student -c passwd', qr/wrong password/, 1);
$guest->check('passwd: too short', 'printf "secret2\nx\nx\n" | '
    . 'su student -c passwd', qr/at least 6/, 1);
$guest->check('passwd: two that differ', 'printf "secret2\nsecret3\nsecret4\n"'
    . ' | su student -c passwd', qr/differ; nothing was changed/, 1);
# Whoever calls it may have set an alarm, which exec does not take away.
$guest->check('passwd: a user\'s alarm does not leave the lock behind',
    'cp /etc/master.passwd /tmp/master; '
    . 'yes "x:*:9:9::0:0:X:/:/bin/sh" | head -n 60000 >>/etc/master.passwd; '
    . '{ i=20; while [ $i -lt 400 ] && ! [ -e /etc/ptmp ]; do '
    . 'printf "secret2\nsecret2\nsecret2\n" | su student -c '
    . '"/t/alarmed $i passwd" >/dev/null; i=$((i + 20)); done; } 2>/dev/null; '
    . 'echo $i; grep -c ^x: /etc/master.passwd; ls -l /etc/master.passwd; '
    . 'cp /tmp/master /etc/master.passwd; ls /etc/ptmp',
    qr/\A400\n60000\n-rw------- .*\nls: .*No such/, 1);
$guest->check('passwd: a user\'s umask does not matter',
    'printf "secret2\nsecret2\nsecret2\n" | su student -c '
    . '"umask 777; passwd" 2>/dev/null; ls -l /etc/master.passwd',
    qr/^-rw------- /);
$guest->check('passwd: another\'s', 'su student -c "passwd root"',
    qr/only root changes others/, 1);
$guest->check('passwd: while another is at it', 'touch /etc/ptmp; '
    . 'printf "secret3\nsecret3\n" | passwd student; s=$?; rm /etc/ptmp; '
    . 'exit $s', qr/ptmp is there: somebody else/, 1);
$guest->check('the others\' lines are as they were',
    'grep -v ^student /etc/master.passwd', "root:*:0:0::0:0:System operator:"
    . "/root:/bin/sh\nnobody:*:32767:32767::0:0:Unprivileged user:"
    . "/nonexistent:/bin/sh\n");
$guest->check('root with wheel and a password', 'printf "rootpw\nrootpw\n" | '
    . 'passwd root 2>/dev/null; sed 2>/dev/null; '
    . 'printf "wheel:*:0:root,student\n" >/etc/group; printf "rootpw\n" | '
    . 'su student -c "su root -c \"id -u\""', qr/\b0\n\z/);
$guest->check('an empty password asks for none', 'printf "\n\n" | '
    . 'passwd student 2>/dev/null; su nobody -c "su student -c \"id -un\"" '
    . '</dev/null', "student\n");
$guest->check('set-user-id and set-group-id do not outlive a write',
    'cp /bin/echo /tmp/e; chown 1000:1000 /tmp/e; chmod 6755 /tmp/e; '
    . 'su student -c "echo >>/tmp/e"; ls -l /tmp/e', qr/^-rwxr-xr-x /);
$guest->check('su without its bit', 'cp /usr/bin/su /tmp/su; chmod 555 /tmp/su;'
    . ' su student -c "/tmp/su root"', qr/does not run as root/, 1);

# ---- secure paths
$guest->check('securepath', 'securepath /lkm/hello.o /etc/rc; echo $?; '
    . 'ln -s ../tmp/x /etc/link; ln -s loop /etc/loop; '
    . 'securepath etc /etc/link /etc/loop /nothing; echo $?; securepath',
    qr{\A0\nsecurepath:\ etc:\ etc:\ not\ a\ path\ from\ /\ on\n
    securepath:\ /etc/link:\ /tmp\ can\ be\ written\ by\ others\ .*\n
    securepath:\ /etc/loop:\ /etc/loop:\ Too\ many.*\n
    securepath:\ /nothing:\ /nothing:\ No\ such.*\n1\nusage:}x, 2);
$guest->boot;

# ---- hashes: the host's crypt(3) is another implementation
my @words = ('', 'a', 'secret', 'x' x 31, 'y' x 32, 'z' x 33, "\xc3\xa4 b",
    'long ' x 20);
my @settings = ('$5$saltstring$', '$5$$', '$5$rounds=1000$abcdefghijklmnop$',
    '$5$rounds=10$roundstoolow$', '$5$rounds=1400$anotherlongsaltstring$');
my $hashes = '';
for my $word (@words) {
	for my $setting (@settings) {
		my $hash = crypt($word, $setting) // '';
		next unless $hash =~ /^\$5\$/;
		$hashes .= join("\t", $word, $setting, $hash) . "\n";
	}
}
SKIP: {
	skip('the host has no crypt(3) with $5$', 1) if $hashes eq '';
	open(my $out, '>', "$dir/hashes") or die "$dir/hashes: $!\n";
	print $out $hashes;
	close($out) or die "$dir/hashes: $!\n";
	my $count = () = $hashes =~ /\n/g;
	my $crypt = Graft::VM->new('-p', "$dir/hashes:/t/hashes",
	    '-p', "$top/build/tests/prog/crypttest:/t/crypttest");
	$crypt->check("$count hashes are the host's", '/t/crypttest /t/hashes',
	    "$count equal\n");
	$crypt->boot;
}

# ---- login on the console
my $hash = crypt('guest pw', '$5$saltstring$');
SKIP: {
	skip('the host has no crypt(3) with $5$', 1)
	    unless ($hash // '') =~ /^\$5\$/;
	# A long comment is no line for the console, wherever it is cut.
	my $comments = join('', map { '#' x $_ . "console \"/bin/false\" x\n" }
	    250 .. 260);
	for my $file (['ttys', $comments . "console \"/usr/bin/login\" vt100 on secure\n"],
	    ['master', "root:*:0:0::0:0:Root:/root:/bin/sh\nstudent:$hash:1000:"
	    . "1000::0:0:Student:/home/student:/bin/sh\n"]) {
		open(my $out, '>', "$dir/$file->[0]") or die "$dir: $!\n";
		print $out $file->[1];
		close($out) or die "$dir: $!\n";
	}
	my $console = Graft::Console->new('-p', "$dir/ttys:/etc/ttys",
	    '-p', "$dir/master:/etc/master.passwd", prog('openall'));
	$console->shows(qr/login: /, 'login: asks who');
	$console->enter("root\n");
	$console->shows(qr/Password:/, 'login: root, who has none');
	$console->enter("\n");
	$console->shows(qr/Login incorrect\r\nlogin: /, 'login: does not get in');
	$console->enter("student\n");
	$console->shows(qr/Password:/, 'login: a user');
	$console->enter("guest pw\n");
	my $shown = $console->shows(qr/\$ /, 'login: a shell');
	unlike($shown // 'guest', qr/guest/, 'the password is not shown');
	$console->command('id -un; pwd; tty', qr{student\r\n/home/student\r\n
	    /dev/console\r\n}x, 'login: as the user, at home');
	$console->command('stty -a | grep -c " echo "', qr/1\r\n/,
	    'login: the terminal echoes again');
	$console->command('cat /dev/lkm', qr/cat: .*denied\r\n/,
	    'login: with his rights only');
	$console->command('(trap "" HUP TTIN; while :; do '
	    . 'cat <&3 >>/tmp/stolen; sleep 1; done) 3</dev/console '
	    . '2>/dev/null &', qr/[^\$]*/, 'login: somebody leaves a trap');
	$console->enter("exit\n");
	$console->shows(qr/login: /, 'exit: the next one is asked');
	select(undef, undef, undef, 1.5);
	$console->enter("student\n");
	$console->shows(qr/Password:/, 'login: again');
	$console->enter("guest pw\n");
	$console->shows(qr/\$ /, 'login: it was not read by another');
	$console->command('wc -c </tmp/stolen; ps -ax | '
	    . 'grep -v grep | grep -c "sleep 1"', qr/ *0\r\n1\r\n/,
	    'login: although he tries');
	$console->enter("/t/openall 4\n");
	$console->shows(qr/\d files\r\n.*\$ /s, 'login: somebody opens all files');
	$console->enter("exit\n");
	my $next = $console->shows(qr/login: |[#\$] $/, 'exit, again');
	like($next // '', qr/login: /, 'the next one is asked all the same');
	undef $console;

	open(my $out, '>', "$dir/ttys") or die "$dir: $!\n";
	print $out "console \"/usr/bin/login vt100 on secure\n";
	close($out) or die "$dir: $!\n";
	$console = Graft::Console->new('-p', "$dir/ttys:/etc/ttys");
	my $seen = $console->shows(qr/empty\r\n.*empty\r\n/s,
	    'a line that is wrong is reported');
	unlike($seen // '# ', qr/# /, 'and gives nobody a shell');
	undef $console;

	# What cannot be opened is not what is not there.
	$console = Graft::Console->new;
	$console->shows(qr/# /, 'a shell');
	$console->enter("rm /etc/ttys; ln -s ttys /etc/ttys; exit\n");
	$seen = $console->shows(qr/exit\r\n.*?(?:# |symbolic.*symbolic)/s,
	    'an /etc/ttys that cannot be opened');
	unlike($seen // '# ', qr/# \z/, 'gives nobody a shell');
	undef $console;
}
done_testing();
