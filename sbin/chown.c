/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chown, chgrp: change the owner and the group of files.
 */
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

struct change {
	uid_t c_uid; /* -1: as it is */
	gid_t c_gid;
	bool c_link; /* -h: of a link itself */
	int c_status;
};

static bool group_only; /* called as chgrp */

static _Noreturn void
usage(void)
{
	usage_exit(1,
	    group_only ? "chgrp [-Rh] group file ..."
		       : "chown [-Rh] owner[:group] file ...\n"
			 "       chown [-Rh] :group file ...");
}

static void
change_one(struct change *c, const char *path, bool link)
{
	if ((link ? lchown : chown)(path, c->c_uid, c->c_gid) != 0) {
		warn("%s", path);
		c->c_status = 1;
	}
}

static int
change_entry(const struct walk_entry *e, enum walk_what what, void *arg)
{
	struct change *c = arg;

	if (walk_failed(e, what)) {
		c->c_status = 1;
	} else if (what != WALK_POST) {
		/* What is met on the way must not lead out of the tree. */
		change_one(
		    c, e->w_path, c->c_link || S_ISLNK(e->w_stat->st_mode));
	}
	return 0;
}

/* "owner", "owner:group", ":group"; for chgrp only a group. */
static void
parse_who(struct change *c, char *who)
{
	char *group = who;

	if (!group_only) {
		group = strchr(who, ':');
		if (group != NULL)
			*group++ = '\0';
		if (*who != '\0' && uid_from_user(who, &c->c_uid) != 0)
			errx(1, "there is no user %s", who);
	}
	if (group != NULL && *group != '\0' &&
	    gid_from_group(group, &c->c_gid) != 0)
		errx(1, "there is no group %s", group);
}

int
main(int argc, char **argv)
{
	struct change c = {.c_uid = (uid_t)-1, .c_gid = (gid_t)-1};
	bool recurse = false;
	int ch;

	group_only = strcmp(base_of(argv[0]), "chgrp") == 0;
	while ((ch = getopt(argc, argv, "Rh")) != -1) {
		if (ch == 'R')
			recurse = true;
		else if (ch == 'h')
			c.c_link = true;
		else
			usage();
	}
	if (argc - optind < 2)
		usage();
	parse_who(&c, argv[optind++]);
	for (; optind < argc; optind++) {
		if (!recurse)
			change_one(&c, argv[optind], c.c_link);
		else if (walk(argv[optind], false, change_entry, &c) != 0)
			err(1, "%s", argv[optind]);
	}
	return c.c_status;
}
