/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * refusal.c: that it was the securelevel, in words.  errno only says
 * "Operation not permitted", which it says of much else.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <stddef.h>
#include <stdio.h>

#include "util.h"

const char *
securelevel_refusal(void)
{
	static char text[96];
	char by[32];
	size_t len = sizeof(int), bylen = sizeof(by);
	int level, n;

	if (sysctlbyname("kern.securelevel", &level, &len, NULL, 0) != 0 ||
	    level <= 0)
		return NULL;
	n = snprintf(
	    text, sizeof(text), "not permitted at securelevel %d", level);
	if (sysctlbyname("kern.securelevel_by", by, &bylen, NULL, 0) == 0 &&
	    by[0] != '\0')
		snprintf(text + n, sizeof(text) - n, " (raised by %s)", by);
	return text;
}
