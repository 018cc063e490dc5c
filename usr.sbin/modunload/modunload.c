/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modunload: unload a module from the running kernel, or all of them.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modunload.h"

#define MAX_SECONDS (100 * 86400) /* to wait */
#define SECOND      1000000000LL

static void
usage(void)
{
	fprintf(stderr,
	    "usage: modunload [-w seconds] -i id | -n name | name | -a\n");
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

/* Seconds, such as 10 or 0.5, in nanoseconds. */
static long long
wait_time(const char *s)
{
	const char *p = s;
	long long ns = 0, unit = SECOND / 10;

	for (; *p >= '0' && *p <= '9' && ns <= MAX_SECONDS; p++)
		ns = ns * 10 + (*p - '0');
	if (ns > MAX_SECONDS)
		errx(EX_USAGE, "-w %s: at most %d seconds", s, MAX_SECONDS);
	ns *= SECOND;
	if (p[0] == '.' && p[1] != '\0')
		for (p++; *p >= '0' && *p <= '9'; p++, unit /= 10)
			ns += (*p - '0') * unit;
	if (p == s || *p != '\0') {
		warnx("-w %s: not a number of seconds", s);
		usage();
	}
	return ns;
}

int
main(int argc, char **argv)
{
	static char text[TEXT_SIZE];
	struct lkm_which which = LKM_NOBODY;
	long long ns = 0;
	int ch, dev, error, all = 0;

	while ((ch = getopt(argc, argv, "ai:n:w:")) != -1)
		switch (ch) {
		case 'a':
			all = 1;
			break;
		case 'i':
			lkm_which_id(&which, optarg, EX_USAGE);
			break;
		case 'n':
			lkm_which_name(&which, optarg);
			break;
		case 'w':
			ns = wait_time(optarg);
			break;
		default:
			usage();
		}
	if (which.what == NULL && argc - optind == 1)
		lkm_which_name(&which, argv[optind++]);
	if (argc != optind || lkm_which_both(&which) ||
	    (which.what != NULL) == all)
		usage();

	if ((dev = open(_PATH_LKM, O_RDWR)) == -1)
		errx(EX_DEVICE, "%s: %s%s", _PATH_LKM, strerror(errno),
		    errno == EACCES ? ": modules are unloaded by root" : "");
	if (all)
		return unload_all(dev, ns);
	error = unload(dev, &which, 0, ns, text);
	tell(which.what, text, error);
	if (error == 0)
		return 0;
	if (!not_loaded(text))
		return EX_OTHER;
	warnx("modstat lists what is loaded%s",
	    is_file_name(which.what) ? "; a module's name is not its file's"
				     : "");
	return EX_NONE;
}
