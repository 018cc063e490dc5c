/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wild: every pointer argument of every system call, made wild: EFAULT, and
 * the kernel lives.
 *
 *	wild		the tests
 *	wild -l		the names of the calls that are dealt with
 */
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysctl.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#define PAGE 4096

/*
 * What a call does with an argument: 'r' reads what it points to, 's' reads
 * a string, 'w' writes there; in capitals NULL has a meaning of its own.
 * '-' is a number.
 */
struct call {
	const char *name;
	int number;
	const char *kinds;
	long arg[6]; /* good ones; those of wild pointers are not used */
};

static char good[8192]; /* where the pointers that are not wild lead */
static int zero, zombies, directory, device, scratch;

#define CALL(name, ...)                        \
	{                                      \
#name, SYS_##name, __VA_ARGS__ \
	}
#define G    ((long)good)
#define PATH ((long)"/tmp/wild")

/* Not const: descriptors are filled in. */
static struct call calls[] = {
    CALL(read, "-w-", {0, 0, 100}),
    CALL(write, "-r-", {1, 0, 100}),
    CALL(open, "s--", {0, O_RDONLY, 0}),
    CALL(link, "ss", {PATH, (long)"/tmp/wild2"}),
    CALL(unlink, "s", {0}),
    CALL(chdir, "s", {0}),
    CALL(chmod, "s-", {0, 0644}),
    CALL(lchmod, "s-", {0, 0644}),
    CALL(chown, "s--", {0, 0, 0}),
    CALL(lchown, "s--", {0, 0, 0}),
    CALL(unmount, "s-", {0, 0}),
    CALL(access, "s-", {0, R_OK}),
    CALL(chflags, "s-", {0, 0}),
    CALL(ioctl, "--w", {2, TIOCGETA, 0}),
    CALL(ioctl, "--r", {2, TIOCSETA, 0}),
    CALL(ioctl, "--w", {2, TIOCGWINSZ, 0}),
    CALL(symlink, "ss", {(long)"text", (long)"/tmp/wild3"}),
    CALL(readlink, "sw-", {(long)"/tmp/wildlink", 0, 100}),
    CALL(execve, "sRR", {(long)"/usr/bin/true", 0, 0}),
    CALL(chroot, "s", {0}),
    CALL(getgroups, "-w", {8, 0}),
    CALL(setgroups, "-r", {2, 0}),
    CALL(fcntl, "--w", {4, F_GETLK, 0}),
    CALL(fcntl, "--r", {4, F_SETLK, 0}),
    CALL(readv, "-r-", {0, 0, 1}),
    CALL(writev, "-r-", {1, 0, 1}),
    CALL(rename, "ss", {PATH, PATH}),
    CALL(mkfifo, "s-", {0, 0600}),
    CALL(mkdir, "s-", {0, 0700}),
    CALL(rmdir, "s", {0}),
    CALL(truncate, "s---", {0, 0, 0, 0}),
    CALL(__sysctl, "r-WW--", {G + 64, 2, 0, 0, 0, 0}),
    CALL(poll, "r--", {0, 1, 0}),
    CALL(__sigaltstack14, "RW", {0, 0}),
    CALL(__sigaction14, "-RW", {SIGUSR1, 0, 0}),
    CALL(__sigpending14, "w", {0}),
    CALL(__sigprocmask14, "-RW", {SIG_BLOCK, 0, 0}),
    CALL(__sigsuspend14, "r", {0}),
    CALL(__sigreturn14, "r", {0}),
    CALL(__getcwd, "w-", {0, 1000}),
    CALL(getvfsstat, "W--", {0, 4000, MNT_NOWAIT}),
    CALL(statvfs1, "sw-", {(long)"/tmp", 0, MNT_NOWAIT}),
    CALL(fstatvfs1, "-w-", {3, 0, MNT_NOWAIT}),
    CALL(__getdents30, "-w-", {3, 0, 4000}),
    CALL(__mount50, "ss-R-",
	{(long)"tmpfs", (long)"/mnt", 0, 0, sizeof(struct tmpfs_args)}),
    CALL(__gettimeofday50, "WW", {0, 0}),
    CALL(__settimeofday50, "R-", {0, 0}),
    CALL(__utimes50, "sR", {PATH, 0}),
    CALL(__lutimes50, "sR", {PATH, 0}),
    CALL(__futimes50, "-R", {4, 0}),
    CALL(__setitimer50, "-RW", {0, 0, 0}),
    CALL(__getitimer50, "-w", {0, 0}),
    CALL(__clock_gettime50, "-w", {CLOCK_REALTIME, 0}),
    CALL(__clock_settime50, "-r", {CLOCK_REALTIME, 0}),
    CALL(__clock_getres50, "-W", {CLOCK_REALTIME, 0}),
    CALL(__nanosleep50, "rW", {0, 0}),
    CALL(__stat50, "sw", {PATH, 0}),
    CALL(__lstat50, "sw", {PATH, 0}),
    CALL(__fstat50, "-w", {4, 0}),
    CALL(__getrusage50, "-w", {0, 0}),
    CALL(__wait450, "-W-W", {-1, 0, 0, 0}),
    CALL(__mknod50, "s--", {0, S_IFCHR | 0600, 0}),
};

/*
 * Calls without pointers; with addresses that name memory and are not
 * followed (break, mmap, munmap, mprotect: in mem); and reboot, whose
 * string nobody reads.
 */
static const char *const others[] = {"syscall", "exit", "fork", "vfork",
    "close", "fchdir", "break", "getpid", "setuid", "getuid", "geteuid",
    "fchflags", "sync", "kill", "getppid", "dup", "pipe", "getegid", "getgid",
    "umask", "munmap", "mprotect", "getpgrp", "setpgid", "dup2", "fsync",
    "fchown", "fchmod", "setsid", "setgid", "setegid", "seteuid", "mmap",
    "lseek", "ftruncate", "getpgid", "reboot", "getsid"};

/* ---- places that are wild ---- */

static struct wild {
	const char *name;
	char *at;
	int only_w; /* it is fine for reading */
} wilds[] = {
    {"NULL", NULL, 0},
    {"0x1", (char *)1, 0},
    {"kernel text", (char *)0xc0100000, 0},
    {"kernel stacks", (char *)0xf0000ff0, 0},
    {"the top", (char *)0xfffffff0, 0},
    {"up to the kernel", (char *)0xbffffffe, 0},
    {"the last byte", (char *)0xffffffff, 0},
    {"unmapped", NULL, 0},
    {"no access", NULL, 0},
    {"the end of what is mapped", NULL, 0},
    {"read-only", NULL, 1},
};
#define NWILD (int)(sizeof(wilds) / sizeof(wilds[0]))

static char *
anon(size_t len)
{
	return mmap(
	    NULL, len, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE, -1, 0);
}

static void
make_places(void)
{
	char *p = anon(4 * PAGE);

	/* A string that runs into the hole never ends. */
	memset(p, 'w', PAGE);
	memset(p + 3 * PAGE, 0, PAGE);
	/* A lock that may be asked for. */
	((struct flock *)(p + 3 * PAGE))->l_type = F_RDLCK;
	munmap(p + PAGE, PAGE);
	mprotect(p + 2 * PAGE, PAGE, PROT_NONE);
	mprotect(p + 3 * PAGE, PAGE, PROT_READ);
	wilds[NWILD - 4].at = p + PAGE;
	wilds[NWILD - 3].at = p + 2 * PAGE;
	wilds[NWILD - 2].at = p + PAGE - 2;
	wilds[NWILD - 1].at = p + 3 * PAGE;
}

/* Descriptors with fixed numbers, and names, for the good arguments. */
static void
make_files(void)
{
	static const gid_t groups[2] = {0, 1};

	setgroups(2, groups); /* for getgroups(2) */
	zero = open("/dev/zero", O_RDONLY);
	directory = open("/tmp", O_RDONLY);
	device = open("/dev/console", O_RDWR | O_NOCTTY);
	scratch = open("/tmp/wild", O_RDWR | O_CREAT, 0600);
	(void)!symlink("where", "/tmp/wildlink");
	mkdir("/mnt", 0755);
	(void)!write(scratch, "some bytes", 10);
}

static int
descriptor(int placeholder)
{
	const int fds[] = {zero, scratch, device, directory, scratch};

	return fds[placeholder];
}

/* Good values where pointers lead that are not wild this time. */
static void
fill_good(const struct call *c)
{
	static const int oid[] = {CTL_KERN, KERN_OSTYPE};

	/* What a call wrote before it ran into the hole must not end a string. */
	memset(wilds[NWILD - 2].at, 'w', 2);
	memset(good, 0, sizeof(good));
	memcpy(good + 64, oid, sizeof(oid));
	/* sysctl: the room at old. */
	if (c->number == SYS___sysctl)
		*(size_t *)good = 4096;
	/* The lock to ask about, and poll's descriptor, are all zeros. */
}

/* A child to be waited for. */
static void
make_zombie(void)
{
	if (zombies == 0 && fork() == 0)
		_exit(0);
	zombies = 1;
}

static int
takes_descriptor(const struct call *c)
{
	static const char *const names[] = {"read", "write", "ioctl", "fcntl",
	    "readv", "writev", "fstatvfs1", "__getdents30", "__futimes50",
	    "__fstat50"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(c->name, names[i]) == 0)
			return 1;
	return 0;
}

/* The call with argument n wild; errno, or 0. */
static int
call_with(const struct call *c, int n, char *wild)
{
	long a[6];
	int i;

	for (i = 0; i < 6; i++) {
		a[i] = c->arg[i];
		if (a[i] == 0 && i < (int)strlen(c->kinds) &&
		    c->kinds[i] != '-')
			a[i] = strchr("RW", c->kinds[i]) != NULL ? 0 : G;
	}
	if (takes_descriptor(c))
		a[0] = descriptor((int)a[0]);
	fill_good(c);
	/* sysctl writes to old only as much as the length allows. */
	if (c->number == SYS___sysctl && n == 2)
		a[3] = G;
	if (c->number == SYS___wait450)
		make_zombie();
	a[n] = (long)wild;
	if (syscall(c->number, a[0], a[1], a[2], a[3], a[4], a[5]) != -1)
		return 0;
	return errno;
}

/* True if this argument may be this wild and need not fail. */
static int
may_pass(char kind, const struct wild *w)
{
	if (w->only_w && kind != 'w' && kind != 'W')
		return 1;
	return w->at == NULL && (kind == 'R' || kind == 'W');
}

static void
test_argument(const struct call *c, int n)
{
	int i, error, bad = 0;

	for (i = 0; i < NWILD; i++) {
		if (may_pass(c->kinds[n], &wilds[i]))
			continue;
		error = call_with(c, n, wilds[i].at);
		if (error == EFAULT)
			continue;
		/* A nap whose rest nobody wants to know is over first. */
		if (c->number == SYS___nanosleep50 && n == 1 && error == 0)
			continue;
		diag("%s: error %d", wilds[i].name, error);
		bad++;
	}
	is(bad, 0, "%s, argument %d: EFAULT", c->name, n + 1);
}

/* ---- pointers in what is pointed to ---- */

static void
test_nested(void)
{
	struct iovec iov[2] = {{good, 10}, {NULL, 10}};
	char *args[3] = {"true", NULL, NULL};
	char *env[] = {NULL};
	int i, bad = 0;

	for (i = 0; i < NWILD; i++) {
		if (!wilds[i].only_w) {
			iov[1].iov_base = wilds[i].at;
			if (writev(scratch, iov, 2) != -1 || errno != EFAULT)
				bad++, diag("writev: %s", wilds[i].name);
			args[1] = wilds[i].at;
			if (wilds[i].at != NULL &&
			    (execve("/usr/bin/true", args, env) != -1 ||
				errno != EFAULT))
				bad++, diag("execve: %s", wilds[i].name);
		}
		iov[1].iov_base = wilds[i].at;
		if (readv(zero, iov, 2) != -1 || errno != EFAULT)
			bad++, diag("readv: %s", wilds[i].name);
	}
	is(bad, 0, "wild pointers in an iovec and in argv");
}

/* A system call whose arguments are on a wild stack. */
static int
call_on_stack(void *stack)
{
	int result, carry;

	__asm volatile("mov %%esp, %%esi; mov %2, %%esp; mov $4, %%eax;"
		       "int $0x80; sbb %1, %1; mov %%esi, %%esp"
		       : "=a"(result), "=b"(carry)
		       : "D"(stack)
		       : "esi", "edx", "memory", "cc");
	return !(carry == -1 && result == EFAULT);
}

static void
test_stack_pointer(void)
{
	int i;

	for (i = 0; i < NWILD; i++)
		if (!wilds[i].only_w)
			dies(0, call_on_stack, wilds[i].at,
			    "the stack pointer at %s: EFAULT", wilds[i].name);
}

/* Numbers that no call has, directly and indirectly. */
static void
test_numbers(void)
{
	static const int no[] = {
	    512, 513, 4096, -1, INT32_MIN, INT32_MAX, 7, 210, 219, 511};
	size_t i;
	int result;

	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		fails(syscall(no[i]), ENOSYS, "syscall(%d)", no[i]);
		__asm volatile("int $0x80; jc 1f; xor %%eax, %%eax; 1:"
			       : "=a"(result)
			       : "0"(no[i])
			       : "edx", "memory");
		is(result, ENOSYS, "call %d directly", no[i]);
	}
	fails(syscall(SYS_syscall), ENOSYS, "syscall(syscall)");
}

static int
list(void)
{
	size_t i;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		puts(calls[i].name);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		puts(others[i]);
	return 0;
}

int
main(int argc, char **argv)
{
	size_t i;
	int n;

	(void)argv;
	if (argc > 1)
		return list();
	make_places();
	make_files();
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		for (n = 0; calls[i].kinds[n] != '\0'; n++)
			if (calls[i].kinds[n] != '-')
				test_argument(&calls[i], n);
	test_nested();
	test_stack_pointer();
	test_numbers();
	return tap_done();
}
