/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kill: send a signal to processes, SIGTERM if no other is named.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "util.h"

static const char synopsis[] = "kill [-s name | -name | -number] process ...\n"
			       "       kill -l [status]";

/* The number of a signal given by name, with or without SIG, or number. */
static int
signal_number(const char *s)
{
	char *end;
	long n;
	int i;

	if (isdigit((unsigned char)*s)) {
		n = strtol(s, &end, 10);
		if (*end == '\0' && n >= 0 && n < NSIG)
			return (int)n;
		errx(1, "there is no signal %s (kill -l lists them)", s);
	}
	if (strncasecmp(s, "SIG", 3) == 0)
		s += 3;
	for (i = 1; i < NSIG; i++)
		if (strcasecmp(s, sys_signame[i]) == 0)
			return i;
	errx(1, "there is no signal %s (kill -l lists them)", s);
}

static void
print_name(int sig)
{
	const char *p;

	for (p = sys_signame[sig]; *p != '\0'; p++)
		putchar(toupper((unsigned char)*p));
}

/* kill -l, or the name of the signal in an exit status. */
static void
list(const char *status)
{
	int i;

	if (status != NULL) {
		i = (int)number_arg("status", status, 1, 128 + NSIG - 1);
		if (i > 128)
			i -= 128;
		if (i >= NSIG)
			errx(1, "status %s is of no signal", status);
		print_name(i);
		putchar('\n');
		return;
	}
	for (i = 1; i < NSIG; i++) {
		print_name(i);
		putchar(i % 16 == 0 || i == NSIG - 1 ? '\n' : ' ');
	}
}

static int
send_to(const char *operand, int sig)
{
	char *end;
	long pid;

	errno = 0;
	pid = strtol(operand, &end, 10);
	if (end == operand || *end != '\0' || errno != 0) {
		warnx("%s: not a process number", operand);
		return 1;
	}
	if (kill((pid_t)pid, sig) != 0) {
		warn("%s", operand);
		return 1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	int i = 1, sig = SIGTERM, status = 0;

	check_stdout(1);
	if (argc < 2)
		usage_exit(1, synopsis);
	if (strcmp(argv[1], "-l") == 0) {
		if (argc > 3)
			usage_exit(1, synopsis);
		list(argv[2]);
		return 0;
	}
	if (strcmp(argv[1], "-s") == 0) {
		if (argc < 3)
			usage_exit(1, synopsis);
		sig = signal_number(argv[2]);
		i = 3;
	} else if (argv[1][0] == '-' && strcmp(argv[1], "--") != 0) {
		if (argv[1][1] == '\0')
			usage_exit(1, synopsis);
		sig = signal_number(argv[1] + 1);
		i = 2;
	}
	if (i < argc && strcmp(argv[i], "--") == 0)
		i++;
	if (i == argc)
		usage_exit(1, synopsis);
	for (; i < argc; i++)
		status |= send_to(argv[i], sig);
	return status;
}
