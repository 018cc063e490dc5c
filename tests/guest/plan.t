#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What modload says it would do, or did: the link map of -n -v and -x. It is
# compared with what readelf says of the same object, with the kernel's own
# symbols, and with what then really happens.

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use JSON::PP;
use lib "$FindBin::RealBin/lib";
use Graft::File;
use Graft::Map;
use Graft::VM qw(top vm);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $top = top();

sub run
{
	my ($command) = @_;

	system($command) == 0 or die "$command: failed\n";
}

# ---- objects ----

my %object = map { $_ => "$top/build/lkm/$_.o" } qw(hello newsyscall);
$object{$_} = "$top/build/tests/lkm/$_.o"
    for qw(alltypes provider consumer over_a over_b badslot filler missing
    badname longname refuser pic big_memory misspelt);
$object{"aout_$_"} = "$top/build/lkm/aout/$_.o"
    for grep { -e "$top/build/lkm/aout/$_.o" } qw(hello newsyscall);

# What compilers make of everything, with names that the kernel has.
my $src = "$top/tests/host/objects";
my $names = '-Dkernel_variable=securelevel -Dkernel_array=hostname '
    . '-Dmaybe=perhaps';
run("i686-linux-gnu-gcc -ffreestanding -march=i686 -O2 -fno-pic "
    . "-fno-stack-protector -ffunction-sections $names -c '$src/all.c' "
    . "-o $dir/gcc.o");
my $nasm = grep { -x "$_/nasm" } split(/:/, $ENV{PATH});
SKIP: {
	skip('nasm is not installed', 1) if !$nasm;
	run("nasm -f elf32 -Dkernel_variable=securelevel '$src/all.asm' "
	    . "-o $dir/nasm.o");
	pass('nasm has made an object');
}
my @made = ('gcc', $nasm ? 'nasm' : (), 'types');
my $types = slurp("$src/types.s");
$types =~ s/external_data/securelevel/g;
$types =~ s/external/printf/g;
spew("$dir/types.s", $types);
run("i686-linux-gnu-as $dir/types.s -o $dir/types.o");
$object{$_} = "$dir/$_.o" for @made;

# Names of any bytes: of a symbol, a section, and the module; a module's have
# to be printable.
my $odd_symbol = join('', map { chr } 1 .. 9, 34, 92, 127 .. 136, 255);
my $odd_section = ".\"\\\n\xc3\xa4\xff/b\t }";
my $odd_name = "a\"\\~ '{}";
my $unprintable = "a\"\\\xff\xc3\x01\n}";
my $odd = slurp($object{alltypes});
for (['odd_name_to_be_changed', $odd_symbol], ['.odd_section', $odd_section],
    ['alltypes', $odd_name, "\0"]) {
	my ($from, $to, $end) = @$_;
	die "names of odd bytes have another length\n"
	    unless length($from) == length($to);
	$end //= '';
	$odd =~ s/\0\Q$from\E\0/\0$to\0/g or $odd =~ s/\Q$from\E/$to/g
	    or die "$from is not in the object\n";
}
spew("$dir/odd.o", $odd);
$object{odd} = "$dir/odd.o";
$odd =~ s/\Q$odd_name\E/$unprintable/ or die "the odd name is not in it\n";
spew("$dir/unprintable.o", $odd);
$object{unprintable} = "$dir/unprintable.o";

# A thousand names that nobody has, long ones: more than 64 KiB to say.
my $text = '';
$text .= "\t.long nobody_has_a_name_as_long_as_this_one_which_is_number_$_\n"
    for 1 .. 1000;
spew("$dir/thousand.s", "\t.data\n$text\t.text\n\t.globl xxxinit\n"
    . "xxxinit: ret\n");
run("i686-linux-gnu-as $dir/thousand.s -o $dir/thousand.o");
$object{thousand} = "$dir/thousand.o";

# ---- in the guest ----

# The name of a file has the name of its entry in it.
sub guest_path
{
	my ($name) = @_;

	return $name =~ /^aout_(.*)/ ? "/o/aout/$1.o" : "/o/$name.o";
}

my $guest = Graft::VM->new('-t', 120,
    map { ('-p', "$object{$_}:" . guest_path($_)) } sort keys %object);
my %map;

# Runs commands that print one JSON object, which goes to $map{$key}.
sub map_of
{
	my ($key, $commands, $status) = @_;

	$guest->check("$key is JSON", "{ $commands; } 2>/dev/null", sub {
		my ($output) = @_;
		$map{$key} = eval { JSON::PP->new->decode($output) };
		diag($@) if $@;
		return defined $map{$key} && ($map{$key}{status} // -1)
		    == ($status // 0);
	}, $status);
}

my $state = 'modstat; sysctl -n lkm.count; sysctl -n vm.malloc | '
    . 'grep -E "^(lkm|temp|kobj) " | cut -c1-30';
$guest->check('the state before', "modload -n /o/hello.o; { $state; } >/tmp/before",
    '');

my @whole = (qw(hello newsyscall alltypes odd), @made,
    grep { /^aout_/ } sort keys %object);
for my $name (@whole) {
	my $entry = $name =~ /^(?:gcc|nasm|types)$/ ? '-e entry ' : '';
	map_of($name, "modload -n -x $entry" . guest_path($name));
}
$guest->check('nothing is left of any', "{ $state; } >/tmp/now; cmp /tmp/now /tmp/before", '');

# The same addresses, then, when it is loaded.
for my $name (grep { !/^(?:gcc|nasm|types)$/ } @whole) {
	my $path = guest_path($name);
	map_of("plan $name", "modload -n -x $path");
	map_of("load $name", "modload -x $path");
	map_of("after $name", "modload -n -x $path", 14);
	$guest->check("$name: where it is", 'modstat -i 0', sub {
		$map{"load $name"}{stat} = $_[0];
	});
	$guest->check("$name: unload", 'modunload -i 0', '');
}
$guest->check('nothing is left of these', "{ $state; } >/tmp/now; cmp /tmp/now /tmp/before", '');

# Who provides, and who holds the slot.
$guest->check('a provider', 'modload /o/provider.o', qr/ID 0/);
map_of('consumer', 'modload -n -x /o/consumer.o');
map_of('load consumer', 'modload -x /o/consumer.o');
$guest->check('these go', 'modunload consumer; modunload provider', '');
$guest->check('an override', 'modload /o/over_a.o', qr/ID 0/);
map_of('over_b', 'modload -n -x /o/over_b.o');
$guest->check('an override, in words', 'modload -n -v /o/over_b.o',
    qr/^slot 215, overriding override of module over_a\n\z/m);
map_of('over_b refused', 'modload -n -x /o/over_a.o', 14);
$guest->check('over_a goes', 'modunload over_a', '');

# Refusals that would come.
map_of('badslot', 'modload -n -x /o/badslot.o', 14);
$guest->check('badslot, in words', 'modload -n /o/badslot.o',
    "modload: /o/badslot.o: bad-slot: system call numbers are 1 to 511, not "
    . "600: -1 takes any that is free\n", 14);
$guest->check('all slots taken', 'modload /o/filler.o', qr/ID 0/);
map_of('no slot', 'modload -n -x /o/newsyscall.o', 14);
$guest->check('not any more', 'modunload filler; modload -n /o/newsyscall.o',
    '');
map_of('longname', 'modload -n -x /o/longname.o', 14);
map_of('badname', 'modload -n -x /o/badname.o');

# Refusals that do come.
map_of('missing', 'modload -x /o/missing.o', 1);
map_of('misspelt', 'modload -n -x /o/misspelt.o', 1);
map_of('pic', 'modload -x /o/pic.o', 1);
map_of('big', 'modload -x /o/big_memory.o', 9);
map_of('thousand', 'modload -n -x /o/thousand.o', 1);
for my $how ('', '-n ') {
	$guest->check("a thousand missing symbols, modload $how",
	    "modload $how/o/thousand.o", sub {
		my %seen = map { $_ => 1 }
		    $_[0] =~ /undefined-symbols: \S+_number_(\d+),/g;
		return keys(%seen) == 1000 && $_[0] !~ /\.\.\.$/m;
	}, 1);
}
map_of('no file', 'modload -x /o/none.o', 1);
map_of('no .o', 'modload -x /o/none', 2);
$guest->check('the reason is on standard error, too',
    'modload -x /o/missing.o 2>&1 >/dev/null | wc -l', qr/^\s*3$/);
$guest->check('nothing is left of the refused',
    "{ $state; } >/tmp/now; cmp /tmp/now /tmp/before", '');

# For people.
$guest->check('modload -n -v', 'modload -n -v /o/newsyscall.o', sub {
	my ($out) = @_;
	return $out =~ /^\/o\/newsyscall\.o: \d+ bytes at 0xf04.* if it were loaded now
format elf, entry newsyscall_lkmentry at 0xf04/
	    && $out =~ /^  0xf04\w+ +\d+ r-x text +\d+ \.text$/m
	    && $out =~ /^  0xc0\w+ global printf \(the kernel\)$/m
	    && $out =~ /^  0xf04\w+ \.text\+0x\w+ R_386_PC32 0xfffffffc -> 0x\w{8} printf$/m
	    && $out =~ /^slot 210, the first that is free$/m;
});
$guest->check('modload -n -v: names play no tricks', 'modload -n -v /o/odd.o',
    sub { $_[0] !~ /[^ -~\n]/ && $_[0] =~ /symbols:/ });
$guest->check('... nor does a module\'s', 'modload -n -v /o/unprintable.o',
    sub { $_[0] !~ /[^ -~\n]/ && $_[0] =~ /bad-name: / }, 14);
map_of('unprintable', 'modload -n -x /o/unprintable.o', 14);
$guest->check('modload -v -n of one with the name of a loaded one',
    'modload /o/hello.o; modload -n -v /o/hello.o; modunload hello',
    qr/one of that name is loaded \(ID 0\)\nmodload: .*already-loaded/);
$guest->check('modload -h', 'modload -h', qr/relocations\[\]: .*refusals/s);

# Exit statuses; the last ones change what the guest can do.
$guest->check('status 0', 'modload /o/hello.o && modunload hello',
    qr/ID 0/, 0);
$guest->check('status 1: usage', 'modload', qr/usage/, 1);
$guest->check('status 1: the object', 'modload /o/pic.o', qr/reloc-pic/, 1);
$guest->check('status 2: a name', 'modload /bin/ls', qr/must end in \.o/, 2);
$guest->check('status 9: no memory', 'modload /o/big_memory.o', qr/no-memory/,
    9);
$guest->check('status 14: refused', 'modload /o/badslot.o', qr/bad-slot/, 14);
$guest->check('status 16: postinstall', 'echo "exit 5" >/tmp/no; '
    . 'chmod +x /tmp/no; modload -p /tmp/no /o/hello.o',
    qr/ID 0\nmodload: \/tmp\/no: failed/, 16);
$guest->check('status 3: no device', 'modunload hello; mv /dev/lkm /dev/x; '
    . 'modload /o/hello.o; s=$?; mv /dev/x /dev/lkm; exit $s',
    qr/\Amodload: \/dev\/lkm: No such file/, 3);
$guest->check('status 11: not permitted', 'sysctl -w kern.securelevel=1 '
    . '>/dev/null; modload /o/hello.o', qr/not permitted/, 11);
map_of('securelevel', 'modload -x /o/hello.o', 11);

$guest->boot;

# ---- what was told ----

for my $name (grep { !/^aout_/ } @whole) {
	my ($section, $symbol, $reloc) = readelf($object{$name});
	my $map = $map{$name} or next;

	is($map->{object}{format}, 'elf', "$name: the format");
	compare_sections($map, $section);
	compare_symbols($map, $section, $symbol);
	compare_relocs($map, $object{$name}, $section, $reloc);
}
my %seen = map { $_->{type} => 1 } map { @{ $map{$_}{relocations} } }
    qw(alltypes types);
is(join(' ', sort { $a <=> $b } keys %seen), '0 1 2 4 20 21 22 23',
    'every type of relocation was among them');

for my $name (grep { /^aout_/ } @whole) {
	my $map = $map{$name} or next;

	is($map->{object}{format}, 'a.out', "$name: the format");
	compare_aout($map);
	# The same source, the same names.
	my ($elf) = $name =~ /^aout_(.*)/;
	my %names = map { $_->{name} => 1 } grep { $_->{from} eq 'outside' }
	    @{ $map{$elf}{symbols} };
	is(join(' ', sort map { $_->{name} } grep { $_->{from} eq 'outside' }
	    @{ $map->{symbols} }), join(' ', sort keys %names),
	    "$name: the names that it has from outside");
}

for my $name (grep { !/^(?:gcc|nasm|types)$/ } @whole) {
	my ($plan, $load, $after) = @map{"plan $name", "load $name",
	    "after $name"};

	same_map($map{$name}, $plan, "$name: a second time the same");
	same_map($plan, $load, "$name: loaded as it was planned");
	ok(!$plan->{loaded} && !defined $plan->{id} && $load->{loaded}
	    && $load->{id} == 0, "$name: loaded, as number 0");
	like($load->{stat}, qr/ @{[sprintf('%08x', $load->{object}{address})]} /,
	    "$name: there, as modstat says");
	is(() = $load->{stat} =~ /\n/g, 2, "$name: one line of modstat's");
	is($after->{module}{loaded_id}, 0, "$name: its name is taken now");
	is($after->{refusals}[0]{code}, 'already-loaded',
	    "$name: and that is what a second would hear");
}

my $m = $map{odd};
ok((grep { $_->{name} eq $odd_symbol } @{ $m->{symbols} }) == 1,
    'a symbol\'s odd name, byte for byte');
ok((grep { $_->{name} eq $odd_section } @{ $m->{sections} }) == 1,
    'a section\'s');
is($m->{module}{name}, $odd_name, 'a module\'s');
is($map{unprintable}{module}{name}, $unprintable, 'that of a module refused');

$m = $map{newsyscall};
is(JSON::PP->new->canonical->encode($m->{slot}), '{"free":true,"holder":null,'
    . '"holder_address":0,"holder_module":null,"number":210,"wanted":null}',
    'the first free slot');
is($m->{module}{type_name}, 'SYSCALL', 'its type');
is($map{hello}{slot}, undef, 'one of type MISC takes no slot');
for my $name ('consumer', 'load consumer') {
	my @from = grep { ($_->{provider} // '') eq 'provider' }
	    @{ $map{$name}{symbols} };
	ok(@from > 1 && !(grep { $_->{provider_id} != 0
	    || $_->{from} ne 'outside' || $_->{value} < 0xf0400000 } @from),
	    "$name: names that another module provides");
}
is($map{over_b}{slot}{holder_module}, 'over_a', 'whom it would override');
is($map{over_b}{slot}{holder}, 'override', 'which function');
is($map{over_b}{slot}{wanted}, 215, 'the slot that it asks for');

sub refusal
{
	my ($name, $code, %fields) = @_;
	my $r = $map{$name}{refusals}[0];

	is($r->{code}, $code, "$name: $code");
	like($r->{text}, qr/\w+ \w+/, "$name: a sentence, without the code");
	unlike($r->{text}, qr/^\Q$code\E/, "$name: the code is not in it");
	is_deeply({ map { $_ => $r->{$_} } keys %fields }, \%fields,
	    "$name: where, as fields");
}
refusal('badslot', 'bad-slot', errno => 22, section => undef);
refusal('no slot', 'no-slot', errno => 23);
refusal('longname', 'bad-name', errno => 22);
refusal('over_b refused', 'already-loaded', errno => 17);
my (undef, $symbols, $relocs) = readelf($object{missing});
my $kernel = kernel_symbols();
my %first;
for (@$relocs) {
	my $s = $symbols->[$_->{symbol}];
	$first{$s->{name}} //= $_->{offset} if $s->{section} eq 'UND'
	    && !exists $kernel->{$s->{name}};
}
is_deeply({ map { $_->{symbol} => $_->{offset} } @{ $map{missing}{refusals} } },
    \%first, 'missing: each symbol with the offset of its first use');
refusal('missing', 'undefined-symbols', errno => 8, section_name => '.text');
my %nearest = map { $_->{symbol} => $_->{nearest} }
    @{ $map{misspelt}{refusals} };
ok(keys(%nearest) > 1 && !grep({ defined && !exists $kernel->{$_} }
    values %nearest) && grep({ defined } values %nearest),
    'misspelt: the nearest names, which the kernel has');
my $pic = $map{pic}{refusals}[0];
is($pic->{code}, 'reloc-pic', 'pic: the code');
my ($sections) = readelf($object{pic});
is($sections->[$pic->{section}]{name}, $pic->{section_name},
    'pic: the section, by number and name');
my $entry = unpack('V', substr(slurp($object{pic}),
    $sections->[$pic->{section}]{file} + 8 * $pic->{index}, 4));
is($entry, $pic->{offset}, 'pic: the entry in it, and its offset');
is(scalar(@{ $map{thousand}{refusals} }), 1000, 'a thousand refusals');
refusal('big', 'no-memory', errno => 12);
like($map{'no file'}{complaint}, qr/No such file/, 'no file: a complaint');
like($map{'no .o'}{complaint}, qr/must end/, 'no .o: a complaint');
is($map{securelevel}{errno}, 1, 'securelevel: EPERM');
done_testing();
