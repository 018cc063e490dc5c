/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sig: signals: handlers and their flags, masks, what they do to calls that
 * sleep, the timer.
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

static volatile sig_atomic_t count, last, nested, deepest;
static volatile sigset_t seen_mask;

static void
handler(int sig)
{
	sigset_t mask;

	count++;
	last = sig;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	seen_mask = mask;
}

static void
catch (int sig, int flags, sigset_t mask)
{
	struct sigaction sa = {.sa_handler = handler, .sa_mask = mask,
	    .sa_flags = flags};

	count = last = 0;
	sigaction(sig, &sa, NULL);
}

/* In so many milliseconds the process gets this signal from a child. */
static pid_t
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

static long
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* ---- handlers and masks ---- */

static void
test_handler(void)
{
	struct sigaction old;

	catch (SIGUSR1, 0, sigmask(SIGHUP));
	raise(SIGUSR1);
	is(count, 1, "a handler runs");
	is(last, SIGUSR1, "with the signal's number");
	is(seen_mask, sigmask(SIGUSR1) | sigmask(SIGHUP),
	    "the signal and sa_mask are blocked meanwhile");
	sigprocmask(SIG_BLOCK, NULL, (sigset_t *)&seen_mask);
	is(seen_mask, 0, "and no longer afterwards");
	sigaction(SIGUSR1, NULL, &old);
	ok(old.sa_handler == handler && old.sa_mask == sigmask(SIGHUP),
	    "sigaction tells what was set");
	raise(SIGUSR1);
	is(count, 2, "it stays installed");

	catch (SIGUSR1, SA_RESETHAND, 0);
	raise(SIGUSR1);
	sigaction(SIGUSR1, NULL, &old);
	ok(count == 1 && old.sa_handler == SIG_DFL, "SA_RESETHAND: but once");
	catch (SIGUSR1, SA_NODEFER, 0);
	raise(SIGUSR1);
	is(seen_mask, 0, "SA_NODEFER: not blocked meanwhile");
	signal(SIGUSR1, SIG_IGN);
	raise(SIGUSR1);
	is(count, 1, "SIG_IGN: nothing happens");
}

/* A handler that is interrupted by itself. */
static void
recursive(int sig)
{
	nested++;
	if (nested > deepest)
		deepest = nested;
	if (count++ < 4)
		raise(sig);
	nested--;
}

static void
test_nesting(void)
{
	struct sigaction sa = {.sa_handler = recursive};

	sigaction(SIGUSR1, &sa, NULL);
	count = deepest = 0;
	raise(SIGUSR1);
	is(deepest, 1, "a handler is not interrupted by its own signal");
	is(count, 5, "which comes when it has ended");
	sa.sa_flags = SA_NODEFER;
	sigaction(SIGUSR1, &sa, NULL);
	count = deepest = 0;
	raise(SIGUSR1);
	is(deepest, 5, "SA_NODEFER: but then it is");
	signal(SIGUSR1, SIG_DFL);
}

static void
test_block(void)
{
	sigset_t both = sigmask(SIGUSR1) | sigmask(SIGUSR2), set = 0;

	catch (SIGUSR1, 0, 0);
	catch (SIGUSR2, 0, 0);
	sigprocmask(SIG_BLOCK, &both, NULL);
	raise(SIGUSR1);
	raise(SIGUSR1);
	raise(SIGUSR2);
	is(count, 0, "blocked signals wait");
	sigpending(&set);
	is(set, both, "sigpending tells which");
	set = sigmask(SIGUSR1);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	is(count, 1, "two of a kind are one");
	is(last, SIGUSR1, "only the one unblocked came");
	set = 0;
	sigprocmask(SIG_SETMASK, &set, NULL);
	is(count, 2, "then the other");
	sigpending(&set);
	is(set, 0, "nothing is pending");
	raise(SIGUSR1);
	sigprocmask(SIG_BLOCK, &both, NULL);
	raise(SIGUSR2);
	signal(SIGUSR2, SIG_IGN);
	sigpending(&set);
	is(set, 0, "SIG_IGN takes a pending one away");
	set = ~0UL;
	sigprocmask(SIG_SETMASK, &set, NULL);
	sigprocmask(SIG_BLOCK, NULL, &set);
	is(set & (sigmask(SIGKILL) | sigmask(SIGSTOP)), 0,
	    "SIGKILL and SIGSTOP cannot be blocked");
	set = 0;
	sigprocmask(SIG_SETMASK, &set, NULL);
	fails(sigprocmask(99, &set, NULL), EINVAL, "sigprocmask: no such how");
}

static void
test_action_errors(void)
{
	struct sigaction sa = {.sa_handler = handler};
	int bad[] = {SIGKILL, SIGSTOP, 0, -1, NSIG, INT32_MAX};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		fails(sigaction(bad[i], &sa, NULL), EINVAL, "sigaction(%d)",
		    bad[i]);
	sa.sa_handler = SIG_IGN;
	fails(sigaction(SIGKILL, &sa, NULL), EINVAL, "SIGKILL ignored");
	is(sigaction(SIGKILL, NULL, &sa), 0, "SIGKILL can be asked about");
}

/* ---- the alternate stack ---- */

static volatile uintptr_t stack_in_handler;

static void
note_stack(int sig)
{
	char here;

	(void)sig;
	stack_in_handler = (uintptr_t)&here;
}

static void
test_altstack(void)
{
	static char room[SIGSTKSZ];
	stack_t ss = {.ss_sp = room, .ss_size = sizeof(room)}, old;
	struct sigaction sa = {.sa_handler = note_stack,
	    .sa_flags = SA_ONSTACK};

	is(sigaltstack(&ss, &old), 0, "sigaltstack");
	is(old.ss_flags, SS_DISABLE, "there was none");
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	ok(stack_in_handler - (uintptr_t)room < sizeof(room),
	    "SA_ONSTACK: the handler runs there");
	sigaltstack(NULL, &old);
	ok(old.ss_sp == room && old.ss_flags == 0, "and has left it");
	sa.sa_flags = 0;
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	ok(stack_in_handler - (uintptr_t)room >= sizeof(room),
	    "without SA_ONSTACK it does not");
	ss.ss_size = 100;
	fails(sigaltstack(&ss, NULL), ENOMEM, "sigaltstack: too small");
	ss.ss_flags = 0x80;
	fails(sigaltstack(&ss, NULL), EINVAL, "sigaltstack: unknown flags");
	ss.ss_flags = SS_DISABLE;
	is(sigaltstack(&ss, NULL), 0, "sigaltstack: none again");
	signal(SIGUSR1, SIG_DFL);
}

/* A stack that has run out can only be told on another. */
static void
leave(int sig)
{
	_exit(sig == SIGSEGV ? 9 : 1);
}

static int
eat(volatile char *above)
{
	volatile char room[4096];

	room[0] = above[0];
	return above[0] == 99 ? 0 : eat(room) + room[0];
}

static int
overflow(void *arg)
{
	static char room[SIGSTKSZ];
	stack_t ss = {.ss_sp = room, .ss_size = sizeof(room)};
	struct sigaction sa = {.sa_handler = leave, .sa_flags = SA_ONSTACK};

	sigaltstack(&ss, NULL);
	sigaction(SIGSEGV, &sa, NULL);
	return eat(arg);
}

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
	catch (SIGUSR1, 0, 0);
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
	catch (SIGUSR1, SA_RESTART, 0);
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
	catch (SIGUSR1, 0, 0);
	later(30, SIGUSR1);
	n = write(fds[1], big, sizeof(big));
	ok(n > 0 && n < (long)sizeof(big),
	    "write: interrupted, it tells how much is through");
	wait(NULL);
	close(fds[0]);
	catch (SIGPIPE, 0, 0);
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

	catch (SIGUSR1, 0, 0);
	catch (SIGUSR2, 0, 0);
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
	struct sigaction sa = {.sa_handler = handler,
	    .sa_flags = SA_NOCLDSTOP};
	int status;
	pid_t pid;

	catch (SIGCHLD, 0, 0);
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

	catch (SIGALRM, 0, 0);
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
	is(sysctl_int("kern.hz") >= 100, 1, "the clock ticks 100 times a second"
					    " or more");
}

/* exec: handlers are gone, what is ignored and blocked stays. */
static void
test_exec(void)
{
	sigset_t block = sigmask(SIGUSR2), none = 0;
	int status;
	pid_t pid;

	catch (SIGUSR1, 0, 0);
	signal(SIGHUP, SIG_IGN);
	sigprocmask(SIG_BLOCK, &block, NULL);
	if ((pid = fork()) == 0) {
		execl("/t/sig", "sig", "after-exec", (char *)NULL);
		_exit(1);
	}
	sigprocmask(SIG_SETMASK, &none, NULL);
	waitpid(pid, &status, 0);
	is(status, 0, "what exec keeps of signals");
	signal(SIGHUP, SIG_DFL);
	signal(SIGUSR1, SIG_DFL);
}

static int
after_exec(void)
{
	struct sigaction sa;
	sigset_t mask;

	sigaction(SIGUSR1, NULL, &sa);
	if (sa.sa_handler != SIG_DFL)
		return 2;
	sigaction(SIGHUP, NULL, &sa);
	if (sa.sa_handler != SIG_IGN)
		return 3;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	return mask == sigmask(SIGUSR2) ? 0 : 4;
}

int
main(int argc, char **argv)
{
	volatile char c = 0;

	if (argc > 1 && strcmp(argv[1], "after-exec") == 0)
		return after_exec();
	test_handler();
	test_nesting();
	test_block();
	test_action_errors();
	test_altstack();
	is(WEXITSTATUS(in_child(overflow, (void *)&c)), 9,
	    "a stack overflow is caught on the alternate stack");
	test_interrupted();
	test_partial_write();
	test_suspend();
	test_sigchld();
	test_timer();
	test_sleep();
	test_exec();
	return tap_done();
}
