#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel and its modules are free of warnings for clang, too. It only
# reads them: gcc is what builds. (genassym.c is not meant to be assembled.)

cd "$(dirname "$0")/../.." || exit 1

if ! command -v clang-14 >/dev/null; then
	echo '1..0 # SKIP clang-14 is not installed'
	exit 0
fi
include=$(clang-14 -print-resource-dir)/include
n=0
for file in $(find arch dev fs kern vfs share/lkm -name '*.c' |
    LC_ALL=C sort); do
	n=$((n + 1))
	if diag=$(clang-14 --target=i686-linux-gnu -std=gnu11 -fsyntax-only \
	    -march=i686 -O2 -ffreestanding -fno-pic -Wall -Wextra -Werror \
	    -Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter \
	    -nostdinc -isystem "$include" -I. -Iarch/i386/include \
	    -D_KERNEL -D_LKM "$file" 2>&1); then
		echo "ok $n - $file"
	else
		echo "not ok $n - $file"
		printf '%s\n' "$diag" | sed -n 's/^/# /; 1,6p'
	fi
done
echo "1..$n"
