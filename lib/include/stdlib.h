/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stdlib.h: the program's name, as BSD keeps it.
 */
#include_next <stdlib.h>

#ifndef _GRAFT_STDLIB_H
#define _GRAFT_STDLIB_H

const char *getprogname(void);
void setprogname(const char *);

#endif /* _GRAFT_STDLIB_H */
