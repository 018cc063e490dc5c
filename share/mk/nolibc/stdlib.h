/* SPDX-License-Identifier: BSD-2-Clause */
/* stdlib.h: for a module that asks for the C library's: it says what there is. */
#error "a module runs without the C library: malloc() is in <sys/malloc.h>"
