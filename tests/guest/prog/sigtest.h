/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sigtest.h: a handler that notes what came, and who sends it.
 */
#ifndef _SIGTEST_H_
#define _SIGTEST_H_

#include <sys/types.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t count, last;
static volatile sigset_t seen_mask;

static inline void
handler(int sig)
{
	sigset_t mask;

	count++;
	last = sig;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	seen_mask = mask;
}

/* The handler, with these flags and mask; nothing has come yet. */
static inline void
catch_signal(int sig, int flags, sigset_t mask)
{
	struct sigaction sa = {
	    .sa_handler = handler, .sa_mask = mask, .sa_flags = flags};

	count = last = 0;
	sigaction(sig, &sa, NULL);
}

/* In so many milliseconds the process gets this signal from a child. */
static inline pid_t
later(int ms, int sig)
{
	pid_t me = getpid(), pid = fork();

	if (pid == 0) {
		msleep(ms);
		kill(me, sig);
		_exit(0);
	}
	return pid;
}

/* The monotonic clock in milliseconds. */
static inline long
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

#endif /* _SIGTEST_H_ */
