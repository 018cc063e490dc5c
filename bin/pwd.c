/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pwd: print the current directory.  -L: as $PWD has it, links and all,
 * if that is true; -P, the default: without symbolic links.
 */
#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#include "util.h"

int
main(int argc, char **argv)
{
	struct stat here, there;
	bool logical = false;
	const char *pwd;
	char buf[1024];
	int c;

	check_stdout(1);
	while ((c = getopt(argc, argv, "LP")) != -1) {
		if (c != 'L' && c != 'P')
			usage_exit(1, "pwd [-L | -P]");
		logical = c == 'L';
	}
	if (optind != argc)
		usage_exit(1, "pwd [-L | -P]");
	pwd = getenv("PWD");
	if (!logical || pwd == NULL || *pwd != '/' || stat(pwd, &there) != 0 ||
	    stat(".", &here) != 0 || here.st_dev != there.st_dev ||
	    here.st_ino != there.st_ino)
		pwd = getcwd(buf, sizeof(buf));
	if (pwd == NULL)
		err(1, "current directory");
	puts(pwd);
	return 0;
}
