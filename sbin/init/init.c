/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * init: the first process, the parent of all, and of every orphan.  It
 * brings the system up with /etc/rc, keeps a shell on the console, takes
 * in and buries processes that nobody waits for, and never ends.
 *
 * SIGTERM: single-user; SIGINT: reboot; SIGUSR1: halt; SIGUSR2: power off;
 * SIGTSTP: no new shells (reboot(8) is at work); SIGHUP: shells again.
 * The kernel hands its boot flags over as arguments: -s is single-user.
 */
#include <sys/types.h>
#include <sys/reboot.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <err.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

enum state { SINGLE_USER, RUN_RC, MULTI_USER };

static char *const login_shell[] = {"/bin/sh", "-sh", NULL};
static char *const rc[] = {"/bin/sh", "sh", "/etc/rc", NULL};
static char *const makedev[] = {
    "/bin/sh", "sh", "-c", "cd /dev && set -- all && . ./MAKEDEV", NULL};

void
go_down(int howto)
{
	sync();
	reboot(howto, NULL);
	warn("reboot");
}

/* What a signal asked for; the state that comes next. */
static enum state
serve_request(enum state state)
{
	static const int howto[] = {[REQ_HALT] = RB_HALT,
	    [REQ_POWEROFF] = RB_POWERDOWN,
	    [REQ_REBOOT] = RB_AUTOBOOT};
	enum request r = take_request();

	if (r == REQ_NONE)
		return state;
	end_processes();
	if (r != REQ_SINGLE)
		go_down(howto[r]);
	return SINGLE_USER;
}

static void
pause_a_second(void)
{
	struct timespec second = {1, 0};

	nanosleep(&second, NULL);
}

/*
 * Single-user is insecure, whatever was before, so that the operator can
 * repair things; this is the one right that only process 1 has.
 */
static void
lower_securelevel(void)
{
	size_t len = sizeof(int);
	int level, zero = 0;

	if (sysctlbyname("kern.securelevel", &level, &len, NULL, 0) == 0 &&
	    level <= 0)
		return;
	if (sysctlbyname("kern.securelevel", NULL, NULL, &zero, sizeof(zero)) !=
	    0)
		warn("kern.securelevel");
}

/* The operator's shell comes before rc, but not before there are devices. */
static enum state
single_user(void)
{
	int status;
	pid_t pid;

	lower_securelevel();
	pid = spawn_on_console(makedev, NULL);
	if (pid > 0 && !wait_for(pid, &status))
		return serve_request(SINGLE_USER);
	warnx("single-user mode; ^D or exit goes on to multi-user");
	pid = spawn_on_console(login_shell, NULL);
	if (pid < 0) {
		pause_a_second();
		return SINGLE_USER;
	}
	if (!wait_for(pid, &status))
		return serve_request(SINGLE_USER);
	if (logins_are_off())
		(void)wait_for(0, &status);
	/* A shell that cannot even start would be tried without an end. */
	if (WIFEXITED(status) && WEXITSTATUS(status) >= 126)
		pause_a_second();
	return serve_request(RUN_RC);
}

static enum state
run_rc(void)
{
	const char *token = vmrun_token();
	bool failed = true;
	int status;
	pid_t pid = spawn_on_console(rc, rc_variables());

	if (pid > 0) {
		if (!wait_for(pid, &status))
			return serve_request(SINGLE_USER);
		failed = status != 0;
	}
	if (failed)
		warnx("/etc/rc failed");
	if (token != NULL) {
		run_vmrun(token);
		return serve_request(SINGLE_USER);
	}
	if (!failed)
		return MULTI_USER;
	end_processes(); /* nobody shall be there when it is insecure */
	return SINGLE_USER;
}

/*
 * One shell after the other, or what /etc/ttys has for the console; slowly if
 * they end as soon as they start.
 */
static enum state
multi_user(void)
{
	time_t started;
	int status, short_lives = 0;
	char *const *login;
	pid_t pid;

	for (;;) {
		if (logins_are_off()) {
			if (!wait_for(0, &status) && !logins_are_off())
				continue;
			return serve_request(MULTI_USER);
		}
		if (!console_command(&login)) {
			pause_a_second();
			return serve_request(MULTI_USER);
		}
		if (login == NULL)
			print_motd();
		started = time(NULL);
		pid =
		    spawn_on_console(login != NULL ? login : login_shell, NULL);
		if (pid > 0 && !wait_for(pid, &status))
			return serve_request(MULTI_USER);
		if (pid > 0 && time(NULL) - started > 1)
			short_lives = 0;
		else if (++short_lives > 3)
			pause_a_second();
	}
}

int
main(int argc, char **argv)
{
	enum state state = RUN_RC;
	int i;

	if (getpid() != 1)
		errx(1, "the kernel starts init, as process 1");
	setsid();
	make_devices();
	open_console();
	catch_signals();
	for (i = 1; i < argc; i++)
		if (strcmp(argv[i], "-s") == 0)
			state = SINGLE_USER;
	for (;;) {
		switch (state) {
		case SINGLE_USER:
			state = single_user();
			break;
		case RUN_RC:
			state = run_rc();
			break;
		case MULTI_USER:
			state = multi_user();
			break;
		}
	}
}
