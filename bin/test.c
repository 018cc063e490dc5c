/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test, [: is a condition true?  0 true, 1 false, 2 not a condition.
 *
 * POSIX settles what up to four arguments mean by their number alone, so
 * that `test -n = -n' compares strings; only more are parsed as a grammar:
 *
 *	or      = and { "-o" and }
 *	and     = not { "-a" not }
 *	not     = { "!" } primary
 *	primary = "(" or ")" | unary operand | left binary right | string
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static char **args;
static int left; /* how many of args are not yet used */

static bool parse_or(void);

static long long
integer(const char *s)
{
	long long n;
	char *end;

	errno = 0;
	n = strtoll(s, &end, 10);
	while (*end == ' ' || *end == '\t')
		end++;
	if (*s == '\0' || *end != '\0' || errno != 0)
		errx(2, "%s: not an integer", s);
	return n;
}

static bool
is_unary(const char *s)
{
	return s[0] == '-' && s[1] != '\0' && s[2] == '\0' &&
	    strchr("bcdefghknprstuwxzLOGS", s[1]) != NULL;
}

static bool
is_type(const char *path, mode_t type)
{
	struct stat st;

	if ((type == S_IFLNK ? lstat : stat)(path, &st) != 0)
		return false;
	return (st.st_mode & S_IFMT) == type;
}

static bool
has_mode(const char *path, mode_t bit)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_mode & bit) != 0;
}

static bool
unary(char op, const char *s)
{
	struct stat st;

	switch (op) {
	case 'n':
		return *s != '\0';
	case 'z':
		return *s == '\0';
	case 't':
		return isatty((int)integer(s));
	case 'b':
		return is_type(s, S_IFBLK);
	case 'c':
		return is_type(s, S_IFCHR);
	case 'd':
		return is_type(s, S_IFDIR);
	case 'f':
		return is_type(s, S_IFREG);
	case 'p':
		return is_type(s, S_IFIFO);
	case 'S':
		return is_type(s, S_IFSOCK);
	case 'h':
	case 'L':
		return is_type(s, S_IFLNK);
	case 'g':
		return has_mode(s, S_ISGID);
	case 'u':
		return has_mode(s, S_ISUID);
	case 'k':
		return has_mode(s, S_ISVTX);
	case 'r':
		return access(s, R_OK) == 0;
	case 'w':
		return access(s, W_OK) == 0;
	case 'x':
		return access(s, X_OK) == 0;
	case 'O':
		return stat(s, &st) == 0 && st.st_uid == geteuid();
	case 'G':
		return stat(s, &st) == 0 && st.st_gid == getegid();
	case 's':
		return stat(s, &st) == 0 && st.st_size > 0;
	default: /* 'e' */
		return stat(s, &st) == 0;
	}
}

/* -1, 0, 1: a older, as old, newer; a file that is missing is older. */
static int
compare_age(const char *a, const char *b)
{
	struct stat sa, sb;
	bool have_a = stat(a, &sa) == 0, have_b = stat(b, &sb) == 0;

	if (!have_a || !have_b)
		return have_a - have_b;
	if (sa.st_mtim.tv_sec != sb.st_mtim.tv_sec)
		return sa.st_mtim.tv_sec < sb.st_mtim.tv_sec ? -1 : 1;
	return (sa.st_mtim.tv_nsec > sb.st_mtim.tv_nsec) -
	    (sa.st_mtim.tv_nsec < sb.st_mtim.tv_nsec);
}

static bool
same_file(const char *a, const char *b)
{
	struct stat sa, sb;

	return stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	    sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

static const char *const binaries[] = {"=", "==", "!=", "<", ">", "-eq", "-ne",
    "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef", NULL};

static bool
is_binary(const char *s)
{
	int i;

	for (i = 0; binaries[i] != NULL; i++)
		if (strcmp(s, binaries[i]) == 0)
			return true;
	return false;
}

static bool
binary(const char *a, const char *op, const char *b)
{
	long long x, y;

	if (op[0] != '-') {
		if (op[0] == '!')
			return strcmp(a, b) != 0;
		if (op[0] == '=')
			return strcmp(a, b) == 0;
		return op[0] == '<' ? strcmp(a, b) < 0 : strcmp(a, b) > 0;
	}
	if (strcmp(op, "-nt") == 0)
		return compare_age(a, b) > 0;
	if (strcmp(op, "-ot") == 0)
		return compare_age(a, b) < 0;
	if (strcmp(op, "-ef") == 0)
		return same_file(a, b);
	x = integer(a);
	y = integer(b);
	switch (op[1] << 8 | op[2]) {
	case 'e' << 8 | 'q':
		return x == y;
	case 'n' << 8 | 'e':
		return x != y;
	case 'l' << 8 | 't':
		return x < y;
	case 'l' << 8 | 'e':
		return x <= y;
	case 'g' << 8 | 't':
		return x > y;
	default:
		return x >= y;
	}
}

static const char *
next(void)
{
	if (left == 0)
		errx(2, "an operand is missing at the end");
	left--;
	return *args++;
}

static bool
parse_primary(void)
{
	const char *s = next(), *op;
	bool value;

	if (left >= 2 && is_binary(args[0])) {
		op = next();
		return binary(s, op, next());
	}
	if (strcmp(s, "(") == 0) {
		value = parse_or();
		if (strcmp(next(), ")") != 0)
			errx(2, "`)' is missing");
		return value;
	}
	if (is_unary(s) && left > 0)
		return unary(s[1], next());
	return *s != '\0';
}

static bool
parse_not(void)
{
	bool negated = false;

	while (left > 1 && strcmp(*args, "!") == 0) {
		next();
		negated = !negated;
	}
	return parse_primary() != negated;
}

static bool
parse_and(void)
{
	bool value = parse_not();

	while (left > 0 && strcmp(*args, "-a") == 0) {
		next();
		value = parse_not() && value;
	}
	return value;
}

static bool
parse_or(void)
{
	bool value = parse_and();

	while (left > 0 && strcmp(*args, "-o") == 0) {
		next();
		value = parse_and() || value;
	}
	return value;
}

/* count arguments at v. */
static bool
evaluate(char **v, int count)
{
	bool value;

	if (count == 0)
		return false;
	if (count == 1)
		return *v[0] != '\0';
	if (count == 2 && strcmp(v[0], "!") == 0)
		return *v[1] == '\0';
	if (count == 3 && is_binary(v[1]))
		return binary(v[0], v[1], v[2]);
	if (count <= 4 && strcmp(v[0], "!") == 0)
		return !evaluate(v + 1, count - 1);
	args = v;
	left = count;
	value = parse_or();
	if (left > 0)
		errx(2, "%s: unexpected", *args);
	return value;
}

int
main(int argc, char **argv)
{
	if (strcmp(base_of(argv[0]), "[") == 0) {
		if (strcmp(argv[argc - 1], "]") != 0)
			errx(2, "`]' is missing at the end");
		argc--;
	}
	return evaluate(argv + 1, argc - 1) ? 0 : 1;
}
