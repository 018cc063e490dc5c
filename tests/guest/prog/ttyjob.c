/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ttyjob: a terminal and the processes in front of it and behind.
 *
 *	ttyjob hangup	the end of a session
 */
#include "tap.h"

#include "ttytest.h"

static volatile sig_atomic_t count, last;

static void
handler(int sig)
{
	count++;
	last = sig;
}

/* ---- signals ---- */

static pid_t
sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		signal(SIGINT, SIG_DFL);
		signal(SIGQUIT, SIG_DFL);
		signal(SIGTSTP, SIG_DFL);
		for (;;)
			pause();
	}
	setpgid(pid, pid);
	return pid;
}

static void
test_keys(void)
{
	pid_t pid = sleeper();
	int status = 0, fg = 0;

	is(tcsetpgrp(tty, pid), 0, "tcsetpgrp");
	is(ioctl(tty, TIOCGPGRP, &fg) == 0 ? fg : -1, pid, "TIOCGPGRP");
	type("\032");
	waitpid(pid, &status, WUNTRACED);
	ok(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP,
	    "^Z stops what is in front");
	kill(pid, SIGCONT);
	type("half\003");
	waitpid(pid, &status, 0);
	is(signal_of(status), SIGINT, "^C ends it");
	tcsetpgrp(tty, getpgrp());
	type("\n");
	reads("\n", "^C has thrown half a line away");

	pid = sleeper();
	tcsetpgrp(tty, pid);
	type("\034");
	waitpid(pid, &status, 0);
	is(signal_of(status), SIGQUIT, "^\\ ends it, too");
	/* Its group is in front and is gone. */
	type("\003\032\034");
	ok(1, "keys for nobody");
	tcsetpgrp(tty, getpgrp());

	count = 0;
	signal(SIGINT, handler);
	type("\003");
	is(count, 1, "^C to oneself");
	signal(SIGINT, SIG_IGN);
}

static void
test_size(void)
{
	struct winsize ws = {50, 132, 0, 0}, old;

	ioctl(tty, TIOCGWINSZ, &old);
	signal(SIGWINCH, handler);
	count = 0;
	is(ioctl(tty, TIOCSWINSZ, &ws), 0, "TIOCSWINSZ");
	is(count, 1, "SIGWINCH tells those in front");
	ioctl(tty, TIOCSWINSZ, &ws);
	is(count, 1, "but only of a change");
	memset(&ws, 0, sizeof(ws));
	ioctl(tty, TIOCGWINSZ, &ws);
	ok(ws.ws_row == 50 && ws.ws_col == 132, "TIOCGWINSZ");
	ioctl(tty, TIOCSWINSZ, &old);
	signal(SIGWINCH, SIG_DFL);
}

/* ---- behind ---- */

/* A child in a group of its own, behind, that does this. */
static pid_t
behind(int (*fn)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		setpgid(0, 0);
		signal(SIGTTIN, SIG_DFL);
		signal(SIGTTOU, SIG_DFL);
		_exit(fn());
	}
	setpgid(pid, pid);
	return pid;
}

static int
read_one(void)
{
	char c;

	return read(tty, &c, 1) == 1 ? c : errno;
}

static int
write_one(void)
{
	return write(tty, "", 1) == 1 ? 0 : errno;
}

static int
read_ignoring(void)
{
	signal(SIGTTIN, SIG_IGN);
	return read_one();
}

static int
write_ignoring(void)
{
	signal(SIGTTOU, SIG_IGN);
	return write_one();
}

static int
change_modes(void)
{
	return tcsetattr(tty, TCSANOW, &cooked) == 0 ? 0 : errno;
}

static int
take_terminal(void)
{
	return tcsetpgrp(tty, getpid()) == 0 ? 0 : errno;
}

/* It is stopped by the signal; in front again, it comes to this status. */
static void
stops(int (*fn)(void), int sig, int wanted, const char *what)
{
	pid_t pid = behind(fn);
	int status = 0;

	waitpid(pid, &status, WUNTRACED);
	ok(WIFSTOPPED(status) && WSTOPSIG(status) == sig, "%s: stopped", what);
	if (!WIFSTOPPED(status)) {
		diag("status 0x%x", status);
		return;
	}
	tcsetpgrp(tty, pid);
	kill(pid, SIGCONT);
	if (sig == SIGTTIN)
		type("k\n");
	waitpid(pid, &status, 0);
	is(status, W_EXITCODE(wanted, 0), "%s: in front it goes on", what);
	tcsetpgrp(tty, getpgrp());
	tcflush(tty, TCIFLUSH);
}

static void
ends(int (*fn)(void), int wanted, const char *what)
{
	pid_t pid = behind(fn);
	int status = 0;

	waitpid(pid, &status, WUNTRACED);
	is(status, W_EXITCODE(wanted, 0), "%s", what);
	if (WIFSTOPPED(status)) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
}

static void
test_behind(void)
{
	struct termios t = cooked;

	stops(read_one, SIGTTIN, 'k', "read from behind");
	ends(read_ignoring, EIO, "read from behind, SIGTTIN ignored: EIO");
	ends(write_one, 0, "write from behind");
	t.c_lflag |= TOSTOP;
	tcsetattr(tty, TCSANOW, &t);
	stops(write_one, SIGTTOU, 0, "write from behind with tostop");
	ends(write_ignoring, 0, "the same with SIGTTOU ignored");
	tcsetattr(tty, TCSANOW, &cooked);
	stops(change_modes, SIGTTOU, 0, "tcsetattr from behind");
	stops(take_terminal, SIGTTOU, 0, "tcsetpgrp from behind");
}

/* The parent in this session has gone: nobody could continue it. */
static void
test_orphans(void)
{
	int fds[2], result[2] = {-1, -1}, status;
	pid_t pid;

	if (pipe(fds) == -1)
		return;
	if ((pid = fork()) == 0) {
		setpgid(0, 0);
		if (fork() == 0) {
			while (getppid() != 1)
				msleep(2);
			signal(SIGTTIN, SIG_DFL);
			result[0] = read_one();
			signal(SIGTSTP, SIG_DFL);
			kill(getpid(), SIGTSTP);
			result[1] = 7; /* it did not stop */
			(void)!write(fds[1], result, sizeof(result));
		}
		_exit(0);
	}
	setpgid(pid, pid);
	waitpid(pid, &status, 0);
	close(fds[1]);
	(void)!read(fds[0], result, sizeof(result));
	is(result[0], EIO, "an orphaned group that reads: EIO");
	is(result[1], 7, "and SIGTSTP does not stop it");
	close(fds[0]);
}

/* A stopped group that becomes an orphan is hung up and continued. */
static void
test_hangup(void)
{
	int fds[2], status;
	pid_t pid;
	char c = 0;

	if (pipe(fds) == -1)
		return;
	if ((pid = fork()) == 0) {
		pid_t child;

		if ((child = fork()) == 0) {
			setpgid(0, 0);
			signal(SIGHUP, handler);
			count = 0;
			kill(getpid(), SIGSTOP);
			c = count == 1 && last == SIGHUP ? 'h' : 'n';
			(void)!write(fds[1], &c, 1);
			_exit(0);
		}
		waitpid(child, &status, WUNTRACED);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	close(fds[1]);
	(void)!read(fds[0], &c, 1);
	is(c, 'h', "a stopped group whose parent goes: SIGHUP and SIGCONT");
	close(fds[0]);
}

/* ---- rights ---- */

static int
strangers(void *arg)
{
	int fg = getpgrp();

	(void)arg;
	setsid();
	if (ioctl(tty, TIOCSPGRP, &fg) != -1 || errno != ENOTTY)
		return 1;
	if (ioctl(tty, TIOCSCTTY, 0) != -1 || errno != EPERM)
		return 2;
	if (open("/dev/tty", O_RDWR) != -1 || errno != ENXIO)
		return 3;
	if (setuid(100) == -1)
		return 4;
	return ioctl(tty, TIOCSTI, "x") != -1 || errno != EACCES ? 5 : 0;
}

/* On one's own terminal: root's shell would read it after su(1). */
static int
types_for_root(void *arg)
{
	(void)arg;
	if (setuid(100) == -1)
		return 1;
	return ioctl(tty, TIOCSTI, "x") != -1 || errno != EPERM ? 2 : 0;
}

static void
test_rights(void)
{
	int pid = 29999, zero = 0;

	is(in_child(strangers, NULL), 0, "another session");
	is(in_child(types_for_root, NULL), 0,
	    "a user types nothing for who comes after");
	fails(ioctl(tty, TIOCSPGRP, &pid), EINVAL, "TIOCSPGRP: nobody");
	fails(ioctl(tty, TIOCSPGRP, &zero), EINVAL, "TIOCSPGRP: 0");
	pid = 1;
	fails(ioctl(tty, TIOCSPGRP, &pid), EPERM,
	    "TIOCSPGRP: a group of another session");
	is(open("/dev/tty", O_RDWR) != -1, 1, "/dev/tty is the terminal");
}

/* ---- the end ---- */

/* The session's first goes: who is in front is hung up. */
static int
session(void *arg)
{
	int *fds = arg;
	pid_t pid;
	char c;

	setsid();
	if (ioctl(tty, TIOCSCTTY, 0) == -1)
		return 1;
	if ((pid = fork()) == 0) {
		setpgid(0, 0);
		signal(SIGHUP, handler);
		count = 0;
		while (count == 0)
			pause();
		c = 'h';
		(void)!write(fds[1], &c, 1);
		_exit(0);
	}
	setpgid(pid, pid);
	signal(SIGTTOU, SIG_IGN);
	tcsetpgrp(tty, pid);
	msleep(20);
	return 0;
}

static void
tests(void)
{
	test_keys();
	test_size();
	test_behind();
	test_orphans();
	test_hangup();
	test_rights();
}

/* The end of a session, and a second one on the same terminal. */
static int
hangup(void)
{
	int fds[2], i;
	char c;

	tty = open(TTY, O_RDWR | O_NOCTTY);
	for (i = 0; i < 2; i++) {
		if (pipe(fds) == -1)
			return 2;
		is(in_child(session, fds), 0, "a session");
		close(fds[1]);
		c = 0;
		(void)!read(fds[0], &c, 1);
		is(c, 'h', "its end hangs up who is in front");
		close(fds[0]);
	}
	return tap_done();
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "hangup") == 0)
		return hangup();
	return in_session(tests);
}
