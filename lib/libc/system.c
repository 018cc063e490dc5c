/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system.c: a command for the shell.
 */
#include <sys/wait.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* The signals whose actions system() borrows. */
struct borrowed {
	struct sigaction intr, quit;
	sigset_t mask;
};

/* ^C is for the command alone; its end must not reach a SIGCHLD handler. */
static void
borrow(struct borrowed *b)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t chld = sigmask(SIGCHLD);

	sigaction(SIGINT, &ignore, &b->intr);
	sigaction(SIGQUIT, &ignore, &b->quit);
	sigprocmask(SIG_BLOCK, &chld, &b->mask);
}

static void
give_back(const struct borrowed *b)
{
	sigaction(SIGINT, &b->intr, NULL);
	sigaction(SIGQUIT, &b->quit, NULL);
	sigprocmask(SIG_SETMASK, &b->mask, NULL);
}

/*
 * Run command and return its status as wait(2) has it; 127 as its exit
 * status: no shell.  -1: there could be no process.  Without a command:
 * whether there is a shell.
 */
int
system(const char *command)
{
	struct borrowed b;
	int error, status;
	pid_t pid;

	if (command == NULL)
		return access("/bin/sh", X_OK) == 0;
	borrow(&b);
	pid = fork();
	if (pid == 0) {
		give_back(&b);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pid == -1)
		status = -1;
	else
		while (waitpid(pid, &status, 0) == -1)
			if (errno != EINTR) {
				status = -1;
				break;
			}
	error = errno;
	give_back(&b);
	errno = error;
	return status;
}
