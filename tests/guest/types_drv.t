#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Modules of the type DRV: what they are refused for, which devices their
# drivers get, and who keeps them.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/lib";
use Graft::Disk;
use Graft::VM qw(top);
use Graft::Types;
use Test::More;

# QEMU's devices for tests; the first two numbers are its own, on this machine.
my $guest = Graft::Types->new([qw(t_drv_a t_drv_b t_bus t_onbus)], '-q',
    '-device edu,addr=4 -device pci-testdev,addr=5 -device edu,addr=6 '
    . '-device pci-bridge,chassis_nr=1,id=bridge,addr=7 '
    . '-device edu,bus=bridge,addr=2');

# ---- refusals ----

for my $r (['wild-drivers 4096', 'bad-table: its list of drivers is no memory'],
    ['wild-drivers -4', 'bad-table: its list of drivers is no memory'],
    ['endless-drivers', 'bad-table: its list of drivers is .* not end'],
    ['wild-driver 4096', 'bad-table: its struct cfdriver must lie in the m'],
    ['wild-driver 1', 'bad-table: its struct cfdriver must lie in the m'],
    ['wild-attachments 4096', 'bad-table: its list of attachments is no'],
    ['wild-attachments 3', 'bad-table: its list of attachments is no'],
    ['wild-list 4096', 'bad-table: its list of attachments, cfai_list, is no'],
    ['wild-attachment 4096', 'bad-table: its struct cfattach must lie in'],
    ['wild-lines 4096', 'bad-table: its list of lines, struct cfdata, is no'],
    ['endless-lines', 'bad-table: its list of lines, .* does not end'],
    ['wild-cd-name 4096', 'bad-name: cd_name must be a string'],
    ['wild-cd-name 0', 'bad-name: cd_name must be a string'],
    ['pci', 'taken: a driver pci is there'],
    ['wild-attrs 4096', 'bad-table: its list of attributes, cd_attrs, is no'],
    ['size 4', 'bad-table: ca_devsize is 4:'],
    ['size 100000000', 'bad-table: ca_devsize is 100000000:'],
    ['no-match', 'bad-table: struct cfattach, .* entry 1 is NULL'],
    ['wild-detach 4096', 'bad-table: struct cfattach, .* entry 3, 0x1000, is'],
    ['no-driver', 'no-driver: there is no driver nobody'],
    ['wild-cf-name 4096', 'bad-name: cf_name must be a string'],
    ['unit -1', 'bad-table: a line for atest: cf_unit'],
    ['unit 30000', 'bad-table: a line for atest: cf_unit'],
    ['state 1', 'bad-table: a line for atest: cf_unit'],
    ['state 9', 'bad-table: a line for atest: cf_unit'],
    ['wild-loc 4096', 'bad-table: a line for atest: cf_loc'],
    ['wild-parent 4096', 'bad-table: cf_pspec of a line'],
    ['wild-parent 0', 'bad-table: cf_pspec of a line'],
    ['wild-iattr 4096', 'bad-name: cfp_iattr must be a string'],
    # It fails half-way: the one before is in the table by then.
    ['twice', 'taken: it has the driver or attachment aedu twice'],
    ['attachment-twice', 'taken: it has the driver or attachment aedu twice'],
    # And here all of its devices are attached.
    ['load 5', 'entry-failed: .* error 5']) {
	$guest->refused($r->[0], 't_drv_a', qr/$r->[1]/);
}

# ---- what a driver needs of its device ----

{
	my @sizes = (4096, 65536, 131072, 64 << 20);
	my $bars = Graft::VM->new('-m', 128, '-p', top()
	    . '/build/tests/lkm/bars.o:/bars.o', '-q', join(' ', map {
	    "-device pci-testdev,membar=$sizes[$_],addr=" . ($_ + 4) }
	    0 .. $#sizes));
	$bars->check('base address registers of all sizes', 'modload /bars.o; '
	    . 'dmesg | grep "^bar [12]"', join('', "Module loaded as ID 0\n",
	    map { my $slot = $_ + 4; "bar 1 of $slot: ports, 256 bytes, aligned\n"
	    . "bar 2 of $slot: memory, $sizes[$_] bytes, aligned\n" }
	    0 .. $#sizes));
	$bars->boot;
}

# ---- an interrupt that three modules share ----

{
	my $shared = Graft::VM->new('-t', 120, '-q', '-device edu,addr=8 '
	    . '-device virtio-rng-pci,disable-modern=on,addr=c '
	    . '-drive if=none,id=vd,format=raw,file=' . image('vd.img', 4 << 20)
	    . ' -device virtio-blk-pci,disable-modern=on,drive=vd,addr=4');
	# Numbers that are equal modulo 4.
	my @at = map { qr/^$_->[0] at pci0 dev $_->[1] /m } ['edu0', 8],
	    ['random0', 12], ['vd0', 4];
	my $again = 'load() { modload -p /lkm/$1.sh /lkm/$1.o >/dev/null; }; '
	    . 'go() { modunload -w 5 $1; }; ';
	$shared->check('three modules, one line', "$again for m in edu random; do "
	    . 'load $m; done; load virtio_blk; dmesg | tail -n 3 | '
	    . 'grep -c "irq 11$"; sysctl -n hw.devices', sub {
		my ($text) = @_;
		return $text =~ /^2\n/ && !grep { $text !~ $_ } @at;
	    });
	$shared->check('two come and go while the third works', "$again "
	    . 'for m in edu random virtio_blk; do go $m; done; '
	    . 'a=$(sysctl -n lkm.selfcheck); load virtio_blk; '
	    . '(while [ ! -e /tmp/enough ]; do cat /dev/rvd0 || echo bad; done '
	    . '>/dev/null) & for i in 1 2 3 4 5 6 7 8 9 10; do load edu; '
	    . 'load random; echo $i >/dev/edu0; head -n 1 /dev/edu0; '
	    . 'head -c 1000 /dev/random | wc -c; go edu; go random; done; '
	    . ': >/tmp/enough; wait; go virtio_blk; '
	    . '[ "$a" = "$(sysctl -n lkm.selfcheck)" ] && echo same',
	    join('', map { "$_\n    1000\n" } 1 .. 10) . "same\n");
	$shared->check('and the other way round', "$again rm /tmp/enough; "
	    . 'load edu; (while [ ! -e /tmp/enough ]; do cat /dev/edu0 || '
	    . 'echo bad; done >/dev/null) & for i in 1 2 3 4 5 6 7 8 9 10; do '
	    . 'load virtio_blk; cat /dev/rvd0 | wc -c; go virtio_blk; done; '
	    . ': >/tmp/enough; wait; go edu', " 4194304\n" x 10);
	$shared->boot;
}

# ---- devices ----

my $base = "mainbus0 (root)\npci0 at mainbus0 bus 0\n"
    . "ppb0 at pci0 dev 7 function 0\npci1 at ppb0 bus 1\n";
sub tree
{
	my ($p) = @_;

	return $base . "${p}edu0 at pci0 dev 4 function 0\n"
	    . "${p}test0 at pci0 dev 5 function 0\n"
	    . "${p}edu1 at pci0 dev 6 function 0\n"
	    . "${p}edu2 at pci1 dev 2 function 0\n";
}
my $devices = 'sysctl -n hw.devices';

$guest->good('what is there without a driver', $devices, $base);
$guest->good('the kernel said so at boot', 'dmesg | grep pci | head -n 3',
    qr/^pci0[ ]at[ ]mainbus0[ ]bus[ ]0\n
    ppb0[ ]at[ ]pci0[ ]dev[ ]7[ ]function[ ]0:[ ]PCI-PCI[ ]bridge\n
    pci1[ ]at[ ]ppb0[ ]bus[ ]1\n\z/x);
$guest->good('a driver finds its devices', "modload /m/t_drv_a.o; $devices",
    "Module loaded as ID 0\n" . tree('a'));
$guest->good('and the console says so', 'dmesg | tail -n 4',
    qr/\Aaedu0[ ]at[ ]pci0[ ]dev[ ]4[ ]function[ ]0:[ ]a[ ]device[ ]to[ ]learn
    [ ]with[ ]\(1234:11e8\)\n
    atest0[ ]at[ ]pci0[ ]dev[ ]5[ ]function[ ]0:[ ].*1b36:0005.*\n
    aedu1[ ]at[ ]pci0[ ].*\naedu2[ ]at[ ]pci1[ ].*\n\z/x);
$guest->good('modstat', 'modstat | tail -n 1 | cut -c1-19,48-',
    qr/^DRV       0       -.*t_drv_a\n\z/);
$guest->good('another finds them taken', "modload /m/t_drv_b.o; $devices",
    "Module loaded as ID 1\n" . tree('a'));
$guest->good('they go', "modunload t_drv_a; dmesg | tail -n 4; $devices",
    "aedu2 detached\naedu1 detached\natest0 detached\naedu0 detached\n$base");
$guest->good('what nobody has is offered again, to who has waited first',
    "modload /m/t_drv_a.o; $devices; modunload t_drv_b; modunload t_drv_a; "
    . $devices, "Module loaded as ID 0\n" . tree('b') . $base);
$guest->unchanged('loaded and unloaded, in any order, and again',
    'modload /m/t_drv_b.o; modload /m/t_drv_a.o; modunload t_drv_b; '
    . "modload /m/t_drv_b.o; modunload t_drv_b; $devices; modunload t_drv_a",
    qr/\Q@{[tree('a')]}\E\z/);
$guest->unchanged('a place is asked for', 'hostname "dev 6"; '
    . "modload /m/t_drv_a.o; $devices; modunload t_drv_a; hostname graft",
    qr/\Q$base\Eaedu0 at pci0 dev 6 function 0\n\z/);
$guest->unchanged('a number is asked for', 'hostname "unit 7"; '
    . "modload /m/t_drv_a.o; $devices; modunload t_drv_a; hostname graft",
    qr/^atest7 at pci0 dev 5 function 0\n/m);
for my $host ('no-lines', 'nothing', 'state 3') {
	$guest->unchanged("a module with less: $host", "hostname '$host'; "
	    . "modload /m/t_drv_a.o; modunload t_drv_a; hostname graft",
	    "Module loaded as ID 0\n");
}
$guest->unchanged('modload -n', 'modload -n -v /m/t_drv_a.o | tail -n 1; '
    . "hostname graft", qr/^module t_drv_a, type DRV/);

# ---- who keeps it ----

for my $d (['edu', 'aedu0'], ['test', 'atest0']) {
	$guest->unchanged("busy: $d->[1] refuses, and all are as they were",
	    "modload /m/t_drv_a.o; hostname 'detach-$d->[0] 16'; "
	    . "modunload t_drv_a; echo \$?; $devices | sort; hostname graft; "
	    . 'modunload t_drv_a',
	    "Module loaded as ID 0\nmodunload: t_drv_a: busy: $d->[1] does not "
	    . "let go: its driver's detach function said no (error 16)\n5\n"
	    . join('', map { "$_\n" } sort(split(/\n/, tree('a')))));
}
$guest->unchanged('it refuses itself: the devices come back',
    'modload /m/t_drv_a.o; hostname "unload 5"; modunload t_drv_a; '
    . "echo \$?; $devices; hostname graft; modunload t_drv_a",
    qr/refused: .*\n5\n\Q@{[tree('a')]}\E\z/);
$guest->unchanged('nothing attaches while it is being unloaded',
    'modload /m/t_drv_a.o; hostname "slow 0"; modunload t_drv_a & a=$!; '
    . "sleep 0.3; modload /m/t_drv_b.o; $devices; wait \$a; hostname graft; "
    . 'modunload t_drv_b', "Module loaded as ID 0\nModule loaded as ID 1\n"
    . tree('b'));
# The other's lines are for a driver that is not its own.
$guest->unchanged('busy: a line of another module', 'hostname no-lines; '
    . 'modload /m/t_drv_a.o; hostname borrow; modload /m/t_drv_b.o; '
    . "hostname graft; modunload t_drv_a; echo \$?; modunload t_drv_b; "
    . "modunload t_drv_a; $devices",
    qr/busy: aedu0 is its driver's, by a line of another module's
(?:.*\n)*5\n\Q$base\E\z/);
$guest->unchanged('busy: an attachment of another module', 'hostname no-lines; '
    . 'modload /m/t_drv_a.o; hostname join; modload /m/t_drv_b.o; '
    . "hostname graft; modunload t_drv_a; echo \$?; modunload t_drv_b; "
    . "modunload t_drv_a; $devices",
    qr/busy: its driver aedu has the attachment bedu of another module
5\n\Q$base\E\z/);

# ---- a module that is a bus, and one that is on it ----

my $bus = $base . "tbus0 at pci0 dev 4 function 0\n";
my $both = $bus . "onbus0 at tbus0 place 0\nonbus1 at tbus0 place 1\n";
my $two = "modload /m/t_bus.o; modload /m/t_onbus.o";
my $loaded = "Module loaded as ID 0\nModule loaded as ID 1\n";

$guest->unchanged('the bus finds what is on it, whoever came first',
    "$two; $devices; modunload t_bus; $devices; modload /m/t_bus.o; $devices; "
    . 'modunload t_onbus; modunload t_bus',
    "$loaded$both${base}Module loaded as ID 0\n$both");
$guest->unchanged('one on it refuses: all are as they were',
    "$two; hostname 'stay 16'; modunload t_bus; $devices; hostname graft; "
    . 'modunload t_bus; modunload t_onbus',
    qr/busy: onbus0 does not let go: .*\(error 16\)\n\Q$both\E\z/);
$guest->unchanged('the bus refuses: those on it come back',
    "$two; hostname 'slow-bus 16'; modunload t_bus; $devices; hostname graft; "
    . 'modunload t_bus; modunload t_onbus',
    qr/busy: tbus0 does not let go: .*\(error 16\)\n\Q$both\E\z/);
for my $n (-5, -2147483648, 0) {
	$guest->unchanged("a match that says $n is none", 'modload /m/t_bus.o; '
	    . "hostname 'garbage $n'; modload /m/t_onbus.o; $devices; "
	    . 'hostname graft; modunload t_onbus; modunload t_bus',
	    "$loaded${bus}onbus0 at tbus0 place 1\n");
}
$guest->unchanged('any other number is one', "hostname 'garbage 2147483647'; "
    . "$two; $devices; hostname graft; modunload t_bus; modunload t_onbus",
    $loaded . $both);
$guest->unchanged('nothing comes to a bus that is going',
    'modload /m/t_bus.o; hostname "slow-bus 0"; modunload t_bus & a=$!; '
    . "sleep 0.3; modload /m/t_onbus.o; $devices; wait \$a; $devices; "
    . 'hostname graft; modunload t_onbus', $loaded . $bus . $base);
$guest->unchanged('when the bus stays, it comes',
    'modload /m/t_bus.o; hostname "slow-bus 5"; modunload t_bus & a=$!; '
    . "sleep 0.3; modload /m/t_onbus.o; $devices; wait \$a; $devices; "
    . 'hostname graft; modunload t_onbus; modunload t_bus',
    qr/\A\Q$loaded$bus\Emodunload: .*\(error 5\)\n\Q$both\E\z/);
$guest->done;
