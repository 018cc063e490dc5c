/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getcwd.c: where this process is.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys_private.h"

/*
 * The path of the current directory, in buf of size bytes, or in memory of
 * its own when buf is NULL.  ERANGE: it does not fit; ENOENT: the directory
 * was removed.
 */
char *
getcwd(char *buf, size_t size)
{
	char path[PATH_MAX];
	size_t len;

	if (buf != NULL && size == 0) {
		errno = EINVAL;
		return NULL;
	}
	if (__sys_getcwd(path, sizeof(path)) == -1)
		return NULL;
	len = strlen(path) + 1;
	if (buf == NULL)
		return strdup(path);
	if (len > size) {
		errno = ERANGE;
		return NULL;
	}
	return memcpy(buf, path, len);
}
