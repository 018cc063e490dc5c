/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modunload: unload a module from the running kernel.
 */
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/lkm.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define _PATH_LKM "/dev/lkm"

/* Exit statuses, those of NetBSD's modunload. */
enum { EX_USAGE = 1, EX_DEVICE = 2, EX_NONE = 3, EX_OTHER = 5 };

static void
usage(void)
{
	fprintf(stderr, "usage: modunload -i id | -n name | name\n");
	exit(EX_USAGE);
}

/* Whether it was the file that somebody named, not the module. */
static int
is_file_name(const char *s)
{
	size_t len = strlen(s);

	return strchr(s, '/') != NULL ||
	    (len > 2 && strcmp(s + len - 2, ".o") == 0);
}

int
main(int argc, char **argv)
{
	static char text[4096];
	struct lmc_unloadmod ul = {.id = -1, .reason = {text, sizeof(text)}};
	const char *what = NULL;
	char *end, *line;
	long id;
	int ch, dev, error, absent;

	while ((ch = getopt(argc, argv, "i:n:")) != -1)
		switch (ch) {
		case 'i':
			id = strtol(optarg, &end, 10);
			if (end == optarg || *end != '\0' || id < 0 ||
			    id > INT_MAX)
				errx(EX_USAGE, "%s: not a module's number",
				    optarg);
			ul.id = id;
			what = optarg;
			break;
		case 'n':
			ul.name = what = optarg;
			break;
		default:
			usage();
		}
	if (what == NULL && argc - optind == 1)
		ul.name = what = argv[optind++];
	if (what == NULL || argc != optind || (ul.id != -1 && ul.name != NULL))
		usage();

	if ((dev = open(_PATH_LKM, O_RDWR)) == -1)
		err(EX_DEVICE, _PATH_LKM);
	if (ioctl(dev, LMUNLOADMOD, &ul) == 0)
		return 0;
	error = errno;
	if (error == EPERM && text[0] == '\0')
		errx(EX_OTHER,
		    "%s: not permitted: modules are unloaded by root, and at "
		    "securelevel 0 or below",
		    what);
	/* A module that refuses may do so with any error. */
	absent = strncmp(text, "not-loaded:", 11) == 0;
	if (text[0] == '\0')
		warnx("%s: %s", what, strerror(error));
	for (line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		if (strncmp(line, "refused:", 8) == 0)
			warnx("%s: %s (%s)", what, line, strerror(error));
		else
			warnx("%s: %s", what, line);
	if (absent)
		warnx("modstat lists what is loaded%s",
		    is_file_name(what) ? "; a module's name is not its file's"
				       : "");
	return absent ? EX_NONE : EX_OTHER;
}
