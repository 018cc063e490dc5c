/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * touch: set the times of files, and make those that are missing.
 */
#include <sys/time.h>
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] =
    "touch [-acm] [-r file | -t [[CC]YY]MMDDhhmm[.SS]] file ...";

static int
two_digits(const char *s)
{
	if (!isdigit((unsigned char)s[0]) || !isdigit((unsigned char)s[1]))
		errx(1, "-t wants [[CC]YY]MMDDhhmm[.SS]");
	return (s[0] - '0') * 10 + (s[1] - '0');
}

static time_t
parse_time(const char *s)
{
	const char *dot = strchr(s, '.');
	size_t len = dot != NULL ? (size_t)(dot - s) : strlen(s);
	time_t now = time(NULL), t;
	struct tm tm = *localtime(&now);
	int century = -1;

	if ((len != 8 && len != 10 && len != 12) ||
	    (dot != NULL && strlen(dot) != 3))
		errx(1, "-t wants [[CC]YY]MMDDhhmm[.SS]");
	if (len == 12) {
		century = two_digits(s);
		s += 2;
	}
	if (len >= 10) {
		tm.tm_year = two_digits(s);
		if (century >= 0)
			tm.tm_year += century * 100 - 1900;
		else if (tm.tm_year < 69)
			tm.tm_year += 100;
		s += 2;
	}
	tm.tm_mon = two_digits(s) - 1;
	tm.tm_mday = two_digits(s + 2);
	tm.tm_hour = two_digits(s + 4);
	tm.tm_min = two_digits(s + 6);
	tm.tm_sec = dot != NULL ? two_digits(dot + 1) : 0;
	tm.tm_isdst = -1;
	if (tm.tm_mon < 0 || tm.tm_mon > 11 || tm.tm_mday < 1 ||
	    tm.tm_mday > 31 || tm.tm_hour > 23 || tm.tm_min > 59 ||
	    tm.tm_sec > 60)
		errx(1, "there is no such time");
	t = mktime(&tm);
	if (t == (time_t)-1)
		errx(1, "there is no such time");
	return t;
}

static struct timeval
of_timespec(struct timespec ts)
{
	struct timeval tv = {.tv_sec = ts.tv_sec, .tv_usec = ts.tv_nsec / 1000};

	return tv;
}

/* when[0] access, when[1] modification; which of them, by a and m. */
static int
touch(
    const char *name, const struct timeval when[2], bool a, bool m, bool create)
{
	struct timeval tv[2] = {when[0], when[1]};
	struct stat st;
	int fd;

	if (stat(name, &st) != 0) {
		if (errno == ENOENT && !create)
			return 0;
		fd =
		    errno == ENOENT ? open(name, O_WRONLY | O_CREAT, 0666) : -1;
		if (fd < 0 || fstat(fd, &st) != 0) {
			warn("%s", name);
			if (fd >= 0)
				close(fd);
			return 1;
		}
		close(fd);
	}
	if (!a)
		tv[0] = of_timespec(st.st_atim);
	if (!m)
		tv[1] = of_timespec(st.st_mtim);
	if (utimes(name, tv) != 0) {
		warn("%s", name);
		return 1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	bool a = false, m = false, create = true;
	struct timeval when[2];
	struct stat st;
	int c, status = 0;

	gettimeofday(&when[0], NULL);
	when[1] = when[0];
	while ((c = getopt(argc, argv, "acmr:t:")) != -1) {
		switch (c) {
		case 'a':
			a = true;
			break;
		case 'c':
			create = false;
			break;
		case 'm':
			m = true;
			break;
		case 'r':
			if (stat(optarg, &st) != 0)
				err(1, "%s", optarg);
			when[0] = of_timespec(st.st_atim);
			when[1] = of_timespec(st.st_mtim);
			break;
		case 't':
			when[0].tv_sec = when[1].tv_sec = parse_time(optarg);
			when[0].tv_usec = when[1].tv_usec = 0;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	if (optind == argc)
		usage_exit(1, synopsis);
	if (!a && !m)
		a = m = true;
	for (; optind < argc; optind++)
		status |= touch(argv[optind], when, a, m, create);
	return status;
}
