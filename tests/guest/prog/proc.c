/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proc: processes: fork and wait, orphans, groups and sessions, who may
 * signal whom, that all get their turn.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

/* A child that sleeps until it is killed. */
static pid_t
sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			pause();
	return pid;
}

static int
end(pid_t pid)
{
	int status = -1;

	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return status;
}

static void
do_nothing(int sig)
{
	(void)sig;
}

/* ---- wait ---- */

static int
exit_with(void *arg)
{
	return *(int *)arg;
}

static int
die_of(void *arg)
{
	kill(getpid(), *(int *)arg);
	return 0;
}

static void
test_status(void)
{
	static const int codes[] = {0, 1, 42, 127, 255};
	int sig, wrong = 0, status, code = 256 + 7;
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		code = codes[i];
		status = in_child(exit_with, &code);
		wrong += !(WIFEXITED(status) && WEXITSTATUS(status) == code);
	}
	is(wrong, 0, "exit statuses");
	code = 256 + 7;
	is(WEXITSTATUS(in_child(exit_with, &code)), 7,
	    "only eight bits of an exit status count");
	for (wrong = 0, sig = 1; sig < NSIG; sig++) {
		status = in_child(die_of, &sig);
		switch (sig) {
		case SIGCHLD:
		case SIGURG:
		case SIGIO:
		case SIGWINCH:
		case SIGINFO:
		case SIGCONT:
			wrong += status != 0;
			break;
		case SIGSTOP:
		case SIGTSTP:
		case SIGTTIN:
		case SIGTTOU:
			/* Orphans do not stop, but for SIGSTOP: not here. */
			break;
		default:
			wrong += signal_of(status) != sig;
		}
		if (sig == SIGSTOP - 1)
			sig++; /* it would wait for ever */
	}
	is(wrong, 0, "what each signal does to a process");
}

static void
test_wait(void)
{
	int status = 77;
	pid_t a, b;
	struct rusage ru;

	fails(wait(&status), ECHILD, "wait without children");
	fails(waitpid(getpid(), &status, 0), ECHILD, "wait for oneself");
	a = sleeper();
	b = sleeper();
	is(waitpid(a, &status, WNOHANG), 0, "WNOHANG: not yet");
	is(waitpid(WAIT_ANY, &status, WNOHANG), 0, "WNOHANG: none of all");
	fails(waitpid(a + 1000, &status, 0), ECHILD, "wait for a stranger");
	fails(waitpid(a, &status, 0x100), EINVAL, "wait: unknown options");
	kill(b, SIGTERM);
	is(waitpid(-getpgrp(), &status, 0), b, "wait for one's group");
	is(signal_of(status), SIGTERM, "and how it ended");
	kill(a, SIGKILL);
	is(wait4(0, &status, 0, &ru), a, "wait for group 0, with its use");
	is(signal_of(status), SIGKILL, "and how it ended");
	fails(waitpid(a, NULL, WNOHANG), ECHILD, "a child ends but once");
	if ((a = fork()) == 0)
		_exit(3);
	is(waitpid(a, NULL, 0), a, "wait without a status");
}

static void
test_stop(void)
{
	int status = 0;
	pid_t pid = sleeper();

	kill(pid, SIGSTOP);
	is(waitpid(pid, &status, WUNTRACED), pid, "WUNTRACED: it stopped");
	ok(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP,
	    "and what stopped it");
	is(waitpid(pid, &status, WUNTRACED | WNOHANG), 0, "told but once");
	is(waitpid(pid, &status, WNOHANG), 0, "without WUNTRACED it is alive");
	kill(pid, SIGTERM);
	msleep(20);
	is(waitpid(pid, &status, WNOHANG), 0,
	    "a stopped process does not die of SIGTERM");
	kill(pid, SIGCONT);
	is(waitpid(pid, &status, 0), pid, "continued, it does");
	is(signal_of(status), SIGTERM, "SIGTERM it was");

	pid = sleeper();
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	kill(pid, SIGCONT);
	is(waitpid(pid, &status, WCONTINUED), pid, "WCONTINUED");
	ok(WIFCONTINUED(status), "it continued");
	is(waitpid(pid, &status, WCONTINUED | WNOHANG), 0, "told but once");
	kill(pid, SIGSTOP);
	is(signal_of(end(pid)), SIGKILL, "SIGKILL ends a stopped process");
}

/* ---- orphans ---- */

static void
test_orphan(void)
{
	int fds[2], parent = 0, status;
	pid_t pid;

	if (pipe(fds) == -1)
		return;
	if ((pid = fork()) == 0) {
		if (fork() == 0) {
			while (getppid() != 1)
				msleep(2);
			parent = getppid();
			(void)!write(fds[1], &parent, sizeof(parent));
			_exit(0);
		}
		_exit(0);
	}
	waitpid(pid, &status, 0);
	close(fds[1]);
	is(read(fds[0], &parent, sizeof(parent)), sizeof(parent),
	    "an orphan goes on");
	is(parent, 1, "as a child of init");
	close(fds[0]);
	msleep(20);
	fails(waitpid(-1, NULL, WNOHANG), ECHILD, "it is not ours");
}

static void
test_ignored_children(void)
{
	struct sigaction sa = {.sa_handler = SIG_IGN};
	int status, procs = sysctl_int("kern.nprocs"), i;

	sigaction(SIGCHLD, &sa, NULL);
	for (i = 0; i < 5; i++)
		if (fork() == 0)
			_exit(i);
	fails(wait(&status), ECHILD, "SIGCHLD ignored: wait sees all end");
	msleep(30);
	is(sysctl_int("kern.nprocs"), procs, "and none is left");
	sa = (struct sigaction){
	    .sa_handler = do_nothing, .sa_flags = SA_NOCLDWAIT};
	sigaction(SIGCHLD, &sa, NULL);
	if (fork() == 0)
		_exit(0);
	while (wait(&status) == -1 && errno == EINTR)
		;
	is(errno, ECHILD, "SA_NOCLDWAIT: no status is kept");
	signal(SIGCHLD, SIG_DFL);
}

/* ---- groups and sessions ---- */

static void
test_groups(void)
{
	int status = 0;
	pid_t a = sleeper(), b = sleeper(), c = sleeper();

	is(getpgid(a), getpgrp(), "a child is in its parent's group");
	is(setpgid(a, a), 0, "setpgid: a group of its own");
	is(getpgid(a), a, "it is there");
	is(setpgid(b, a), 0, "setpgid: into that group");
	is(getpgid(b), a, "it is there");
	is(getsid(b), getsid(0), "the session is the same");
	is(killpg(a, 0), 0, "kill a group with 0");
	is(killpg(a, SIGTERM), 0, "kill a group");
	waitpid(-a, &status, 0);
	is(signal_of(status), SIGTERM, "one of the group");
	waitpid(-a, &status, 0);
	is(signal_of(status), SIGTERM, "the other of the group");
	is(waitpid(c, &status, WNOHANG), 0, "not the one outside");
	fails(killpg(a, 0), ESRCH, "a group that is gone");
	fails(waitpid(-a, &status, 0), ECHILD, "nobody to wait for in it");

	fails(setpgid(c, a), EPERM, "setpgid: into no group");
	fails(setpgid(c, -1), EINVAL, "setpgid: a negative group");
	fails(setpgid(1, 0), ESRCH, "setpgid: of a stranger");
	fails(getpgid(29999), ESRCH, "getpgid: of nobody");
	fails(getsid(29999), ESRCH, "getsid: of nobody");
	end(c);
}

static int
new_session(void *arg)
{
	pid_t pid = getpid();

	(void)arg;
	if (setsid() != pid || getsid(0) != pid || getpgrp() != pid)
		return 1;
	if (setsid() != -1 || errno != EPERM)
		return 2;
	if (setpgid(0, 0) != -1 || errno != EPERM)
		return 3;
	/* A session's first has no terminal. */
	return open("/dev/tty", O_RDWR) != -1 || errno != ENXIO ? 4 : 0;
}

/* A child that has called exec, or left the session, is its own master. */
static void
test_setpgid_late(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		execl("/bin/sleep", "sleep", "10", (char *)NULL);
		_exit(1);
	}
	msleep(50);
	fails(setpgid(pid, pid), EACCES, "setpgid: after exec");
	end(pid);
	if ((pid = fork()) == 0) {
		setsid();
		pause();
	}
	msleep(20);
	fails(setpgid(pid, getpgrp()), EPERM, "setpgid: in another session");
	end(pid);
}

/* ---- kill ---- */

static int
as_another(void *arg)
{
	pid_t pid = *(pid_t *)arg;

	if (setuid(100) == -1)
		return 1;
	if (kill(pid, SIGTERM) != -1 || errno != EPERM)
		return 2;
	if (kill(1, 0) != -1 || errno != EPERM)
		return 3;
	if (kill(getpid(), 0) == -1)
		return 4;
	if (kill(-getpgrp(), 0) == -1)
		return 5; /* oneself, at least */
	return setuid(0) != -1 || errno != EPERM ? 6 : 0;
}

static void
test_kill(void)
{
	pid_t pid = sleeper();

	fails(kill(29999, 0), ESRCH, "kill: nobody");
	fails(kill(-29999, 0), ESRCH, "kill: no group");
	fails(kill(INT32_MIN, 0), ESRCH, "kill: the smallest number");
	fails(kill(pid, NSIG), EINVAL, "kill: no signal");
	fails(kill(pid, -1), EINVAL, "kill: a negative signal");
	is(in_child(as_another, &pid), 0, "kill: another user may not");
	is(signal_of(end(pid)), SIGKILL, "kill: root may");
	if ((pid = fork()) == 0)
		_exit(0);
	msleep(20);
	is(kill(pid, 0) == 0 || errno == ESRCH, 1, "kill: a zombie");
	waitpid(pid, NULL, 0);
}

/* ---- turns ---- */

/* Two that never sleep; what they counted comes through a pipe. */
static void
test_preemption(void)
{
	unsigned long counts[3] = {0, 0, 0};
	struct timespec ts;
	int fds[2], i;
	long end;

	if (pipe(fds) == -1)
		return;
	for (i = 0; i < 3; i++) {
		if (fork() != 0)
			continue;
		counts[0] = 0;
		clock_gettime(CLOCK_MONOTONIC, &ts);
		end = ts.tv_sec * 1000 + ts.tv_nsec / 1000000 + 300;
		do {
			counts[0]++;
			clock_gettime(CLOCK_MONOTONIC, &ts);
		} while (ts.tv_sec * 1000 + ts.tv_nsec / 1000000 < end);
		(void)!write(fds[1], counts, sizeof(counts[0]));
		_exit(0);
	}
	for (i = 0; i < 3; i++)
		(void)!read(fds[0], &counts[i], sizeof(counts[i]));
	while (wait(NULL) > 0)
		;
	for (i = 0; i < 3; i++)
		ok(counts[i] * 10 > counts[0] && counts[i] < counts[0] * 10,
		    "of three that never sleep, each gets its share");
	close(fds[0]);
	close(fds[1]);
}

/* One that never enters the kernel at all. */
static void
test_busy_loop(void)
{
	volatile int forever = 1;
	pid_t pid = fork();

	if (pid == 0)
		while (forever)
			;
	msleep(50);
	ok(1, "beside a busy loop others run");
	is(signal_of(end(pid)), SIGKILL, "and can end it");
}

/* ---- vfork ---- */

/*
 * The child has this memory, and the parent does not go on before it ends or
 * calls exec: it sees all that the child has done.
 */
static void
test_vfork(void)
{
	static char *argv[] = {"true", NULL};
	volatile int done = 0;
	int status = -1;
	pid_t pid;

	if ((pid = vfork()) == 0) {
		msleep(30);
		done = 1;
		_exit(3);
	}
	ok(pid > 0 && done, "vfork: the child was first, in this memory");
	is(waitpid(pid, &status, 0), pid, "it can be waited for");
	is(status, 3 << 8, "with its status");

	if ((pid = vfork()) == 0) {
		done = 2;
		execve("/nowhere", argv, NULL);
		done += errno;
		execve("/usr/bin/true", argv, NULL);
		_exit(9);
	}
	is(done, 2 + ENOENT, "it has said why exec failed");
	is(waitpid(pid, &status, 0), pid, "and then it succeeded");
	is(status, 0, "the program's status");

	if ((pid = vfork()) == 0) {
		kill(getpid(), SIGKILL);
		_exit(9);
	}
	waitpid(pid, &status, 0);
	is(signal_of(status), SIGKILL, "one that is killed");
}

/* ---- numbers ---- */

static void
test_ids(void)
{
	int pids[200], i, j, same = 0;

	for (i = 0; i < 200; i++) {
		if ((pids[i] = fork()) == 0)
			_exit(0);
		waitpid(pids[i], NULL, 0);
	}
	for (i = 0; i < 200; i++)
		for (j = 0; j < i; j++)
			same += pids[i] == pids[j];
	is(same, 0, "200 processes, 200 numbers");
	ok(getppid() > 1 && getpid() != getppid(), "getpid, getppid");
}

int
main(void)
{
	test_status();
	test_wait();
	test_stop();
	test_orphan();
	test_ignored_children();
	test_groups();
	is(in_child(new_session, NULL), 0, "setsid");
	test_setpgid_late();
	test_kill();
	test_preemption();
	test_busy_loop();
	test_vfork();
	test_ids();
	return tap_done();
}
