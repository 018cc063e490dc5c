/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signals.c: handlers, masks, alarms, jumps.
 */
#include <sys/time.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "libctest.h"

static volatile sig_atomic_t caught, blocked_inside;
static sigjmp_buf back;

static void catch (int sig)
{
	sigset_t mask;

	caught = sig;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	blocked_inside = sigismember(&mask, sig);
}

static void
jump_out(int sig)
{
	siglongjmp(back, sig);
}

static void
test_handlers(void)
{
	_sig_func_ptr old;

	old = signal(SIGUSR1, catch);
	ok(old == SIG_DFL, "signal returns what was");
	ok(raise(SIGUSR1) == 0 && caught == SIGUSR1, "raise");
	ok(blocked_inside, "the signal is blocked in its handler");
	caught = 0;
	raise(SIGUSR1);
	ok(caught == SIGUSR1, "the handler stays");
	ok(signal(SIGUSR1, SIG_IGN) == catch && raise(SIGUSR1) == 0, "ignore");
	ok(signal(SIGKILL, catch) == SIG_ERR && errno == EINVAL,
	    "SIGKILL cannot be caught: EINVAL");
	signal(SIGUSR1, SIG_DFL);
}

static void
test_masks(void)
{
	sigset_t pending, set, was;

	signal(SIGUSR2, catch);
	caught = 0;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	ok(sigprocmask(SIG_BLOCK, &set, &was) == 0 && raise(SIGUSR2) == 0 &&
		caught == 0,
	    "a blocked signal waits");
	ok(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR2),
	    "sigpending");
	ok(sigsuspend(&was) == -1 && errno == EINTR && caught == SIGUSR2,
	    "sigsuspend lets it in: EINTR");
	ok(sigprocmask(SIG_SETMASK, &was, NULL) == 0, "sigprocmask");
	ok((sigaddset)(&set, 99) == -1 && errno == EINVAL,
	    "sigaddset of no signal: EINVAL");
	signal(SIGUSR2, SIG_DFL);
}

/* Milliseconds by the clock that does not jump. */
static long
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long)(ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

/* A signal in 30 ms, while the program reads from an empty pipe. */
static void
test_slow_calls(void)
{
	struct itimerval it = {{0, 0}, {0, 30000}};
	struct timespec ts = {5, 0}, left;
	int fd[2];
	char c;

	pipe(fd);
	signal(SIGALRM, catch);
	siginterrupt(SIGALRM, 1);
	caught = 0;
	setitimer(ITIMER_REAL, &it, NULL);
	ok(read(fd[0], &c, 1) == -1 && errno == EINTR && caught == SIGALRM,
	    "siginterrupt: read ends with EINTR");
	siginterrupt(SIGALRM, 0);
	caught = 0;
	setitimer(ITIMER_REAL, &it, NULL);
	if (fork() == 0) {
		ts = (struct timespec){0, 100000000};
		nanosleep(&ts, NULL);
		write(fd[1], "x", 1);
		_exit(0);
	}
	ok(read(fd[0], &c, 1) == 1 && caught == SIGALRM,
	    "signal: read goes on after the handler");
	close(fd[0]);
	close(fd[1]);
	setitimer(ITIMER_REAL, &it, NULL);
	ok(nanosleep(&ts, &left) == -1 && errno == EINTR && left.tv_sec == 4 &&
		left.tv_nsec > 0,
	    "nanosleep tells what is left");
	ok(alarm(100) == 0 && alarm(0) == 100, "alarm");
	signal(SIGALRM, SIG_DFL);
}

static void
test_jumps(void)
{
	volatile int *volatile wild;
	sigset_t mask;
	jmp_buf env;
	int n;

	n = setjmp(env);
	if (n < 3)
		longjmp(env, n + 1);
	ok(n == 3, "setjmp and longjmp");
	signal(SIGUSR1, jump_out);
	n = sigsetjmp(back, 1);
	if (n == 0)
		raise(SIGUSR1);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	ok(n == SIGUSR1 && !sigismember(&mask, SIGUSR1),
	    "siglongjmp restores the mask");
	n = sigsetjmp(back, 0);
	if (n == 0)
		raise(SIGUSR1);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	ok(n == SIGUSR1 && sigismember(&mask, SIGUSR1),
	    "unless it was not saved");
	sigemptyset(&mask);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	wild = (volatile int *)16;
	signal(SIGSEGV, jump_out);
	if (sigsetjmp(back, 1) == 0) {
		*wild = 0;
		ok(0, "a wild write is SIGSEGV");
	} else
		ok(1, "a wild write is SIGSEGV");
	signal(SIGSEGV, SIG_DFL);
	signal(SIGUSR1, SIG_DFL);
}

void
test_signals(void)
{
	long before;

	test_handlers();
	test_masks();
	test_slow_calls();
	test_jumps();
	before = now_ms();
	usleep(50000);
	ok(now_ms() - before >= 50 && now_ms() - before < 1000, "usleep");
	ok(strcmp(sys_signame[SIGINFO], "INFO") == 0 &&
		strcmp(strsignal(SIGUSR1), sys_siglist[SIGUSR1]) == 0,
	    "the names of signals");
}
