#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Modules that the boot loader brings, boot(8): good ones are there before
# /etc/rc, in order; bad ones are refused line by line on the console, and the
# boot goes on; lkm.disable keeps some out; rc.lkm does not load them again.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Console;
use Graft::File;
use Graft::Prog;
use Graft::Staged;
use Graft::VM qw(top vm);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $serial = 0;

# A file for the boot loader, or for the guest.
sub file
{
	my ($name, $bytes, $mode) = @_;

	open(my $out, '>:raw', "$dir/$name") or die "$dir/$name: $!\n";
	print $out $bytes;
	close($out) or die "$dir/$name: $!\n";
	chmod($mode // 0644, "$dir/$name");
	return "$dir/$name";
}

sub lkm
{
	return map { "$top/build/lkm/$_.o" } @_;
}

sub test_lkm
{
	return map { "$top/build/tests/lkm/$_.o" } @_;
}

sub load
{
	return map { ('-l', $_) } @_;
}

my $said = 'dmesg | grep "^boot module"';
my $listed = q{modstat | while read -r a b c d e f g name; do echo "$b $name"; done};

# ---- good and bad ones, by both loaders

my $hello = slurp(lkm('hello'));
my @mixed = (lkm('hello'), lkm('hello'), file('notes.txt', "hello, world\n"),
    file('empty.o', ''), file('cut.o', substr($hello, 0, 500)),
    test_lkm('missing'), "$top/build/lkm/aout/newsyscall.o",
    test_lkm('consumer', 'provider', 'consumer', 'slowload', 'refuser'));
my $expected = qr{\A
boot[ ]module[ ]hello\.o:[ ]loaded[ ]as[ ]module[ ]0,[ ]hello\n
boot[ ]module[ ]hello\.o:[ ]refused:[ ]already-loaded:[ ]a[ ]module[ ]named[ ]hello[ ]is[ ]loaded;.*\n
boot[ ]module[ ]notes\.txt:[ ]refused:[ ]text-file:[ ]\S.*\n
(?:boot[ ]module[ ]empty\.o:[ ]refused:[ ]empty-file:[ ]\S.*\n)?
boot[ ]module[ ]cut\.o:[ ]refused:[ ]section-table-outside-file:[ ]\S.*\n
(?:boot[ ]module[ ]missing\.o:[ ]refused:[ ]undefined-symbols:[ ].*\n){3}
boot[ ]module[ ]newsyscall\.o:[ ]loaded[ ]as[ ]module[ ]1,[ ]newsyscall\n
(?:boot[ ]module[ ]consumer\.o:[ ]refused:[ ]undefined-symbols:[ ].*\n)+
boot[ ]module[ ]provider\.o:[ ]loaded[ ]as[ ]module[ ]2,[ ]provider\n
boot[ ]module[ ]consumer\.o:[ ]loaded[ ]as[ ]module[ ]3,[ ]consumer\n
boot[ ]module[ ]slowload\.o:[ ]refused:[ ]entry-failed:[ ].*[ ]error[ ]5\n
boot[ ]module[ ]refuser\.o:[ ]loaded[ ]as[ ]module[ ]4,[ ]refuser\n
\z}x;
for my $loader ([], ['--iso']) {
	my $name = @$loader ? 'GRUB' : 'QEMU';
	my $guest = Graft::VM->new(@$loader, load(@mixed));

	$guest->check("$name: each is loaded, or refused with its reasons",
	    $said, $expected);
	$guest->check("$name: an empty file, too", "$said | grep -c empty-file",
	    "1\n");
	$guest->check("$name: they are listed", $listed . ' | tail -n +2',
	    "0 hello\n1 newsyscall\n2 provider\n3 consumer\n4 refuser\n");
	$guest->check("$name: they work", 'testsyscall 210 41',
	    "testsyscall: call 210 returned 42\n");
	$guest->check("$name: what uses what is known", 'modunload provider',
	    qr/\Amodunload: provider: busy: .*consumer/, 5);
	$guest->check("$name: lkm.boot has them", 'sysctl -n lkm.boot',
	    "hello.o 0 hello\nnewsyscall.o 1 newsyscall\n"
	    . "provider.o 2 provider\nconsumer.o 3 consumer\n"
	    . "refuser.o 4 refuser\n");
	$guest->check("$name: they go", 'modunload consumer && '
	    . 'modunload provider && modunload hello; sysctl -n lkm.boot',
	    qr/\A(?:.*\n)*newsyscall\.o 1 newsyscall\nrefuser\.o 4 refuser\n\z/);
	$guest->check("$name: and come back as modload's",
	    'modload /lkm/hello.o; sysctl -n lkm.boot | grep -c hello',
	    "Module loaded as ID 0\n0\n", 1);
	$guest->check("$name: the system is in order",
	    'sysctl -n lkm.selfcheck', qr/\A(?!.*BROKEN)[0-9a-f]{16} /);
	$guest->boot;
}

# ---- a hundred, of which only memory is the limit

my @hundred = map { my $name = sprintf('h%04d', $_);
    file("$name.o", $hello =~ s/\0hello(?=\0)/\0$name/gr)
    . ' -e hello_lkmentry' } 1 .. 100;
my $many = Graft::VM->new(load(@hundred), load(test_lkm('big_memory')), '-m',
    16);
$many->check('a hundred are loaded', "$said | grep -c loaded; "
    . 'sysctl -n lkm.count; modstat -n h0100 | wc -l', qr/\A100\n100\n *2\n\z/);
$many->check('one that memory does not suffice for is not',
    "$said | grep big_memory", qr/\Aboot module big_memory\.o: refused: no-memory: \S.*\n\z/);
$many->check('they go', 'modunload -a >/dev/null; sysctl -n lkm.count',
    "0\n");
$many->boot;

# ---- one that takes the machine down, and the way out

my @down = load(test_lkm('loadpanic'));
my ($fell, undef, $trace) = vm('run', @down, 'true');
is($fell, 125, 'a panic in a load function');
like($trace, qr/^panic: loadpanic: as it is loaded\n(?:.*\n)*?.*loadpanic:.*\n(?:.*\n)*modules: .*loadpanic/m,
    'the panic says whose it was');
for my $word ('loadpanic', 'loadpanic.o') {
	my $out = Graft::VM->new(@down, load(lkm('hello')), '-a',
	    "lkm.disable=$word");
	$out->check("lkm.disable=$word: the boot goes on without it",
	    "$said; sysctl -n lkm.count", qr/\Aboot module loadpanic\.o: refused: disabled: .*\nboot module hello\.o: loaded .*\n1\n\z/);
	$out->check("lkm.disable=$word: for modload as well",
	    'modload /lkm/rot13.o', "Module loaded as ID 1\n");
	$out->boot;
}

# ---- drivers: devices that are there at boot are found

my $driver = Graft::VM->new(load(test_lkm('t_drv_a')), '-q', '-device edu');
$driver->check('a driver finds its device', 'dmesg | grep -e ^boot -e edu',
    qr/\A.*edu0 at pci0 .*\nboot module t_drv_a\.o: loaded as module 0.*\n\z/s);
$driver->boot;

# ---- every hostile object that there is

my @hostile = sort(glob("'$top/build/tests/objects/'*.o"));
cmp_ok(scalar(@hostile), '>', 900, 'there are hostile objects');
# Those with twenty thousand reasons take their time on a console.
my @talkative = grep { /000-undefined/ } @hostile;
@hostile = grep { !/000-undefined/ } @hostile;
cmp_ok(scalar(@talkative), '>=', 2, 'some have thousands of reasons');
my ($ended, $counted) = vm('run', '-t', 240, '-m', 256, load(@talkative),
    'dmesg | grep -c "^boot module large.*: refused: "; sysctl -n lkm.count');
like("$ended $counted", qr/\A0 \d\d+\n0\n\z/, 'the boot goes on after them');
while (my @some = splice(@hostile, 0, 300)) {
	my $console = Graft::Console->new('-m', 256, load(@some));
	my $screen = $console->shows(qr/Welcome.*?\n# /s,
	    'all refused: ' . @some . ', and the boot goes on') // '';
	my %refused;

	$refused{$1} = 1
	    while $screen =~ /^boot module (\S+): refused: [a-z0-9-]+: \S/mg;
	my @silent = grep { !$refused{s{.*/}{}r} } @some;
	is("@silent", '', 'each with a code and a reason');
	is(scalar(() = $screen =~ /^boot module [^:]+: loaded/mg), 0,
	    'none is loaded');
	$console->command('sysctl lkm.count', qr/lkm\.count = 0\r\n/,
	    'nothing is there');
}

# ---- options

# A module made for another kernel.
my ($version) = slurp("$top/sys/param.h") =~ /__NetBSD_Version__ (\d+)/;
my $old = $hello;
is($old =~ s/\Q${\pack('V', $version)}\E/pack('V', $version - 1)/es, 1,
    'an object for the kernel before');
my $older = file('old - 1.o', $old);
my $options = Graft::VM->new(load(map { "$top/build/lkm/$_" }
    'newsyscall.o -e newsyscall_lkmentry', 'hello.o -e nothing', 'hello.o -q',
    'hello.o -f -e'), load("$older -e hello_lkmentry",
    "$older -f -e hello_lkmentry"),
    load(file('x.tar', '') . ' -q'));
$options->check('options of the boot line', $said, qr{\A
boot[ ]module[ ]newsyscall\.o:[ ]loaded[ ]as[ ]module[ ]0,[ ]newsyscall\n
boot[ ]module[ ]hello\.o:[ ]refused:[ ]entry-missing:[ ]no[ ]function[ ]nothing,.*\n
boot[ ]module[ ]hello\.o:[ ]refused:[ ]-q:[ ]not[ ]an[ ]option[ ]of[ ]an[ ]object:.*\n
boot[ ]module[ ]hello\.o:[ ]refused:[ ]-e:[ ]the[ ]name[ ]of[ ]a[ ]function[ ]is[ ]missing.*\n
boot[ ]module[ ]old_-_1\.o:[ ]refused:[ ]wrong-kernel:[ ].*\n
boot[ ]module[ ]old_-_1\.o:[ ]loaded[ ]as[ ]module[ ]1,[ ]hello\n
boot[ ]module[ ]x\.tar:[ ]refused:[ ]-q:[ ]not[ ]an[ ]option[ ]of[ ]an[ ]object:.*\n
\z}x);
$options->boot;

# GRUB need not say anything beside a module: it has a number then.
my $cfg = file('grub.cfg', "set timeout=0\nmenuentry Graft {\n"
    . "multiboot /graft\nmodule /root.tar\nmodule /hello.o\n"
    . "module /newsyscall.o -e newsyscall_lkmentry\n"
    . "module /hello.o boot/x/hello.o\n}\n");
system("'$top/tools/mkiso' '$cfg' graft='$top/build/kernel/graft' "
    . "root.tar='$top/build/image/root.tar' hello.o='@{[lkm('hello')]}' "
    . "newsyscall.o='@{[lkm('newsyscall')]}' >'$dir/names.iso'") == 0
    or die "mkiso: $?\n";
my $screen = '';
{
	my $pid = open(my $qemu, '-|', 'setpriv', '--pdeathsig', 'KILL', '--',
	    qw(timeout 60 qemu-system-i386 -machine pc -accel tcg -m 64
	    -nodefaults -no-reboot -display none -monitor none -cdrom),
	    "$dir/names.iso", qw(-serial stdio)) // die "QEMU: $!\n";
	until ($screen =~ /\n# /) {
		sysread($qemu, $screen, 4096, length($screen)) or last;
	}
	kill('TERM', $pid);
	close($qemu);
}
like($screen, qr{
boot[ ]module[ ]number[ ]2:[ ]refused:[ ]entry-missing:[ ][^\n]*[ ]hello_lkmentry:[^\n]*\r\n
(?:newsyscall:[^\n]*\n)?
boot[ ]module[ ]number[ ]3:[ ]loaded[ ]as[ ]module[ ]0,[ ]newsyscall\r\n
(?:hello:[^\n]*\n)?
boot[ ]module[ ]hello\.o:[ ]loaded[ ]as[ ]module[ ]1,[ ]hello\r\n
.*Welcome}sx, 'modules without a name, with options alone, with folders');

# ---- archives that are no good; the root is there, so the boot goes on

my $root = slurp("$top/build/image/root.tar");
my $bad = Graft::VM->new(load(file('cut.tar', substr($root, 0, 700)),
    file('zeros.tar', substr($root, 0, 512) =~ s/ustar.*\z//sr . "\0" x 512),
    file('option.tar', substr($root, 0, 512)) . ' -e x',
    file('broken.tar', substr($root, 0, 512) =~ s/\A.../xyz/sr)));
$bad->check('damaged archives', $said, qr{\A
boot[ ]module[ ]zeros\.tar:[ ]refused:[ ][a-z-]+:[ ]\S.*\n
(?:boot[ ]module[ ]cut\.tar:[ ].*\n)?
boot[ ]module[ ]option\.tar:[ ]refused:[ ]-e:[ ]not[ ]an[ ]option[ ]of[ ]an[ ]archive:.*\n
boot[ ]module[ ]broken\.tar:[ ]damaged:[ ].*,[ ]at[ ]byte[ ]0\n
\z}x);
$bad->boot;

# ---- their memory is free afterwards

my %free;
for my $n (0, 8) {
	my ($status, $out) = vm('run', $n ? load(file('big',
	    "nothing\n" x ($n << 17))) : (), 'sysctl -n vm.free');
	($free{$n}) = $out =~ /\A(\d+)\n\z/ or BAIL_OUT("vm.free: $out");
}
cmp_ok(abs($free{0} - $free{8}), '<', 16,
    'eight megabytes for the boot loader are free again')
    or diag("$free{0} pages without, $free{8} with");

# ---- lkm.disable

my $disable = Graft::VM->new(load(lkm('hello', 'newsyscall', 'rot13')),
    '-p', "$top/build/lkm/newsyscall.o:/lkm/other.o", '-p',
    file('lkm.conf', "hello.o\nrot13.o\n") . ':/etc/lkm.conf',
    '-a', 'lkm.disable=hello,nobody lkm.disable=newsyscall,,');
my $sentence = ' is in lkm.disable on the kernel\'s command line: boot '
    . "without that to load it\n";
$disable->check('the boot loader\'s', $said,
    "boot module hello.o: refused: disabled: hello$sentence"
    . "boot module newsyscall.o: refused: disabled: newsyscall$sentence"
    . "boot module rot13.o: loaded as module 0, rot13\n");
$disable->check('root\'s', 'modload /lkm/newsyscall.o',
    "modload: /lkm/newsyscall.o: disabled: newsyscall$sentence", 14);
$disable->check('whatever the file is called', 'modload -e '
    . 'newsyscall_lkmentry /lkm/other.o',
    "modload: /lkm/other.o: disabled: newsyscall$sentence", 14);
$disable->check('modload -n says so, too', 'modload -n /lkm/hello.o',
    "modload: /lkm/hello.o: disabled: hello$sentence", 14);
$disable->check('not even with force', 'modload -f /lkm/hello.o',
    "modload: /lkm/hello.o: disabled: hello$sentence", 14);
$disable->check('rc\'s', 'sh /etc/rc.lkm start',
    "modload: /lkm/hello.o: disabled: hello$sentence"
    . "rc.lkm: /etc/lkm.conf:1: hello.o: modload: status 14\n", 1);
$disable->check('the others are there', $listed . ' | tail -n +2',
    "0 rot13\n");
$disable->check('the list can be seen', 'sysctl lkm.disable',
    "lkm.disable = hello,nobody,newsyscall,,\n");
$disable->check('and not changed', 'sysctl -w lkm.disable=x', qr/permitted/,
    1);
$disable->boot;

# Nor by the calls of old, in pieces.
my $images = Graft::Staged->new($dir);
$images->add('hello', lkm('hello'), entry => 'hello_lkmentry');
for my $words ('', 'lkm.disable=hello') {
	my $staged = Graft::VM->new($images->files, prog('stage'), '-a', $words);
	$staged->check("a load in pieces, '$words'", '/t/stage -s hello.img '
	    . '400 0; s=$?; sysctl -n lkm.count; exit $s', $words eq ''
	    ? (qr/loaded 0\n.*\n1\n\z/, 0)
	    : (qr/hello\.img: (?:Operation )?not permitted\n0\n\z/i, 1));
	$staged->boot;
}

# An object without symbols is known by its file's name, and by its own only
# once it runs.
my $stripped = "$dir/nameless.o";
system('i686-linux-gnu-objcopy', '-K', 'newsyscall_lkmentry', '-N', '_module',
    lkm('newsyscall'), $stripped) == 0 or die "objcopy: $?\n";
for my $name ('nameless', 'newsyscall') {
	my $one = Graft::VM->new(load("$stripped -e newsyscall_lkmentry"),
	    '-a', "lkm.disable=$name");
	$one->check("lkm.disable=$name: without symbols",
	    "$said; sysctl -n lkm.count",
	    "boot module nameless.o: refused: disabled: $name${sentence}0\n");
	$one->boot;
}

# ---- the boot loader may at any securelevel

my $secure = Graft::VM->new(load(lkm('hello')), '-a', 'securelevel=2');
$secure->check('securelevel=2', 'sysctl -n kern.securelevel lkm.boot',
    "2\nhello.o 0 hello\n");
$secure->boot;
my $level = Graft::VM->new('-a', 'securelevel=much');
$level->check('securelevel=much', 'dmesg | grep securelevel',
    qr/securelevel=: there is no such level/);
$level->boot;

# ---- rc.lkm and what is there already

my @rc = ('-p', file('conf', "newsyscall.o\t-\t-\t/etc/post\nhello.o\n")
    . ':/etc/lkm.conf', '-p', file('post', 'echo "$@" >>/tmp/post', 0755)
    . ':/etc/post');
my $again = Graft::VM->new(@rc, load(lkm('newsyscall')));
$again->check('rc.lkm: it stays, its postinstall runs, the rest is loaded',
    'modstat | wc -l; cat /tmp/post; cut -d " " -f 1-3 /var/run/rc.lkm',
    qr{\A *3\n0 0x0 210\n- 0 /lkm/newsyscall\.o\nBEFORENET 1 /lkm/hello\.o\n\z});
$again->check('start again: nothing happens', 'sh /etc/rc.lkm start; '
    . 'cat /tmp/post', "0 0x0 210\n");
$again->check('stop: the boot loader\'s stays', 'sh /etc/rc.lkm stop; '
    . $listed . ' | tail -n +2', "0 newsyscall\n");
$again->check('one that has been unloaded is loaded by its line',
    'modunload newsyscall; sh /etc/rc.lkm start; cat /tmp/post',
    "Module loaded as ID 0\nModule loaded as ID 1\n0 0x0 210\n0 0x0 210\n");
$again->check('and goes with stop', 'sh /etc/rc.lkm stop; sysctl -n lkm.count',
    "0\n");
$again->boot;
# The numbers of a DEV are two.
my $majors = Graft::VM->new('-p', "$dir/post:/etc/post", '-p',
    file('dev.conf', "/m/t_dev_a.o - - /etc/post\n") . ':/etc/lkm.conf', '-p',
    "$top/build/tests/lkm/t_dev_a.o:/m/t_dev_a.o", load(test_lkm('t_dev_a')));
$majors->check('the same arguments as from modload -p', 'cat /tmp/post; '
    . 'modunload t_dev_a; sh /etc/rc.lkm start >/dev/null; tail -n 1 /tmp/post',
    sub { my @l = split(/\n/, $_[0]); @l == 2 && $l[0] eq $l[1]
	&& $l[0] =~ /\A0 0x2 \d+ \d+\z/ });
$majors->boot;

my $no = Graft::VM->new(@rc, '-a', 'lkm=NO');
$no->check('lkm=NO on the boot line: nothing is loaded', 'sysctl -n lkm.count; '
    . 'modload /lkm/hello.o', "0\nModule loaded as ID 0\n");
$no->boot;
my $yes = Graft::VM->new(@rc, '-a', 'xlkm=NO lkm=NO lkm=YES', '-p',
    file('rc.conf', "lkm=NO\nsecurelevel=0\n") . ':/etc/rc.conf');
$yes->check('lkm=YES: the last word counts', 'sysctl -n lkm.count', "2\n");
$yes->boot;

# ---- a command line without an end

my $long = Graft::VM->new('-a', 'lkm.disable=hello ' . 'x' x 1100
    . ' lkm.disable=rot13');
$long->check('too long a line is cut, and that is said',
    'dmesg | grep "too long"; sysctl -n lkm.disable', qr/too long.*\nhello\n\z/);
$long->boot;
done_testing();
