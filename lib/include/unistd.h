/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unistd.h: what BSD declares here and newlib does not.
 */
#include_next <unistd.h>

#ifndef _GRAFT_UNISTD_H
#define _GRAFT_UNISTD_H

#include <sys/types.h>

int brk(void *);
char *crypt(const char *, const char *);
char *ctermid(char *);
int execvpe(const char *, char *const[], char *const[]);
int getgrouplist(const char *, gid_t, gid_t *, int *);
int lchmod(const char *, mode_t);
void strmode(mode_t, char *);
int syscall(int, ...);

#endif /* _GRAFT_UNISTD_H */
