/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cmp: do two files hold the same?  0 yes, 1 no, 2 could not find out.
 */
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "cmp [-l | -s] file1 file2";

static FILE *
open_file(const char *name)
{
	FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");

	if (f == NULL)
		err(2, "%s", name);
	return f;
}

int
main(int argc, char **argv)
{
	bool list = false, silent = false, differ = false;
	unsigned long long byte = 1, line = 1;
	int c, a, b;
	FILE *f, *g;

	check_stdout(2);
	while ((c = getopt(argc, argv, "ls")) != -1) {
		if (c == 'l')
			list = true;
		else if (c == 's')
			silent = true;
		else
			usage_exit(2, synopsis);
	}
	if (argc - optind != 2 || (list && silent))
		usage_exit(2, synopsis);
	argv += optind;
	f = open_file(argv[0]);
	g = open_file(argv[1]);
	for (;; byte++) {
		a = getc(f);
		b = getc(g);
		if (a == EOF || b == EOF)
			break;
		if (a != b) {
			differ = true;
			if (!list)
				break;
			printf("%6llu %3o %3o\n", byte, a, b);
		}
		line += a == '\n';
	}
	if (ferror(f))
		err(2, "%s", argv[0]);
	if (ferror(g))
		err(2, "%s", argv[1]);
	if (a != b && (a == EOF || b == EOF)) {
		if (!silent)
			warnx("%s ends after %llu bytes",
			    a == EOF ? argv[0] : argv[1], byte - 1);
		return 1;
	}
	if (differ && !list && !silent)
		printf("%s %s differ: char %llu, line %llu\n", argv[0], argv[1],
		    byte, line);
	return differ;
}
