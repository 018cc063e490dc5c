/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c: runs all of vfstest.
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vfstest.h"

char pattern[200000], buf[200000];
static int count, failed, child;

void
check(int good, const char *file, int line, const char *what)
{
	int error = errno;

	count++;
	failed += !good;
	if (good && child)
		return; /* the parent counts the child as one */
	if (child)
		printf("# in a child: %s\n", what);
	else
		printf("%sok %d - %s\n", good ? "" : "not ", count, what);
	if (!good)
		printf("# %s:%d: errno is %d: %s\n", file, line, error,
		    strerror(error));
	fflush(stdout);
	errno = 0;
}

void
check_error(
    long result, int error, const char *file, int line, const char *what)
{
	if (result != -1)
		printf("# %s gave %ld, not an error\n", what, result);
	check(result == -1 && errno == error, file, line, what);
}

int
make_file(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	ssize_t n;

	if (fd == -1)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n == (ssize_t)strlen(text) ? 0 : -1;
}

int
in_child(void (*fn)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		child = 1;
		failed = 0;
		fn();
		fflush(stdout);
		_exit(failed != 0);
	}
	return waitpid(pid, &status, 0) == pid && status == 0;
}

static void (*const tests[])(void) = {test_paths, test_symlinks, test_data,
    test_sparse, test_faults, test_vectors, test_links, test_directories,
    test_rename, test_attributes, test_flags, test_users, test_descriptors,
    test_pipes, test_pipe_processes, test_poll, test_fifos, test_devices,
    test_locks, test_mounts, test_readonly, test_limits, test_chroot,
    test_mapped};

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(pattern); i++)
		pattern[i] = i * 7 + i / 4096;
	umask(022);
	if (mount("tmpfs", "/mnt", 0, NULL, 0) == -1)
		err(1, "/mnt");
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		if (chdir("/mnt") == -1)
			err(1, "/mnt");
		tests[i]();
	}
	chdir("/");
	ZERO(unmount("/mnt", 0));
	printf("1..%d\n", count);
	return failed != 0;
}
