#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# rot13.sh: make the node /dev/rot13; modload -p runs it once the module is
# loaded, with its number, its type, and the majors that its driver got: that of
# the character device, and that of the block device, -1 here since it is none.

rm -f /dev/rot13
mknod -m 666 /dev/rot13 c "$3" 0
