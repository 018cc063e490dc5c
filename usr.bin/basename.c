/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * basename: the last component of a path, without a given suffix.
 */
#include <string.h>

#include "util.h"

int
main(int argc, char **argv)
{
	size_t len, suffix;
	const char *base;

	check_stdout(1);
	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argc--;
		argv++;
	}
	if (argc < 2 || argc > 3)
		usage_exit(1, "basename string [suffix]");
	len = strlen(argv[1]);
	while (len > 1 && argv[1][len - 1] == '/')
		argv[1][--len] = '\0';
	base = len > 1 ? base_of(argv[1]) : argv[1];
	len = strlen(base);
	if (argc == 3) {
		suffix = strlen(argv[2]);
		if (suffix < len && strcmp(base + len - suffix, argv[2]) == 0)
			len -= suffix;
	}
	printf("%.*s\n", (int)len, base);
	return 0;
}
