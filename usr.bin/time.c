/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * time: run a command and tell how long it took: by the clock, in user
 * mode, and in the kernel.  -p: in the form that POSIX gives.
 */
#include <sys/time.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

static long long
microseconds(struct timeval tv)
{
	return (long long)tv.tv_sec * 1000000 + tv.tv_usec;
}

static void
print(bool posix, const char *what, long long us)
{
	if (posix)
		fprintf(stderr, "%s %lld.%02lld\n", what, us / 1000000,
		    us / 10000 % 100);
	else
		fprintf(stderr, "%9lld.%03lld %s", us / 1000000,
		    us / 1000 % 1000, what);
}

int
main(int argc, char **argv)
{
	struct timespec start, end;
	struct rusage ru;
	bool posix = false;
	int c, status;
	pid_t pid;

	while ((c = getopt(argc, argv, "+p")) != -1) {
		if (c != 'p')
			usage_exit(1, "time [-p] command [argument ...]");
		posix = true;
	}
	if (optind == argc)
		usage_exit(1, "time [-p] command [argument ...]");
	argv += optind;
	clock_gettime(CLOCK_MONOTONIC, &start);
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (pid == 0) {
		execvp(*argv, argv);
		warn("%s", *argv);
		_exit(errno == ENOENT ? 127 : 126);
	}
	/* ^C is for the command; the times are of interest even so. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	while (wait4(pid, &status, 0, &ru) < 0)
		if (errno != EINTR)
			err(1, "wait");
	clock_gettime(CLOCK_MONOTONIC, &end);
	print(posix, "real",
	    (long long)(end.tv_sec - start.tv_sec) * 1000000 +
		(end.tv_nsec - start.tv_nsec) / 1000);
	print(posix, "user", microseconds(ru.ru_utime));
	print(posix, "sys", microseconds(ru.ru_stime));
	if (!posix)
		fputc('\n', stderr);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}
