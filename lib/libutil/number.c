/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * number.c: numbers in arguments, and sizes for people.
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "util.h"

static long long
parse(const char *what, const char *s, long long lo, long long hi, bool suffix)
{
	static const struct {
		char letter;
		int shift;
	} units[] = {{'b', 9}, {'k', 10}, {'m', 20}, {'g', 30}};
	char *end;
	long long n;
	size_t i;

	errno = 0;
	n = strtoll(s, &end, 10);
	if (end == s)
		errx(1, "%s `%s' is not a number", what, s);
	for (i = 0; suffix && errno == 0 && i < sizeof(units) / sizeof(*units);
	     i++) {
		if ((*end | 0x20) != units[i].letter)
			continue;
		if (__builtin_mul_overflow(n, 1LL << units[i].shift, &n))
			errno = ERANGE;
		end++;
		break;
	}
	if (*end != '\0')
		errx(1, "%s `%s' is not a number", what, s);
	if (errno != 0 || n < lo || n > hi)
		errx(
		    1, "%s `%s' is not between %lld and %lld", what, s, lo, hi);
	return n;
}

long long
number_arg(const char *what, const char *s, long long lo, long long hi)
{
	return parse(what, s, lo, hi, false);
}

long long
size_arg(const char *what, const char *s, long long lo, long long hi)
{
	return parse(what, s, lo, hi, true);
}

const char *
human_size(char buf[HUMAN_LEN], uint64_t bytes)
{
	static const char units[] = "\0KMGTPE";
	uint64_t tenths = bytes * 10;
	size_t unit = 0;

	if (bytes < 1024) {
		snprintf(buf, HUMAN_LEN, "%u", (unsigned)bytes);
		return buf;
	}
	/* Up to 2^60 bytes: ten times that would not fit for more. */
	if (bytes > UINT64_MAX / 10)
		tenths = UINT64_MAX;
	while (tenths >= 10240) {
		tenths = (tenths + 1023) / 1024;
		unit++;
	}
	if (tenths < 100)
		snprintf(buf, HUMAN_LEN, "%u.%u%c", (unsigned)(tenths / 10),
		    (unsigned)(tenths % 10), units[unit]);
	else
		snprintf(buf, HUMAN_LEN, "%u%c", (unsigned)((tenths + 9) / 10),
		    units[unit]);
	return buf;
}
