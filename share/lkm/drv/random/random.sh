#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# random.sh: make /dev/random and /dev/urandom; modload -p runs it once the
# module is loaded.

sysctl -n kern.drivers | while read -r name major rest; do
	[ "$name" = random ] || continue
	rm -f /dev/random /dev/urandom
	mknod -m 666 /dev/random c "$major" 0
	mknod -m 666 /dev/urandom c "$major" 1
done
