/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * statvfs.c: what a file system tells of itself, fresh (ST_WAIT).
 */
#include <sys/statvfs.h>

#include "sys_private.h"

int
statvfs(const char *path, struct statvfs *buf)
{
	return __sys_statvfs1(path, buf, ST_WAIT);
}

int
fstatvfs(int fd, struct statvfs *buf)
{
	return __sys_fstatvfs1(fd, buf, ST_WAIT);
}
