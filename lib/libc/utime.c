/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * utime.c: utimes(2) in whole seconds.
 */
#include <sys/time.h>
#include <utime.h>

int
utime(const char *path, const struct utimbuf *when)
{
	struct timeval tv[2];

	if (when == NULL)
		return utimes(path, NULL);
	tv[0].tv_sec = when->actime;
	tv[0].tv_usec = 0;
	tv[1].tv_sec = when->modtime;
	tv[1].tv_usec = 0;
	return utimes(path, tv);
}
