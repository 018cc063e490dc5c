/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cp: copy files and, with -R or -r, trees.  Under -R a symbolic link or a
 * device is copied as such, otherwise what it leads to.
 */
#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "cp [-Rfpr] source target\n"
			       "       cp [-Rfpr] source ... directory";

int
main(int argc, char **argv)
{
	int c, flags = 0, status = 0;
	const char *target;
	char *to;

	while ((c = getopt(argc, argv, "Rfpr")) != -1) {
		switch (c) {
		case 'R':
		case 'r':
			flags |= COPY_RECURSE | COPY_NODES;
			break;
		case 'f':
			flags |= COPY_FORCE;
			break;
		case 'p':
			flags |= COPY_PRESERVE;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	if (argc - optind < 2)
		usage_exit(1, synopsis);
	target = argv[--argc];
	if (argc - optind > 1)
		need_directory(target);
	for (; optind < argc; optind++) {
		to = target_path(argv[optind], target);
		status |= copy_tree(argv[optind], to, flags);
		free(to);
	}
	return status;
}
