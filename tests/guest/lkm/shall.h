/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * shall.h: a module misbehaves as the host's name tells it: hostname(1)
 * sets it, "WHAT NUMBER".  With any other name it is a good one.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/systm.h>

static int number; /* what stands behind the word */

/* Is this how we shall be?  Then its number is known. */
static int
shall(const char *what)
{
	size_t n = strlen(what);
	const char *s = hostname + n;
	int minus = 0;

	if (strncmp(hostname, what, n) != 0 || (*s != '\0' && *s != ' '))
		return 0;
	if (*s == ' ')
		s++;
	if (*s == '-') {
		minus = 1;
		s++;
	}
	for (number = 0; *s >= '0' && *s <= '9'; s++)
		number = number * 10 + *s - '0';
	if (minus)
		number = -number;
	return 1;
}
