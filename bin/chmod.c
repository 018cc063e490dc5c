/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chmod: change the modes of files.
 */
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "chmod [-R] mode file ...";

struct change {
	const char *c_spec;
	mode_t c_mask;
	int c_status;
};

static void
change_one(struct change *c, const char *path, mode_t old)
{
	mode_t mode;

	/* main() has tried the spec: it is valid. */
	mode_change(c->c_spec, old, c->c_mask, &mode);
	if (chmod(path, mode & 07777) != 0) {
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
	} else if (what != WALK_POST && !S_ISLNK(e->w_stat->st_mode)) {
		change_one(c, e->w_path, e->w_stat->st_mode);
	}
	return 0;
}

static void
change_operand(struct change *c, const char *path, bool recurse)
{
	struct stat st;

	if (recurse) {
		if (walk(path, true, change_entry, c) != 0)
			err(1, "%s", path);
	} else if (stat(path, &st) != 0) {
		warn("%s", path);
		c->c_status = 1;
	} else {
		change_one(c, path, st.st_mode);
	}
}

int
main(int argc, char **argv)
{
	struct change c = {.c_mask = umask(0)};
	bool recurse = false;
	mode_t mode;
	int i;

	umask(c.c_mask);
	/* By hand: in `chmod -x file', -x is a mode and not an option. */
	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		if (strcmp(argv[i], "-R") == 0)
			recurse = true;
		else if (argv[i][1] != '\0' &&
		    strchr("rwxXstugo,", argv[i][1]) != NULL)
			break;
		else
			usage_exit(1, synopsis);
	}
	if (argc - i < 2)
		usage_exit(1, synopsis);
	c.c_spec = argv[i++];
	if (mode_change(c.c_spec, 0, c.c_mask, &mode) != 0)
		errx(1, "invalid mode `%s'", c.c_spec);
	for (; i < argc; i++)
		change_operand(&c, argv[i], recurse);
	return c.c_status;
}
