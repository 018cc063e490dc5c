/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * selfutil.h: the kernel's self-check, read and compared; and faults, to be
 * injected at point n of what this process does.
 */
#ifndef _SELFUTIL_H_
#define _SELFUTIL_H_

#include "lkmutil.h"

/* Both values, in memory that is there before the first is read. */
#define SELFCHECK_SIZE 2048
struct check {
	char part[SELFCHECK_SIZE]; /* lkm.selfcheck */
	char all[SELFCHECK_SIZE];  /* lkm.selfcheck.all */
};

static inline void
read_check(const char *name, char *text, size_t size)
{
	/* One that is as long as there is room may have been cut. */
	if (sysctlbyname(name, text, &size, NULL, 0) == -1 ||
	    strnlen(text, size) < 16 || size > SELFCHECK_SIZE - 1) {
		diag("%s: %d bytes: %s", name, (int)size, strerror(errno));
		exit(2);
	}
}

static inline void
take_check(struct check *c)
{
	read_check("lkm.selfcheck", c->part, sizeof(c->part));
	read_check("lkm.selfcheck.all", c->all, sizeof(c->all));
}

/* To be compared with later: everything that reading needs is there. */
static inline void
first_check(struct check *before, struct check *after)
{
	memset(before, 1, sizeof(*before));
	memset(after, 1, sizeof(*after));
	take_check(before);
	take_check(after);
	take_check(before);
}

static inline bool
broken(const char *text)
{
	return strncmp(text, "BROKEN ", 7) == 0;
}

/* "name=..." of a text, cut out; "" when it is not there. */
static inline const char *
part_of(const char *text, const char *name)
{
	static char part[2][32];
	static int which;
	char key[24];
	const char *at;

	which = !which;
	snprintf(key, sizeof(key), " %s=", name);
	at = strstr(text, key);
	snprintf(part[which], sizeof(part[which]), "%.*s",
	    at != NULL ? (int)strcspn(at + 1, " \n") : 0,
	    at != NULL ? at + 1 : "");
	return part[which];
}

static inline bool
same_text(const char *a, const char *b)
{
	size_t la, lb;

	if (strcmp(a, b) == 0 && !broken(a))
		return true;
	/* Both have the same parts, in one order; what is broken says why. */
	for (; *a != '\0' && *b != '\0'; a += la, b += lb) {
		a += strspn(a, " ");
		b += strspn(b, " ");
		la = broken(a) ? strlen(a) : strcspn(a, " ");
		lb = broken(b) ? strlen(b) : strcspn(b, " ");
		if (la != lb || memcmp(a, b, la) != 0 || broken(a))
			diag("%.*s, then %.*s", (int)la, a, (int)lb, b);
	}
	return false;
}

static inline bool
same_check(const struct check *a, const struct check *b)
{
	return same_text(a->part, b->part) && same_text(a->all, b->all);
}

/* Nothing that was loaded stays. */
static inline void
unload_all(int dev)
{
	int id;

	for (id = 15; id >= 0; id--)
		unload_id(dev, id);
}

static inline void
host(const char *name)
{
	if (sethostname(name, strlen(name)) == -1) {
		perror("sethostname");
		exit(2);
	}
}

static inline void
arm(const char *fault, int n, int argument)
{
	char text[64];

	if (argument == 0)
		snprintf(text, sizeof(text), "%s %d", fault, n);
	else
		snprintf(text, sizeof(text), "%s %d %d", fault, n, argument);
	if (sysctlbyname("debug.inject", NULL, NULL, text, strlen(text)) ==
	    -1) {
		perror(text);
		exit(2);
	}
}

/* Off; where it has happened, or NULL. */
static inline const char *
disarm(void)
{
	static char text[128];
	size_t size = sizeof(text);
	char *fired;

	if (sysctlbyname("debug.inject", text, &size, "off", 3) == -1) {
		perror("debug.inject");
		exit(2);
	}
	fired = strstr(text, " fired ");
	return fired == NULL ? NULL : fired + 7;
}

#endif /* _SELFUTIL_H_ */
