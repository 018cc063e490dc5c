/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mv: rename files; between file systems, copy and remove them.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "mv [-fi] source target\n"
			       "       mv [-fi] source ... directory";

static int
move(const char *from, const char *to, bool interactive)
{
	struct stat st;

	if (interactive && lstat(to, &st) == 0 && !ask("overwrite %s? ", to))
		return 0;
	if (rename(from, to) == 0)
		return 0;
	if (errno != EXDEV) {
		warn("rename %s to %s", from, to);
		return 1;
	}
	/* As with rename(2), a tree never mixes with one that is there. */
	if (lstat(to, &st) == 0 &&
	    (S_ISDIR(st.st_mode) ? rmdir(to) : unlink(to)) != 0) {
		warn("%s", to);
		return 1;
	}
	if (copy_tree(from, to, COPY_RECURSE | COPY_PRESERVE | COPY_NODES) !=
	    0) {
		warnx("%s stays: its copy %s is not complete", from, to);
		return 1;
	}
	return remove_tree(from, REMOVE_RECURSE | REMOVE_FORCE);
}

int
main(int argc, char **argv)
{
	bool interactive = false;
	const char *target;
	int c, status = 0;
	char *to;

	while ((c = getopt(argc, argv, "fi")) != -1) {
		if (c != 'f' && c != 'i')
			usage_exit(1, synopsis);
		interactive = c == 'i';
	}
	if (argc - optind < 2)
		usage_exit(1, synopsis);
	target = argv[--argc];
	if (argc - optind > 1)
		need_directory(target);
	for (; optind < argc; optind++) {
		to = target_path(argv[optind], target);
		status |= move(argv[optind], to, interactive);
		free(to);
	}
	return status;
}
