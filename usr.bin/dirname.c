/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dirname: a path without its last component.
 */
#include <string.h>

#include "util.h"

int
main(int argc, char **argv)
{
	const char *s;
	size_t len;

	check_stdout(1);
	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argc--;
		argv++;
	}
	if (argc != 2)
		usage_exit(1, "dirname string");
	s = argv[1];
	len = strlen(s);
	while (len > 1 && s[len - 1] == '/')
		len--;
	while (len > 0 && s[len - 1] != '/')
		len--;
	while (len > 1 && s[len - 1] == '/')
		len--;
	if (len == 0)
		puts(".");
	else
		printf("%.*s\n", (int)len, s);
	return 0;
}
