#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# rc(8) and rc.lkm(8): the order of the boot as modules, mounts and rc.local
# meet it; every kind of line in /etc/lkm.conf; single-user and back, with the
# securelevel.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Console;
use Graft::VM qw(top);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
chmod(0755, $dir);

# A file for the guest; the option that puts it there.
my $serial = 0;

sub file
{
	my ($path, $text, $mode) = @_;
	my $name = "$dir/" . $serial++;

	open(my $out, '>', $name) or die "$name: $!\n";
	print $out $text;
	close($out) or die "$name: $!\n";
	chmod($mode // 0644, $name);
	return ('-p', "$name:$path");
}

my $rc_conf = "hostname=graft\nlkm=YES\n";
my @stages = map { ('-p',
    "$top/build/tests/lkm/stage_$_.o:/lkm/stage_$_.o") } qw(net mount after);
my $in_order = <<'END';
# Not in the order of the stages; the first by default.
stage_after.o	-	-	-	-	AFTERMOUNT
stage_mount.o	-	-	/etc/made	-	BEFOREMOUNT # said at the end

stage_net.o
END
my $log = '{ dmesg | grep "^boot: "; mount; echo "local: securelevel '
    . '$(sysctl -n kern.securelevel)"; } >/tmp/order; exit 1';

# ---- the order

my $guest = Graft::VM->new(@stages, file('/etc/rc.conf', $rc_conf),
    file('/etc/lkm.conf', $in_order),
    file('/etc/made', 'echo "made $1 $2 $3" >/tmp/made', 0755),
    file('/etc/fstab', "tmpfs /mnt tmpfs rw\n"),
    file('/etc/rc.local', $log));
$guest->check('modules, mounts, rc.local, in this order', 'cat /tmp/order',
    qr{\A\Qboot: stage_net: 1 mounted, securelevel 0
boot: stage_mount: 1 mounted, securelevel 0
boot: stage_after: 2 mounted, securelevel 0
\E.* on / .*\n.* on /mnt .*\nlocal: securelevel 0\n\z});
$guest->check('then the securelevel, which is 1 without a word',
    'sysctl -n kern.securelevel kern.securelevel_by', "1\nrc\n");
$guest->check('postinstall has been run', 'cat /tmp/made',
    "made 1 0x6 -1\n");
$guest->check('modload, with rc\'s own words', 'modload /lkm/hello.o',
    "modload: /lkm/hello.o: not permitted at securelevel 1 (raised by rc)\n",
    11);
$guest->boot;

# ---- rc.conf

for my $try (['securelevel=2', '', "2\n"], ['securelevel=0', '', "0\n"],
    ['securelevel=1', '', "1\n"], ['', 'securelevel=-1', "-1\n"],
    ['securelevel=1', 'securelevel=-1', "1\n"],
    ['securelevel=-1', '', "0\n"], ['securelevel=lots', '', "1\n"]) {
	my ($set, $args, $level) = @$try;
	my $one = Graft::VM->new('-a', "x $args",
	    file('/etc/rc.conf', "$rc_conf$set\n"));
	$one->check("rc.conf '$set', boot loader '$args'",
	    'sysctl -n kern.securelevel', $level);
	$one->boot;
}
my $no = Graft::VM->new(@stages, file('/etc/rc.conf', "lkm=NO\n"),
    file('/etc/lkm.conf', $in_order));
$no->check('lkm=NO', 'modstat | wc -l', qr/^ *1$/);
$no->boot;
my $neither = Graft::Console->new(file('/etc/rc.conf', "lkm=maybe\n"),
    file('/etc/lkm.conf', "hello.o\n"));
$neither->shows(qr/^rc: lkm=maybe: neither YES nor NO, so no module is loaded\r\n.*?\n# /ms,
    'neither is reported');
$neither->command('modstat | wc -l', qr/ *1\r\n/, 'and is as NO');
undef $neither;

# ---- lkm.conf, line by line

my @lines = ("hello.o\tv", 'nothing.o', '/nowhere/x.o', 'hello.o - - - - LATER',
    'hello.o - - - - BEFORENET more', 'hello.o - - /tmp/nothing',
    'hello.o - nosuchentry', '  # only this', 'text', '/tmp/hello.o',
    '/mine/hello.o', '/lkm/link.o', 'loose.o', 'students.o',
    'hello.o - - /etc/loose', '- -v',
    'stage_net.o -v', '/usr/lkm/extra.o - newsyscall_lkmentry',
    'extra.o - newsyscall_lkmentry');
my $bad = Graft::VM->new(@stages,
    '-p', "$top/build/lkm/newsyscall.o:/usr/lkm/extra.o",
    file('/etc/lkm.conf', join("\n", @lines)),
    file('/etc/rc.conf', "lkm=NO\nsecurelevel=0\n"));
$bad->check('the lines', 'mkdir /mine; chmod 777 /mine; '
    . 'cp /lkm/hello.o /tmp; cp /lkm/hello.o /mine; '
    . 'ln -s /tmp/hello.o /lkm/link.o; cp /lkm/hello.o /lkm/loose.o; '
    . 'chmod g+w /lkm/loose.o; cp /lkm/hello.o /lkm/students.o; '
    . 'chown student /lkm/students.o; cp /lkm/hello.o /lkm/text; '
    . 'echo true >/etc/loose; chmod 757 /etc/loose; '
    . 'sh /etc/rc.lkm start',
    sub {
	my ($out) = @_;
	my @wanted = (
	    '1: v: an option of modload begins with -',
	    '2: nothing.o: no such file in /lkm or /usr/lkm',
	    '3: /nowhere/x.o: no such file',
	    '4: LATER: not BEFORENET, BEFOREMOUNT or AFTERMOUNT',
	    '5: more: more than the six fields path options entry '
	    . 'postinstall output when',
	    '6: /tmp/nothing: no such file',
	    '7: hello.o: modload: status \d+',
	    '9: text: modload: status 2',
	    '10: not loaded: /tmp/hello.o: /tmp can be written by others '
	    . '\(mode 1777\)',
	    '11: not loaded: /mine/hello.o: /mine can be written by others '
	    . '\(mode 777\)',
	    '12: not loaded: /lkm/link.o: /tmp can be written by others '
	    . '\(mode 1777\)',
	    '13: not loaded: /lkm/loose.o: /lkm/loose.o can be written by '
	    . 'others \(mode 664\)',
	    '14: not loaded: /lkm/students.o: /lkm/students.o belongs to '
	    . 'student, not to root',
	    '15: not loaded: /etc/loose: /etc/loose can be written by '
	    . 'others \(mode 757\)',
	    '16: the path is missing');
	my @said = $out =~ /^rc\.lkm: \/etc\/lkm\.conf:(.*)$/mg;
	is(scalar(@said), scalar(@wanted), 'as many reports as bad lines');
	for my $i (0 .. $#wanted) {
		like($said[$i] // '', qr/\A$wanted[$i]\z/,
		    "line '" . ($wanted[$i] =~ s/:.*//r) . "' is reported");
	}
	return 1;
    }, 1);
$bad->check('what is right is loaded', 'modstat', qr/stage_net.*newsyscall/s);
$bad->check('not twice', 'modstat | grep -c newsyscall', "1\n");
$bad->check('start again: what is loaded stays', 'sh /etc/rc.lkm start '
    . '2>&1 | grep -c -e stage -e extra; modstat | wc -l', qr/\A0\n *3\n\z/);
$bad->check('one that was unloaded comes again', 'modunload newsyscall; '
    . 'sh /etc/rc.lkm start BEFORENET 2>/dev/null', qr/as ID/, 1);
$bad->check('stop takes the last first', 'sh /etc/rc.lkm stop AFTERMOUNT; '
    . 'modstat | wc -l; sh /etc/rc.lkm stop; modstat | wc -l; '
    . 'wc -c </var/run/rc.lkm', qr/\A *3\n *1\n *0\n\z/);
$bad->check('stop when nothing was started', 'rm /var/run/rc.lkm; '
    . 'sh /etc/rc.lkm stop', '');
$bad->check('usage', 'for a in "" go "start X" "start BEFORENET Y"; do '
    . 'sh /etc/rc.lkm $a; echo $?; done',
    "usage: rc.lkm start|stop [BEFORENET|BEFOREMOUNT|AFTERMOUNT]\n1\n" x 4);
$bad->check('lkm.conf itself must be root\'s', 'chmod o+w /etc/lkm.conf; '
    . 'sh /etc/rc.lkm start; s=$?; chmod o-w /etc/lkm.conf; exit $s',
    "rc.lkm: no module is loaded: /etc/lkm.conf: /etc/lkm.conf can be "
    . "written by others (mode 646)\n", 1);
$bad->check('no lkm.conf', 'mv /etc/lkm.conf /etc/x; sh /etc/rc.lkm start',
    '');
$bad->boot;

# ---- lkm.conf as others write it: CR at the end of lines, odd characters,
# several options in one word, and those that load nothing

my $long = 'y' x 1500;
my $odd = Graft::VM->new(file('/etc/rc.conf', "securelevel=0\n"),
    file('/etc/lkm.conf', join("\r\n", 'hello.o -dfv - - - AFTERMOUNT',
    '# a comment', '', 'newsyscall.o -vA/nosuchkernel', 'a\\nb.o', '\\c.o',
    $long, 'hello_asm.o -h', 'hello_asm.o -vn', 'hello_asm.o -x', '*',
    '$(echo).o', 'hello_asm.o -f,-v', 'odd\\name.o - rot13_lkmentry')));
$odd->check('odd lines', 'cp /lkm/rot13.o "/lkm/odd\\name.o"; '
    . 'sh /etc/rc.lkm start >/tmp/out 2>&1; s=$?; cat /tmp/out; exit $s', sub {
	my ($out) = @_;
	my $flag = 'hello_asm.o is not loaded with -h, -n or -x';
	return join('', $out =~ /^(rc\.lkm: .*\n)/mg) eq join('', map {
	    "rc.lkm: /etc/lkm.conf:$_\n" }
	    '5: a\nb.o: no such file in /lkm or /usr/lkm',
	    '6: \c.o: no such file in /lkm or /usr/lkm',
	    "7: $long: no such file in /lkm or /usr/lkm",
	    "8: -h: $flag", "9: -vn: $flag", "10: -x: $flag",
	    '11: *: no such file in /lkm or /usr/lkm',
	    '12: $(echo).o: no such file in /lkm or /usr/lkm',
	    '13: hello_asm.o: modload: status 1') &&
	    $out =~ /^add-symbol-file hello/m &&
	    $out =~ /-A \/nosuchkernel: /;
    }, 1);
$odd->check('what is right is loaded', 'modstat | cut -c48-',
    "Module Name\nnewsyscall\nrot13\nhello\n");
$odd->check('and known again', 'sh /etc/rc.lkm start 2>&1 | '
    . 'grep -c already; sh /etc/rc.lkm stop; modstat | wc -l',
    qr/\A0\n *1\n\z/);
$odd->boot;

# ---- single-user and back

my $console = Graft::Console->new('-a', '-s', @stages,
    file('/etc/rc.conf', "${rc_conf}securelevel=2\n"),
    file('/etc/lkm.conf', $in_order), file('/etc/made', "true\n", 0755));
my $seen = $console->shows(qr/single-user mode.*?# /s,
    '-s: single-user, and asks for nothing');
unlike($seen // '', qr/Welcome|loaded as/, 'rc has not run');
$console->command('sysctl kern.securelevel', qr/kern.securelevel = 0\r\n/,
    'the securelevel is 0');
$console->command('ls -l /dev/lkm', qr/crw-r----- .*\r\n/,
    'there are devices');
$console->command('modload /lkm/hello.o', qr/.*as ID 0\r\n/s,
    'a module by hand');
$console->enter("exit\n");
$console->shows(qr/boot:[ ]stage_net.*boot:[ ]stage_mount.*boot:[ ]stage_after
    .*Welcome.*?\n\#[ ]/sx, 'exit: rc runs, and it is multi-user');
$console->command('sysctl kern.securelevel', qr/kern.securelevel = 2\r\n/,
    'secure now');
$console->command('modunload hello',
    qr/[^\r]*not permitted at securelevel 2 \(raised by rc\)\r\n/,
    'nothing to unload any more');
$console->command('sysctl -w kern.securelevel=0',
    qr/[^\r]*Operation not permitted\r\n/, 'not even by root');
$console->enter("shutdown now\n");
$console->shows(qr/single-user mode.*?# /s, 'shutdown now: single-user');
$console->command('sysctl kern.securelevel kern.securelevel_by',
    qr/kern.securelevel = 0\r\nkern.securelevel_by = \r\n/,
    'init has lowered the securelevel');
$console->command('modunload hello', qr/(?:hello: good-bye\r\n)?/,
    'and modules go');
$console->enter("exit\n");
$seen = $console->shows(qr/Welcome.*?\n# /s, 'multi-user again');
unlike($seen // '', qr/rc\.lkm|loaded as/,
    'modules that were there are left alone');
$console->command('sysctl kern.securelevel; modstat | wc -l',
    qr/kern.securelevel = 2\r\n *4\r\n/, 'secure again, with its modules');
$console->enter("kill -TERM 1\n");
$console->shows(qr/single-user mode.*?# /s, 'SIGTERM to init: single-user');
undef $console;

# ---- rc that fails: the operator is asked, and nothing stays secure
my $broken = Graft::Console->new(file('/etc/rc', "sysctl -w "
    . "kern.securelevel=1\nsleep 1000 &\nexit 3\n"));
$broken->shows(qr/etc\/rc failed.*single-user mode.*?# /s,
    'rc fails: single-user');
$broken->command('sysctl kern.securelevel; ps -ax | grep -c "[s]leep 1000"',
    qr/kern.securelevel = 0\r\n0\r\n/, 'insecure, and nobody is left');
undef $broken;
done_testing();
