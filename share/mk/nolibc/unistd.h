/* SPDX-License-Identifier: BSD-2-Clause */
/* unistd.h: for a module that asks for the C library's: it says what there is. */
#error \
    "a module runs without the C library: it is behind the system calls, not before them"
