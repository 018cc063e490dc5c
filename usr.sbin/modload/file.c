/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.c: the files that modload reads and writes.
 */
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modload.h"

#define LARGEST (1 << 30)

static int
read_all(int fd, char *buf, size_t size, size_t *done)
{
	ssize_t n;

	for (*done = 0; *done < size; *done += n) {
		n = read(fd, buf + *done, size - *done);
		if (n == -1)
			return -1;
		if (n == 0)
			break;
	}
	return 0;
}

/* What is wrong with it, or NULL. */
static const char *
examine(int fd, size_t *size)
{
	struct stat st;

	if (fd == -1 || fstat(fd, &st) == -1)
		return strerror(errno);
	if (S_ISDIR(st.st_mode))
		return "is a directory, not an object";
	if (!S_ISREG(st.st_mode))
		return "not a file";
	if (st.st_size > LARGEST)
		return "too large";
	*size = st.st_size;
	return NULL;
}

void *
read_file(const char *path, size_t *sizep, const char **why)
{
	/* Whatever it is, do not wait for somebody to write into it. */
	int fd = open(path, O_RDONLY | O_NONBLOCK);
	char *buf = NULL;
	size_t size = 0;

	if ((*why = examine(fd, &size)) == NULL &&
	    ((buf = malloc(size + 1)) == NULL ||
		read_all(fd, buf, size, sizep) == -1)) {
		*why = strerror(errno);
		free(buf);
		buf = NULL;
	}
	if (fd != -1)
		close(fd);
	return buf;
}

/* ---- the linked image ---- */

static const char *output;
static int output_fd = -1, output_is_new;

const char *
output_name(const char *path)
{
	char *name = strdup(path);

	if (name == NULL)
		err(EX_OTHER, "%s", path);
	name[strlen(name) - 2] = '\0';
	return name;
}

static int
is_same_file(int fd, const char *path)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && stat(path, &b) == 0 &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* What is there already stays as it is until there is something better. */
const char *
output_open(const char *path, const char *object)
{
	output = path;
	output_fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
	output_is_new = output_fd != -1;
	if (output_fd == -1 && errno == EEXIST)
		output_fd = open(path, O_WRONLY | O_CREAT, 0666);
	if (output_fd == -1)
		return strerror(errno);
	return is_same_file(output_fd, object)
	    ? "is the object itself, which would be lost"
	    : NULL;
}

int
output_write(const struct answer *a)
{
	int fd = output_fd;

	output_fd = -1;
	if (write_image(a, fd) == 0)
		return close(fd);
	close(fd);
	return -1;
}

void
output_abandon(void)
{
	if (output_fd != -1 && output_is_new)
		(void)unlink(output);
	output_fd = -1;
}
