/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libkern.c: the string functions that C writes as well as anybody; those
 * of bulk are in arch/i386/memops.S.
 */
#include <sys/types.h>
#include <sys/systm.h>

size_t
strnlen(const char *s, size_t max)
{
	size_t n = 0;

	while (n < max && s[n] != '\0')
		n++;
	return n;
}

int
strcmp(const char *a, const char *b)
{
	while (*a == *b && *a != '\0')
		a++, b++;
	return (u_char)*a - (u_char)*b;
}

int
strncmp(const char *a, const char *b, size_t n)
{
	for (; n > 0; a++, b++, n--)
		if (*a != *b || *a == '\0')
			return (u_char)*a - (u_char)*b;
	return 0;
}

void *
memchr(const void *s, int c, size_t n)
{
	const u_char *p = s;

	for (; n > 0; p++, n--)
		if (*p == (u_char)c)
			return (void *)p;
	return NULL;
}

char *
strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return (char *)s;
		if (*s == '\0')
			return NULL;
	}
}

char *
strrchr(const char *s, int c)
{
	const char *last = NULL;

	for (;; s++) {
		if (*s == (char)c)
			last = s;
		if (*s == '\0')
			return (char *)last;
	}
}

char *
strstr(const char *s, const char *find)
{
	size_t n = strlen(find);

	for (; strncmp(s, find, n) != 0; s++)
		if (*s == '\0')
			return NULL;
	return (char *)s;
}

size_t
strlcpy(char *dst, const char *src, size_t size)
{
	size_t n = strlen(src);

	if (size > 0) {
		size_t c = n < size ? n : size - 1;

		memcpy(dst, src, c);
		dst[c] = '\0';
	}
	return n;
}

size_t
strlcat(char *dst, const char *src, size_t size)
{
	size_t n = strnlen(dst, size);

	return n + strlcpy(dst + n, src, size - n);
}

/* Digits in base 8, 10 or 16; 0: as C has it.  Stops at what is no digit. */
unsigned long
strtoul(const char *s, char **end, int base)
{
	unsigned long v = 0;
	int d;

	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X') &&
	    (base == 0 || base == 16)) {
		s += 2;
		base = 16;
	} else if (base == 0)
		base = s[0] == '0' ? 8 : 10;
	for (;; s++) {
		if (*s >= '0' && *s <= '9')
			d = *s - '0';
		else if ((*s | 0x20) >= 'a' && (*s | 0x20) <= 'f')
			d = (*s | 0x20) - 'a' + 10;
		else
			break;
		if (d >= base)
			break;
		v = v * base + d;
	}
	if (end != NULL)
		*end = (char *)s;
	return v;
}

/* What a pointer leads to that may change at any time is not known. */
static void *(*volatile set)(void *, int, size_t) = memset;

void *
explicit_memset(void *dst, int c, size_t n)
{
	return set(dst, c, n);
}
