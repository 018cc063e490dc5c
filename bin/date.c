/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * date: show the date and time, or set them.
 */
#include <sys/time.h>
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "date [-u] [-r seconds] [+format]\n"
			       "       date [-u] [[[[CC]yy]mm]dd]HHMM[.SS]";

/* The next two digits of *sp, which must lie in lo to hi. */
static int
two_digits(const char **sp, int lo, int hi)
{
	const char *s = *sp;
	int n;

	if (!isdigit((unsigned char)s[0]) || !isdigit((unsigned char)s[1]))
		usage_exit(1, synopsis);
	n = (s[0] - '0') * 10 + (s[1] - '0');
	if (n < lo || n > hi)
		errx(1, "%.2s is not between %02d and %02d", s, lo, hi);
	*sp += 2;
	return n;
}

/* What the digits leave out is as it is now. */
static time_t
parse_date(const char *s, time_t now)
{
	struct tm tm = *localtime(&now);
	const char *dot = strchr(s, '.');
	size_t len = dot != NULL ? (size_t)(dot - s) : strlen(s);
	int year;
	time_t t;

	if (len < 4 || len > 12 || len % 2 != 0)
		usage_exit(1, synopsis);
	if (len == 12) {
		year = two_digits(&s, 19, 99) * 100;
		tm.tm_year = year + two_digits(&s, 0, 99) - 1900;
	} else if (len == 10) {
		year = two_digits(&s, 0, 99);
		tm.tm_year = year < 69 ? year + 100 : year;
	}
	if (len >= 8)
		tm.tm_mon = two_digits(&s, 1, 12) - 1;
	if (len >= 6)
		tm.tm_mday = two_digits(&s, 1, 31);
	tm.tm_hour = two_digits(&s, 0, 23);
	tm.tm_min = two_digits(&s, 0, 59);
	tm.tm_sec = 0;
	if (*s == '.') {
		s++;
		tm.tm_sec = two_digits(&s, 0, 60);
	}
	if (*s != '\0')
		usage_exit(1, synopsis);
	tm.tm_isdst = -1;
	t = mktime(&tm);
	if (t == (time_t)-1)
		errx(1, "there is no such date");
	return t;
}

static void
show(const char *format, time_t t)
{
	char buf[1024];

	if (*format != '\0' &&
	    strftime(buf, sizeof(buf), format, localtime(&t)) == 0)
		errx(1, "the format gives nothing, or more than %zu bytes",
		    sizeof(buf));
	puts(*format != '\0' ? buf : "");
}

int
main(int argc, char **argv)
{
	const char *format = "%a %b %e %H:%M:%S %Z %Y";
	time_t now = time(NULL);
	struct timeval tv;
	int c;

	check_stdout(1);
	while ((c = getopt(argc, argv, "ur:")) != -1) {
		switch (c) {
		case 'u':
			setenv("TZ", "UTC0", 1);
			tzset();
			break;
		case 'r':
			now = (time_t)number_arg(
			    "time", optarg, -100000000000LL, 100000000000LL);
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	argc -= optind;
	argv += optind;
	if (argc > 0 && argv[0][0] != '+') {
		tv.tv_sec = now = parse_date(*argv, now);
		tv.tv_usec = 0;
		if (settimeofday(&tv, NULL) != 0)
			err(1, "set the time");
		argc--;
		argv++;
	}
	if (argc > 0 && argv[0][0] == '+') {
		format = argv[0] + 1;
		argc--;
	}
	if (argc > 0)
		usage_exit(1, synopsis);
	show(format, now);
	return 0;
}
