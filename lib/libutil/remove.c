/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * remove.c: remove files and trees, for rm(1) and mv(1).
 */
#include <err.h>
#include <errno.h>
#include <unistd.h>

#include "util.h"

struct remover {
	int r_flags;
	int r_status;
};

static void
failed(struct remover *r, const char *path, int error)
{
	if (error == ENOENT && (r->r_flags & REMOVE_FORCE))
		return;
	warnc(error, "%s", path);
	r->r_status = 1;
}

static int
remove_entry(const struct walk_entry *e, enum walk_what what, void *arg)
{
	struct remover *r = arg;

	switch (what) {
	case WALK_NOSTAT:
		failed(r, e->w_path, e->w_errno);
		break;
	case WALK_UNREADABLE:
		/* An empty directory goes without having been read. */
		break;
	case WALK_PRE:
		if (!(r->r_flags & REMOVE_RECURSE)) {
			warnx("%s is a directory (-r removes it)", e->w_path);
			r->r_status = 1;
			return WALK_SKIP;
		}
		if ((r->r_flags & REMOVE_ASK) &&
		    !ask("enter directory %s? ", e->w_path))
			return WALK_SKIP;
		break;
	case WALK_POST:
		if ((r->r_flags & REMOVE_ASK) && !ask("remove %s? ", e->w_path))
			break;
		if (rmdir(e->w_path) != 0)
			failed(r, e->w_path, errno);
		break;
	case WALK_FILE:
		if ((r->r_flags & REMOVE_ASK) && !ask("remove %s? ", e->w_path))
			break;
		if (unlink(e->w_path) != 0)
			failed(r, e->w_path, errno);
		break;
	}
	return 0;
}

int
remove_tree(const char *path, int flags)
{
	struct remover r = {.r_flags = flags};

	if (walk(path, false, remove_entry, &r) != 0) {
		warn("%s", path);
		return 1;
	}
	return r.r_status;
}
