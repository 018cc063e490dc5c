#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Fuzz the linker for a minute (FUZZ_SECONDS), both formats at once. Run by
# `make test CI=1`; the fuzzers have been built.

cd "$(dirname "$0")/../.." || exit 1

if ! command -v clang-14 >/dev/null; then
	echo '1..0 # SKIP clang-14 is not installed'
	exit 0
fi
formats=$(cd build/fuzz && ls -d fuzz_*[a-z0-9] | sed 's/^fuzz_//')
n=0
# check STATUS NAME
check() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
	fi
}

# shellcheck disable=SC2086 # the list is to be parted into words
said=$(tests/fuzz/run "${FUZZ_SECONDS:-60}" $formats)
check $? 'no promise broken, no leak, nothing slow'
printf '%s\n' "$said" | sed 's/^/# /'
for format in $formats; do
	done=$(printf '%s\n' "$said" |
	    sed -n "s/^$format: \([0-9]*\) executions.*/\1/p")
	[ "${done:-0}" -ge 1000 ]
	check $? "$format: at least 1,000 executions"
done
echo "1..$n"
