/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * securepath: tell whether root alone can change what lies at a path: the
 * file, and every folder above it.  Status 0: root alone, for all of them;
 * 1: not, and standard error has what and who; 2: usage.  /etc/rc.lkm asks
 * it before it loads a module.
 */
#include <err.h>
#include <stdlib.h>

#include "util.h"

int
main(int argc, char **argv)
{
	char why[1200];
	int i, status = 0;

	if (argc < 2)
		usage_exit(2, "securepath path ...");
	for (i = 1; i < argc; i++)
		if (!secure_path(argv[i], why, sizeof(why))) {
			warnx("%s: %s", argv[i], why);
			status = 1;
		}
	return status;
}
