/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * directory.c: directory(3): reading a directory entry by entry, over
 * getdents(2), which returns as many whole entries as fit its buffer.
 */
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * Take over the open directory fd.  ENOTDIR: it is something else; EBADF,
 * ENOMEM.  On failure fd stays the caller's.
 */
DIR *
fdopendir(int fd)
{
	struct stat st;
	DIR *d;

	if (fstat(fd, &st) == -1)
		return NULL;
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	d = malloc(sizeof(*d));
	if (d == NULL)
		return NULL;
	d->dd_fd = fd;
	d->dd_loc = 0;
	d->dd_size = 0;
	d->dd_seek = lseek(fd, 0, SEEK_CUR);
	return d;
}

DIR *
opendir(const char *path)
{
	DIR *d;
	int error, fd;

	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return NULL;
	d = fdopendir(fd);
	if (d == NULL) {
		error = errno;
		close(fd);
		errno = error;
	}
	return d;
}

/* Get the next bufferful.  1: there is one; 0: the end; -1: errno says. */
static int
dir_fill(DIR *d)
{
	int n;

	n = getdents(d->dd_fd, d->dd_buf, sizeof(d->dd_buf));
	if (n <= 0)
		return n;
	d->dd_loc = 0;
	d->dd_size = n;
	d->dd_seek = lseek(d->dd_fd, 0, SEEK_CUR);
	return 1;
}

/*
 * The next entry, valid until the next call; NULL at the end, with errno as
 * it was, or on an error.  A name that was removed since shows as entry
 * number 0 and is skipped.
 */
struct dirent *
readdir(DIR *d)
{
	struct dirent *e;

	for (;;) {
		if (d->dd_loc >= d->dd_size && dir_fill(d) != 1)
			return NULL;
		e = (struct dirent *)(d->dd_buf + d->dd_loc);
		if (e->d_reclen < offsetof(struct dirent, d_name) ||
		    e->d_reclen > d->dd_size - d->dd_loc) {
			errno = EIO;
			return NULL;
		}
		d->dd_loc += e->d_reclen;
		if (e->d_fileno != 0)
			return e;
	}
}

int
dirfd(DIR *d)
{
	return d->dd_fd;
}

void
rewinddir(DIR *d)
{
	d->dd_loc = 0;
	d->dd_size = 0;
	d->dd_seek = lseek(d->dd_fd, 0, SEEK_SET);
}

int
closedir(DIR *d)
{
	int fd = d->dd_fd;

	free(d);
	return close(fd);
}
