/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * leftovers: whether the kernel hands out what others have left in its
 * memory.  A module's system call writes a byte value to what is free there
 * and to the stack; then a call is made whose answer goes to memory without
 * that value.  Bytes of an answer
 * that follow the value, whatever it is, are leftovers.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <time.h>

#include <sys/lkmlist.h>

#include "tap.h"

#include "lkmutil.h"

#define ANSWER 65536

static unsigned char answer[ANSWER];
static int lkm, folder, file, tty, ends[2], number_of_smear;
static struct object hello;
static unsigned char value; /* what is smeared */

static void
smear(void)
{
	syscall(number_of_smear, value);
}

/* ---- calls, and how much of the answer they say is theirs ---- */

typedef long call_fn(long arg);

/* The size, if the call went well. */
static long
whole(long result, size_t size)
{
	return result < 0 ? -1 : (long)size;
}

static const char *const paths[] = {"/", "/tmp", "/lkm/hello.o", "/dev/null",
    "/dev/lkm", "/dev/console", "/tmp/fifo", "/tmp/link"};

static long
call_lstat(long unused)
{
	struct stat *st = (struct stat *)answer;
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		smear();
		if (lstat(paths[i], st++) != 0)
			return -1;
	}
	return (char *)st - (char *)answer;
}

static long
call_fstat(long end)
{
	return whole(
	    fstat(ends[end], (struct stat *)answer), sizeof(struct stat));
}

static long
call_getdents(long unused)
{
	lseek(folder, 0, SEEK_SET);
	return syscall(SYS___getdents30, folder, answer, sizeof(answer));
}

static long
call_statvfs(long unused)
{
	return whole(syscall(SYS_statvfs1, "/", answer, MNT_NOWAIT),
	    sizeof(struct statvfs));
}

static long
call_getvfsstat(long unused)
{
	long n = syscall(SYS_getvfsstat, answer, sizeof(answer), MNT_NOWAIT);

	return n < 0 ? -1 : n * (long)sizeof(struct statvfs);
}

static long
call_getrusage(long who)
{
	return whole(getrusage((int)who, (struct rusage *)answer),
	    sizeof(struct rusage));
}

static long
call_wait4(long unused)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return whole(
	    wait4(pid, (int *)answer, 0, (struct rusage *)(answer + 8)),
	    8 + sizeof(struct rusage));
}

static long
call_sigaction(long sig)
{
	return whole(
	    sigaction((int)sig, NULL, (struct sigaction *)(void *)answer),
	    sizeof(struct sigaction));
}

static long
call_getitimer(long unused)
{
	if (sigaltstack(NULL, (stack_t *)(answer + 32)) != 0)
		return -1;
	return whole(getitimer(ITIMER_REAL, (struct itimerval *)answer), 64);
}

static long
call_times(long clock)
{
	struct timespec zero = {0, 0};

	clock_getres((clockid_t)clock, (struct timespec *)(answer + 16));
	nanosleep(&zero, (struct timespec *)(answer + 32));
	gettimeofday(
	    (struct timeval *)(answer + 48), (struct timezone *)(answer + 64));
	return whole(
	    clock_gettime((clockid_t)clock, (struct timespec *)answer), 80);
}

static long
call_getlk(long unused)
{
	struct flock *fl = (struct flock *)answer;

	fl->l_type = F_WRLCK;
	return whole(fcntl(file, F_GETLK, fl), sizeof(*fl));
}

static long
call_tty(long cmd)
{
	return whole(ioctl(tty, (u_long)cmd, answer), IOCPARM_LEN(cmd));
}

static long
call_names(long unused)
{
	if (getcwd((char *)answer, 1024) == NULL ||
	    readlink("/tmp/link", (char *)answer + 1024, 1024) < 0)
		return -1;
	return whole(getgroups(16, (gid_t *)(answer + 2048)), 4096);
}

static long
call_poll(long unused)
{
	struct pollfd *fds = (struct pollfd *)answer;

	fds[0].fd = ends[0];
	fds[1].fd = 200;
	return whole(poll(fds, 2, 0), 2 * sizeof(*fds));
}

/*
 * Every leaf, each as far as it has room; arg: with numbers behind its own.
 */
#define LEAF_ROOM 256

static long
call_sysctl(long pid)
{
	int oid[4] = {CTL_SYSCTL, SYSCTL_NEXT, 0, 0}, next[4];
	unsigned char *at = answer;
	size_t len = sizeof(next);
	u_int depth = 2;

	while (sysctl(oid, depth, next, &len, NULL, 0) == 0 &&
	    at + 2 * LEAF_ROOM <= answer + sizeof(answer)) {
		next[2] = KERN_PROC_PID;
		next[3] = (int)pid;
		smear();
		len = LEAF_ROOM;
		(void)sysctl(next, pid != 0 ? 4 : 2, at, &len, NULL, 0);
		oid[1] = SYSCTL_INFO;
		oid[2] = next[0];
		oid[3] = next[1];
		depth = 4;
		smear();
		len = LEAF_ROOM;
		if (sysctl(oid, depth, at + LEAF_ROOM, &len, NULL, 0) != 0)
			return -1;
		at += 2 * LEAF_ROOM;
		oid[1] = SYSCTL_NEXT;
		len = sizeof(next);
	}
	return at - answer;
}

/* ---- signals ---- */

static volatile float number = 1;

static void
handler(int sig)
{
}

/* A frame on a stack that has never been used; arg: of the FPU, too. */
static int
take_frame(void *arg)
{
	stack_t stack = {.ss_sp = answer + 64, .ss_size = 16384};
	struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_ONSTACK};

	if (arg != NULL)
		number += 1;
	sigaltstack(&stack, NULL);
	sigaction(SIGUSR1, &sa, NULL);
	kill(getpid(), SIGUSR1);
	return write(ends[1], answer, 16448) == 16448 ? 0 : 1;
}

static long
call_signal(long fpu)
{
	pid_t pid = fork();
	size_t got = 0;
	ssize_t n;

	if (pid == 0)
		_exit(take_frame(fpu ? answer : NULL));
	while (
	    got < 16448 && (n = read(ends[0], answer + got, 16448 - got)) > 0)
		got += n;
	waitpid(pid, NULL, 0);
	return (long)got;
}

/* ---- modules ---- */

static long
call_lmstat(long unused)
{
	struct lmc_stat *st = (struct lmc_stat *)answer;

	st->id = -1;
	strcpy(st->name, "hello");
	return whole(ioctl(lkm, LMSTAT, st), sizeof(*st));
}

static long
call_lmlist(long flags)
{
	struct lmc_list l = {.id = -1,
	    .flags = (int)flags,
	    .buf = answer,
	    .len = sizeof(answer)};

	return whole(ioctl(lkm, LMLIST, &l), sizeof(answer));
}

static long
call_lmreserv(long unused)
{
	struct lmc_resrv *r = (struct lmc_resrv *)answer;
	int fd = open("/dev/lkm", O_RDWR | O_NONBLOCK), result;

	r->size = 5000;
	r->sym_size = 100;
	result = ioctl(fd, LMRESERV, r);
	close(fd);
	return whole(result, sizeof(*r));
}

/* With a map; flags: of the call. */
static long
call_loadobj(long flags)
{
	struct lmc_loadobj *lo = (struct lmc_loadobj *)answer;
	int fd = open("/dev/lkm", O_RDWR | O_NONBLOCK), result;

	*lo = (struct lmc_loadobj){.obj = hello.bytes,
	    .size = hello.size,
	    .file = hello.path,
	    .flags = (int)flags,
	    .reason = {(char *)answer + 512, 512},
	    .map = answer + 1024,
	    .maplen = sizeof(answer) - 1024};
	result = ioctl(fd, LMLOADOBJ, lo);
	close(fd);
	/* One that is loaded already is refused, and mapped nonetheless. */
	return whole(flags & LMF_NORUN ? result : 0, sizeof(answer));
}

/* ---- memory ---- */

/* The break, a mapping, a stack: sums of what is in them. */
static long
call_memory(long unused)
{
	size_t len = 2 << 20;
	unsigned char *map = mmap(
	    NULL, len, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE, -1, 0);
	unsigned char *brk = sbrk(len);
	size_t i, k = 0;

	for (i = 0; i < len; i++)
		if ((map[i] != 0 || brk[i] != 0) && k < sizeof(answer))
			answer[k++] = map[i] | brk[i];
	munmap(map, len);
	sbrk(-(int)len);
	return ANSWER;
}

/* A hole, what lies behind the end of a file, and what it grows over. */
static long
call_file(long unused)
{
	int fd = open("/tmp/holes", O_RDWR | O_CREAT | O_TRUNC, 0600);
	unsigned char *map = mmap(
	    NULL, 8192, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE, -1, 0);

	(void)write(fd, "x", 1);
	(void)pwrite(fd, "x", 1, 3 * 4096 + 7);
	(void)ftruncate(fd, 20000);
	/* Half of it cannot be read: what was to be written stays out. */
	munmap(map + 4096, 4096);
	(void)pwrite(fd, map + 2048, 4096, 2 * 4096);
	munmap(map, 4096);
	map = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	memcpy(answer + 4096 + 10, map + 10, 4096 - 10);
	munmap(map, 4096);
	if (pread(fd, answer + 8192, 20000 - 10, 10) != 20000 - 10)
		return -1;
	close(fd);
	unlink("/tmp/holes"); /* or its pages were the next time's */
	return ANSWER;
}

static void
waitfs(int how)
{
	(void)sysctlbyname("debug.waitfs", NULL, NULL, &how, sizeof(how));
}

/*
 * A hole, as who has mapped it sees it, while another writes to it and
 * waits for what to write.
 */
static long
call_hole(long unused)
{
	int fd = open("/tmp/hole", O_RDWR | O_CREAT | O_TRUNC, 0600);
	int slow = open("/mnt/file", O_RDONLY), patience = 200;
	unsigned char *late, *seen;
	pid_t pid;

	ftruncate(fd, 3 * 4096);
	waitfs(0);
	late = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, slow, 0);
	waitfs(1);
	if ((pid = fork()) == 0) {
		smear();
		_exit(pwrite(fd, late, 4096, 4096) != 4096);
	}
	while (sysctl_int("debug.waitfs") != 1 && --patience > 0)
		msleep(10);
	seen = mmap(NULL, 3 * 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	memcpy(answer, seen + 4096, 4096);
	waitfs(2);
	waitpid(pid, NULL, 0);
	munmap(seen, 3 * 4096);
	munmap(late, 4096);
	close(fd);
	close(slow);
	unlink("/tmp/hole");
	return patience > 0 ? 4096 : -1;
}

static const struct {
	const char *name;
	call_fn *call;
	long arg;
} calls[] = {
    {"lstat", call_lstat, 0},
    {"fstat of a pipe", call_fstat, 0},
    {"getdents", call_getdents, 0},
    {"statvfs", call_statvfs, 0},
    {"getvfsstat", call_getvfsstat, 0},
    {"getrusage", call_getrusage, RUSAGE_SELF},
    {"getrusage, children", call_getrusage, RUSAGE_CHILDREN},
    {"wait4", call_wait4, 0},
    {"sigaction", call_sigaction, SIGHUP},
    {"getitimer, sigaltstack", call_getitimer, 0},
    {"clocks", call_times, CLOCK_REALTIME},
    {"monotonic clock", call_times, CLOCK_MONOTONIC},
    {"F_GETLK", call_getlk, 0},
    {"TIOCGETA", call_tty, TIOCGETA},
    {"TIOCGWINSZ", call_tty, TIOCGWINSZ},
    {"TIOCOUTQ", call_tty, TIOCOUTQ},
    {"FIONREAD", call_tty, FIONREAD},
    {"getcwd, readlink, getgroups", call_names, 0},
    {"poll", call_poll, 0},
    {"sysctl", call_sysctl, 0},
    {"sysctl, one process", call_sysctl, 1},
    {"a signal's frame", call_signal, 0},
    {"a signal's frame, with FPU", call_signal, 1},
    {"LMSTAT", call_lmstat, 0},
    {"LMLIST", call_lmlist, 0},
    {"LMLIST, detail", call_lmlist, LML_DETAIL | LML_ASK},
    {"LMRESERV", call_lmreserv, 0},
    {"LMLOADOBJ, refused, and its map", call_loadobj, 0},
    {"LMLOADOBJ, with image", call_loadobj, LMF_IMAGE},
    {"new memory", call_memory, 0},
    {"a file", call_file, 0},
    {"a hole that is being filled", call_hole, 0},
};

/*
 * What is a leftover follows the value; what is there by chance does not,
 * three times.
 */
static void
look(u_int i)
{
	static const unsigned char values[] = {0xa5, 0x3c, 0xd6};
	static unsigned char suspect[ANSWER];
	long size = -1, at = 0, n = 0;
	u_int k;

	memset(suspect, 1, sizeof(suspect));
	for (k = 0; k < sizeof(values); k++) {
		memset(answer, 0, sizeof(answer));
		value = values[k];
		smear();
		size = calls[i].call(calls[i].arg);
		for (at = 0; at < ANSWER; at++)
			suspect[at] &= answer[at] == values[k];
	}
	ok(size >= 0, "%s: answers", calls[i].name);
	for (at = 0; at < ANSWER; at++)
		if (suspect[at] && n++ < 20)
			diag("byte %ld of %ld", at, size);
	is(n, 0, "%s: leftovers", calls[i].name);
}

static struct lmc_stat
load(const char *path)
{
	struct object o = read_object(path);
	struct lmc_stat st = {.id = load_object(lkm, &o)};

	is(ioctl(lkm, LMSTAT, &st), 0, "%s is loaded", path);
	return st;
}

int
main(void)
{
	u_int i;

	hello = read_object("/lkm/hello.o");
	lkm = open("/dev/lkm", O_RDWR);
	is(load_object(lkm, &hello), 0, "a module is there");
	number_of_smear = (int)load("/t/smear.o").offset;
	(void)load("/t/waitfs.o");
	is(mount("waitfs", "/mnt", 0, NULL, 0), 0, "waitfs is mounted");
	mkdir("/tmp/d", 0700);
	chdir("/tmp/d");
	mkfifo("/tmp/fifo", 0600);
	symlink("target", "/tmp/link");
	file = open("/tmp/d/a", O_RDWR | O_CREAT, 0600);
	close(open("/tmp/d/abcdefghij", O_RDWR | O_CREAT, 0600));
	folder = open("/tmp/d", O_RDONLY);
	tty = open("/dev/console", O_RDWR);
	pipe(ends);
	ok(file >= 0 && folder >= 0 && tty >= 0, "all is open");
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		look(i);
	return tap_done();
}
