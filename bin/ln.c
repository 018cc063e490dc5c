/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ln: give a file another name or, with -s, make a symbolic link.
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "ln [-fs] source [target]\n"
			       "       ln [-fs] source ... directory";

static int
make_link(const char *from, const char *to, bool symbolic, bool force)
{
	struct stat a, b;

	if (force && lstat(to, &b) == 0) {
		if (!symbolic && stat(from, &a) == 0 && a.st_dev == b.st_dev &&
		    a.st_ino == b.st_ino) {
			warnx("%s and %s are the same file", from, to);
			return 1;
		}
		if (unlink(to) != 0) {
			warn("%s", to);
			return 1;
		}
	}
	if ((symbolic ? symlink : link)(from, to) != 0) {
		/* Which of the two is the trouble? */
		if (!symbolic && errno == ENOENT && lstat(from, &a) != 0)
			warn("%s", from);
		else
			warn("%s", to);
		return 1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	bool symbolic = false, force = false;
	const char *target = ".";
	struct stat st;
	int c, status = 0;
	char *to;

	while ((c = getopt(argc, argv, "fs")) != -1) {
		if (c == 'f')
			force = true;
		else if (c == 's')
			symbolic = true;
		else
			usage_exit(1, synopsis);
	}
	if (optind == argc)
		usage_exit(1, synopsis);
	if (argc - optind > 1)
		target = argv[--argc];
	if (argc - optind > 1 &&
	    (stat(target, &st) != 0 || !S_ISDIR(st.st_mode)))
		errx(1, "%s is not a directory", target);
	for (; optind < argc; optind++) {
		to = target_path(argv[optind], target);
		status |= make_link(argv[optind], to, symbolic, force);
		free(to);
	}
	return status;
}
