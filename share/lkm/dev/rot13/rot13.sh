#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# rot13.sh: make the node /dev/rot13; modload -p runs it once the module is
# loaded, with its number, its type, and the numbers that its driver got: the
# character device's in the lower 16 bits.

major=$(($3 & 0xffff))
rm -f /dev/rot13
mknod -m 666 /dev/rot13 c $major 0
