#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# edu.sh: make /dev/edu0, /dev/edu1 and so on; modload -p runs it once the
# module is loaded.  The kernel tells which number the driver got, and which
# devices there are.

sysctl -n kern.drivers | while read -r name major rest; do
	[ "$name" = edu ] || continue
	rm -f /dev/edu*
	sysctl -n hw.devices | while read -r device rest; do
		case $device in
		edu[0-9]*)
			mknod -m 666 "/dev/$device" c "$major" "${device#edu}" ;;
		esac
	done
done
