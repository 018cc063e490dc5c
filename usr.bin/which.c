/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * which: where in $PATH the shell finds a program.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

/* 1 when there is none. */
static int
find(const char *name, bool all)
{
	const char *dirs = program_dirs();
	int status = 1;
	char *path;

	if (strchr(name, '/') != NULL) {
		if (!is_program(name))
			return 1;
		puts(name);
		return 0;
	}
	while ((all || status != 0) &&
	    (path = next_program(name, &dirs)) != NULL) {
		puts(path);
		free(path);
		status = 0;
	}
	return status;
}

int
main(int argc, char **argv)
{
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
		status |= find(argv[optind], all);
	return status;
}
