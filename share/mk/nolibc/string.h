/* SPDX-License-Identifier: BSD-2-Clause */
/* string.h: for a module that asks for the C library's: it says what there is. */
#error \
    "a module runs without the C library: memcpy() and its like are in <sys/systm.h>"
