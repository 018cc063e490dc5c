/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What elf2aout and elf2aoutexe do alike around their conversions.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "elf2aout.h"

_Noreturn void
fail(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s: %s\n", tool_name, what, why);
	exit(1);
}

uint8_t *
read_all(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	size_t room = 65536, n = 0, got;
	uint8_t *p = malloc(room);

	if (f == NULL)
		fail(path, strerror(errno));
	while (p != NULL && (got = fread(p + n, 1, room - n, f)) != 0) {
		n += got;
		if (n == room)
			p = realloc(p, room *= 2);
	}
	if (p == NULL)
		fail(path, "not enough memory");
	if (ferror(f))
		fail(path, strerror(errno));
	fclose(f);
	*size = n;
	return p;
}

/* For whom it may be read, as a linker does. */
static int
make_executable(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return -1;
	return fchmod(fd, st.st_mode | (st.st_mode & 0444) >> 2);
}

void
write_all(const char *path, const uint8_t *p, size_t size, int executable)
{
	char temporary[4096];
	FILE *f;

	if (snprintf(temporary, sizeof(temporary), "%s.%ld", path,
		(long)getpid()) >= (int)sizeof(temporary))
		fail(path, strerror(ENAMETOOLONG));
	f = fopen(temporary, "wb");
	if (f == NULL)
		fail(path, strerror(errno));
	if (fwrite(p, 1, size, f) != size || fflush(f) != 0 ||
	    (executable && make_executable(fileno(f)) != 0) ||
	    rename(temporary, path) != 0) {
		int error = errno;

		remove(temporary);
		fail(path, strerror(error));
	}
	fclose(f);
}

enum aout_spelling
spelling_of(const char *name)
{
	static const char *const names[] = {
	    [AOUT_NETBSD] = "netbsd",
	    [AOUT_LINUX] = "linux",
	    [AOUT_PLAIN] = "plain",
	};

	for (int i = 0; i < 3; i++) {
		if (strcmp(name, names[i]) == 0)
			return i;
	}
	fail(name, "not a format: netbsd, linux or plain");
}
