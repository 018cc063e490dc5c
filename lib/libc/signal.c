/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signal.c: signal(3) and its relatives, over sigaction(2).  As in BSD, a
 * handler stays, its signal is blocked while it runs, and slow system calls
 * go on afterwards.
 */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* Signals that end slow system calls, by siginterrupt(3). */
static sigset_t interrupting;

_sig_func_ptr
signal(int sig, _sig_func_ptr handler)
{
	struct sigaction new, old;

	new.sa_handler = handler;
	sigemptyset(&new.sa_mask);
	new.sa_flags = 0;
	if (sig > 0 && sig < NSIG && !sigismember(&interrupting, sig))
		new.sa_flags = SA_RESTART;
	if (sigaction(sig, &new, &old) == -1)
		return SIG_ERR;
	return old.sa_handler;
}

/* Whether sig, when it is caught, shall end a slow call with EINTR. */
int
siginterrupt(int sig, int flag)
{
	struct sigaction sa;

	if (sigaction(sig, NULL, &sa) == -1)
		return -1;
	if (flag) {
		sigaddset(&interrupting, sig);
		sa.sa_flags &= ~SA_RESTART;
	} else {
		sigdelset(&interrupting, sig);
		sa.sa_flags |= SA_RESTART;
	}
	return sigaction(sig, &sa, NULL);
}

int
raise(int sig)
{
	return kill(getpid(), sig);
}

/* A process group's number is its processes' negative number to kill(2). */
int
killpg(pid_t pgrp, int sig)
{
	if (pgrp == 1 || pgrp < 0) {
		errno = ESRCH;
		return -1;
	}
	return kill(-pgrp, sig);
}

/* Sleep until a signal is caught: -1 with EINTR. */
int
pause(void)
{
	sigset_t mask;

	if (sigprocmask(SIG_BLOCK, NULL, &mask) == -1)
		return -1;
	return sigsuspend(&mask);
}
