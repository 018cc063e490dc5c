/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_old.c: functions that sources of the 1990s call and nobody should who
 * writes a new one: strings without a bound, user memory in small words.
 */
#include <sys/param.h>
#include <sys/systm.h>

char *
strcpy(char *dst, const char *src)
{
	memcpy(dst, src, strlen(src) + 1);
	return dst;
}

char *
strcat(char *dst, const char *src)
{
	(void)strcpy(dst + strlen(dst), src);
	return dst;
}

/* Zeros fill the rest; without room there is no NUL. */
char *
strncpy(char *dst, const char *src, size_t n)
{
	size_t len = strnlen(src, n);

	memcpy(dst, src, len);
	memset(dst + len, 0, n - len);
	return dst;
}

char *
strncat(char *dst, const char *src, size_t n)
{
	char *end = dst + strlen(dst);
	size_t len = strnlen(src, n);

	memcpy(end, src, len);
	end[len] = '\0';
	return dst;
}

int
copystr(const void *src, void *dst, size_t max, size_t *done)
{
	size_t len = strnlen(src, max);
	int error = len == max ? ENAMETOOLONG : 0;

	memcpy(dst, src, len);
	if (error == 0)
		((char *)dst)[len++] = '\0';
	if (done != NULL)
		*done = len;
	return error;
}

int
fubyte(const void *uaddr)
{
	u_char c;

	return copyin(uaddr, &c, sizeof(c)) == 0 ? c : -1;
}

int
subyte(void *uaddr, int value)
{
	u_char c = value;

	return copyout(&c, uaddr, sizeof(c)) == 0 ? 0 : -1;
}

int
fusword(const void *uaddr)
{
	u_short s;

	return copyin(uaddr, &s, sizeof(s)) == 0 ? s : -1;
}

int
susword(void *uaddr, int value)
{
	u_short s = value;

	return copyout(&s, uaddr, sizeof(s)) == 0 ? 0 : -1;
}
