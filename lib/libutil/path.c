/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path.c: put paths together, and find programs.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

char *
path_join(const char *dir, const char *name)
{
	size_t dirlen = strlen(dir), namelen = strlen(name);
	char *path = malloc(dirlen + namelen + 2);

	if (path == NULL)
		err(1, "%s", name);
	memcpy(path, dir, dirlen);
	if (dirlen > 0 && dir[dirlen - 1] != '/')
		path[dirlen++] = '/';
	memcpy(path + dirlen, name, namelen + 1);
	return path;
}

char *
target_path(const char *from, const char *name)
{
	struct stat st;
	size_t len = strlen(from);
	char *trimmed, *path;

	if (stat(name, &st) != 0 || !S_ISDIR(st.st_mode))
		return path_join("", name);
	while (len > 1 && from[len - 1] == '/')
		len--;
	trimmed = strndup(from, len);
	if (trimmed == NULL)
		err(1, "%s", from);
	path = path_join(name, base_of(trimmed));
	free(trimmed);
	return path;
}

void
need_directory(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		err(1, "%s", path);
	if (!S_ISDIR(st.st_mode))
		errx(1, "%s is not a directory", path);
}

/* Going there and asking where we are needs no walk over the links. */
char *
directory_path(const char *path)
{
	int here = open(".", O_RDONLY), error;
	char buf[1024], *full = NULL;

	if (here < 0)
		return NULL;
	if (chdir(path) == 0 && getcwd(buf, sizeof(buf)) != NULL)
		full = strdup(buf);
	error = errno;
	if (fchdir(here) != 0)
		err(1, "current directory");
	close(here);
	errno = error;
	return full;
}

bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    access(path, X_OK) == 0;
}

const char *
program_dirs(void)
{
	const char *dirs = getenv("PATH");

	return dirs != NULL ? dirs : "/bin:/usr/bin";
}

char *
next_program(const char *name, const char **dirs)
{
	char *dir, *path;
	size_t len;

	while (*dirs != NULL) {
		len = strcspn(*dirs, ":");
		dir = strndup(len > 0 ? *dirs : ".", len > 0 ? len : 1);
		if (dir == NULL)
			err(1, "%s", name);
		path = path_join(dir, name);
		free(dir);
		*dirs = (*dirs)[len] == ':' ? *dirs + len + 1 : NULL;
		if (is_program(path))
			return path;
		free(path);
	}
	return NULL;
}
