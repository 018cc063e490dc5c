/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sigsleep: signals and those who sleep: interrupted calls, sigsuspend, the
 * timer, children.
 */
#include <sys/types.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#include "sigtest.h"

/* ---- calls that sleep ---- */

static void
test_interrupted(void)
{
	struct timespec ts = {5, 0}, rest = {0, 0};
	struct pollfd pfd = {.events = POLLIN};
	int fds[2];
	char c;

	if (pipe(fds) == -1)
		return;
	pfd.fd = fds[0];
	catch_signal(SIGUSR1, 0, 0);
	later(20, SIGUSR1);
	fails(read(fds[0], &c, 1), EINTR, "read: EINTR");
	is(count, 1, "its handler has run");
	wait(NULL);
	later(20, SIGUSR1);
	fails(poll(&pfd, 1, 5000), EINTR, "poll: EINTR");
	wait(NULL);
	later(20, SIGUSR1);
	fails(nanosleep(&ts, &rest), EINTR, "nanosleep: EINTR");
	wait(NULL);
	ok(rest.tv_sec == 4 && rest.tv_nsec > 0 && rest.tv_nsec < 999000000,
	    "nanosleep: the rest");
	later(20, SIGUSR1);
	fails(wait(NULL), EINTR, "wait: EINTR");
	wait(NULL);

	/* With SA_RESTART the reader does not see it. */
	catch_signal(SIGUSR1, SA_RESTART, 0);
	if (fork() == 0) {
		msleep(20);
		kill(getppid(), SIGUSR1);
		msleep(20);
		_exit(write(fds[1], "r", 1) == 1 ? 0 : 1);
	}
	is(read(fds[0], &c, 1), 1, "read: SA_RESTART");
	is(c, 'r', "what it waited for");
	is(count, 1, "the handler has run");
	wait(NULL);
	later(20, SIGUSR1);
	ok(wait(NULL) > 0, "wait: SA_RESTART");
	/* A signal that is ignored disturbs nobody. */
	signal(SIGUSR1, SIG_IGN);
	if (fork() == 0) {
		msleep(20);
		kill(getppid(), SIGUSR1);
		msleep(20);
		_exit(write(fds[1], "i", 1) == 1 ? 0 : 1);
	}
	is(read(fds[0], &c, 1), 1, "read: an ignored signal");
	wait(NULL);
	close(fds[0]);
	close(fds[1]);
}

/* A write to a pipe that is interrupted when some of it is through. */
static void
test_partial_write(void)
{
	static char big[200000];
	int fds[2];
	long n;

	if (pipe(fds) == -1)
		return;
	catch_signal(SIGUSR1, 0, 0);
	later(30, SIGUSR1);
	n = write(fds[1], big, sizeof(big));
	ok(n > 0 && n < (long)sizeof(big),
	    "write: interrupted, it tells how much is through");
	wait(NULL);
	close(fds[0]);
	catch_signal(SIGPIPE, 0, 0);
	fails(write(fds[1], "x", 1), EPIPE, "write without a reader: EPIPE");
	is(last, SIGPIPE, "and SIGPIPE");
	close(fds[1]);
	signal(SIGPIPE, SIG_DFL);
}

static void
test_suspend(void)
{
	sigset_t block = sigmask(SIGUSR1) | sigmask(SIGUSR2);
	sigset_t wait_for = sigmask(SIGUSR2), mask;

	catch_signal(SIGUSR1, 0, 0);
	catch_signal(SIGUSR2, 0, 0);
	sigprocmask(SIG_BLOCK, &block, NULL);
	raise(SIGUSR1);
	fails(sigsuspend(&wait_for), EINTR, "sigsuspend: one that was pending");
	is(count, 1, "it came");
	sigprocmask(SIG_BLOCK, NULL, &mask);
	is(mask, block, "the old mask is back");
	is(seen_mask & sigmask(SIGUSR2), sigmask(SIGUSR2),
	    "in the handler it was sigsuspend's");
	later(20, SIGUSR1);
	raise(SIGUSR2);
	fails(sigsuspend(&wait_for), EINTR, "sigsuspend: one that comes");
	is(last, SIGUSR1, "not the one that is blocked");
	wait(NULL);
	mask = 0;
	sigprocmask(SIG_SETMASK, &mask, NULL);
	is(last, SIGUSR2, "which comes when it is unblocked");
	signal(SIGUSR1, SIG_DFL);
	signal(SIGUSR2, SIG_DFL);
}

static void
test_sigchld(void)
{
	struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_NOCLDSTOP};
	int status;
	pid_t pid;

	catch_signal(SIGCHLD, 0, 0);
	if ((pid = fork()) == 0)
		_exit(0);
	while (waitpid(pid, &status, 0) == -1)
		;
	is(last, SIGCHLD, "SIGCHLD when a child ends");
	count = 0;
	if ((pid = fork()) == 0)
		for (;;)
			pause();
	kill(pid, SIGSTOP);
	while (waitpid(pid, &status, WUNTRACED) == -1)
		;
	is(count, 1, "and when it stops");
	kill(pid, SIGCONT);
	msleep(10);
	sigaction(SIGCHLD, &sa, NULL);
	count = 0;
	kill(pid, SIGSTOP);
	while (waitpid(pid, &status, WUNTRACED) == -1)
		;
	is(count, 0, "but not with SA_NOCLDSTOP");
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1)
		;
	is(count, 1, "its end is told");
	signal(SIGCHLD, SIG_DFL);
}

/* ---- time ---- */

static void
test_timer(void)
{
	struct itimerval it = {{0, 20000}, {0, 50000}}, old;
	long start = now(), took;

	catch_signal(SIGALRM, 0, 0);
	is(setitimer(ITIMER_REAL, &it, &old), 0, "setitimer");
	is(old.it_value.tv_sec + old.it_value.tv_usec, 0, "it was not set");
	getitimer(ITIMER_REAL, &old);
	ok(old.it_value.tv_sec == 0 && old.it_value.tv_usec > 10000 &&
		old.it_value.tv_usec <= 50000 &&
		old.it_interval.tv_usec == 20000,
	    "getitimer tells the rest");
	while (count < 4)
		pause();
	took = now() - start;
	ok(took >= 105 && took < 400, "four times in 50 + 3 * 20 ms");
	it = (struct itimerval){{0, 0}, {0, 0}};
	setitimer(ITIMER_REAL, &it, NULL);
	count = 0;
	msleep(60);
	is(count, 0, "switched off");
	is(alarm(100), 0, "alarm");
	is(alarm(0), 100, "alarm tells what was left");
	it.it_value.tv_usec = 1000000;
	fails(setitimer(ITIMER_REAL, &it, NULL), EINVAL,
	    "setitimer: no such time");
	it.it_value = (struct timeval){-1, 0};
	fails(setitimer(ITIMER_REAL, &it, NULL), EINVAL,
	    "setitimer: a negative time");
	fails(setitimer(99, NULL, &it), EINVAL, "setitimer: no such timer");
}

static void
test_sleep(void)
{
	struct timespec bad[] = {{0, 1000000000}, {0, -1}, {-1, 0}};
	struct timespec ts = {0, 30000000};
	long start = now(), took;
	size_t i;

	is(nanosleep(&ts, NULL), 0, "nanosleep");
	took = now() - start;
	ok(took >= 30 && took < 200, "it took 30 ms and a little");
	for (i = 0; i < 3; i++)
		fails(nanosleep(&bad[i], NULL), EINVAL,
		    "nanosleep: no such time");
	/* It does not end before the end of time, nor at once. */
	signal(SIGUSR1, handler);
	later(20, SIGUSR1);
	ts = (struct timespec){INT64_MAX, 0};
	start = now();
	fails(nanosleep(&ts, NULL), EINTR, "nanosleep: for ever");
	ok(now() - start >= 15, "until a signal came");
	wait(NULL);
	is(sysctl_int("kern.hz") >= 100, 1,
	    "the clock ticks 100 times a second"
	    " or more");
}

int
main(void)
{
	test_interrupted();
	test_partial_write();
	test_suspend();
	test_sigchld();
	test_timer();
	test_sleep();
	return tap_done();
}
