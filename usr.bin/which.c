/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * which: where in $PATH the shell finds a program.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    access(path, X_OK) == 0;
}

/* 1 when there is none. */
static int
find(const char *name, const char *dirs, bool all)
{
	bool found = false;
	char *dir, *path;
	size_t len;

	if (strchr(name, '/') != NULL) {
		if (!is_program(name))
			return 1;
		puts(name);
		return 0;
	}
	for (;; dirs += len + 1) {
		len = strcspn(dirs, ":");
		dir = strndup(len > 0 ? dirs : ".", len > 0 ? len : 1);
		if (dir == NULL)
			return 1;
		path = path_join(dir, name);
		if ((all || !found) && is_program(path)) {
			puts(path);
			found = true;
		}
		free(path);
		free(dir);
		if (dirs[len] == '\0')
			return !found;
	}
}

int
main(int argc, char **argv)
{
	const char *dirs = getenv("PATH");
	bool all = false;
	int c, status = 0;

	check_stdout(2);
	while ((c = getopt(argc, argv, "a")) != -1) {
		if (c != 'a')
			usage_exit(2, "which [-a] name ...");
		all = true;
	}
	if (optind == argc)
		usage_exit(2, "which [-a] name ...");
	for (; optind < argc; optind++)
		status |= find(
		    argv[optind], dirs != NULL ? dirs : "/bin:/usr/bin", all);
	return status;
}
