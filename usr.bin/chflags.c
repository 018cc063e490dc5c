/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chflags: change the flags of files.  The flags are those that ls -lo of
 * the BSDs shows; "no" before a name takes the flag away.
 */
#include <sys/stat.h>
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] =
    "chflags [-R] [no]flag[,...] file ...\n"
    "       flags: arch, sappnd, schg (root); nodump, uappnd, uchg, opaque";

static const struct {
	const char *name;
	unsigned long bit;
} names[] = {{"arch", SF_ARCHIVED}, {"sappnd", SF_APPEND},
    {"schg", SF_IMMUTABLE}, {"simmutable", SF_IMMUTABLE}, {"nodump", UF_NODUMP},
    {"uappnd", UF_APPEND}, {"uchg", UF_IMMUTABLE}, {"uimmutable", UF_IMMUTABLE},
    {"opaque", UF_OPAQUE}};

struct change {
	unsigned long c_set, c_clear;
	int c_status;
};

static bool
parse_flag(struct change *c, const char *word)
{
	size_t i;

	/* nodump is itself a flag, and "dump" is what takes it away. */
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(word, names[i].name) == 0) {
			c->c_set |= names[i].bit;
			return true;
		}
		if (strncmp(word, "no", 2) == 0 &&
		    strcmp(word + 2, names[i].name) == 0) {
			c->c_clear |= names[i].bit;
			return true;
		}
	}
	if (strcmp(word, "dump") == 0) {
		c->c_clear |= UF_NODUMP;
		return true;
	}
	return false;
}

static void
change_one(struct change *c, const char *path, unsigned long flags)
{
	if (chflags(path, (flags & ~c->c_clear) | c->c_set) != 0) {
		warn("%s", path);
		c->c_status = 1;
	}
}

/* A directory that is made immutable comes after what is in it. */
static int
change_entry(const struct walk_entry *e, enum walk_what what, void *arg)
{
	struct change *c = arg;

	if (walk_failed(e, what)) {
		c->c_status = 1;
	} else if (what != WALK_PRE && !S_ISLNK(e->w_stat->st_mode)) {
		change_one(c, e->w_path, e->w_stat->st_flags);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct change c = {0};
	bool recurse = false;
	struct stat st;
	char *word;
	int ch;

	while ((ch = getopt(argc, argv, "R")) != -1) {
		if (ch != 'R')
			usage_exit(1, synopsis);
		recurse = true;
	}
	if (argc - optind < 2)
		usage_exit(1, synopsis);
	if (strcmp(argv[optind], "0") == 0)
		c.c_clear = ~0UL;
	else
		for (word = strtok(argv[optind], ","); word != NULL;
		     word = strtok(NULL, ","))
			if (!parse_flag(&c, word))
				errx(1, "there is no flag %s", word);
	for (optind++; optind < argc; optind++) {
		if (recurse) {
			if (walk(argv[optind], true, change_entry, &c) != 0)
				err(1, "%s", argv[optind]);
		} else if (stat(argv[optind], &st) != 0) {
			warn("%s", argv[optind]);
			c.c_status = 1;
		} else {
			change_one(&c, argv[optind], st.st_flags);
		}
	}
	return c.c_status;
}
