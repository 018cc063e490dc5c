/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * echo: write the arguments, a space between them.  Only a first argument
 * of -n is an option: no newline at the end.
 */
#include <string.h>

#include "util.h"

int
main(int argc, char **argv)
{
	bool newline = true;
	int i = 1;

	check_stdout(1);
	if (argc > 1 && strcmp(argv[1], "-n") == 0) {
		newline = false;
		i = 2;
	}
	for (; i < argc; i++) {
		fputs(argv[i], stdout);
		if (i + 1 < argc)
			putchar(' ');
	}
	if (newline)
		putchar('\n');
	return 0;
}
