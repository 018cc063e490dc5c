/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * testsyscall: make a system call by its number, to try one that a module
 * has brought.
 */
#include <sys/types.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "util.h"

#define MAXARGS 6

/* Decimal, 0x hexadecimal or 0 octal; 32 bits, signed or not. */
static int
argument(const char *s)
{
	long long n;
	char *end;

	errno = 0;
	n = strtoll(s, &end, 0);
	if (end == s || *end != '\0')
		errx(1, "`%s' is not a number", s);
	if (errno != 0 || n < INT32_MIN || n > UINT32_MAX)
		errx(1, "%s does not fit in 32 bits", s);
	return (int)n;
}

int
main(int argc, char **argv)
{
	int a[MAXARGS] = {0};
	int i, number, result;

	check_stdout(1);
	if (argc < 2 || argc > 2 + MAXARGS)
		usage_exit(1, "testsyscall number [argument ...]");
	number = argument(argv[1]);
	for (i = 2; i < argc; i++)
		a[i - 2] = argument(argv[i]);
	/* -1 can also be a result: only errno tells an error. */
	errno = 0;
	result = syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (result == -1 && errno != 0)
		err(1, "call %d", number);
	printf("testsyscall: call %d returned %d\n", number, result);
	return 0;
}
