# SPDX-License-Identifier: BSD-2-Clause
#
# Graft::Types - what the tests of the types of modules share: each has
# modules that misbehave as the host's name tells them (tests/guest/lkm/
# shall.h), and after each refusal the self-check is what it was.
#
#	my $guest = Graft::Types->new([qw(t_dev_a t_dev_b)], @options);
#	$guest->refused('char 2', 't_dev_a', qr/taken: character major 2 .../);
#	$guest->good('load', 'modload /m/t_dev_a.o', qr/.../);
#	$guest->done;
package Graft::Types;
use strict;
use warnings;
use parent -norequire, 'Graft::VM';
use Graft::VM qw(top);

# A guest with these modules of tests/guest/lkm in /m.
sub new
{
	my ($class, $modules, @options) = @_;
	my $top = top();

	return bless(Graft::VM->new(@options, map { ('-p',
	    "$top/build/tests/lkm/$_.o:/m/$_.o") } @$modules), $class);
}

my $self_check = 'sysctl -n lkm.selfcheck';

# Commands that change nothing that modules can change, in the end.
sub unchanged
{
	my ($self, $name, $commands, $expected, $status) = @_;

	$self->check($name, "before=\$($self_check); { $commands; }; s=\$?; "
	    . "after=\$($self_check); "
	    . 'test "$before" = "$after" || { echo "changed: $before"; echo "$after"; }; '
	    . '(exit $s)', $expected, $status);
}

# A load, while the host is named so, that is refused: status 14 it is.
sub refused
{
	my ($self, $host, $module, $expected) = @_;

	$self->unchanged("$module: $host", "hostname '$host'; "
	    . "modload /m/$module.o; s=\$?; hostname graft; (exit \$s)",
	    qr/\Amodload: \/m\/$module\.o: $expected.*\n\z/, 14);
}

# Commands that go well, for checks that follow.
sub good
{
	my ($self, $name, $commands, $expected) = @_;

	$self->check($name, $commands, $expected, 0);
}

1;
