# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
#
# What build-newlib and build-dash share; read by them, not run.

CROSS=${CROSS:-i686-linux-gnu-}

# The parent make's flags are not meant for a foreign build system.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEFILES
export LC_ALL=C

ext_fail() {
	echo "$0: $*" >&2
	exit 1
}

# ext_workdir name: make a folder whose path has no space, which goes when
# the script ends, with a link to the tree in it.  Sets work, and
# ext_includes: what mk/libc.mk calls USER_INCLUDES, without newlib's.
ext_workdir() {
	work=$(TMPDIR=/tmp mktemp -d "/tmp/graft-$1.XXXXXX") ||
		ext_fail "cannot make a folder in /tmp"
	trap 'rm -rf "$work"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	ln -s "$(pwd)" "$work/tree"
	ext_includes="-U__linux__ -U__linux -Ulinux -U__gnu_linux__ -nostdinc \
	    -isystem $work/tree/lib/include -isystem $work/tree \
	    -isystem $work/tree/arch/i386/include \
	    -isystem $(${CROSS}gcc -print-file-name=include)"
}
