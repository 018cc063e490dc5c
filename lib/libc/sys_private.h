/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sys_private.h: system calls as the kernel takes them, where the C
 * function differs: a 64-bit argument comes after a padding word.
 */
#ifndef _SYS_PRIVATE_H_
#define _SYS_PRIVATE_H_

#include <sys/types.h>

struct statvfs;

int __sys_break(void *);
int __sys_fstatvfs1(int, struct statvfs *, int);
int __sys_ftruncate(int, int pad, off_t);
int __sys_getcwd(char *, size_t);
off_t __sys_lseek(int, int pad, off_t, int);
void *__sys_mmap(void *, size_t, int, int, int, long pad, off_t);
int __sys_statvfs1(const char *, struct statvfs *, int);
int __sys_truncate(const char *, int pad, off_t);

#endif /* _SYS_PRIVATE_H_ */
