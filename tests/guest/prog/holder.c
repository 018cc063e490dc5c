/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * holder: holder call argument: make a system call, and stay.
 * holder -m call file: the argument is where the file's second page is mapped.
 * holder -i program argument ...: run a program, interrupt it after a while
 * as ^C does, and say how it ended.
 */
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096

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

/* Where the second page of the file is. */
static int
map(const char *file)
{
	int fd = open(file, O_RDONLY);
	char *p;

	if (fd == -1)
		err(1, "%s", file);
	p = mmap(NULL, 2 * PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		err(1, "%s: mmap", file);
	return (int)(p + PAGE);
}

int
main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "-i") == 0)
		return interrupt(argv + 2);
	if (argc == 4 && strcmp(argv[1], "-m") == 0)
		return syscall(atoi(argv[2]), map(argv[3]));
	if (argc != 3)
		errx(1,
		    "usage: holder call argument | -m call file | "
		    "-i program ...");
	if (syscall(atoi(argv[1]), atoi(argv[2])) == -1)
		err(1, "call %s", argv[1]);
	for (;;)
		pause();
}
