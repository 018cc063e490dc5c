/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seek.c: calls that take a position in a file.  pread and pwrite are made
 * of a seek, a transfer and a seek back: a process that shares the open
 * file may see the position in between.
 */
#include <errno.h>
#include <unistd.h>

#include "sys_private.h"

off_t
lseek(int fd, off_t off, int whence)
{
	return __sys_lseek(fd, 0, off, whence);
}

int
truncate(const char *path, off_t len)
{
	return __sys_truncate(path, 0, len);
}

int
ftruncate(int fd, off_t len)
{
	return __sys_ftruncate(fd, 0, len);
}

/* Go to off; where the file was goes to *old. */
static int
seek_away(int fd, off_t off, off_t *old)
{
	*old = lseek(fd, 0, SEEK_CUR);
	if (*old == -1 || lseek(fd, off, SEEK_SET) == -1)
		return -1;
	return 0;
}

/* Go back to old, and return n with the errno that belongs to it. */
static ssize_t
seek_back(int fd, off_t old, ssize_t n)
{
	int error = errno;

	if (lseek(fd, old, SEEK_SET) == -1)
		return -1;
	errno = error;
	return n;
}

ssize_t
pread(int fd, void *buf, size_t len, off_t off)
{
	off_t old;

	if (seek_away(fd, off, &old) == -1)
		return -1;
	return seek_back(fd, old, read(fd, buf, len));
}

ssize_t
pwrite(int fd, const void *buf, size_t len, off_t off)
{
	off_t old;

	if (seek_away(fd, off, &old) == -1)
		return -1;
	return seek_back(fd, old, write(fd, buf, len));
}
