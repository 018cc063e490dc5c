/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * processes.c: fork, exec, wait, pipes, and the shell.
 */
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libctest.h"

/* Run the function in a child and return the status of wait. */
static int
in_child(void (*fn)(void))
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		fn();
		_exit(99);
	}
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		return -1;
	return status;
}

static void
exit_seven(void)
{
	exit(7);
}

static void
say_in_atexit(void)
{
	write(1, "# atexit\n", 9);
	_exit(8);
}

static void
exit_atexit(void)
{
	atexit(say_in_atexit);
	exit(0);
}

static void
run_list(void)
{
	execl("/bin/sh", "sh", "-c", "exit $#", "sh", "a", "b", "c",
	    (char *)NULL);
}

static void
run_path(void)
{
	setenv("PATH", "/nowhere::/bin", 1);
	execlp("sh", "sh", "-c", "exit 11", (char *)NULL);
}

static void
run_nothing(void)
{
	setenv("PATH", "/nowhere:/bin", 1);
	execlp("no-such-program", "x", (char *)NULL);
	_exit(errno == ENOENT ? 12 : 1);
}

static void
run_environment(void)
{
	char *env[] = {"ONLY=13", NULL};

	execle("/bin/sh", "sh", "-c", "exit $ONLY", (char *)NULL, env);
}

static void
die_by_abort(void)
{
	abort();
}

static void
test_pipe(void)
{
	struct timeval soon = {0, 20000};
	struct pollfd p;
	fd_set set;
	int fd[2];
	char c;

	ok(pipe(fd) == 0 && fd[0] != fd[1], "pipe");
	p = (struct pollfd){.fd = fd[0], .events = POLLIN};
	ok(poll(&p, 1, 0) == 0, "poll: nothing to read");
	FD_ZERO(&set);
	FD_SET(fd[0], &set);
	ok(select(fd[0] + 1, &set, NULL, NULL, &soon) == 0 &&
		!FD_ISSET(fd[0], &set),
	    "select: the time is over");
	ok(write(fd[1], "x", 1) == 1, "write into the pipe");
	FD_SET(fd[0], &set);
	ok(select(fd[0] + 1, &set, NULL, NULL, NULL) == 1 &&
		FD_ISSET(fd[0], &set),
	    "select: something to read");
	ok(read(fd[0], &c, 1) == 1 && c == 'x', "read from the pipe");
	close(fd[1]);
	ok(read(fd[0], &c, 1) == 0, "the end of the pipe");
	close(fd[0]);
	FD_ZERO(&set);
	FD_SET(fd[0], &set);
	ok(select(fd[0] + 1, &set, NULL, NULL, NULL) == -1 && errno == EBADF,
	    "select of a closed one: EBADF");
}

static void
test_shell(void)
{
	char line[32];
	FILE *f;

	f = popen("echo hello; exit 3", "r");
	ok(f != NULL && fgets(line, sizeof(line), f) != NULL &&
		strcmp(line, "hello\n") == 0,
	    "popen, reading");
	ok(f != NULL && WEXITSTATUS(pclose(f)) == 3, "pclose");
	f = popen("read a && test \"$a\" = given", "w");
	ok(f != NULL && fputs("given\n", f) >= 0 && pclose(f) == 0,
	    "popen, writing");
	ok(popen("true", "x") == NULL && errno == EINVAL,
	    "popen with another mode: EINVAL");
	ok(system(NULL) == 1, "there is a shell");
	ok(WEXITSTATUS(system("exit 5")) == 5, "system");
	ok(WTERMSIG(system("kill -9 $$")) == SIGKILL, "system, killed");
}

void
test_processes(void)
{
	struct rusage ru;
	struct tms t;
	int status;

	ok(getpid() > 1 && getppid() > 0 && getpid() != getppid(), "getpid");
	ok(getpgrp() == getpgid(0), "getpgrp");
	status = in_child(exit_seven);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 7, "fork and exit");
	ok(WEXITSTATUS(in_child(exit_atexit)) == 8, "atexit");
	ok(WEXITSTATUS(in_child(run_list)) == 3, "execl");
	ok(WEXITSTATUS(in_child(run_path)) == 11, "execlp looks in PATH");
	ok(WEXITSTATUS(in_child(run_nothing)) == 12, "execlp: ENOENT");
	ok(WEXITSTATUS(in_child(run_environment)) == 13, "execle");
	status = in_child(die_by_abort);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "abort");
	ok(wait(&status) == -1 && errno == ECHILD, "no child: ECHILD");
	ok(getrusage(RUSAGE_CHILDREN, &ru) == 0, "getrusage");
	ok(times(&t) != (clock_t)-1, "times");
	test_pipe();
	test_shell();
}
