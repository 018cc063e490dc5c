/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_bootargs.c: the kernel's command line, as words.
 *
 * They are parted by blanks.  One that begins with a '-' is a flag, one with
 * a '=' has a value; boot(8) lists those that mean something.  Words that
 * mean nothing to the kernel stay for programs, which read kern.bootargs.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>

/* The first word at or behind s, or NULL; its length. */
static const char *
word_at(const char *s, size_t *len)
{
	const char *end;

	while (*s == ' ' || *s == '\t')
		s++;
	for (end = s; *end != '\0' && *end != ' ' && *end != '\t'; end++)
		continue;
	*len = end - s;
	return *len == 0 ? NULL : s;
}

int
bootarg_flag(const char *flag)
{
	size_t len, want = strlen(flag);
	const char *s = bootargs;

	for (; (s = word_at(s, &len)) != NULL; s += len)
		if (len == want && memcmp(s, flag, len) == 0)
			return 1;
	return 0;
}

const char *
bootarg_next(const char *name, const char *after, size_t *lenp)
{
	size_t len, n = strlen(name);
	const char *s = after != NULL ? after : bootargs;

	/* Behind the value that was handed out last. */
	if (after != NULL)
		s += *lenp;
	for (; (s = word_at(s, &len)) != NULL; s += len)
		if (len > n && memcmp(s, name, n) == 0 && s[n] == '=') {
			*lenp = len - n - 1;
			return s + n + 1;
		}
	return NULL;
}

int
bootarg_value(const char *name, char *buf, size_t size)
{
	const char *value = NULL, *found = NULL;
	size_t len = 0, n = 0;

	while ((value = bootarg_next(name, value, &len)) != NULL) {
		found = value;
		n = len;
	}
	if (found == NULL)
		return ENOENT;
	if (n >= size)
		return ENAMETOOLONG;
	memcpy(buf, found, n);
	buf[n] = '\0';
	return 0;
}
