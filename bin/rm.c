/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rm: remove files and, with -r or -R, trees.
 */
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

/* ".", "..", "/" and what ends so are never what somebody meant. */
static bool
refused(const char *path)
{
	size_t len = strlen(path);

	while (len > 0 && path[len - 1] == '/')
		len--;
	if (len == 0)
		return *path == '/';
	if (path[len - 1] != '.')
		return false;
	len--;
	if (len > 0 && path[len - 1] == '.')
		len--;
	return len == 0 || path[len - 1] == '/';
}

int
main(int argc, char **argv)
{
	int c, flags = 0, status = 0;

	while ((c = getopt(argc, argv, "Rfir")) != -1) {
		switch (c) {
		case 'R':
		case 'r':
			flags |= REMOVE_RECURSE;
			break;
		case 'f':
			flags = (flags & ~REMOVE_ASK) | REMOVE_FORCE;
			break;
		case 'i':
			flags = (flags & ~REMOVE_FORCE) | REMOVE_ASK;
			break;
		default:
			usage_exit(1, "rm [-Rfir] file ...");
		}
	}
	if (optind == argc && !(flags & REMOVE_FORCE))
		usage_exit(1, "rm [-Rfir] file ...");
	for (; optind < argc; optind++) {
		if (refused(argv[optind])) {
			warnx("%s: will not be removed", argv[optind]);
			status = 1;
			continue;
		}
		status |= remove_tree(argv[optind], flags);
	}
	return status;
}
