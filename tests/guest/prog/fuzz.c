/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz: system calls with nonsense for arguments, a hundred thousand of them,
 * in processes that may die of it.  The kernel must not, and afterwards
 * nothing of them may be left: the self-check is what it was.
 *
 *	fuzz [-c CALLS] [SEED [PROGRAM]]
 *
 * The calls are those of this system, or PROGRAM makes them: one for
 * another, tests/guest/linux/fuzz.c.  Each process lives on a file system of
 * its own, which goes with it; every second one is not root's.
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#include "fuzzargs.h"
#include "selfutil.h"

#define CALLS  1500 /* of one process, if it lives that long */
#define BATCH  50   /* after so many calls a process reports */
#define REPORT 63   /* to a pipe, above what nonsense will close */
#define PLACE  "/tmp/fuzz"
#define NOBODY 4242

static char *program;

/* Would stop the machine or the test, change its clock, or sleep for ever. */
static int
is_left_out(int call, int root)
{
	static const int no[] = {SYS_exit, SYS_fork, SYS_vfork, SYS_reboot,
	    SYS_sync, SYS___settimeofday50, SYS___clock_settime50, SYS___sysctl,
	    SYS_syscall, SYS___sigsuspend14, SYS___setitimer50};
	size_t i;

	/* Root may signal all others, and make devices of any number. */
	if (root && (call == SYS_kill || call == SYS___mknod50))
		return 1;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (call == no[i])
			return 1;
	return 0;
}

static _Noreturn void
fuzz(uint32_t seed, int root)
{
	int i, call;

	fuzz_state = seed;
	for (i = 0; i < CALLS; i++) {
		if (i % BATCH == 0)
			(void)!write(REPORT, "", 1);
		fuzz_spoil();
		do
			call = fuzz_number() % 460;
		while (is_left_out(call, root));
		syscall(call, fuzz_argument(), fuzz_argument(), fuzz_argument(),
		    fuzz_argument(), fuzz_argument(), fuzz_argument());
	}
	_exit(0);
}

/* In the new process: all descriptors lead nowhere, and so do all names. */
static _Noreturn void
begin(uint32_t seed, int null, int root)
{
	char numbers[4][16];
	char *argv[] = {
	    "fuzz", numbers[0], numbers[1], numbers[2], numbers[3], NULL};
	int i;

	setsid();
	for (i = 0; i < REPORT; i++)
		if (i != null && dup2(null, i) == i && i > 2)
			close(i);
	snprintf(numbers[0], 16, "%lu", (unsigned long)seed);
	snprintf(numbers[1], 16, "%d", CALLS);
	snprintf(numbers[2], 16, "%d", BATCH);
	snprintf(numbers[3], 16, "%d", REPORT);
	if (chroot(PLACE) == -1 || chdir("/") == -1 ||
	    (!root && (setgid(NOBODY) == -1 || setuid(NOBODY) == -1)))
		_exit(99);
	if (program == NULL)
		fuzz(seed, root);
	execv("/program", argv);
	_exit(99);
}

/* Give it some time, then end it: it may have chosen to sleep. */
static int
wait_for(pid_t pid)
{
	int status, tries;

	for (tries = 0; tries < 8; tries++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return status;
		msleep(10);
	}
	kill(pid, SIGKILL);
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

/* Its children, if it had some, are init's: they end at once. */
static int
unmount_it(void)
{
	int tries;

	for (tries = 0; tries < 100; tries++) {
		if (unmount(PLACE, 0) == 0)
			return 0;
		msleep(10);
	}
	return -1;
}

static int
copy_program(void)
{
	char buf[4096];
	int in = open(program, O_RDONLY), n,
	    out = open(PLACE "/program", O_WRONLY | O_CREAT, 0755);

	if (in == -1 || out == -1)
		return -1;
	while ((n = read(in, buf, sizeof(buf))) > 0)
		if (write(out, buf, n) != n)
			return -1;
	close(in);
	close(out);
	return n;
}

static bool
run(uint32_t seed, int root)
{
	struct tmpfs_args args = {.ta_version = TMPFS_ARGS_VERSION,
	    .ta_size_max = 1 << 20,
	    .ta_root_mode = 0777};
	int null = -1, status;
	pid_t pid;

	if (mount("tmpfs", PLACE, 0, &args, sizeof(args)) == -1 ||
	    (program != NULL && copy_program() == -1) ||
	    mknod(PLACE "/null", S_IFCHR | 0666, makedev(2, 2)) == -1 ||
	    (null = open(PLACE "/null", O_RDWR)) == -1) {
		diag("%s: %s", PLACE, strerror(errno));
		return false;
	}
	if ((pid = fork()) == 0)
		begin(seed, null, root);
	close(null);
	status = wait_for(pid);
	kill(-pid, SIGKILL); /* such as it has stopped */
	if (unmount_it() == -1)
		diag("unmount: %s", strerror(errno));
	else if (status != -1 && status != 99 << 8)
		return true;
	diag("seed %lu: status %#x", (unsigned long)seed, status);
	return false;
}

/* Until so many calls have been made.  How many processes went wrong. */
static int
run_all(uint32_t seed, int wanted, int reports, int *calls)
{
	static char buf[4096];
	int n, bad = 0, i;

	for (i = 0, *calls = 0; *calls < wanted && bad < 10; i++) {
		bad += !run(seed + i * 7919, i % 2 == 0);
		while ((n = read(reports, buf, sizeof(buf))) > 0)
			*calls += n * BATCH;
	}
	diag("%d calls by %d processes", *calls, i);
	return bad;
}

/* Which kinds of memory of the kernel's there are more of, or less. */
static void
show_difference(char *before, char *after)
{
	char *a, *b, *sa, *sb;

	for (a = strtok_r(before, "\n", &sa), b = strtok_r(after, "\n", &sb);
	     a != NULL && b != NULL;
	     a = strtok_r(NULL, "\n", &sa), b = strtok_r(NULL, "\n", &sb))
		/* The name, the pieces in use and their size. */
		if (strncmp(a, b, 29) != 0)
			diag("before: %s\n# after:  %s", a, b);
}

static char memory[2][4096];

static void
read_memory(int i)
{
	size_t size = sizeof(memory[i]) - 1;

	if (sysctlbyname("vm.malloc", memory[i], &size, NULL, 0) == -1)
		diag("vm.malloc: %s", strerror(errno));
}

int
main(int argc, char **argv)
{
	static struct check before, after;
	int calls = 100000, made, procs = sysctl_int("kern.nprocs"), fds[2];
	uint32_t seed;

	if (argc > 2 && strcmp(argv[1], "-c") == 0) {
		calls = atoi(argv[2]);
		argc -= 2;
		argv += 2;
	}
	seed = argc > 1 ? strtoul(argv[1], NULL, 0) : 1;
	program = argc > 2 ? argv[2] : NULL;
	if (mkdir(PLACE, 0755) == -1 || pipe(fds) == -1 ||
	    dup2(fds[1], REPORT) == -1 ||
	    fcntl(fds[0], F_SETFL, O_NONBLOCK) == -1) {
		diag("%s", strerror(errno));
		return 2;
	}
	close(fds[1]);
	/* What is made at first use is there then. */
	is(run_all(~seed, BATCH, fds[0], &made), 0, "a process begins");
	read_memory(1);
	read_memory(0);
	first_check(&before, &after);
	is(run_all(seed, calls, fds[0], &made), 0,
	    "processes make nonsensical calls");
	ok(made >= calls, "%d of them", calls);
	is(sysctl_int("kern.nprocs"), procs, "no process is left");
	take_check(&after);
	read_memory(1);
	if (!ok(same_check(&before, &after), "nothing of them is left"))
		show_difference(memory[0], memory[1]);
	return tap_done();
}
