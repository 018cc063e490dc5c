/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stdio.h: what POSIX declares here and newlib has under other names.
 */
#include_next <stdio.h>

#ifndef _GRAFT_STDIO_H
#define _GRAFT_STDIO_H

ssize_t getdelim(char **, size_t *, int, FILE *);
ssize_t getline(char **, size_t *, FILE *);

#endif /* _GRAFT_STDIO_H */
