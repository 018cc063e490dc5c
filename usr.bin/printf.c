/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * printf: arguments in a format, which is used again while there are
 * arguments left.  \-escapes stand in the format and, for %b, in the
 * argument.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util.h"

static char **args;
static int status;

static const char *
next_string(void)
{
	return *args != NULL ? *args++ : "";
}

static void
check_number(const char *s, const char *end)
{
	if (end == s && *s != '\0')
		warnx("`%s' is not a number", s);
	else if (*end != '\0')
		warnx("`%s' is not wholly a number", s);
	else if (errno != 0)
		warn("%s", s);
	else
		return;
	status = 1;
}

/* 'c and "c are the number of the character. */
static bool
is_character(const char *s)
{
	return (s[0] == '\'' || s[0] == '"') && s[1] != '\0';
}

static long long
next_integer(bool is_signed)
{
	const char *s = next_string();
	long long n;
	char *end;

	if (is_character(s))
		return (unsigned char)s[1];
	errno = 0;
	n = is_signed ? strtoll(s, &end, 0) : (long long)strtoull(s, &end, 0);
	check_number(s, end);
	return n;
}

static double
next_double(void)
{
	const char *s = next_string();
	char *end;
	double d;

	if (is_character(s))
		return (unsigned char)s[1];
	errno = 0;
	d = strtod(s, &end);
	check_number(s, end);
	return d;
}

/*
 * The character that the escape behind a backslash at *sp means; *sp is
 * left behind it.  -1: \c, the end of all output.
 */
static int
escape(const char **sp)
{
	static const char letters[] = "abefnrtv",
			  values[] = "\a\b\033\f\n\r\t\v";
	const char *s = *sp, *at;
	int n = 0, digits;

	if (*s == 'c')
		return -1;
	if (*s >= '0' && *s <= '7') {
		for (digits = 0; digits < 3 && *s >= '0' && *s <= '7'; digits++)
			n = n * 8 + (*s++ - '0');
		*sp = s;
		return n & 0xff;
	}
	if (*s == 'x' && isxdigit((unsigned char)s[1])) {
		for (s++, digits = 0; digits < 2 && isxdigit((unsigned char)*s);
		     digits++, s++)
			n = n * 16 +
			    (isdigit((unsigned char)*s)
				    ? *s - '0'
				    : (*s | 0x20) - 'a' + 10);
		*sp = s;
		return n;
	}
	at = *s != '\0' ? strchr(letters, *s) : NULL;
	if (at != NULL) {
		*sp = s + 1;
		return values[at - letters];
	}
	if (*s == '\\' || *s == '"' || *s == '\'') {
		*sp = s + 1;
		return *s;
	}
	return '\\'; /* unknown: the backslash is a character like others */
}

static void
print_escaped(const char *s)
{
	int c;

	while (*s != '\0') {
		if (*s != '\\') {
			putchar(*s++);
			continue;
		}
		s++;
		c = escape(&s);
		if (c < 0)
			exit(status);
		putchar(c);
	}
}

/*
 * One conversion with its %, flags, width and precision; s is behind it
 * on return.
 */
static const char *
convert(const char *s)
{
	char spec[64];
	size_t n = 0;

	spec[n++] = '%';
	for (; *s != '\0' && strchr("-+ #0123456789.*", *s) != NULL; s++) {
		if (n > sizeof(spec) - 16)
			errx(1, "a width of more than 40 characters");
		if (*s == '*')
			n += (size_t)snprintf(
			    spec + n, 12, "%d", (int)next_integer(true));
		else
			spec[n++] = *s;
	}
	spec[n] = '\0';
	if (*s == '\0' || strchr("diouxXeEfFgGaAcsb", *s) == NULL)
		errx(1, "`%s%.1s' is not a conversion", spec, s);
	if (strchr("diouxX", *s) != NULL) {
		memcpy(spec + n, "ll", 2);
		n += 2;
	}
	spec[n++] = *s;
	spec[n] = '\0';
	switch (*s) {
	case 'd':
	case 'i':
		printf(spec, next_integer(true));
		break;
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		printf(spec, next_integer(false));
		break;
	case 'c':
		printf(spec, next_string()[0]);
		break;
	case 's':
		printf(spec, next_string());
		break;
	case 'b':
		print_escaped(next_string());
		break;
	default:
		printf(spec, next_double());
		break;
	}
	return s + 1;
}

static void
print_format(const char *s)
{
	int c;

	while (*s != '\0') {
		if (*s == '\\') {
			s++;
			c = escape(&s);
			if (c < 0)
				exit(status);
			putchar(c);
		} else if (*s != '%') {
			putchar(*s++);
		} else if (s[1] == '%') {
			putchar('%');
			s += 2;
		} else {
			s = convert(s + 1);
		}
	}
}

int
main(int argc, char **argv)
{
	char **before;

	check_stdout(1);
	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argc--;
		argv++;
	}
	if (argc < 2)
		usage_exit(1, "printf format [argument ...]");
	args = argv + 2;
	do {
		before = args;
		print_format(argv[1]);
	} while (*args != NULL && args != before);
	return status;
}
