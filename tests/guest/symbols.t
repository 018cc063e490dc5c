#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Names that modules have from one another, and names that nobody has.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Prog;
use Graft::VM qw(top vm);
use Test::More;

my $top = top();

# Very many names that nobody has. All are told, up to some four MiB of text.
my $dir = tempdir(CLEANUP => 1);
for my $n (16000, 40000) {
	open(my $out, '>', "$dir/$n.s") or die "$dir: $!\n";
	print $out "\t.globl xxxinit\nxxxinit: ret\n\t.data\n",
	    map { "\t.long a_name_that_nobody_has_$_\n" } 1 .. $n;
	close($out) or die "$dir: $!\n";
	system("i686-linux-gnu-as -o '$dir/$n.o' '$dir/$n.s'") == 0
	    or die "as: failed\n";
}

my $guest = Graft::VM->new('-t', 120,
    map({ ('-p', "$dir/$_.o:/m/$_.o") } 16000, 40000), map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") }
    qw(provider provider_b consumer weakling misspelt colliding));
sub check
{
	$guest->check(@_);
}
my $undefined = 'first used in \.text at 0x[0-9a-f]+: neither the kernel nor '
    . 'a loaded module has this name: (?:the nearest is |check the spelling,)';
# The modules, and what is allocated for them.
my $state = 'modstat; sysctl -n lkm.count; '
    . 'sysctl -n vm.malloc | grep -E "^(lkm|temp) " | cut -c1-30';

check('the state before',
    "modload /m/provider.o && modunload provider; { $state; } >/tmp/before",
    "Module loaded as ID 0\n");

check('without the provider', 'modload /m/consumer.o; echo $?; '
    . 'modload /m/weakling.o',
    qr/\A(?:modload: \/m\/consumer\.o: undefined-symbols: provided_(?:sum|count), $undefined.*\n){2}1\nmodload: .*entry-failed: .* error 33 .*\n\z/, 14);
check('with it', 'modload /m/provider.o; modload /m/consumer.o; '
    . 'testsyscall 218 3 4; testsyscall 218 40 2',
    qr/\A(?:Module loaded as ID \d\n){2}.* returned 1007\n.* returned 2042\n\z/);
check('it cannot be unloaded while it is used, and works on',
    'modunload provider; echo $?; testsyscall 218 1 1',
    qr/\Amodunload: provider: busy: module consumer uses its provided_(?:sum and 1|count and 1) more names\n5\n.* returned 3002\n\z/);
check('a weak name holds it, too',
    'modload /m/weakling.o; modunload consumer; modunload provider; '
    . 'modunload weakling; modunload provider; echo $?',
    qr/\AModule.*\nmodunload: provider: busy: module weakling uses its provided_sum\n0\n\z/);

check('two that offer the same', 'modload /m/provider.o; '
    . 'modload /m/provider_b.o; modload /m/consumer.o; echo $?; modunload '
    . 'provider; modload /m/consumer.o; testsyscall 218 3 4',
    qr/\A(?:Module.*\n){2}modload: \/m\/consumer\.o: ambiguous-symbol: modules provider(?:_b)? and provider(?:_b)? both have provided_(?:sum|count): unload the one .*\n1\nModule.*\n.* returned 1002007\n\z/);
check('a module that comes later changes nothing',
    'modload /m/provider.o; testsyscall 218 3 4; modunload provider; '
    . 'modunload consumer; modunload provider_b',
    qr/\AModule.*\n.* returned 1003007\n\z/);

check('nobody is linked with one that is on its way out',
    'modload /m/provider.o; hostname sleepy; modunload provider & sleep 0.1; '
    . 'modload /m/consumer.o; hostname graft; wait; modstat',
    qr/\AModule.*\n(?:modload: .*: undefined-symbols: provided_.*\n){2}Type.*\n\z/);
check('one that refuses to go is there again',
    'modload /m/provider.o; hostname stubborn; modunload provider; '
    . 'hostname graft; modload /m/consumer.o; testsyscall 218 1 2; '
    . 'modunload consumer; modunload provider',
    qr/\AModule.*\nmodunload: .*refused.*\nModule.*\n.*returned 1003\n\z/);

check('what may have been meant', 'modload /m/provider.o; '
    . 'modload /m/misspelt.o; modunload provider', sub {
	my %nearest = $_[0] =~ /undefined-symbols: (\S+), $undefined(.*)/g;
	$nearest{kprintf} eq 'printf' && $nearest{mallco} eq 'malloc'
	    && $nearest{strcmpp} eq 'strcmp'
	    && $nearest{provided_summ} eq 'provided_sum'
	    && $nearest{quite_another_thing} =~ /load the module/ && keys %nearest == 5;
});

check('of names made to have one hash, few are in the index',
    'modload /m/colliding.o; modload /m/weakling.o; sysctl lkm.selfcheck; '
    . 'modunload colliding; sysctl lkm.selfcheck',
    qr/\AModule.*\nmodload: .* error 33 .*\n(?:lkm.selfcheck = [0-9a-f]+ .*\n){2}\z/);
check('a load that fails, and one that only tries, hold nothing',
    'modload /m/provider.o; modload -n /m/consumer.o; '
    . 'modload -e nowhere /m/consumer.o; modunload provider; echo $?',
    qr/\AModule.*\nmodload: .*entry-missing.*\n0\n\z/);
my $last = 'more: there are others, for which there is no room';
check('16,000 names: all are told', 'modload /m/16000.o >/tmp/o 2>&1; '
    . 'grep -c undefined-symbols: /tmp/o; wc -l </tmp/o; '
    . 'sort -u /tmp/o | wc -l',
    qr/\A\s*16000\n\s*16000\n\s*16000\n\z/);
check('and as JSON', 'modload -x /m/16000.o >/tmp/o 2>/dev/null; '
    . 'grep -c undefined-symbols /tmp/o; grep -c more: /tmp/o', "16000\n0\n", 1);
check('40,000: one last line says that these are not all',
    'modload /m/40000.o >/tmp/o 2>&1; grep -c undefined-symbols: /tmp/o; '
    . 'grep -c more: /tmp/o; tail -n 1 /tmp/o',
    qr/\A[2-3]\d{4}\n1\nmodload: \S+ $last\n\z/);
check('and so does JSON', 'modload -x /m/40000.o >/tmp/o 2>/dev/null; '
    . 'grep -c undefined-symbols /tmp/o; grep -c \'"more"\' /tmp/o; '
    . 'tail -n 1 /tmp/o',
    qr/\A[2-3]\d{4}\n1\n\{"code": "more", "errno": 8, .*\}\]\}\n\z/);
check('nothing is left', "{ $state; } >/tmp/after; cmp /tmp/before /tmp/after",
    '');

$guest->done;
