/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sig: signals: handlers and their flags, masks, stacks, what exec keeps.
 */
#include <sys/types.h>
#include <sys/wait.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#include "sigtest.h"

static volatile sig_atomic_t nested, deepest;

/* ---- handlers and masks ---- */

static void
test_handler(void)
{
	struct sigaction old;

	catch_signal(SIGUSR1, 0, sigmask(SIGHUP));
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

	catch_signal(SIGUSR1, SA_RESETHAND, 0);
	raise(SIGUSR1);
	sigaction(SIGUSR1, NULL, &old);
	ok(count == 1 && old.sa_handler == SIG_DFL, "SA_RESETHAND: but once");
	catch_signal(SIGUSR1, SA_NODEFER, 0);
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

	catch_signal(SIGUSR1, 0, 0);
	catch_signal(SIGUSR2, 0, 0);
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
	struct sigaction sa = {
	    .sa_handler = note_stack, .sa_flags = SA_ONSTACK};

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

/* exec: handlers are gone, what is ignored and blocked stays. */
static void
test_exec(void)
{
	sigset_t block = sigmask(SIGUSR2), none = 0;
	int status;
	pid_t pid;

	catch_signal(SIGUSR1, 0, 0);
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
	test_exec();
	return tap_done();
}
