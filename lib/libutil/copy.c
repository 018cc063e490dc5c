/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copy.c: copy files and trees, for cp(1) and for mv(1) between file
 * systems.
 */
#include <sys/time.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

struct copier {
	size_t c_fromlen; /* of the operand: what follows goes below c_to */
	const char *c_to;
	int c_flags;
	int c_status;
	bool c_have_root; /* c_dev, c_ino: the target directory itself */
	dev_t c_dev;
	ino_t c_ino;
};

int
copy_bytes(int in, int out, bool *write_failed)
{
	static char buf[16384];
	ssize_t n, done, put;

	*write_failed = false;
	while ((n = read(in, buf, sizeof(buf))) != 0) {
		if (n < 0)
			return -1;
		for (done = 0; done < n; done += put) {
			put = write(out, buf + done, (size_t)(n - done));
			if (put < 0) {
				*write_failed = true;
				return -1;
			}
		}
	}
	return 0;
}

/*
 * Owner first: changing it takes the set-id bits away, and they must not
 * come back for an owner that could not be set.
 */
static int
preserve(const char *to, const struct stat *st)
{
	struct timeval tv[2];
	mode_t mode = st->st_mode & 07777;
	int error = 0;

	if (lchown(to, st->st_uid, st->st_gid) != 0) {
		mode &= ~(mode_t)(S_ISUID | S_ISGID);
		if (errno != EPERM) {
			warn("%s: owner", to);
			error = 1;
		}
	}
	if (S_ISLNK(st->st_mode))
		return error;
	if (chmod(to, mode) != 0) {
		warn("%s: mode", to);
		error = 1;
	}
	tv[0].tv_sec = st->st_atim.tv_sec;
	tv[0].tv_usec = st->st_atim.tv_nsec / 1000;
	tv[1].tv_sec = st->st_mtim.tv_sec;
	tv[1].tv_usec = st->st_mtim.tv_nsec / 1000;
	if (utimes(to, tv) != 0) {
		warn("%s: times", to);
		error = 1;
	}
	return error;
}

static int
open_target(const char *to, mode_t mode, int flags)
{
	int out;

	out = open(to, O_WRONLY | O_CREAT | O_TRUNC, mode);
	if (out < 0 && (flags & COPY_FORCE) && unlink(to) == 0)
		out = open(to, O_WRONLY | O_CREAT | O_TRUNC, mode);
	return out;
}

static int
copy_regular(const char *from, const struct stat *st, const char *to, int flags)
{
	bool write_failed;
	int in, out, error = 0;

	in = open(from, O_RDONLY);
	if (in < 0) {
		warn("%s", from);
		return 1;
	}
	out = open_target(to, st->st_mode & 0777, flags);
	if (out < 0) {
		warn("%s", to);
		close(in);
		return 1;
	}
	if (copy_bytes(in, out, &write_failed) != 0) {
		warn("%s", write_failed ? to : from);
		error = 1;
	}
	close(in);
	if (close(out) != 0 && error == 0) {
		warn("%s", to);
		error = 1;
	}
	return error;
}

static int
copy_link(const char *from, const char *to)
{
	char text[1024];
	ssize_t n;

	n = readlink(from, text, sizeof(text) - 1);
	if (n < 0) {
		warn("%s", from);
		return 1;
	}
	text[n] = '\0';
	if (unlink(to) != 0 && errno != ENOENT) {
		warn("%s", to);
		return 1;
	}
	if (symlink(text, to) != 0) {
		warn("%s", to);
		return 1;
	}
	return 0;
}

static int
copy_node(const struct stat *st, const char *to, int flags)
{
	int error;

	if (flags & COPY_FORCE)
		unlink(to);
	if (S_ISFIFO(st->st_mode))
		error = mkfifo(to, st->st_mode & 0777);
	else
		error = mknod(to, st->st_mode, st->st_rdev);
	if (error != 0)
		warn("%s", to);
	return error != 0;
}

static int
copy_file(const char *from, const struct stat *st, const char *to, int flags)
{
	struct stat there;
	int error;

	if (stat(to, &there) == 0 && there.st_dev == st->st_dev &&
	    there.st_ino == st->st_ino) {
		warnx("%s and %s are the same file", from, to);
		return 1;
	}
	if (S_ISLNK(st->st_mode))
		error = copy_link(from, to);
	else if ((flags & COPY_NODES) && !S_ISREG(st->st_mode))
		error = copy_node(st, to, flags);
	else
		error = copy_regular(from, st, to, flags);
	if (error == 0 && (flags & COPY_PRESERVE))
		error = preserve(to, st);
	return error;
}

/* A directory is made with all rights for the owner, who must fill it. */
static int
enter(struct copier *c, const struct walk_entry *e, const char *to)
{
	struct stat st;

	if (!(c->c_flags & COPY_RECURSE)) {
		warnx("%s is a directory (-r copies it)", e->w_path);
		c->c_status = 1;
		return WALK_SKIP;
	}
	if (c->c_have_root && e->w_stat->st_dev == c->c_dev &&
	    e->w_stat->st_ino == c->c_ino) {
		warnx("%s: cannot copy a directory into itself", e->w_path);
		c->c_status = 1;
		return WALK_SKIP;
	}
	if (mkdir(to, (e->w_stat->st_mode & 0777) | 0700) != 0 &&
	    (errno != EEXIST || stat(to, &st) != 0 || !S_ISDIR(st.st_mode))) {
		warn("%s", to);
		c->c_status = 1;
		return WALK_SKIP;
	}
	if (!c->c_have_root && stat(to, &st) == 0) {
		c->c_have_root = true;
		c->c_dev = st.st_dev;
		c->c_ino = st.st_ino;
	}
	return 0;
}

static int
copy_entry(const struct walk_entry *e, enum walk_what what, void *arg)
{
	struct copier *c = arg;
	char *to;
	int answer = 0;

	if (walk_failed(e, what)) {
		c->c_status = 1;
		return 0;
	}
	if (e->w_depth == 0)
		to = path_join("", c->c_to);
	else
		to = path_join(c->c_to,
		    e->w_path + c->c_fromlen +
			(e->w_path[c->c_fromlen] == '/'));
	if (what == WALK_PRE) {
		answer = enter(c, e, to);
	} else if (what == WALK_FILE) {
		c->c_status |= copy_file(e->w_path, e->w_stat, to, c->c_flags);
	} else if (c->c_flags & COPY_PRESERVE) {
		c->c_status |= preserve(to, e->w_stat);
	} else if ((e->w_stat->st_mode & 0700) != 0700) {
		chmod(to, e->w_stat->st_mode & 0777);
	}
	free(to);
	return answer;
}

int
copy_tree(const char *from, const char *to, int flags)
{
	struct copier c = {
	    .c_fromlen = strlen(from), .c_to = to, .c_flags = flags};

	if (walk(from, !(flags & COPY_NODES), copy_entry, &c) != 0) {
		warn("%s", from);
		return 1;
	}
	return c.c_status;
}
