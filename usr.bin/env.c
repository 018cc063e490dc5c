/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * env: show the environment, or run a command in a changed one.
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] =
    "env [-i] [-u name] [name=value ...] [command [argument ...]]";

int
main(int argc, char **argv)
{
	static char *nothing[] = {NULL};
	char **p;
	int c;

	check_stdout(125);
	while ((c = getopt(argc, argv, "+iu:")) != -1) {
		switch (c) {
		case 'i':
			environ = nothing;
			break;
		case 'u':
			if (unsetenv(optarg) != 0)
				err(125, "%s", optarg);
			break;
		default:
			usage_exit(125, synopsis);
		}
	}
	for (argv += optind; *argv != NULL; argv++) {
		char *value = strchr(*argv, '=');

		if (value == NULL)
			break;
		*value++ = '\0';
		if (setenv(*argv, value, 1) != 0)
			err(125, "%s", *argv);
	}
	if (*argv == NULL) {
		for (p = environ; *p != NULL; p++)
			puts(*p);
		return 0;
	}
	execvp(*argv, argv);
	err(errno == ENOENT ? 127 : 126, "%s", *argv);
}
