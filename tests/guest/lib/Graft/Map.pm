# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Map - compare a link map (modload -x) with what readelf says of the
# object and nm of the kernel. Each compare_ function is one test.
package Graft::Map;
use strict;
use warnings;
use Exporter 'import';
use JSON::PP;
use Graft::File;
use Graft::VM qw(top);
use Test::More;

our @EXPORT = qw(slurp readelf kernel_symbols must judged compare_sections
    compare_symbols compare_relocs compare_aout same_map);

# ---- what readelf says ----

sub is_loaded
{
	my ($section) = @_;

	return $section->{flags} =~ /A/ && $section->{type} ne 'NOTE'
	    && $section->{name} ne '.eh_frame';
}

# Sections, symbols, relocations of loaded sections.
sub readelf
{
	my ($path) = @_;
	my (@section, @symbol, @reloc);

	for (split(/\n/, `i686-linux-gnu-readelf -SW '$path'`)) {
		next unless /^\s*\[\s*(\d+)\]\s(.*?)\s+(\w+)\s+[0-9a-f]{8}
		    \s([0-9a-f]{6})\s([0-9a-f]{6})\s[0-9a-f]{2}\s+([A-Za-z]*)
		    \s+\d+\s+(\d+)/x;
		$section[$1] = { name => $2, type => $3, file => hex($4),
		    size => hex($5), flags => $6, info => $7 };
	}
	for (split(/\n/, `i686-linux-gnu-readelf -sW '$path'`)) {
		next unless /^\s*(\d+):\s([0-9a-f]{8})\s+\S+\s+(\w+)\s+(\w+)
		    \s+\w+\s+(\w+)(?:\s(.*))?$/x;
		$symbol[$1] = { value => hex($2), type => $3, binding => lc($4),
		    section => $5, name => $6 // '' };
	}
	for my $table (grep { ($_->{type} // '') eq 'REL' } @section) {
		my $bytes = substr(slurp($path), $table->{file}, $table->{size});
		next unless is_loaded($section[$table->{info}]);
		while ($bytes =~ /(....)(....)/gs) {
			my ($offset, $info) = (unpack('V', $1), unpack('V', $2));
			push @reloc, { section => $table->{info},
			    offset => $offset, type => $info & 255,
			    symbol => $info >> 8 };
		}
	}
	return (\@section, \@symbol, \@reloc);
}

# The kernel's global symbols, name => address.
my %kernel;
sub kernel_symbols
{
	return \%kernel if %kernel;
	my $top = top();
	for (split(/\n/, `i686-linux-gnu-nm '$top/build/kernel/graft'`)) {
		$kernel{$3} = hex($1) if /^([0-9a-f]+) ([A-Z]) (\S+)$/;
	}
	return \%kernel;
}

# What is wrong goes here; a test says how many things were, and the first.
my @wrong;

sub must
{
	my ($good, $what) = @_;

	push @wrong, $what unless $good;
}

sub judged
{
	my ($name) = @_;

	is(scalar(@wrong), 0, $name) or diag(@wrong[0 .. ($#wrong < 9
	    ? $#wrong : 9)]);
	@wrong = ();
}

sub compare_sections
{
	my ($map, $section) = @_;
	my %told = map { $_->{number} => $_ } @{ $map->{sections} };
	my $end = $map->{object}{address} + $map->{object}{size};

	for my $i (1 .. $#$section) {
		my $s = $section->[$i];
		my $t = delete $told{$i};
		must(!!$t == !!is_loaded($s), "section $i: loaded or not\n");
		next unless $t;
		must($t->{name} eq $s->{name} || $s->{name} =~ /[^ -~]|\^/
		    || $t->{name} =~ /[^ -~]/, "section $i: its name\n");
		must($t->{size} == $s->{size}, "section $i: its size\n");
		must($t->{address} >= $map->{object}{address}
		    && $t->{address} + $t->{size} <= $end,
		    "section $i: not in the image\n");
		my $part = $s->{flags} =~ /X/ ? 'text' : $s->{flags} !~ /W/
		    ? 'rodata' : $s->{type} eq 'NOBITS' ? 'bss' : 'data';
		must($t->{part} eq $part, "section $i: its part\n");
		must($t->{protection} eq ($part =~ /data$|bss/ && $part ne
		    'rodata' ? 'rw-' : 'r-x') || $part eq 'rodata'
		    && $t->{protection} eq 'r--', "section $i: protection\n");
	}
	must(!%told, "sections that are not there\n");
	judged("$map->{file}: sections are those of readelf");
}

sub compare_symbols
{
	my ($map, $section, $symbol) = @_;
	my %kernel = %{ kernel_symbols() };
	my %told = map { $_->{number} => $_ } @{ $map->{symbols} };
	my %addr = map { $_->{number} => $_->{address} } @{ $map->{sections} };

	for my $i (1 .. $#$symbol) {
		my ($s, $t) = ($symbol->[$i], delete $told{$i});

		must($t, "symbol $i is missing\n");
		next unless $t;
		must($t->{binding} eq $s->{binding}, "symbol $i: binding\n");
		must($t->{name} eq $s->{name} || $s->{type} eq 'FILE'
		    || "$s->{name}$t->{name}" =~ /[^ -~]|\^/,
		    "symbol $i: name $t->{name}, not $s->{name}\n");
		my $from = $s->{section} eq 'COM' ? 'common'
		    : $s->{section} eq 'ABS' ? 'number'
		    : $s->{section} ne 'UND' ? exists $addr{$s->{section}}
		    ? 'section' : 'skipped'
		    : exists $kernel{$s->{name}} ? 'outside' : 'nobody';
		$from = 'outside' if $t->{provider_id};
		must($t->{from} eq $from, "symbol $i: from $t->{from}\n");
		must($t->{section} == $s->{section} && $t->{value} ==
		    $addr{$s->{section}} + $s->{value}, "symbol $i: value\n")
		    if $from eq 'section';
		must($t->{value} == $s->{value}, "symbol $i: number\n")
		    if $from eq 'number';
		must($t->{value} == 0, "symbol $i: not 0\n")
		    if $from eq 'nobody';
		must($t->{provider} eq 'kernel' && $t->{value} ==
		    $kernel{$s->{name}}, "symbol $i: the kernel's value\n")
		    if $from eq 'outside' && !defined $t->{provider_id};
	}
	must(!%told, "symbols that are not there\n");
	judged("$map->{file}: symbols are those of readelf and the kernel");
}

# Type to width in bytes, and whether it is relative.
my %kind = (0 => [0, 0], 1 => [4, 0], 2 => [4, 1], 4 => [4, 1], 20 => [2, 0],
    21 => [2, 1], 22 => [1, 0], 23 => [1, 1]);

# The word that stands in the file, the sum, and the word that is told.
sub compare_relocs
{
	my ($map, $path, $section, $reloc) = @_;
	my %told = map { ("$_->{section}+$_->{offset} $_->{type}" => $_) }
	    @{ $map->{relocations} };
	my %addr = map { $_->{number} => $_->{address} } @{ $map->{sections} };
	my %value = map { $_->{number} => $_->{value} } @{ $map->{symbols} };
	my $bytes = slurp($path);

	must(@{ $map->{relocations} } == @$reloc, "another number of them\n");
	for my $r (@$reloc) {
		my $at = "$r->{section}+$r->{offset}";
		my $t = $told{"$at $r->{type}"};

		must($t, "$at is missing\n");
		next unless $t;
		my ($width, $relative) = @{ $kind{$r->{type}} };
		my $s = $section->[$r->{section}];
		my $old = unpack('V', substr($bytes, $s->{file} + $r->{offset},
		    $width) . "\0" x 4);
		my $p = $addr{$r->{section}} + $r->{offset};
		my $plus = $r->{symbol} ? $value{$r->{symbol}} : 0;
		my $new = $old + $plus - ($relative ? $p : 0);
		must($t->{address} == $p, "$at: address\n");
		must(($t->{symbol} // 0) == $r->{symbol}, "$at: symbol\n");
		must($t->{width} == $width, "$at: width\n");
		must(!!$t->{pc_relative} == !!$relative, "$at: relative\n");
		must($t->{old} == $old, "$at: old $t->{old}, not $old\n");
		must($t->{new} == ($new & (2 ** (8 * $width) - 1)),
		    "$at: new $t->{new}, not $new\n");
	}
	judged("$map->{file}: " . @$reloc . ' relocations are those of '
	    . 'readelf, new = old + S' . ' - P');
}

# Two maps of one object are equal, but for what depends on being loaded.
sub same_map
{
	my ($a, $b, $name) = @_;
	my $json = JSON::PP->new->canonical;

	is($json->encode([@$a{qw(object sections symbols relocations)}]),
	    $json->encode([@$b{qw(object sections symbols relocations)}]),
	    $name);
}

# A map of an a.out object: is it consistent?
sub compare_aout
{
	my ($map) = @_;
	my %kernel = %{ kernel_symbols() };

	must(@{ $map->{relocations} } > 3, "no relocations\n");
	must(@{ $map->{sections} } > 1, "no sections\n");
	my %value = map { $_->{number} => $_->{value} } @{ $map->{symbols} };
	my %addr = map { $_->{number} => $_->{address} } @{ $map->{sections} };
	for my $r (@{ $map->{relocations} }) {
		must($r->{address} == $addr{$r->{section}} + $r->{offset},
		    "address\n");
		must(defined $r->{symbol} ? $r->{plus} == $value{$r->{symbol}}
		    : exists $addr{$r->{segment}}, "what is added\n");
		must($r->{new} == (($r->{old} + $r->{plus} - $r->{minus})
		    & 0xffffffff), "the sum\n");
	}
	for (grep { $_->{from} eq 'outside' } @{ $map->{symbols} }) {
		must($_->{value} == $kernel{$_->{name}}, "$_->{name}\n");
	}
	judged("$map->{file}: its map is consistent");
}

1;
