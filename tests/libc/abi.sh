#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# abi.t: programs and the kernel have the same idea of every type and
# structure that passes between them. mk/libc.mk has compiled tests/libc/abi.c
# as each; an entry is 44 bytes of name and a number.
cd "$(dirname "$0")" || exit 1
perl -e '
	sub table {
		my ($file) = @_;
		open my $f, "<:raw", $file or die "$file: $!\n";
		local $/;
		my $data = <$f>;
		my @e;
		push @e, [unpack "Z44 L<", substr $data, $_ * 48, 48]
		    for 0 .. length($data) / 48 - 1;
		return @e;
	}
	my @user = table("abi-user.bin");
	my @kernel = table("abi-kernel.bin");
	printf "1..%d\n", scalar @kernel;
	for my $i (0 .. $#kernel) {
		my ($name, $k) = @{$kernel[$i]};
		my ($uname, $u) = @{$user[$i] // ["nothing", -1]};
		my $ok = $name eq $uname && $k == $u;
		printf "%sok %d - %s\n", $ok ? "" : "not ", $i + 1, $name;
		printf "# the kernel has %d, a program %d\n", $k, $u if !$ok;
	}
	exit(@user != @kernel);
'
