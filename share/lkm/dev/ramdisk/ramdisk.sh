#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# ramdisk.sh: make the nodes of the disks in memory; modload -p runs it once
# the module is loaded, with its number, its type, and the majors that its
# driver got: the character device's, then the block device's.

for unit in 0 1 2 3; do
	for part in '' a; do
		minor=$((unit * 16 + ${#part}))
		rm -f /dev/rd$unit$part /dev/rrd$unit$part
		mknod -m 640 /dev/rd$unit$part b $4 $minor
		mknod -m 640 /dev/rrd$unit$part c $3 $minor
	done
done
