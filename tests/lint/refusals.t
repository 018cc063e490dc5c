#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# docs/refusals.md is what the tables of reasons say: `make docs` writes it.
# And the tables themselves: no code twice with two meanings, each with a
# sentence that a reader can act on.

cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0
tables="kern/kobj/kobj_codes.h kern/lkm/lkm_codes.h tools/elf2aout_codes.h"

result() {	# status, name
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

gcc -std=gnu11 -o "$work/mkrefusals" tools/mkrefusals.c &&
    "$work/mkrefusals" >"$work/refusals.md"
result $? 'the generator works'
diff "$work/refusals.md" docs/refusals.md >"$work/diff"
result $? 'docs/refusals.md is up to date'
sed 's/^/# /; 10q' "$work/diff"

sed -n 's/^\(KOBJ\|LKM\|ELF2AOUT\)_CODE(\([A-Z_0-9]*\), "\([^"]*\)".*, "\([^"]*\)")$/\1 \3|\4/p' \
    $tables >"$work/codes"
lines=$(cat $tables | grep -c '^[A-Z0-9]*_CODE(')
[ "$lines" -gt 80 ] && [ "$(wc -l <"$work/codes")" -eq "$lines" ]
result $? "each of the $lines entries is a line that can be read"
cut -d'|' -f1 "$work/codes" | sort | uniq -d >"$work/twice"
[ ! -s "$work/twice" ]
result $? 'no code stands in a table twice'
cut -d'|' -f1 "$work/codes" | cut -d' ' -f2 | grep -v '^[a-z0-9]*\(-[a-z0-9]*\)*$' >"$work/bad"
[ ! -s "$work/bad" ]
result $? 'codes are lower case, with hyphens'
awk -F'|' 'length($2) < 15' "$work/codes" >"$work/short"
[ ! -s "$work/short" ]
result $? 'each has a sentence'
sed 's/^/# /' "$work/twice" "$work/bad" "$work/short"
echo "1..$n"
