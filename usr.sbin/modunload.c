/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modunload: unload a module from the running kernel.
 *
 * With -w it waits for a module that is busy.  The kernel cannot tell when
 * that has changed: it would have to notice each time somebody leaves the
 * module's code.  So it is asked again, some times a second.
 */
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/lkm.h>
#include <sys/time.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

#define _PATH_LKM   "/dev/lkm"
#define ASK_AGAIN   50000000      /* nanoseconds between two questions */
#define MAX_SECONDS (100 * 86400) /* to wait */
#define SECOND      1000000000LL

/* Exit statuses, those of NetBSD's modunload. */
enum { EX_USAGE = 1, EX_DEVICE = 2, EX_NONE = 3, EX_OTHER = 5 };

static void
usage(void)
{
	fprintf(
	    stderr, "usage: modunload [-w seconds] -i id | -n name | name\n");
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

static int
module_number(const char *s)
{
	char *end;
	long id;

	errno = 0;
	id = strtol(s, &end, 10);
	if (end == s || *end != '\0' || errno != 0 || id < 0 || id > INT_MAX)
		errx(EX_USAGE, "%s: not a module's number", s);
	return id;
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

static long long
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * SECOND + ts.tv_nsec;
}

/*
 * Ask until it is gone, or the time is up; while it is busy, by its own
 * word or the kernel's, and for no other reason.
 */
static int
unload(int dev, struct lmc_unloadmod *ul, long long ns)
{
	const struct timespec pause = {0, ASK_AGAIN};
	long long end = now() + ns;

	while (ioctl(dev, LMUNLOADMOD, ul) == -1) {
		if (errno != EBUSY || now() >= end)
			return errno;
		nanosleep(&pause, NULL);
	}
	return 0;
}

/* The kernel's words, line by line. */
static void
explain(const char *what, char *text, int error)
{
	char *line;

	for (line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		if (strncmp(line, "refused:", 8) == 0)
			warnx("%s: %s (%s)", what, line, strerror(error));
		else
			warnx("%s: %s", what, line);
}

int
main(int argc, char **argv)
{
	static char text[8192];
	struct lmc_unloadmod ul = {.id = -1, .reason = {text, sizeof(text)}};
	const char *what = NULL, *securelevel;
	long long ns = 0;
	int ch, dev, error, absent;

	while ((ch = getopt(argc, argv, "i:n:w:")) != -1)
		switch (ch) {
		case 'i':
			ul.id = module_number(optarg);
			what = optarg;
			break;
		case 'n':
			ul.name = what = optarg;
			break;
		case 'w':
			ns = wait_time(optarg);
			break;
		default:
			usage();
		}
	if (what == NULL && argc - optind == 1)
		ul.name = what = argv[optind++];
	if (what == NULL || argc != optind || (ul.id != -1 && ul.name != NULL))
		usage();

	if ((dev = open(_PATH_LKM, O_RDWR)) == -1)
		errx(EX_DEVICE, "%s: %s%s", _PATH_LKM, strerror(errno),
		    errno == EACCES ? ": modules are unloaded by root" : "");
	if ((error = unload(dev, &ul, ns)) == 0) {
		explain(what, text, 0); /* gone, but something was lost */
		return 0;
	}
	if (error == EPERM && text[0] == '\0') {
		securelevel = securelevel_refusal();
		errx(EX_OTHER, "%s: %s", what,
		    securelevel != NULL
			? securelevel
			: "not permitted: modules are unloaded by root");
	}
	/* A module that refuses may do so with any error. */
	absent = strncmp(text, "not-loaded:", 11) == 0;
	if (text[0] == '\0')
		warnx("%s: %s", what, strerror(error));
	explain(what, text, error);
	if (absent)
		warnx("modstat lists what is loaded%s",
		    is_file_name(what) ? "; a module's name is not its file's"
				       : "");
	return absent ? EX_NONE : EX_OTHER;
}
