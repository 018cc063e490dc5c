#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# modunload: which module is meant, exit statuses, and -a: all of them, those
# first that use others. Who keeps a module is tests/guest/busy.t's.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::VM qw(top);
use Test::More;

my $top = top();
my $header =
    "Type    Id   Offset Loadaddr Size Info     Rev Module Name\n";
my @modules = qw(consumer failtimer over_a over_b over_c owntype provider
    refuser sleeper wrapper leaker);
my $guest = Graft::VM->new('-t', 60,
    map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") } @modules);

sub check
{
	$guest->check(@_);
}

# ---- which one ----

my $load = 'modload /lkm/hello.o >/dev/null';
check('-i', "$load; modunload -i 0", '');
check('-n', "$load; modunload -n hello", '');
check('a name alone', "$load; modunload hello", '');
for my $bad ('', '-z', '-i', '-n', 'x y', '-i 0 x', '-i 0 -n x', '-a x',
    '-a -i 0', '-a -n x', '-w', '-w x -a') {
	check("usage: modunload $bad", "modunload $bad",
	    qr/^usage: modunload/m, 1);
}
for my $id ('x', '-1', '1x', '99999999999', "''") {
	check("-i $id", "modunload -i $id", qr/not a module's number\n\z/, 1);
}
check('no such number', 'modunload -i 7',
    "modunload: 7: not-loaded: no module has number 7\n"
    . "modunload: modstat lists what is loaded\n", 3);
check('no such name', 'modunload -n nope',
    "modunload: nope: not-loaded: no module is named nope\n"
    . "modunload: modstat lists what is loaded\n", 3);
check('no device', 'mv /dev/lkm /dev/x; modunload x; s=$?; '
    . 'mv /dev/x /dev/lkm; exit $s',
    "modunload: /dev/lkm: No such file or directory\n", 2);
check('one that is used', 'modload /m/provider.o; modload /m/consumer.o; '
    . 'modunload provider', qr/\nmodunload: provider: busy: .*\n\z/, 5);
check('both go', 'modunload consumer; modunload provider', '');

# ---- all of them ----

check('-a, and there is none', 'modunload -a', '');
check('-a: users first', 'modload /m/provider.o; modload /lkm/hello.o; '
    . 'modload /m/consumer.o; modload /lkm/newsyscall.o; modunload -a && '
    . 'modstat', qr/\A(?:Module.*\n){4}\Q$header\E\z/);
# Numbers are no order: the consumer has the lower one.
check('-a: users first, whatever their numbers', 'modload /lkm/hello.o; '
    . 'modload /m/provider.o; modunload hello; modload /m/consumer.o; '
    . 'modstat | cut -c9-11,48-; modunload -a && modstat',
    qr/\A(?:Module.*\n){3}.*\n  0consumer\n  1provider\n\Q$header\E\z/);
check('-a: one call, three times', 'for m in a b c; do modload '
    . '/m/over_$m.o; done; modunload -a && modstat',
    qr/\A(?:Module.*\n){3}\Q$header\E\z/);
check('-a: wrapped by hand', 'modload /m/over_a.o; modload /m/wrapper.o; '
    . 'modunload -a && modstat', qr/\A(?:Module.*\n){2}\Q$header\E\z/);
check('-a: what does not go is named, the rest goes',
    'modload /m/refuser.o; modload /m/sleeper.o; modload /lkm/hello.o; '
    . 'modload /m/provider.o; modload /m/consumer.o; testsyscall 216 0 & '
    . 'p=$!; sleep 0.1; modunload -a; echo "status $?"; '
    . 'modstat | cut -c48-; kill $p; wait $p; testsyscall 217 1; '
    . 'modunload -a && modstat', sub {
	my ($out) = @_;
	return $out =~ /^modunload: sleeper: busy: pid \d+ .*\n/m
	    && $out =~ /^modunload: refuser: refused: .*\n/m
	    && $out =~ /^status 5\nModule Name\nrefuser\nsleeper\n/m
	    && $out !~ /modunload: (?:hello|provider|consumer)/
	    && $out =~ /\Q$header\E\z/ && 2 == (() = $out =~ /^modunload: /mg);
});
check('-a -w waits', 'modload /m/sleeper.o; modload /lkm/hello.o; '
    . 'testsyscall 216 0 & p=$!; (sleep 0.5; kill $p) & modunload -w 5 -a '
    . '&& modstat', qr/\A(?:Module.*\n){2}(?:.*\n)*\Q$header\E\z/);
check('-a -w, in vain', 'modload /m/sleeper.o; testsyscall 216 0 & p=$!; '
    . 'sleep 0.1; modunload -w 0.2 -a; echo "status $?"; kill $p; wait $p; '
    . 'modunload -a', qr/modunload: sleeper: busy: .*\nstatus 5\n/);
check('-a at securelevel 1', "$load; $load; modload /lkm/newsyscall.o; "
    . 'sysctl -w kern.securelevel=1 >/dev/null; modunload -a',
    qr/modunload: -a: not permitted at securelevel 1[^\n]*\n\z/, 5);
$guest->done;
