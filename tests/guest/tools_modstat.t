#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# modstat: the old listing byte for byte, -v and -j, exit statuses; and
# LMLIST, of which they are made: tests/guest/prog/lkmlist.c.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use JSON::PP;
use lib "$FindBin::RealBin/lib";
use Graft::Map qw(kernel_symbols slurp);
use Graft::Prog;
use Graft::VM qw(top);
use Test::More;

my $top = top();
my $dir = tempdir(CLEANUP => 1);
my $header =
    "Type    Id   Offset Loadaddr Size Info     Rev Module Name\n";

my @modules = qw(consumer over_a over_b over_c provider sleeper slowload
    slowunload statful);
my @objects = map { ('-p', "$top/build/tests/lkm/$_.o:/m/$_.o") } @modules;

# A name of odd characters, as long as the right one.
my $odd_name = "a\"\\~ '{}";
my $odd = slurp("$top/build/tests/lkm/alltypes.o");
$odd =~ s/alltypes\0/$odd_name\0/g or die "alltypes has another name\n";
open(my $out, '>:raw', "$dir/odd.o") or die "$dir/odd.o: $!\n";
print $out $odd;
close($out) or die "$dir/odd.o: $!\n";

my $guest = Graft::VM->new('-t', 60, @objects, '-p', "$dir/odd.o:/m/odd.o");
my %list;

sub check
{
	$guest->check(@_);
}

# The list as modstat -j prints it, at that moment, to $list{$key}.
sub list_of
{
	my ($key, $commands) = @_;

	check("$key: JSON", $commands, sub {
		$list{$key} = eval { JSON::PP->new->decode($_[0]) };
		diag($@) if $@;
		return defined $list{$key};
	});
}

# ---- the listing ----

check('nothing loaded', 'modstat', $header);
check('nothing loaded, -v', 'modstat -v', '');
list_of('nothing', 'modstat -j');
check('loads', 'modload /lkm/newsyscall.o >/dev/null; modload /lkm/hello.o; '
    . 'modload /m/provider.o; modload /m/consumer.o; modload /m/over_a.o; '
    . 'modload /m/over_b.o', qr/ID 5\n\z/);
check('the listing, byte for byte', 'modstat', $header
    . "SYSCALL   0     210 f0400000 0008 f0401000   2 newsyscall\n"
    . "MISC      1       - f0402000 0008 f0403000   2 hello\n"
    . "MISC      2       - f0404000 0008 f0405000   2 provider\n"
    . "SYSCALL   3     218 f0406000 0008 f0407000   2 consumer\n"
    . "SYSCALL   4     215 f0408000 0008 f0409000   2 over_a\n"
    . "SYSCALL   5     215 f040a000 0008 f040b000   2 over_b\n");
check('-i', 'modstat -i 3', $header
    . "SYSCALL   3     218 f0406000 0008 f0407000   2 consumer\n");
check('-n', 'modstat -n hello', $header
    . "MISC      1       - f0402000 0008 f0403000   2 hello\n");
check('a hole', 'modunload hello; modstat | cut -c9-11',
    "Id \n  0\n  2\n  3\n  4\n  5\n");

# ---- all that there is to say ----

list_of('all', 'modstat -j');
list_of('one', 'modstat -j -n provider');
list_of('one by number', 'modstat -j -i 2');
check('modstat -v', 'modstat -v', qr/^newsyscall:\ ID\ 0,\ live,\ type\ SYSCALL,\ slot\ 210\n
    \ \ interface\ 2,\ entry\ newsyscall_lkmentry\ at\ 0xf040\w{4},\ description\ at\ 0xf0401000\n
    \ \ 8192\ bytes\ at\ 0xf0400000\n
    \ \ \ \ 0xf0400000\ +\d+\ r-x\ text\n(?:.*\n)*
    \ \ overrides\ sysent\[210\]\ with\ newsyscall;\ before:\ sys_lkmnosys\ of\ the\ kernel\n
    \n
    provider:(?:.*\n)*
    \ \ used\ by\ module\ consumer,\ which\ has\ its\ provided_count\ \(0x\w+\)\n(?:.*\n)*
    \ \ provides\ provided_sum\ \(0x\w+\)\n(?:.*\n)*
    \ \ busy:\ module\ consumer\ uses\ its\ provided_(?:sum|count)\ and\ 1\ more\ names\n
    \n
    consumer:(?:.*\n)*
    \ \ uses\ provided_sum\ of\ module\ provider\ \(0x\w+\)\n(?:.*\n)*
    over_a:(?:.*\n)*
    \ \ overrides\ sysent\[215\]\ with\ override;\ before:\ sys_lkmnosys\ of\ the\ kernel;\ overridden\ by\ module\ over_b\n(?:.*\n)*
    over_b:(?:.*\n)*
    \ \ overrides\ sysent\[215\]\ with\ override;\ before:\ override\ of\ module\ over_a\n
    \z/x);
check('these go', 'modunload -a && modstat', $header);

# Who is in it.
check('a process in a module', 'modload /m/sleeper.o; testsyscall 216 0 & '
    . 'p=$!; sleep 0.1; modstat -v | grep "busy: "; kill $p; wait $p; '
    . 'modstat -v | grep -c "busy: "; modunload sleeper',
    qr/^  busy: pid \d+ \(testsyscall\) in sleep\w*.*\n(?:.*\n)*0\n\z/m);

# States on the way.
list_of('loading', 'modload /m/slowload.o >/dev/null 2>&1 & sleep 0.3; '
    . 'modstat -j; modstat >/tmp/l; wait');
check('what is being loaded is not in the listing', 'cat /tmp/l', $header);
check('slowunload', 'modload /m/slowunload.o', qr/ID 0/);
list_of('unloading', 'modunload slowunload & sleep 0.3; modstat -j; '
    . 'modstat >/tmp/l; wait');
check('what is being unloaded is in the listing', 'cat /tmp/l',
    qr/slowunload$/);

# While others load and unload, each listing is whole and of one moment: no
# module twice, none of which half is told.
check('slowunload goes', 'modunload -a', '');
check('lists while others load and unload', 'for m in "/lkm/hello.o /lkm/'
    . 'newsyscall.o" "/m/provider.o /m/consumer.o"; do (while [ ! -e /tmp/stop ]; '
    . 'do for f in $m; do modload $f; done; modunload -a; done) >/dev/null 2>&1 & '
    . 'done; i=0; while [ $i -lt 60 ]; do modstat -j; echo "%"; modstat; '
    . 'echo "%"; i=$((i + 1)); done; >/tmp/stop; wait; modunload -a', sub {
	my @lists = split(/^%\n/m, $_[0]);
	my %counts;

	return 0 if @lists != 120;
	while (my ($json, $text) = splice(@lists, 0, 2)) {
		my $modules = eval { JSON::PP->new->decode($json)->{modules} }
		    or return 0;
		my %seen;
		for my $m (@$modules) {
			return 0 if !defined $m->{name} || $seen{$m->{name}}++
			    || $m->{state} eq 'live' && !@{ $m->{parts} };
			# Whom it uses cannot have gone.
			return 0 if grep { my $id = $_->{id}; $id != -1 &&
			    !grep { $_->{id} == $id } @$modules } @{ $m->{uses} };
		}
		$counts{scalar(@$modules)} = 1;
		return 0 unless $text =~ s/\A\Q$header\E//;
		return 0 if grep { !/^(?:MISC    |SYSCALL ) *\d+ +(?:-|\d+) f0[0-9a-f]{6} 0008 f0[0-9a-f]{6}   2 (?:hello|newsyscall|provider|consumer)$/ }
		    split(/\n/, $text);
	}
	return keys %counts > 1;
});

# Names of odd bytes.
check('odd.o', 'modload /m/odd.o', qr/ID 0/);
list_of('odd', 'modstat -j');
check('odd names play no tricks', 'modstat; modstat -v; modunload -i 0',
    sub { $_[0] !~ /[^ -~\n]/ && $_[0] =~ /  2 \Q$odd_name\E$/m
	&& $_[0] =~ /^\Q$odd_name\E: ID 0/m });

# A module that cannot be asked.
check('a stat function that fails', 'modload /m/statful.o; hostname sick; '
    . 'modstat; echo "status $?"; modstat -n statful; echo "status $?"', sub {
	my ($out) = @_;
	my $line = "MISC      0       - f0400000 0008 f0401000   2 statful\n";
	my $c = qr/modstat: statful: the module's own stat function failed: \S.*\n/;
	return $out =~ /\AModule loaded as ID 0\n$c\Q$header$line\Estatus 0\n$c\Q$header$line\Estatus 3\n\z/;
    });
list_of('sick', 'modstat -j 2>/dev/null');
check('graft again', 'hostname graft; modstat >/dev/null; modunload statful',
    '');

# ---- exit statuses ----

check('-h', 'modstat -h', qr/^usage.*modules\[\]: id name type.*busy\[\]/s);
for my $bad ('-z', '-i', '-n', 'x', '-j -v', '-i 0 -n x') {
	check("usage: modstat $bad", "modstat $bad", qr/^usage: modstat/m, 1);
}
for my $id ('x', '-1', '1x', '99999999999', "''") {
	check("-i $id", "modstat -i $id", qr/not a module's number\n\z/, 1);
}
check('no such number', 'modstat -i 3', "modstat: 3: no such module\n", 3);
check('no such name', 'modstat -n nope', "modstat: nope: no such module\n",
    3);
check('a name too long to be one', 'modstat -n ' . 'x' x 300,
    qr/no such module\n\z/, 3);
check('an output that cannot be written', 'modstat >&-',
    qr/standard output/, 2);
check('no device', 'mv /dev/lkm /dev/x; modstat; s=$?; mv /dev/x /dev/lkm; '
    . 'exit $s', "modstat: /dev/lkm: No such file or directory\n", 2);
check('at securelevel 1', 'modload /lkm/hello.o; sysctl -w '
    . 'kern.securelevel=1 >/dev/null; modstat; modstat -v | head -n 1; '
    . 'modstat -j | head -n 1', "Module loaded as ID 0\n$header"
    . "MISC      0       - f0400000 0008 f0401000   2 hello\n"
    . "hello: ID 0, live, type MISC\n{\"modules\": [\n");
$guest->boot;

# ---- what was in the JSON ----

is_deeply($list{nothing}, { modules => [] }, 'nothing: an empty array');
my %m = map { $_->{name} => $_ } @{ $list{all}{modules} };
is(join(' ', sort keys %m), 'consumer newsyscall over_a over_b provider',
    'all are there');
my @fields = sort qw(id name type type_name state serial version offset
    block_major character_major address size private entry entry_address
    forced stat_error parts uses used_by provides overrides busy);
for my $name (sort keys %m) {
	my $m = $m{$name};
	is_deeply([sort keys %$m], \@fields, "$name: the fields");
	my $end = $m->{address} + $m->{size};
	is_deeply([map { $_->{name} } @{ $m->{parts} }],
	    [qw(text rodata data bss)], "$name: the parts");
	ok(!(grep { $_->{address} < $m->{address}
	    || $_->{address} + $_->{size} > $end } @{ $m->{parts} }),
	    "$name: they are in its memory");
}
is_deeply([sort map { $_->{name} } @{ $m{provider}{provides} }],
    [qw(provided_count provided_sum)], 'provider: its names');
is_deeply([map { "$_->{symbol} $_->{address} $_->{module} $_->{id}" }
    sort { $a->{symbol} cmp $b->{symbol} } @{ $m{consumer}{uses} }],
    [map { "$_->{name} $_->{address} provider 2" }
    sort { $a->{name} cmp $b->{name} } @{ $m{provider}{provides} }],
    'consumer: what it uses');
is_deeply([map { "$_->{symbol} $_->{module} $_->{id}" }
    sort { $a->{symbol} cmp $b->{symbol} } @{ $m{provider}{used_by} }],
    ['provided_count consumer 3', 'provided_sum consumer 3'],
    'provider: who uses it');
is($m{provider}{busy}[0]{code}, 'busy', 'provider: it is busy');
is_deeply($m{consumer}{busy}, [], 'consumer: it is not');
my $kernel = kernel_symbols();
my ($lower, $upper) = map { $m{$_}{overrides}[0] } qw(over_a over_b);
is_deeply([@$lower{qw(table index slot_address function before before_address
    before_module overridden_by)}], ['sysent', 215,
    $kernel->{sysent} + 215 * 8, 'override', 'sys_lkmnosys',
    $kernel->{sys_lkmnosys}, undef, 'over_b'], 'over_a: what it overrides');
is_deeply([@$upper{qw(table index slot_address function before before_address
    before_module overridden_by)}], ['sysent', 215, $lower->{slot_address},
    'override', 'override', $lower->{function_address}, 'over_a', undef],
    'over_b: what it overrides');
ok($upper->{in_force} && !$lower->{in_force}, 'over_b is in force');
is_deeply([sort { $a <=> $b } map { $_->{serial} } @{ $list{all}{modules} }],
    [map { $_->{serial} } @{ $list{all}{modules} }], 'the order of loads');
is($m{newsyscall}{offset}, 210, 'offset: the slot');
is($m{provider}{offset}, undef, 'offset: none');
is_deeply($list{one}{modules}, [$m{provider}], 'one module is the same');
is_deeply($list{'one by number'}, $list{one}, 'by number, too');

my $state = sub { $list{$_[0]}{modules}[0]{state} };
is($state->('loading'), 'loading', 'a module being loaded');
is($state->('unloading'), 'unloading', 'a module being unloaded');
is($list{odd}{modules}[0]{name}, $odd_name, 'a name of odd bytes');
is($list{sick}{modules}[0]{stat_error}, 5, 'what the stat function returned');

run_programs(['-t', 60, @objects], 'lkmlist');
done_testing();
