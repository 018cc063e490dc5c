/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkdir: make directories.
 */
#include <err.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "mkdir [-p] [-m mode] directory ...";

/*
 * -p: make what is missing on the way to path.  Those are always writable
 * by their owner, or the next could not be made in them.
 */
static int
make_parents(char *path, mode_t mask)
{
	struct stat st;
	char *slash = path;

	while (*slash == '/')
		slash++;
	while ((slash = strchr(slash, '/')) != NULL) {
		*slash = '\0';
		if (mkdir(path, (0777 & ~mask) | 0300) != 0 &&
		    (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))) {
			warn("%s", path);
			*slash = '/';
			return 1;
		}
		*slash = '/';
		while (*slash == '/')
			slash++;
	}
	return 0;
}

static int
make(char *path, bool parents, mode_t mode, bool set_mode, mode_t mask)
{
	struct stat st;
	int error;

	if (parents && make_parents(path, mask) != 0)
		return 1;
	if (mkdir(path, mode) != 0) {
		error = errno;
		if (parents && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
			return 0;
		warnc(error, "%s", path);
		return 1;
	}
	/* The umask does not take anything from what -m says. */
	if (set_mode && chmod(path, mode) != 0) {
		warn("%s", path);
		return 1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	bool parents = false, set_mode = false;
	mode_t mode = 0777, mask = umask(0);
	int c, status = 0;

	umask(mask);
	while ((c = getopt(argc, argv, "pm:")) != -1) {
		switch (c) {
		case 'p':
			parents = true;
			break;
		case 'm':
			if (mode_change(optarg, S_IFDIR | 0777, mask, &mode) !=
			    0)
				errx(1, "invalid mode `%s'", optarg);
			mode &= 07777;
			set_mode = true;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	if (optind == argc)
		usage_exit(1, synopsis);
	for (; optind < argc; optind++)
		status |= make(argv[optind], parents, mode, set_mode, mask);
	return status;
}
