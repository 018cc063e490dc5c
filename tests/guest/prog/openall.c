/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * openall SECONDS: have as many files open as the system lets one, in as
 * many processes as that takes, for so long, and whatever others close
 * meanwhile.  Says how many they are once there are no more.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int seconds;

/* Open all that a process may; the number goes to the pipe. */
static void
hold(int out)
{
	int n = 0, error;
	time_t end;

	signal(SIGHUP, SIG_IGN);
	while (open("/dev/null", O_RDONLY) != -1)
		n++;
	error = errno;
	(void)write(out, &n, sizeof(n));
	(void)write(out, &error, sizeof(error));
	end = time(NULL) + seconds;
	if (error != ENFILE)
		sleep(seconds);
	while (time(NULL) < end)
		(void)open("/dev/null", O_RDONLY);
	_exit(0);
}

int
main(int argc, char **argv)
{
	int ends[2], n, total = 0, error = 0;

	seconds = argc > 1 ? atoi(argv[1]) : 1;
	if (pipe(ends) != 0)
		return 1;
	while (error != ENFILE) {
		switch (fork()) {
		case -1:
			perror("fork");
			return 1;
		case 0:
			hold(ends[1]);
		}
		if (read(ends[0], &n, sizeof(n)) != sizeof(n) ||
		    read(ends[0], &error, sizeof(error)) != sizeof(error))
			return 1;
		total += n;
	}
	printf("%d files\n", total);
	return 0;
}
