/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * secure_path.c: can anybody but root change what lies at a path?
 *
 * Not only the file counts: who can write to a folder above it can put
 * another file in its place.  Each step of the path is looked at from the
 * root on, and where it leads over a symbolic link, the steps of that too.
 * What is found good stays so: only root could change it meanwhile.
 */
#include <sys/param.h>
#include <sys/stat.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

#define MAX_LINKS 32

/* One file or folder: false, and why it is none of root's alone. */
static bool
step_is_secure(
    const char *path, const struct stat *st, char *why, size_t whysize)
{
	if (st->st_uid != 0) {
		snprintf(why, whysize, "%s belongs to %s, not to root", path,
		    user_from_uid(st->st_uid, 0));
		return false;
	}
	if (!S_ISLNK(st->st_mode) && st->st_mode & (S_IWGRP | S_IWOTH)) {
		snprintf(why, whysize, "%s can be written by others (mode %o)",
		    path, (unsigned)(st->st_mode & ALLPERMS));
		return false;
	}
	return true;
}

/*
 * rest gets what a link at the end of done says, with what was left of the
 * path behind it; a target from the root on starts done anew.
 */
static int
follow(char *done, char *rest, size_t restsize)
{
	char target[MAXPATHLEN], left[MAXPATHLEN];
	ssize_t n = readlink(done, target, sizeof(target) - 1);

	if (n < 0)
		return -1;
	target[n] = '\0';
	strlcpy(left, rest, sizeof(left));
	if ((size_t)snprintf(rest, restsize, "%s/%s", target, left) >=
	    restsize) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (target[0] == '/')
		done[0] = '\0';
	else
		*strrchr(done, '/') = '\0';
	return 0;
}

/*
 * Take the next word off rest and append it to done, in which there are no
 * links.  1: done is a step to look at; 0: rest is empty; -1: too long.
 */
static int
next_step(char *done, size_t size, char *rest)
{
	char *word, *end;
	size_t n;

	for (;;) {
		word = rest + strspn(rest, "/");
		if (*word == '\0')
			return 0;
		end = word + strcspn(word, "/");
		n = end - word;
		if (strlen(done) + 1 + n >= size) {
			errno = ENAMETOOLONG;
			return -1;
		}
		if (n == 2 && strncmp(word, "..", 2) == 0) {
			if (done[0] != '\0')
				*strrchr(done, '/') = '\0';
		} else if (n != 1 || *word != '.') {
			strcat(done, "/");
			strncat(done, word, n);
			memmove(rest, end, strlen(end) + 1);
			return 1;
		}
		memmove(rest, end, strlen(end) + 1);
	}
}

bool
secure_path(const char *path, char *why, size_t whysize)
{
	char done[MAXPATHLEN] = "", rest[MAXPATHLEN];
	const char *at = "/";
	int links = 0, more = 1;
	struct stat st;

	if (path[0] != '/') {
		snprintf(why, whysize, "%s: not a path from / on", path);
		return false;
	}
	errno = ENAMETOOLONG;
	if (strlcpy(rest, path, sizeof(rest)) >= sizeof(rest))
		more = -1;
	while (more > 0) {
		if (lstat(at, &st) != 0)
			break;
		if (!step_is_secure(at, &st, why, whysize))
			return false;
		if (S_ISLNK(st.st_mode)) {
			errno = ELOOP;
			if (++links > MAX_LINKS ||
			    follow(done, rest, sizeof(rest)) != 0)
				break;
		}
		more = next_step(done, sizeof(done), rest);
		at = done;
	}
	if (more == 0)
		return true;
	snprintf(why, whysize, "%s: %s", more < 0 ? path : at, strerror(errno));
	return false;
}
