/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * du: how much room trees of files take: blocks of 512 bytes, -k of 1024,
 * -h with units.
 */
#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "du [-a | -s] [-h | -k] [file ...]";

static unsigned unit = 512; /* 0: with units */
static bool every, sums_only;
static int status;

/* Sums by depth: a directory's goes into that of the one above. */
static uint64_t *sums;
static int depths;

/* Files with several names count once. */
static struct seen {
	dev_t s_dev;
	ino_t s_ino;
} * seen;
static size_t nseen;

static bool
seen_before(const struct stat *st)
{
	size_t i;

	if (st->st_nlink < 2)
		return false;
	for (i = 0; i < nseen; i++)
		if (seen[i].s_dev == st->st_dev && seen[i].s_ino == st->st_ino)
			return true;
	seen = realloc(seen, (nseen + 1) * sizeof(*seen));
	if (seen == NULL)
		err(1, NULL);
	seen[nseen++] = (struct seen){st->st_dev, st->st_ino};
	return false;
}

static void
print(uint64_t blocks, const char *path)
{
	char buf[HUMAN_LEN];

	if (unit == 0)
		printf("%s\t%s\n", human_size(buf, blocks * 512), path);
	else
		printf("%llu\t%s\n",
		    (unsigned long long)((blocks * 512 + unit - 1) / unit),
		    path);
}

static void
enter(int depth)
{
	if (depth + 1 >= depths) {
		sums = realloc(sums, (size_t)(depth + 2) * sizeof(*sums));
		if (sums == NULL)
			err(1, NULL);
		depths = depth + 2;
	}
	sums[depth + 1] = 0;
}

static int
count_entry(const struct walk_entry *e, enum walk_what what, void *arg)
{
	uint64_t blocks;

	switch (what) {
	case WALK_PRE:
		enter(e->w_depth);
		break;
	case WALK_FILE:
		if (seen_before(e->w_stat))
			break;
		blocks = (uint64_t)e->w_stat->st_blocks;
		if (e->w_depth == 0 || every)
			print(blocks, e->w_path);
		if (e->w_depth > 0)
			sums[e->w_depth] += blocks;
		break;
	case WALK_POST:
		blocks = sums[e->w_depth + 1] + (uint64_t)e->w_stat->st_blocks;
		if (e->w_depth == 0 || !sums_only)
			print(blocks, e->w_path);
		if (e->w_depth > 0)
			sums[e->w_depth] += blocks;
		break;
	default:
		warnc(e->w_errno, "%s", e->w_path);
		status = 1;
		break;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	int c;

	check_stdout(1);
	while ((c = getopt(argc, argv, "ahks")) != -1) {
		if (c == 'a')
			every = true;
		else if (c == 'h')
			unit = 0;
		else if (c == 'k')
			unit = 1024;
		else if (c == 's')
			sums_only = true;
		else
			usage_exit(1, synopsis);
	}
	if (every && sums_only)
		usage_exit(1, synopsis);
	if (optind == argc && walk(".", false, count_entry, NULL) != 0)
		err(1, NULL);
	for (; optind < argc; optind++)
		if (walk(argv[optind], false, count_entry, NULL) != 0)
			err(1, NULL);
	free(sums);
	free(seen);
	return status;
}
