/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dirseek: a directory is read on from offsets that nobody was given: where
 * no name begins, within a name that was removed, at the end and behind it.
 * Whatever comes, it ends, and consists of names that can be looked up: FAT may
 * call a file by its short one.
 *
 *	dirseek folder
 *
 * The folder is empty, and is so again afterwards.
 */
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define NAMES 40 /* of which the first KEPT stay */
#define KEPT  30

static char buf[4096];
static int folder;
static int odd; /* names that never were, and errors that make no sense */

static void
name_of(int i, char *name)
{
	sprintf(name, "a name of some length, %d", i);
}

static void
make_names(void)
{
	char name[64];
	int i;

	for (i = 0; i < NAMES; i++) {
		name_of(i, name);
		close(open(name, O_WRONLY | O_CREAT, 0644));
	}
	/* The last one's room goes to the one before it, and so on. */
	for (i = NAMES - 1; i >= KEPT; i--) {
		name_of(i, name);
		unlink(name);
	}
}

/* Read on from there to the end: how many names; -1: an error. */
static int
read_from(off_t off)
{
	int calls, names = 0;
	struct dirent *d;
	struct stat sb;
	ssize_t n, at;

	if (lseek(folder, off, SEEK_SET) != off)
		return -1;
	for (calls = 0; calls < 1000; calls++) {
		n = getdents(folder, buf, sizeof(buf));
		if (n <= 0)
			return n == 0 ? names : -1;
		for (at = 0; at < n; at += d->d_reclen) {
			d = (struct dirent *)(buf + at);
			if (d->d_reclen == 0 || at + d->d_reclen > n)
				break;
			names++;
			odd += lstat(d->d_name, &sb) != 0;
		}
		odd += at != n;
	}
	diag("no end from %lld on", (long long)off);
	odd++;
	return names;
}

int
main(int argc, char **argv)
{
	static const off_t far[] = {65536, 1 << 20, INT_MAX, 1ll << 32,
	    (1ll << 32) + 24, 1ll << 62, LLONG_MAX};
	int at_once, before = KEPT + 2, rises = 0, n, i;
	char name[64];
	off_t off;

	if (argc != 2 || chdir(argv[1]) != 0) {
		fprintf(stderr, "usage: dirseek folder\n");
		return 2;
	}
	make_names();
	if ((folder = open(".", O_RDONLY)) < 0) {
		perror(argv[1]);
		return 2;
	}
	at_once = read_from(0);
	is(at_once, KEPT + 2, "from the start all names come");
	for (off = 0; off < 5000; off += off < 1100 ? 1 : 13) {
		n = read_from(off);
		rises += n > before;
		before = n >= 0 ? n : before;
	}
	is(rises, 0, "from further on not more do");
	is(before, 0, "behind the end there are none");
	for (i = 0; i < (int)(sizeof(far) / sizeof(far[0])); i++)
		if ((n = read_from(far[i])) > 0)
			diag("%d names at %lld", n, (long long)far[i]);
		else
			rises += n > 0;
	is(rises, 0, "nor far behind");
	is(odd, 0, "all of them are names, and it always ends");
	for (i = 0; i < KEPT; i++) {
		name_of(i, name);
		unlink(name);
	}
	is(read_from(0), 2, "and they are gone");
	return tap_done();
}
