#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The host tests and the corpora run at least 95 % of the linker's lines, and
# docs/testing.md explains the others. Run by `make test CI=1`; all has been
# built.

cd "$(dirname "$0")/../.." || exit 1

for tool in clang-14 llvm-cov-14; do
	if ! command -v $tool >/dev/null; then
		echo "1..0 # SKIP $tool is not installed"
		exit 0
	fi
done
if said=$(tests/fuzz/coverage 2>&1); then
	echo 'ok 1 - 95 % of the lines run, the others are explained'
else
	echo 'not ok 1 - 95 % of the lines run, the others are explained'
fi
printf '%s\n' "$said" | sed 's/^/# /'
echo 1..1
