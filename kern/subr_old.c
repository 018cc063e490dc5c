/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_old.c: functions that sources of the 1990s call and nobody should who
 * writes a new one: strings without a bound, user memory in small words.  And
 * what compilers make of such calls where they take them for the C library's,
 * as they do without -ffreestanding: puts() of printf("text\n"), say.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/poll.h>

int puts(const char *);
int putchar(int);

int
puts(const char *s)
{
	printf("%s\n", s);
	return 0;
}

int
putchar(int c)
{
	printf("%c", c);
	return (u_char)c;
}

int
seltrue(dev_t dev, int events, struct proc *p)
{
	return events & (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM);
}

char *
stpcpy(char *dst, const char *src)
{
	size_t len = strlen(src);

	memcpy(dst, src, len + 1);
	return dst + len;
}

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

char *
index(const char *s, int c)
{
	return strchr(s, c);
}

char *
rindex(const char *s, int c)
{
	return strrchr(s, c);
}

void
bcopy(const void *src, void *dst, size_t n)
{
	memmove(dst, src, n);
}

void
ovbcopy(const void *src, void *dst, size_t n)
{
	memmove(dst, src, n);
}

void
bzero(void *dst, size_t n)
{
	memset(dst, 0, n);
}

int
bcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

static int
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (u_char)c;
}

int
strncasecmp(const char *a, const char *b, size_t n)
{
	int difference = 0;

	for (; n > 0 && difference == 0; n--, a++, b++) {
		difference = lower(*a) - lower(*b);
		if (*a == '\0')
			break;
	}
	return difference;
}

int
strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, (size_t)-1);
}

/* The numbers of Park and Miller: Communications of the ACM, October 1988. */
u_long
random(void)
{
	static uint32_t seed = 1;

	seed = (uint64_t)seed * 16807 % 0x7fffffff;
	return seed;
}

/* %b is something else to compilers, which do not look into this one. */
static void
print_bits(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, size, fmt, ap);
	va_end(ap);
}

/* 32 of the bits: the numbers of names end there. */
char *
bitmask_snprintf(u_quad_t v, const char *names, char *buf, size_t size)
{
	print_bits(buf, size,
	    names[0] == 16      ? "0x%b"
		: names[0] == 8 ? "0%b"
				: "%b",
	    (uint32_t)v, names);
	return buf;
}

int
abs(int n)
{
	return __builtin_abs(n);
}

int
ffs(int mask)
{
	return __builtin_ffs(mask);
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
