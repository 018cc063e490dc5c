/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rmdir: remove empty directories; -p also the ones above in the operand.
 */
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static int
remove_one(char *path, bool parents)
{
	char *slash;

	for (;;) {
		if (rmdir(path) != 0) {
			warn("%s", path);
			return 1;
		}
		if (!parents)
			return 0;
		for (slash = path + strlen(path);
		     slash > path && slash[-1] == '/'; slash--)
			slash[-1] = '\0';
		slash = strrchr(path, '/');
		while (slash != NULL && slash > path && slash[-1] == '/')
			slash--;
		if (slash == NULL || slash == path)
			return 0;
		*slash = '\0';
	}
}

int
main(int argc, char **argv)
{
	bool parents = false;
	int c, status = 0;

	while ((c = getopt(argc, argv, "p")) != -1) {
		if (c != 'p')
			usage_exit(1, "rmdir [-p] directory ...");
		parents = true;
	}
	if (optind == argc)
		usage_exit(1, "rmdir [-p] directory ...");
	for (; optind < argc; optind++)
		status |= remove_one(argv[optind], parents);
	return status;
}
