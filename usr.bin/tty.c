/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tty: the name of the terminal on the standard input; 1 if it is none.
 */
#include <unistd.h>

#include "util.h"

int
main(int argc, char **argv)
{
	bool silent = false;
	const char *name;
	struct stat st;
	int c;

	check_stdout(2);
	while ((c = getopt(argc, argv, "s")) != -1) {
		if (c != 's')
			usage_exit(2, "tty [-s]");
		silent = true;
	}
	if (!isatty(STDIN_FILENO) || fstat(STDIN_FILENO, &st) != 0) {
		if (!silent)
			puts("not a tty");
		return 1;
	}
	name = devname(st.st_rdev, S_IFCHR);
	if (!silent)
		printf("/dev/%s\n", name != NULL ? name : "??");
	return 0;
}
