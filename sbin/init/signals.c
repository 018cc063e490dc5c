/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signals.c: requests by signal, and waiting.
 *
 * The signals are blocked but where init looks for them, mostly asleep in
 * sigsuspend(2): none can slip in between looking whether there is something to
 * do and sleeping.
 */
#include <sys/types.h>
#include <sys/wait.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

#define GRACE 20 /* tenths of a second that processes have to end */

static volatile sig_atomic_t request = REQ_NONE;
static volatile sig_atomic_t logins_off;
static sigset_t while_waiting;

static const int caught[] = {
    SIGCHLD, SIGTERM, SIGUSR1, SIGUSR2, SIGINT, SIGTSTP, SIGHUP};

static void
handler(int sig)
{
	switch (sig) {
	case SIGTERM:
		request = REQ_SINGLE;
		break;
	case SIGUSR1:
		request = REQ_HALT;
		break;
	case SIGUSR2:
		request = REQ_POWEROFF;
		break;
	case SIGINT:
		request = REQ_REBOOT;
		break;
	case SIGTSTP:
		logins_off = 1;
		break;
	case SIGHUP:
		logins_off = 0;
		break;
	default: /* SIGCHLD only ends the sleep */
		break;
	}
}

void
catch_signals(void)
{
	struct sigaction sa = {.sa_handler = handler};
	sigset_t blocked;
	size_t i;

	sigfillset(&sa.sa_mask);
	sigemptyset(&blocked);
	for (i = 0; i < sizeof(caught) / sizeof(caught[0]); i++) {
		sigaddset(&blocked, caught[i]);
		sigaction(caught[i], &sa, NULL);
	}
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	sigemptyset(&while_waiting);
}

void
reset_signals(void)
{
	struct sigaction sa = {.sa_handler = SIG_DFL};
	sigset_t none;
	size_t i;

	for (i = 0; i < sizeof(caught) / sizeof(caught[0]); i++)
		sigaction(caught[i], &sa, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

enum request
take_request(void)
{
	enum request r = (enum request)request;

	request = REQ_NONE;
	return r;
}

/*
 * Who asks has often just seen a process end, without having slept: what ended
 * it was perhaps reboot(8), whose signal to us is pending still.
 */
bool
logins_are_off(void)
{
	sigset_t blocked;

	sigprocmask(SIG_SETMASK, &while_waiting, &blocked);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	return logins_off;
}

bool
wait_for(pid_t pid, int *statusp)
{
	bool was_off = logins_off;
	int status;
	pid_t ended;

	for (;;) {
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
			if (ended != pid)
				continue;
			*statusp = status;
			return true;
		}
		if (request != REQ_NONE)
			return false;
		if (pid == 0 && was_off != (bool)logins_off)
			return false;
		sigsuspend(&while_waiting);
	}
}

/* True once no process is left; gives them `tenths' of a second. */
static bool
gone_within(int tenths)
{
	struct timespec tenth = {0, 100000000};

	for (; tenths > 0; tenths--) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			continue;
		if (kill(-1, 0) != 0 && errno == ESRCH)
			return true;
		nanosleep(&tenth, NULL);
	}
	return false;
}

void
end_processes(void)
{
	if (kill(-1, SIGTERM) == 0) {
		kill(-1, SIGHUP); /* shells at a terminal heed only this */
		kill(-1, SIGCONT);
	}
	if (!gone_within(GRACE))
		kill_processes();
}

void
kill_processes(void)
{
	kill(-1, SIGKILL);
	/* One that sleeps in a driver for good must not hold the others up. */
	if (!gone_within(GRACE))
		warnx("some processes would not die");
}
