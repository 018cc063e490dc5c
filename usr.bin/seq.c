/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * seq: numbers from first to last, a line each.
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util.h"

static const char synopsis[] = "seq [-w] [-s string] [first [increment]] last";

/* How many places a number has behind the point. */
static int
places(const char *s)
{
	const char *dot = strchr(s, '.');

	return dot != NULL ? (int)strlen(dot + 1) : 0;
}

static double
number(const char *s)
{
	char *end;
	double d;

	errno = 0;
	d = strtod(s, &end);
	if (end == s || *end != '\0' || errno != 0 || d != d)
		errx(1, "`%s' is not a number", s);
	return d;
}

int
main(int argc, char **argv)
{
	double first = 1, step = 1, last, value;
	const char *between = "\n";
	int precision = 0, width = 0, n;
	unsigned long i;
	char text[64];

	check_stdout(1);
	/* By hand: -5 is a number and not an option. */
	for (argv++, argc--; argc > 0; argv++, argc--) {
		if (strcmp(*argv, "-w") == 0) {
			width = 1;
		} else if (strcmp(*argv, "-s") == 0 && argc > 1) {
			between = *++argv;
			argc--;
		} else {
			break;
		}
	}
	if (argc < 1 || argc > 3)
		usage_exit(1, synopsis);
	last = number(argv[argc - 1]);
	if (argc > 1) {
		first = number(argv[0]);
		precision = places(argv[0]);
	}
	if (argc > 2) {
		step = number(argv[1]);
		if (places(argv[1]) > precision)
			precision = places(argv[1]);
	}
	if (step == 0)
		errx(1, "the increment must not be 0");
	if (width > 0) {
		width = snprintf(text, sizeof(text), "%.*f", precision, first);
		n = snprintf(text, sizeof(text), "%.*f", precision, last);
		if (n > width)
			width = n;
	}
	/* Multiplied, not summed up: rounding errors must not add. */
	for (i = 0;; i++) {
		value = first + (double)i * step;
		if (step > 0 ? value > last + step * 1e-9
			     : value < last + step * 1e-9)
			break;
		printf(
		    "%s%0*.*f", i > 0 ? between : "", width, precision, value);
	}
	if (i > 0)
		putchar('\n');
	return 0;
}
