#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# pcspkr: QEMU writes what the speaker plays to a file: there are the notes
# that were asked for, for as long as they should last, and silence around
# them.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/../../../../tests/guest/lib";
use Graft::Prog;
use Graft::VM;
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $load = 'modload -p /lkm/pcspkr.sh /lkm/pcspkr.o';
my $sum = 'sysctl -n lkm.selfcheck';

# A guest that writes its sound to this file.
sub guest
{
	my ($wav, @options) = @_;

	return Graft::VM->new(@options, '-q', "-audiodev wav,id=sound,"
	    . "path=$dir/$wav -machine pcspk-audiodev=sound");
}

# The sounds in a file, in order: [frequency, seconds], silence left out. A
# sound is as long as the signal goes from one side to the other at one pace.
sub sounds
{
	my ($wav) = @_;

	open(my $in, '<:raw', "$dir/$wav") or return;
	my $bytes = do { local $/; <$in> };
	my ($channels, $rate) = unpack('x22 v V', $bytes);
	my @sample = unpack('s<*', substr($bytes, 44));
	@sample = @sample[map { $_ * $channels } 0 .. $#sample / $channels];

	my (@edges, @sounds);
	for my $i (1 .. $#sample) {
		push @edges, $i if $sample[$i - 1] <= 0 && $sample[$i] > 0;
	}
	for my $i (1 .. $#edges) {
		my $period = $edges[$i] - $edges[$i - 1];
		next if $period > $rate / 15; # silence
		my $last = $sounds[-1];
		if ($last && $last->{end} == $edges[$i - 1] &&
		    abs($period - $last->{sum} / $last->{n}) < 2 +
		    $last->{sum} / $last->{n} / 40) {
			$last->{sum} += $period;
			$last->{n}++;
			$last->{end} = $edges[$i];
		} else {
			push @sounds, { sum => $period, n => 1,
			    end => $edges[$i] };
		}
	}
	return map { [$rate * $_->{n} / $_->{sum}, $_->{sum} / $rate] }
	    grep { $_->{sum} > $rate / 50 } @sounds;
}

# Are these the notes, to within half of what lies between two? How long they
# are depends on what else the host has to do.
sub plays
{
	my ($name, $wav, @notes) = @_;
	my @sounds = sounds($wav);
	my $good = @sounds == @notes;

	for my $i (0 .. $#notes) {
		last unless $good;
		my ($hz, $seconds) = @{ $notes[$i] };
		$good = abs($sounds[$i][0] / $hz - 1) < 0.025 &&
		    $sounds[$i][1] > $seconds * 0.7 - 0.03 &&
		    $sounds[$i][1] < $seconds * 1.5 + 0.1;
	}
	ok($good, $name) or diag(join("\n", map {
	    sprintf('%.1f Hz, %.3f s', @$_) } @sounds));
}

my $guest = guest('scale.wav');
$guest->check('before', "$load; modunload pcspkr; $sum >/tmp/before",
    qr/Module/);
$guest->check('a scale', "$load; ls -l /dev/speaker; "
    . 'echo "T120 L4 o4 cdefgab>c" >/dev/speaker',
    qr/^crw-rw-rw-.*\/dev\/speaker\n\z/m);
$guest->boot;
plays('it is one', 'scale.wav', map { [$_, 0.5] } 261.6, 293.7, 329.6, 349.2,
    392, 440, 493.9, 523.3);

$guest = guest('tune.wav');
$guest->check('lengths, pauses, sharp and flat', "$load; "
    . 'printf "t240 l8 a p4 a#. r8 <b-16 \n  o6 c1" >/dev/speaker', qr/Module/);
$guest->boot;
plays('they are right', 'tune.wav', [440, 0.12], [466.2, 0.18], [233.1, 0.06],
    [1046.5, 1]);

$guest = guest('none.wav', prog('speaker'));
for my $bad ('h', 't9', 't400', 'o9', 'o', 'l0', 'l65', 'c65', 'o8 b#', 'o1 c-',
    'o1 <', 'c99999999999999999999', 'p0') {
	$guest->check("no tune: $bad", ($bad eq 'h' ? "$load; " : '')
	    . "echo '$bad' >/dev/speaker", qr/echo: I\/O error|Invalid argument/, 1);
}
$guest->check('it is played by one at a time',
    'echo "t32 l1 p" >/dev/speaker & sleep 0.2; echo c >/dev/speaker; kill $!',
    qr/Device busy/);
$guest->check('who plays keeps the module; a signal ends it',
    'echo "t32 l1 ppp" >/dev/speaker & sleep 0.2; modunload pcspkr; echo $?; '
    . 'kill $!; wait $!; modunload pcspkr; echo $?',
    qr/^modunload: pcspkr: busy: pid \d+ \(sh\) in spkr_tone\+0x.*
modunload: pcspkr: busy: pid \d+ \(sh\) has character device 29\/0 open
5\n(?:.*Terminated\n)?0\n\z/m);
$guest->check('loaded again: tones by ioctl',
    "$load; /t/speaker | grep -v '^ok'", qr/\AModule loaded as ID 0\n1\.\.\d+\n\z/);
$guest->check('as before', "modunload pcspkr; $load; modunload pcspkr; "
    . "$sum >/tmp/after; $load; modunload pcspkr; $sum | cmp - /tmp/after",
    qr/\A(?:Module loaded as ID 0\n){2}\z/);
$guest->boot;
plays('only these were heard', 'none.wav', [1000, 0.2], [200, 0.1]);

# Silence, whatever ends the sound: a signal in the middle of a note.
$guest = guest('cut.wav');
$guest->check('a note is cut off', "$load; "
    . 'echo "t32 l1 o5 a" >/dev/speaker & sleep 0.5; kill $!; wait $!; '
    . 'sleep 0.5; modunload pcspkr', qr/Module/);
$guest->boot;
my @cut = sounds('cut.wav');
ok(@cut == 1 && abs($cut[0][0] - 880) < 20 && $cut[0][1] < 0.8, 'it is over')
    or diag(join("\n", map { "@$_" } @cut));
done_testing();
