#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# pcspkr.sh: make /dev/speaker; modload -p runs it once the module is loaded,
# with its number, its type, and the numbers that its driver got: the character
# device's in the lower 16 bits.

major=$(($3 & 0xffff))
rm -f /dev/speaker
mknod -m 666 /dev/speaker c $major 0
