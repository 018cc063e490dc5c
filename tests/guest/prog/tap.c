/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tap.c: see tap.h.  Output is written line by line and unbuffered, so that
 * it is out before the guest can hang or panic.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

static int ntests, nfailed;

static void
say(const char *prefix, const char *fmt, va_list ap)
{
	char line[256];
	int n = snprintf(line, sizeof(line), "%s", prefix);

	vsnprintf(line + n, sizeof(line) - n - 1, fmt, ap);
	strcat(line, "\n");
	(void)!write(STDOUT_FILENO, line, strlen(line));
}

static bool
vok(bool good, const char *fmt, va_list ap)
{
	char prefix[32];

	ntests++;
	nfailed += !good;
	snprintf(
	    prefix, sizeof(prefix), "%sok %d - ", good ? "" : "not ", ntests);
	say(prefix, fmt, ap);
	return good;
}

bool
ok(bool good, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vok(good, fmt, ap);
	va_end(ap);
	return good;
}

void
diag(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("# ", fmt, ap);
	va_end(ap);
}

bool
is(long got, long wanted, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (!vok(got == wanted, fmt, ap))
		diag("got %ld (0x%lx), wanted %ld", got, (unsigned long)got,
		    wanted);
	va_end(ap);
	return got == wanted;
}

bool
fails(long result, int error, const char *fmt, ...)
{
	int got = errno;
	bool good = result == -1 && got == error;
	va_list ap;

	va_start(ap, fmt);
	if (!vok(good, fmt, ap)) {
		if (result != -1)
			diag("returned %ld, wanted error %d", result, error);
		else
			diag("error %d (%s), wanted %d", got, strerror(got),
			    error);
	}
	va_end(ap);
	return good;
}

int
tap_done(void)
{
	char line[32];

	snprintf(line, sizeof(line), "1..%d\n", ntests);
	(void)!write(STDOUT_FILENO, line, strlen(line));
	return nfailed != 0;
}

int
in_child(int (*fn)(void *), void *arg)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(fn(arg));
	if (pid == -1) {
		diag("fork: %s", strerror(errno));
		return -1;
	}
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return status;
}

int
signal_of(int status)
{
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

bool
dies(int sig, int (*fn)(void *), void *arg, const char *fmt, ...)
{
	int status = in_child(fn, arg);
	bool good = sig != 0 ? signal_of(status) == sig : status == 0;
	va_list ap;

	va_start(ap, fmt);
	if (!vok(good, fmt, ap))
		diag("status 0x%x, wanted %s %d", status,
		    sig != 0 ? "signal" : "exit", sig);
	va_end(ap);
	return good;
}

void
msleep(int milliseconds)
{
	struct timespec ts = {
	    milliseconds / 1000, milliseconds % 1000 * 1000000L};

	while (nanosleep(&ts, &ts) == -1 && errno == EINTR)
		;
}

int
sysctl_int(const char *name)
{
	int value;
	size_t size = sizeof(value);

	if (sysctlbyname(name, &value, &size, NULL, 0) == -1 ||
	    size != sizeof(value)) {
		diag("%s: %s", name, strerror(errno));
		exit(2);
	}
	return value;
}
