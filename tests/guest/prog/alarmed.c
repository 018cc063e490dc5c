/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * alarmed MS PROGRAM ARG...: the program, which gets a SIGALRM after so many
 * milliseconds.
 */
#include <sys/time.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct itimerval it = {.it_value = {0, 0}};
	int ms;

	if (argc < 3)
		return 2;
	ms = atoi(argv[1]);
	it.it_value.tv_sec = ms / 1000;
	it.it_value.tv_usec = ms % 1000 * 1000;
	if (setitimer(ITIMER_REAL, &it, NULL) == 0)
		execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 2;
}
