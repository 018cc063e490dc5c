#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Our C is formatted as .clang-format says. `clang-format-14 -i FILE` does it.

cd "$(dirname "$0")/../.." || exit 1

# A case of a fuzzer's is not source; neither is what a test breaks on purpose.
files=$(find arch bin dev fs kern lib sbin share sys tests tools usr.bin \
    usr.sbin uvm vfs vm -name '*.[ch]' 2>/dev/null | LC_ALL=C sort)
if [ -z "$files" ]; then
	echo '1..0 # SKIP no C here'
	exit 0
fi
n=0
for file in $files; do
	n=$((n + 1))
	if diag=$(clang-format-14 --dry-run -Werror "$file" 2>&1); then
		echo "ok $n - $file"
	else
		echo "not ok $n - $file"
		printf '%s\n' "$diag" | sed -n 's/^/# /; 1,6p'
	fi
done
echo "1..$n"
