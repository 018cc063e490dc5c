/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz: system calls with nonsense for arguments, some thousands of them,
 * in processes that may die of it.  The kernel must not, and afterwards
 * nothing of them may be left.
 *
 *	fuzz [seed]
 */
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#define PROCESSES 40
#define CALLS     1500
#define BATCH     50 /* after so many calls a process reports */
#define REPORT    63 /* to a pipe, above what nonsense will close */

static uint32_t state;

/* A generator of our own: the same numbers everywhere. */
static uint32_t
number(void)
{
	state = state * 1664525 + 1013904223;
	return state >> 8 ^ state << 16;
}

/* Would stop the machine or the test, change its clock, or sleep for ever. */
static int
is_left_out(int call)
{
	static const int no[] = {SYS_exit, SYS_fork, SYS_vfork, SYS_kill,
	    SYS_reboot, SYS_sync, SYS___settimeofday50, SYS___clock_settime50,
	    SYS_chroot, SYS___sysctl, SYS_syscall, SYS___sigsuspend14,
	    SYS___setitimer50};
	size_t i;

	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (call == no[i])
			return 1;
	return 0;
}

static uint32_t
argument(char *buf)
{
	static const uint32_t edge[] = {0, 1, 2, 3, 4095, 4096, 0x7fffffff,
	    0x80000000, 0xbffff000, 0xbfffffff, 0xc0000000, 0xc0100000,
	    0xf0400000, 0xfffff000, 0xffffffff};

	switch (number() % 5) {
	case 0:
		return number();
	case 1:
		return number() % 16;
	case 2:
		return edge[number() % (sizeof(edge) / sizeof(edge[0]))];
	case 3:
		return 1U << number() % 32;
	default:
		return (uint32_t)buf + number() % 5000;
	}
}

static _Noreturn void
fuzz(uint32_t seed, int null)
{
	static uint32_t words[2048];
	char *buf = (char *)words;
	size_t j;
	int i, call;

	state = seed;
	setsid();
	for (i = 0; i < REPORT; i++)
		if (i != null && dup2(null, i) == i && i > 2)
			close(i);
	for (i = 0; i < CALLS; i++) {
		if (i % BATCH == 0)
			(void)!write(REPORT, "", 1);
		do
			call = number() % 460;
		while (is_left_out(call));
		for (j = 0; j < 8; j++)
			words[number() % 2048] = argument(buf);
		syscall(call, argument(buf), argument(buf), argument(buf),
		    argument(buf), argument(buf), argument(buf));
	}
	_exit(0);
}

/* Give it some time, then end it: it may have chosen to sleep. */
static int
run(uint32_t seed, int null)
{
	int status, tries;
	pid_t pid = fork();

	if (pid == 0)
		fuzz(seed, null);
	for (tries = 0; tries < 5; tries++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return status;
		msleep(10);
	}
	kill(pid, SIGKILL);
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

static int
nothing(void *arg)
{
	(void)arg;
	return 0;
}

int
main(int argc, char **argv)
{
	uint32_t seed = argc > 1 ? strtoul(argv[1], NULL, 0) : 1, i;
	int bad = 0, procs = sysctl_int("kern.nprocs"), fds[2];
	int null;
	static char reports[65536];
	int calls;

	/* A device of its own: its owner, mode and flags will change, too. */
	if (mknod("/tmp/null", S_IFCHR | 0600, makedev(2, 2)) == -1 ||
	    (null = open("/tmp/null", O_RDWR)) == -1 || pipe(fds) == -1 ||
	    dup2(fds[1], REPORT) == -1)
		return 2;
	for (i = 0; i < PROCESSES; i++)
		if (run(seed + i * 7919, null) == -1) {
			diag("seed %u", (unsigned)(seed + i * 7919));
			bad++;
		}
	is(bad, 0, "%d processes make nonsensical calls", PROCESSES);
	close(REPORT);
	close(fds[1]);
	calls = read(fds[0], reports, sizeof(reports)) * BATCH;
	ok(calls > PROCESSES * CALLS / 10, "many of them");
	diag("%d calls", calls);
	is(sysctl_int("kern.nprocs"), procs, "no process is left");
	dies(0, nothing, NULL, "the kernel is well");
	return tap_done();
}
