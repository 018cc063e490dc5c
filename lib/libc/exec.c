/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec.c: exec(3): the ways to name a program and its arguments.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_PATH "/bin:/sbin:/usr/bin:/usr/sbin"

int
execv(const char *path, char *const argv[])
{
	return execve(path, argv, environ);
}

/* Run path, a file without a format the kernel knows, as a shell's script. */
static void
exec_script(const char *path, char *const argv[], char *const envp[])
{
	size_t i, n;

	for (n = 0; argv[n] != NULL; n++)
		;
	char *args[n + 3];

	args[0] = (char *)"sh";
	args[1] = (char *)path;
	for (i = 1; i < n; i++)
		args[i + 1] = argv[i];
	args[i + 1] = NULL;
	execve("/bin/sh", args, envp);
}

/*
 * Try one candidate.  Returns when it cannot be run: 0 when the search may
 * go on, -1 when errno is the answer.
 */
static int
exec_try(const char *path, char *const argv[], char *const envp[])
{
	execve(path, argv, envp);
	switch (errno) {
	case ENOEXEC:
		exec_script(path, argv, envp);
		return -1;
	case EACCES:
	case ENAMETOOLONG:
	case ENOENT:
	case ENOTDIR:
		return 0;
	default:
		return -1;
	}
}

/*
 * Run file, looked up in PATH when it has no slash.  Returns -1 only:
 * ENOENT: not found; EACCES: found, but not executable; others as execve(2).
 */
int
execvpe(const char *file, char *const argv[], char *const envp[])
{
	const char *dir, *end;
	char path[PATH_MAX];
	int error = ENOENT;
	size_t dlen, flen = strlen(file);

	if (strchr(file, '/') != NULL || *file == '\0') {
		exec_try(file, argv, envp);
		return -1;
	}
	dir = getenv("PATH");
	if (dir == NULL)
		dir = DEFAULT_PATH;
	for (;; dir = end + 1) {
		dlen = strcspn(dir, ":");
		end = dir + dlen;
		if (dlen + 2 + flen < sizeof(path)) {
			/* An empty member of PATH is the current directory. */
			if (dlen > 0)
				memcpy(path, dir, dlen);
			else
				path[dlen++] = '.';
			path[dlen] = '/';
			memcpy(path + dlen + 1, file, flen + 1);
			if (exec_try(path, argv, envp) == -1)
				return -1;
			if (errno == EACCES)
				error = EACCES;
		}
		if (*end == '\0')
			break;
	}
	errno = error;
	return -1;
}

int
execvp(const char *file, char *const argv[])
{
	return execvpe(file, argv, environ);
}
