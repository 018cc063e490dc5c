/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hostname: print the machine's name, or set it.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <err.h>
#include <string.h>

#include "util.h"

int
main(int argc, char **argv)
{
	char name[256];
	size_t len = sizeof(name) - 1;

	check_stdout(1);
	if (argc > 2 || (argc == 2 && argv[1][0] == '-'))
		usage_exit(1, "hostname [name]");
	if (argc == 2) {
		if (sysctlbyname("kern.hostname", NULL, NULL, argv[1],
			strlen(argv[1])) != 0)
			err(1, "%s", argv[1]);
		return 0;
	}
	if (sysctlbyname("kern.hostname", name, &len, NULL, 0) != 0)
		err(1, "kern.hostname");
	name[len] = '\0';
	puts(name);
	return 0;
}
