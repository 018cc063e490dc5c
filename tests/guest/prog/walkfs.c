/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * walkfs: read a tree through, whatever it is like: every folder, the
 * attributes of every file, every link's text, and the bytes.  Errors are
 * counted, not feared; what must not happen is that the kernel goes down, or
 * that this never ends.
 *
 *	walkfs folder
 *
 * It prints how many files, bytes and errors there were.  Status 1: the
 * folder itself cannot be read.
 *
 * A tree in which folders lead back to others has no end: so many levels and
 * so many files are walked.  Of a long file its start and its end are read.
 */
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEPTH_MAX 12
#define FILES_MAX 3000
#define PART      (512 * 1024) /* bytes at each end */

static unsigned long files, errors;
static unsigned long long bytes;
static char buf[32768];

static void
failed(void)
{
	errors++;
}

static void
read_part(int fd, off_t from, off_t len)
{
	ssize_t n;

	if (lseek(fd, from, SEEK_SET) < 0) {
		failed();
		return;
	}
	while (len > 0) {
		n = read(fd, buf, len < (off_t)sizeof(buf) ? len : sizeof(buf));
		if (n < 0) {
			failed();
			n = sizeof(buf); /* what comes behind may be fine */
			if (lseek(fd, n, SEEK_CUR) < 0)
				return;
		} else
			bytes += n;
		if (n == 0)
			return;
		len -= n;
	}
}

static void
read_file(const char *name, off_t size)
{
	int fd = open(name, O_RDONLY | O_NONBLOCK);

	if (fd < 0) {
		failed();
		return;
	}
	read_part(fd, 0, PART);
	if (size > 2 * PART) {
		read_part(fd, size / 2, PART / 4);
		read_part(fd, size - PART, PART);
	}
	close(fd);
}

/* Offsets that no name was given for: what comes matters not, but it comes. */
static void
read_anywhere(void)
{
	static const off_t offs[] = {1, 13, 1023, 1500, 4000, 1 << 20};
	int fd = open(".", O_RDONLY);
	size_t i;

	for (i = 0; i < sizeof(offs) / sizeof(offs[0]); i++) {
		(void)lseek(fd, offs[i], SEEK_SET);
		(void)getdents(fd, buf, sizeof(buf));
	}
	close(fd);
}

static void walk(int depth);

/* Back is where we come from, whatever ".." says. */
static void
visit_folder(const char *name, int depth)
{
	int back = open(".", O_RDONLY);

	if (back < 0 || chdir(name) != 0)
		failed();
	else {
		walk(depth + 1);
		if (fchdir(back) != 0) {
			fprintf(stderr, "walkfs: no way back from %s: %s\n",
			    name, strerror(errno));
			exit(2);
		}
	}
	if (back >= 0)
		close(back);
}

/* A name in the current folder. */
static void
visit(const char *name, int depth)
{
	struct stat sb;

	files++;
	if (lstat(name, &sb) != 0) {
		failed();
		return;
	}
	switch (sb.st_mode & S_IFMT) {
	case S_IFLNK:
		if (readlink(name, buf, sizeof(buf)) < 0)
			failed();
		(void)stat(name, &sb);
		break;
	case S_IFREG:
		read_file(name, sb.st_size);
		break;
	case S_IFDIR:
		if (depth >= DEPTH_MAX)
			break;
		visit_folder(name, depth);
		break;
	default:
		break; /* a device is not to be opened */
	}
}

/* The names first: a folder is not open while others below it are read. */
static void
walk(int depth)
{
	DIR *dp = opendir(".");
	struct dirent *d;
	char **names = NULL;
	size_t n = 0, i;

	if (dp == NULL) {
		failed();
		return;
	}
	errno = 0;
	while ((d = readdir(dp)) != NULL && files + n < FILES_MAX) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		names = realloc(names, (n + 1) * sizeof(*names));
		if (names == NULL || (names[n] = strdup(d->d_name)) == NULL) {
			fprintf(stderr, "walkfs: out of memory\n");
			exit(2);
		}
		n++;
		errno = 0;
	}
	if (errno != 0)
		failed();
	closedir(dp);
	read_anywhere();
	for (i = 0; i < n; i++) {
		if (files < FILES_MAX)
			visit(names[i], depth);
		free(names[i]);
	}
	free(names);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: walkfs folder\n");
		return 2;
	}
	if (chdir(argv[1]) != 0) {
		fprintf(stderr, "walkfs: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	walk(0);
	printf("%lu files, %llu bytes, %lu errors\n", files, bytes, errors);
	return 0;
}
