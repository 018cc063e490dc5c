/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frame.c: how a program begins and ends, the same for all of them.
 */
#include <sys/ioctl.h>
#include <err.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static int stdout_status;

static void
flush_stdout(void)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		warn("standard output");
		_exit(stdout_status);
	}
}

void
check_stdout(int status)
{
	stdout_status = status;
	atexit(flush_stdout);
}

void
usage_exit(int status, const char *synopsis)
{
	fprintf(stderr, "usage: %s\n", synopsis);
	exit(status);
}

const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

void
terminal_size(int fd, int *columns, int *rows)
{
	struct winsize ws;

	*columns = 80;
	*rows = 24;
	if (ioctl(fd, TIOCGWINSZ, &ws) != 0)
		return;
	if (ws.ws_col != 0)
		*columns = ws.ws_col;
	if (ws.ws_row != 0)
		*rows = ws.ws_row;
}

bool
ask(const char *fmt, ...)
{
	va_list ap;
	int first, c;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	first = c = getchar();
	while (c != '\n' && c != EOF)
		c = getchar();
	return first == 'y' || first == 'Y';
}
