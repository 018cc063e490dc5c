/* SPDX-License-Identifier: BSD-2-Clause */
/* stdio.h: for a module that asks for the C library's: it says what there is. */
#error "a module runs without the C library: printf() is in <sys/systm.h>"
