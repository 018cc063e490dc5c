#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# GRUB's menu on the boot image, as somebody at the keyboard meets it: Shift
# or Esc while the machine starts brings it, its second entry is single-user,
# from where exit leads on to multi-user. Nobody at the keyboard: it boots.
#
# Keys come, and the screen is read, through QEMU's monitor.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use IO::Socket::UNIX;
use JSON::PP;
use lib "$FindBin::RealBin/lib";
use Graft::Console;
use Test::More;
use Time::HiRes qw(sleep time);

my $dir = tempdir(CLEANUP => 1);
my $patience = 30;
my $serial = 0;
my ($monitor, $path);

sub command
{
	my ($execute, %arguments) = @_;

	print $monitor encode_json({ execute => $execute,
	    arguments => \%arguments }), "\n";
	# Events may come before the answer.
	while (defined(my $line = <$monitor>)) {
		my $answer = decode_json($line);
		return if exists $answer->{return};
		die "$execute: $answer->{error}{desc}\n" if $answer->{error};
	}
	die "$execute: QEMU has ended\n";
}

# A guest of the boot image, with its monitor.
sub boot
{
	$path = "$dir/" . $serial++;
	my $console = Graft::Console->new('--iso', '-q',
	    "-qmp unix:$path,server=on,wait=off");
	my $end = time + $patience;

	until ($monitor = IO::Socket::UNIX->new($path)) {
		die "no monitor: $!\n" if time > $end;
		sleep(0.02);
	}
	$monitor->autoflush(1);
	<$monitor>;	# its greeting
	command('qmp_capabilities');
	return $console;
}

sub key
{
	my ($key, @downs) = @_;

	for my $down (@downs) {
		command('input-send-event', events => [{ type => 'key',
		    data => { down => $down ? JSON::PP::true : JSON::PP::false,
		    key => { type => 'qcode', data => $key } } }]);
	}
}

# The guest's memory, at a physical address.
sub memory
{
	my ($at, $size) = @_;

	command('pmemsave', val => $at, size => $size,
	    filename => "$path.memory");
	open(my $in, '<:raw', "$path.memory") or die "$path.memory: $!\n";
	local $/;
	return <$in>;
}

# The text on the screen, which lies in memory with an attribute each.
sub screen
{
	return memory(0xb8000, 4000) =~ s/(.)./$1/gsr;
}

# Choose an entry of the menu. A key would be lost if the BIOS had no room for
# it: where it keeps those that nobody has taken yet, and how far they were
# taken, is in its data area.
sub choose
{
	my $end = time + $patience;

	for my $key (@_) {
		for (;;) {
			my ($taken, $come) = unpack('v2', memory(0x41a, 4));
			last if $taken == $come || time > $end;
			sleep(0.02);
		}
		key($key, 1, 0);
	}
}

# Whether the menu comes, while this is done again and again, as the keyboard
# repeats a key that is held.
sub menu_comes
{
	my ($press) = @_;
	my $end = time + $patience;

	while (time < $end) {
		$press->();
		return 1 if screen() =~ /Graft, single-user/;
		sleep(0.04);
	}
	return 0;
}

my $console = boot();
ok(menu_comes(sub { key('shift', 1) }), 'Shift brings the menu');
key('shift', 0);
choose('down', 'ret');
my $seen = $console->shows(qr/single-user mode.*?# /s,
    'its second entry is single-user');
unlike($seen // '', qr/Welcome/, 'rc has not run');
$console->command('sysctl kern.securelevel kern.bootargs',
    qr/kern.securelevel = 0\r\nkern.bootargs = -s\r\n/,
    'which asks for nothing');
$console->enter("exit\n");
$console->shows(qr/Welcome.*?\n# /s, 'exit: multi-user');
undef $console;

$console = boot();
ok(menu_comes(sub { key('esc', 1, 0) }), 'so does Esc');
choose('ret');
$seen = $console->shows(qr/Welcome.*?\n# /s, 'its first entry is multi-user');
unlike($seen // '', qr/single-user mode/, 'and that alone');
undef $console;

$console = boot();
$seen = $console->shows(qr/Welcome.*?\n# /s, 'without a key it boots');
undef $console;
done_testing();
