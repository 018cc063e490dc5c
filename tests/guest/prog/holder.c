/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * holder: holder call argument: make a system call, and stay.
 * holder -i program argument ...: run a program, interrupt it after a while
 * as ^C does, and say how it ended.
 */
#include <sys/types.h>
#include <sys/wait.h>
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
interrupt(char **argv)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		signal(SIGINT, SIG_DFL);
		execvp(argv[0], argv);
		err(127, "%s", argv[0]);
	}
	usleep(500000);
	kill(pid, SIGINT);
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		err(1, "%s", argv[0]);
	if (WIFSIGNALED(status))
		printf("signal %d\n", WTERMSIG(status));
	else
		printf("status %d\n", WEXITSTATUS(status));
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "-i") == 0)
		return interrupt(argv + 2);
	if (argc != 3)
		errx(1, "usage: holder call argument | -i program ...");
	if (syscall(atoi(argv[1]), atoi(argv[2])) == -1)
		err(1, "call %s", argv[1]);
	for (;;)
		pause();
}
