/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * yes: say y, or what the arguments are, again and again.
 */
#include "util.h"

int
main(int argc, char **argv)
{
	int i;

	check_stdout(1);
	do {
		if (argc < 2)
			fputs("y", stdout);
		for (i = 1; i < argc; i++)
			printf("%s%s", i > 1 ? " " : "", argv[i]);
	} while (putchar('\n') != EOF);
	return 1;
}
