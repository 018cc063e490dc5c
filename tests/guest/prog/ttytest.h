/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ttytest.h: a terminal for tests. The keys are typed by the program itself,
 * with TIOCSTI.
 */
#ifndef _TTYTEST_H_
#define _TTYTEST_H_

#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define TTY "/dev/console"

static int tty;
static struct termios cooked; /* its modes, as they were */

static inline void
type(const char *keys)
{
	for (; *keys != '\0'; keys++)
		if (ioctl(tty, TIOCSTI, keys) == -1)
			diag("TIOCSTI: error %d", errno);
}

/* What one read gives is this text. */
static inline void
reads(const char *text, const char *what)
{
	char buf[100];
	struct pollfd pfd = {.fd = tty, .events = POLLIN};
	long n = -1;

	if (poll(&pfd, 1, 1000) == 1)
		n = read(tty, buf, sizeof(buf));
	ok(n == (long)strlen(text) && memcmp(buf, text, n) == 0, "%s", what);
	if (n != (long)strlen(text))
		diag("%ld bytes", n);
}

/* The tests, in a group of their own in front of the terminal. */
static inline int
in_front(void (*tests)(void))
{
	if (tcgetattr(tty, &cooked) == -1 || tcsetpgrp(tty, getpgrp()) == -1)
		return 2;
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	tcflush(tty, TCIFLUSH);
	tests();
	return tap_done();
}

/*
 * The tests, in a session that has the terminal; the parent of their group
 * is in it, so that they are no orphans. Returns the exit status.
 */
static inline int
in_session(void (*tests)(void))
{
	int status;
	pid_t pid;

	tty = open(TTY, O_RDWR | O_NOCTTY);
	if ((pid = fork()) == 0) {
		setsid();
		if (ioctl(tty, TIOCSCTTY, 0) == -1)
			perror("TIOCSCTTY");
		if ((pid = fork()) == 0) {
			setpgid(0, 0);
			signal(SIGTTOU, SIG_IGN);
			_exit(in_front(tests));
		}
		waitpid(pid, &status, 0);
		_exit(WEXITSTATUS(status));
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

#endif /* _TTYTEST_H_ */
