#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The console as a person meets it: keys go in at the serial line and at the
# keyboard, what the screen shows is compared.

use strict;
use warnings;
use FindBin;
use IO::Handle;
use IPC::Open2;
use Test::More;
use Time::HiRes qw(time);

my $patience = 20; # seconds for one answer
my $seen = '';	   # of the screen, not yet compared
my $all = '';

$SIG{ALRM} = sub { die "the test takes too long\n" };
alarm(150);
$SIG{PIPE} = 'IGNORE';
# With an argument, so that no shell parts the path at its blanks.
my $pid = open2(my $screen, my $keys, "$FindBin::RealBin/../../tools/vm", '--');
$keys->autoflush(1);

END {
	if (defined $pid) {
		my $status = $?;
		kill('TERM', $pid);
		waitpid($pid, 0);
		$? = $status;
	}
}

sub enter
{
	print $keys $_[0];
}

# Waits until the pattern appears on the screen; what is before it and the
# match are used up. Returns true, or false when it did not come in time.
sub shows
{
	my ($pattern, $seconds) = @_;
	my $end = time() + ($seconds // $patience);

	for (;;) {
		if ($seen =~ s/\A.*?$pattern//s) {
			return 1;
		}
		my $left = $end - time();
		my $ready = '';
		vec($ready, fileno($screen), 1) = 1;
		last if $left <= 0 || select($ready, undef, undef, $left) <= 0;
		sysread($screen, my $piece, 65536) or last;
		$seen .= $piece;
		$all .= $piece;
	}
	return 0;
}

my $prompt = qr/# /;

# A command's output is the whole of what stands between its echo and the
# next prompt.
sub command
{
	my ($line, $pattern, $what) = @_;

	enter("$line\n");
	my $good = shows(qr/\Q$line\E\r\n$pattern$prompt/);
	ok($good, $what);
	if (!$good) {
		diag("screen: \"", length($seen) > 400 ? substr($seen, -400) : $seen, "\"");
		$seen = '';
	}
}

sub key_test
{
	my ($keys, $pattern, $what) = @_;

	enter($keys);
	my $good = shows($pattern);
	ok($good, $what);
	if (!$good) {
		diag("screen: \"", length($seen) > 400 ? substr($seen, -400) : $seen, "\"");
		$seen = '';
	}
}

if (!shows($prompt, 60)) {
	fail('the shell prompts');
	diag(join("\n", (split(/\n/, $all))[-40 .. -1]));
	done_testing();
	exit(1);
}
pass('the shell prompts');

# ---- lines
command('echo hello', qr/hello\r\n/, 'a command');
key_test("echo fop\177o\n", qr/echo fop\x08 \x08o\r\nfoo\r\n# /, 'erase');
key_test("wrong\025echo right\n", qr/\nright\r\n# /, 'kill');
key_test("echo one wrong\027two\n", qr/\none two\r\n# /, 'word erase');
key_test("cat\nline\n\004", qr/cat\r\n.*line\r\n.*line\r\n# /s,
    '^D ends a file');
key_test("x" x 5000 . "\025echo still here\n",
    qr/\a.*\nstill here\r\n# /s, 'a line that is much too long');
key_test("sleep 1\necho ahead\n", qr/# ahead\r\n# /, 'type-ahead');

# ---- modes
command('stty -a', qr/.*speed 115200 baud.*25 rows; 80 columns.*\n/s, 'stty -a');
key_test("stty -echo; echo re''ady; read x; stty echo; echo \"<\$x>\"\n",
    qr/ready\r\n/, 'without echo');
key_test("secret\n", qr/\A<secret>\r\n# /, '... nothing is shown');
key_test("stty -icanon min 3; head -c 3; stty icanon; echo .\n",
    qr/echo \.\r\n/, 'not canonical, min 3');
key_test("abc", qr/abc.*\.\r\n# /, '... is read without a new line');

# ---- jobs
key_test("sleep 100\n", qr/sleep 100\r\n/, 'a long command');
key_test("\003", qr/\^C\r?\n?# /, '^C ends it');
command('echo $?', qr/130\r\n/, '... with SIGINT');
# It has the terminal once it says so; before, ^Z would be the shell's.
key_test("sh -c \"echo go''ing; exec sleep 100\"\n", qr/going\r\n/,
    'another one');
key_test("\032", qr/\^Z.*Stopped.*# /s, '^Z stops it');
key_test("fg\n", qr/sleep 100\S*\r\n/, 'fg brings it back');
select(undef, undef, undef, 0.5);	# fg says so before it does it
key_test("\034", qr/\^\\.*# /s, '^\\ ends it');
key_test("cat &\n", qr/\n# /, 'cat in the background');
command('sleep 1; jobs', qr/.*Stopped \(tty input\).*\n/s,
    '... is stopped when it reads');
key_test("kill -9 %1; wait\n", qr/\n# /, '... and killed');
key_test("yes | head -n 30000\n", qr/y\r\ny\r\n/, 'much output');
enter("\023");
shows(qr/never/, 1);
$seen = '';
ok(!shows(qr/y/, 1), '^S stops it');
key_test("\021echo go''ne on\n", qr/y\r\n.*gone on\r\n# /s,
    '^Q lets it go on');

# ---- devices
command('echo text >/dev/tty', qr/text\r\n/, '/dev/tty');
command('echo text >/dev/null', qr//, '/dev/null takes');
command('head -c 5 /dev/zero | wc -c', qr/ *5\r\n/, '/dev/zero gives');
command('stty -f /dev/tty01 raw; echo $?', qr/0\r\n/, 'the second line');

# ---- the keyboard, through the emulator's monitor
sub press
{
	enter("\001c");
	shows(qr/\(qemu\) /);
	for my $key (@_) {
		enter("sendkey $key 20\n");
		shows(qr/\(qemu\) /);
		select(undef, undef, undef, 0.05);
	}
	enter("\001c");
}
press(qw(e c h o spc shift-k b d minus 1 ret));
ok(shows(qr/Kbd-1\r\n# /), 'the keyboard types') or diag($seen);
press(qw(s l e e p spc 9 9 ret));
select(undef, undef, undef, 0.3);
press('ctrl-c');
ok(shows(qr/# /), '^C on the keyboard') or diag($seen);
press(qw(c a t ret up ret ctrl-d));
shows(qr/# /);
# The monitor's prompt stands among what the guest shows.
ok($all =~ /\(qemu\) \^\[\[A/, 'an arrow key sends its sequence');

enter("\001x");
done_testing();
