/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sleep: do nothing for a number of seconds, which may have a fraction.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <string.h>
#include <time.h>

#include "util.h"

/* Digits past the ninth are below what a timespec can say. */
static int
parse_seconds(const char *s, struct timespec *ts)
{
	long unit = 100000000;
	bool digits = false;

	ts->tv_sec = 0;
	ts->tv_nsec = 0;
	for (; isdigit((unsigned char)*s); s++, digits = true) {
		if (ts->tv_sec > 100000000)
			return -1;
		ts->tv_sec = ts->tv_sec * 10 + (*s - '0');
	}
	if (*s == '.') {
		for (s++; isdigit((unsigned char)*s); s++, digits = true) {
			ts->tv_nsec += (*s - '0') * unit;
			unit /= 10;
		}
	}
	return digits && *s == '\0' ? 0 : -1;
}

int
main(int argc, char **argv)
{
	struct timespec ts;

	if (argc != 2)
		usage_exit(1, "sleep seconds");
	if (parse_seconds(argv[1], &ts) != 0)
		errx(1, "`%s' is not a number of seconds", argv[1]);
	while (nanosleep(&ts, &ts) != 0)
		if (errno != EINTR)
			err(1, "nanosleep");
	return 0;
}
