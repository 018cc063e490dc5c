/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fds: descriptors, pipes, locks, waiting for files, time, as Linux has them:
 * this host agrees where it can run the program.  It works in the folder that
 * it is given or started in.
 */
#include "lx.h"

enum {
	OPEN = 5,
	UNLINK = 10,
	CHDIR = 12,
	TIME = 13,
	LSEEK = 19,
	ALARM = 27,
	DUP = 41,
	PIPE = 42,
	IOCTL = 54,
	FCNTL = 55,
	DUP2 = 63,
	GETTIMEOFDAY = 78,
	SELECT = 82,
	FTRUNCATE = 93,
	SETITIMER = 104,
	GETITIMER = 105,
	FSTAT = 108,
	LLSEEK = 140,
	NEWSELECT = 142,
	READV = 145,
	WRITEV = 146,
	NANOSLEEP = 162,
	POLL = 168,
	PREAD64 = 180,
	PWRITE64 = 181,
	TRUNCATE64 = 193,
	FTRUNCATE64 = 194,
	FCNTL64 = 221,
	SENDFILE64 = 239,
	FUTEX = 240,
	SCHED_GETAFFINITY = 242,
	FADVISE64 = 250,
	FALLOCATE = 324,
	CLOCK_GETTIME = 265,
	CLOCK_GETRES = 266,
	PSELECT6 = 308,
	PPOLL = 309,
	DUP3 = 330,
	CLOCK_GETTIME64 = 403,
	PPOLL64 = 414
};
enum { EBADF = 9, EAGAIN = 11, ENOTTY = 25, ESPIPE = 29, EPIPE = 32 };
#define WILD     ((void *)0xbffff000)
#define CREATE   0100
#define LARGE    0100000
#define APPEND   02000
#define NONBLOCK 04000
#define CLOEXEC  02000000

struct timespec {
	int sec, nsec;
};

static u_int
milliseconds(void)
{
	struct timespec t;

	lx(CLOCK_GETTIME, 1, &t);
	return t.sec * 1000 + t.nsec / 1000000;
}

static volatile int alarms;

static void
rings(int sig)
{
	alarms++;
}

static void
test_offsets(void)
{
	char buf[16];
	struct {
		const void *base;
		u_int len;
	} iov[2] = {{"ab", 2}, {"cdef", 4}};
	u_quad at;
	int fd = lx(OPEN, "f", CREATE | LARGE | 2, 0600), n;

	is(lx(WRITEV, fd, iov, 2), 6, "writev");
	is(lx(LSEEK, fd, 2, 0), 2, "lseek");
	iov[0].base = buf;
	iov[1].base = buf + 8;
	is(lx(READV, fd, iov, 2), 4, "readv");
	ok(buf[0] == 'c' && buf[9] == 'f', "in two places");
	is(lx(LLSEEK, fd, 1, 5, &at, 0), 0, "_llseek");
	ok(at == 0x100000005ULL, "beyond 4 GiB");
	is(lx(LLSEEK, fd, 0, 0, &at, 2), 0, "to the end");
	is((int)at, 6, "which is here");
	is(lx(LLSEEK, fd, -1, -7, &at, 2), -LX_EINVAL, "not before the start");
	is(lx(LLSEEK, fd, 0, 0, &at, 9), -LX_EINVAL, "from nowhere");
	is(lx(LLSEEK, fd, 0, 0, WILD, 0), -LX_EFAULT, "a wild place");
	is(lx(PREAD64, fd, buf, 3, 1, 0), 3, "pread64");
	ok(buf[0] == 'b' && buf[2] == 'd', "from there");
	is(lx(LSEEK, fd, 0, 1), 0, "the offset stays");
	is(lx(PWRITE64, fd, "XY", 2, 4, 0), 2, "pwrite64");
	is(lx(LX_read, fd, buf, 16), 6, "all of it");
	ok(buf[3] == 'd' && buf[4] == 'X', "is there");
	is(lx(FTRUNCATE64, fd, 3, 1), 0, "ftruncate64 beyond 4 GiB");
	lx(LLSEEK, fd, 0, 0, &at, 2);
	ok(at == 0x100000003ULL, "so long it is");
	is(lx(TRUNCATE64, "f", 4, 0), 0, "truncate64");
	is(lx(FTRUNCATE, fd, -1), -LX_EINVAL, "not to less than nothing");
	lx(LSEEK, fd, 0, 0);
	is(lx(LX_read, fd, buf, 16), 4, "so long it is");
	is(lx(FADVISE64, fd, 0, 0, 0, 0), 0, "advice is heard");
	n = lx(FALLOCATE, fd, 0, 0, 0, 3, 0);
	ok(n == 0 || n == -95, "room in advance, or a clear no");
	is(lx(FALLOCATE, fd, 0, 0, -1, 9, 0), -LX_EINVAL, "before the start");
	is(lx(FALLOCATE, fd, 0, 0, 0, 0, 0), -LX_EINVAL, "of no length");
	is(lx(FALLOCATE, 99, 0, 0, 0, 9, 0), -EBADF, "of no file");
	is(lx(LX_read, fd, WILD, 16), 0, "nothing goes to a wild place");
	lx(LSEEK, fd, 0, 0);
	is(lx(LX_read, fd, WILD, 16), -LX_EFAULT, "something does not");
	lx(LX_close, fd);
}

static void
test_copies(void)
{
	int p[2], fd, n;
	char c;

	fd = lx(OPEN, "f", 2, 0);
	is(lx(DUP, fd), fd + 1, "dup");
	is(lx(DUP2, fd, 40), 40, "dup2");
	is(lx(DUP2, fd, fd), fd, "to itself");
	is(lx(DUP2, 99, 98), -EBADF, "of nothing");
	is(lx(DUP3, fd, 41, CLOEXEC), 41, "dup3");
	is(lx(FCNTL64, 41, 1), 1, "is closed by exec");
	is(lx(FCNTL64, 40, 1), 0, "and dup2's is not");
	is(lx(DUP3, fd, fd, 0), -LX_EINVAL, "dup3 to itself");
	is(lx(DUP3, fd, 42, 1), -LX_EINVAL, "its flags");
	is(lx(FCNTL64, fd, 0, 50), 50, "F_DUPFD");
	is(lx(FCNTL64, fd, 1030, 50), 51, "F_DUPFD_CLOEXEC");
	is(lx(FCNTL64, 51, 1), 1, "does so");
	is(lx(FCNTL64, 51, 2, 0), 0, "F_SETFD");
	is(lx(FCNTL64, 51, 1), 0, "undoes it");
	is(lx(FCNTL64, fd, 3) & ~0100000, 2, "F_GETFL");
	is(lx(FCNTL64, fd, 4, APPEND | NONBLOCK), 0, "F_SETFL");
	is(lx(FCNTL64, 40, 3) & ~0100000, 2 | APPEND | NONBLOCK, "all have it");
	is(lx(FCNTL64, fd, 77), -LX_EINVAL, "no such command");
	is(lx(FCNTL64, 99, 3), -EBADF, "no such descriptor");
	for (n = fd; n < 52; n++)
		lx(LX_close, n);

	is(lx(LX_pipe2, p, NONBLOCK | CLOEXEC), 0, "pipe2");
	is(lx(LX_read, p[0], &c, 1), -EAGAIN, "does not block");
	is(lx(FCNTL64, p[1], 1), 1, "is closed by exec");
	is(lx(FCNTL64, p[1], 3) & ~0100000, 1 | NONBLOCK, "its flags");
	is(lx(LSEEK, p[0], 0, 0), -ESPIPE, "has no offset");
	is(lx(PREAD64, p[0], &c, 1, 0, 0), -ESPIPE, "nor pread");
	is(lx(LX_write, p[1], "xyz", 3), 3, "a write");
	is(lx(IOCTL, p[0], 0x541b, &n), 0, "FIONREAD");
	is(n, 3, "says how much");
	is(lx(IOCTL, p[0], 0x5413, &n), -ENOTTY, "it is no terminal");
	is(lx(IOCTL, 99, 0x5401, &n), -EBADF, "nor is nothing");
	lx(LX_close, p[0]);
	lx(LX_signal, 13, 1);
	is(lx(LX_write, p[1], "x", 1), -EPIPE, "nobody reads");
	lx(LX_close, p[1]);
	is(lx(LX_pipe2, p, 1), -LX_EINVAL, "pipe2: its flags");
	is(lx(LX_pipe2, WILD, 0), -LX_EFAULT, "a wild place");
	is(lx(PIPE, p), 0, "pipe");
	is(p[0], fd, "and nothing was left open");
	lx(LX_close, p[0]);
	lx(LX_close, p[1]);
}

struct flock64 {
	short type, whence;
	u_int start, start_high, len, len_high, pid;
};
struct flock {
	short type, whence;
	int start, len, pid;
};

static void
test_locks(void)
{
	struct flock64 l = {1, 0, 10, 0, 5, 0, 0}, g = {0, 0, 0, 0, 0, 0, 0};
	struct flock old = {1, 0, 12, 1, 0};
	int fd = lx(OPEN, "f", 2, 0), pid, status, p[2];
	char c;

	lx(PIPE, p);
	is(lx(FCNTL64, fd, 13, &l), 0, "F_SETLK64");
	pid = lx(LX_fork);
	if (pid == 0) {
		g.type = 1;
		status = lx(FCNTL64, fd, 13, &g) == -EAGAIN;
		status &= lx(FCNTL64, fd, 12, &g) == 0 && g.type == 1 &&
		    g.start == 10 && g.len == 5 && (int)g.pid == lx(LX_getppid);
		status &= lx(FCNTL, fd, 5, &old) == 0 && old.start == 10 &&
		    old.len == 5 && old.pid == lx(LX_getppid);
		old.start = 20;
		status &= lx(FCNTL, fd, 6, &old) == 0;
		lx(LX_write, p[1], "x", 1);
		g.type = 0;
		g.start = g.len = 0;
		status &= lx(FCNTL64, fd, 14, &g) == 0; /* waits */
		lx(LX_exit, status ? 0 : 1);
	}
	lx(LX_read, p[0], &c, 1);
	l.type = 2;
	is(lx(FCNTL64, fd, 13, &l), 0, "unlocked");
	lx(LX_waitpid, pid, &status, 0);
	is(status, 0, "another process sees all that");
	l.type = 3;
	is(lx(FCNTL64, fd, 13, &l), -LX_EINVAL, "no such lock");
	is(lx(FCNTL64, fd, 13, WILD), -LX_EFAULT, "a wild one");
	lx(LX_close, fd);
	lx(LX_close, p[0]);
	lx(LX_close, p[1]);
}

static void
test_waiting(void)
{
	struct {
		int fd;
		short events, revents;
	} f[3];
	u_int set[32], wset[32], start;
	int p[2], tv[2] = {0, 50000};
	char c;

	lx(PIPE, p);
	f[0].fd = p[0];
	f[0].events = 1 | 0x40;
	f[1].fd = p[1];
	f[1].events = 4 | 0x100;
	f[2].fd = -1;
	is(lx(POLL, f, 1, 0), 0, "poll: nothing yet");
	start = milliseconds();
	is(lx(POLL, f, 1, 60), 0, "nor later");
	ok(milliseconds() - start >= 60, "but not sooner");
	is(lx(POLL, f, 3, 100), 1, "one can be written");
	is(f[1].revents, 4 | 0x100, "in both words for it");
	is(f[0].revents, 0, "the other not read");
	lx(LX_write, p[1], "x", 1);
	is(lx(POLL, f, 3, -1), 2, "both");
	is(f[0].revents, 1 | 0x40, "to be read");
	f[2].fd = 99;
	lx(POLL, f, 3, -1);
	is(f[2].revents, 0x20, "POLLNVAL");
	is(lx(POLL, WILD, 3, 0), -LX_EFAULT, "a wild place");

	memset(set, 0, sizeof(set));
	memset(wset, 0, sizeof(wset));
	set[p[0] / 32] = 1U << p[0] % 32;
	wset[p[1] / 32] = 1U << p[1] % 32;
	is(lx(NEWSELECT, 1024, set, wset, 0, tv), 2, "select: both");
	ok(set[0] == 1U << p[0] && wset[0] == 1U << p[1], "those two");
	lx(LX_read, p[0], &c, 1);
	is(lx(NEWSELECT, 32, set, 0, 0, tv), 0, "until the time is over");
	is(set[0], 0, "none");
	is(tv[0] * 1000000 + tv[1], 0, "of which nothing is left");
	set[1] = 1U << 20;
	is(lx(NEWSELECT, 64, set, 0, 0, tv), -EBADF, "one that is not open");
	is(lx(NEWSELECT, -1, 0, 0, 0, tv), -LX_EINVAL, "less than none");
	lx(LX_close, p[1]);
	is(lx(POLL, f, 1, -1), 1, "the end");
	is(f[0].revents & 0x10, 0x10, "POLLHUP");
	lx(LX_close, p[0]);
}

static void
test_sendfile(void)
{
	int from = lx(OPEN, "from", CREATE | 2, 0600), p[2], i;
	char buf[64];
	u_quad at = 3;

	for (i = 0; i < 10; i++)
		lx(LX_write, from, "0123456789", 10);
	lx(PIPE, p);
	is(lx(SENDFILE64, p[1], from, &at, 5), 5, "sendfile64");
	is((int)at, 8, "moves the offset that it is given");
	is(lx(LSEEK, from, 0, 1), 100, "and not the file's");
	is(lx(LX_read, p[0], buf, 64), 5, "as much arrives");
	ok(buf[0] == '3' && buf[4] == '7', "of the right place");
	lx(LSEEK, from, 95, 0);
	is(lx(SENDFILE64, p[1], from, 0, 50), 5, "to the end");
	is(lx(SENDFILE64, p[1], from, 0, 50), 0, "nothing behind it");
	is(lx(SENDFILE64, from, p[0], 0, 5), -LX_EINVAL, "not from a pipe");
	is(lx(SENDFILE64, 99, from, 0, 5), -EBADF, "not to nothing");
	lx(LX_close, from);
	lx(LX_close, p[0]);
	lx(LX_close, p[1]);
	lx(UNLINK, "from");
}

/* A file that is sent to its own end has none: a signal stops that. */
static void
test_endless(void)
{
	int from = lx(OPEN, "long", CREATE | 2, 0600), it[4] = {0, 0, 0, 20000};
	int to = lx(OPEN, "long", 1, 0);

	lx(LX_write, from, "0123456789", 10);
	lx(LSEEK, from, 0, 0);
	lx(LSEEK, to, 0, 2);
	lx_handle(14, rings, 0);
	alarms = 0;
	lx(SETITIMER, 0, it, 0);
	ok(lx(SENDFILE64, to, from, 0, 0x7fffffff) > 10, "a lot is sent");
	is(alarms, 1, "until a signal comes");
	lx(LX_close, from);
	lx(LX_close, to);
	lx(UNLINK, "long");
}

static void
test_time(void)
{
	struct timespec t, u, left = {9, 9}, ms50 = {0, 50000000};
	struct {
		u_quad sec;
		u_int nsec, pad;
	} w;
	int tv[2], it[4] = {0, 0, 0, 30000}, old[4], now;
	u_int start, mask = 0;

	lx(TIME, &now);
	is(lx(CLOCK_GETTIME, 0, &t), 0, "clock_gettime");
	ok(t.sec - now <= 1 && now > 1000000000, "is time(2)");
	is(lx(CLOCK_GETTIME64, 0, &w), 0, "clock_gettime64");
	ok((int)w.sec - t.sec <= 1, "too");
	lx(GETTIMEOFDAY, tv, 0);
	ok(tv[0] - t.sec <= 1 && tv[1] < 1000000, "gettimeofday, too");
	lx(CLOCK_GETTIME, 1, &t);
	lx(CLOCK_GETTIME, 7, &u);
	ok(u.sec >= t.sec, "since the start");
	is(lx(CLOCK_GETTIME, 2, &t), 0, "the process's time");
	is(lx(CLOCK_GETTIME, 99, &t), -LX_EINVAL, "no such clock");
	is(lx(CLOCK_GETRES, 1, &t), 0, "clock_getres");
	ok(t.sec == 0 && t.nsec > 0, "finer than a second");
	is(lx(CLOCK_GETTIME, 0, WILD), -LX_EFAULT, "a wild place");

	start = milliseconds();
	is(lx(NANOSLEEP, &ms50, &left), 0, "nanosleep");
	ok(milliseconds() - start >= 50, "sleeps");
	ms50.nsec = -1;
	is(lx(NANOSLEEP, &ms50, 0), -LX_EINVAL, "for no such time");
	lx_handle(14, rings, LX_SA_RESTART);
	alarms = 0;
	is(lx(SETITIMER, 0, it, 0), 0, "setitimer");
	ms50.sec = 5;
	ms50.nsec = 0;
	is(lx(NANOSLEEP, &ms50, &left), -LX_EINTR, "a signal ends a sleep");
	ok(alarms == 1 && left.sec == 4, "and says what is left");
	it[3] = 0;
	it[2] = 100;
	is(lx(SETITIMER, 0, it, old), 0, "again");
	is(old[2] | old[3], 0, "it was over");
	is(lx(GETITIMER, 0, old), 0, "getitimer");
	ok(old[2] == 99 || old[2] == 100, "counts");
	ok(lx(ALARM, 0) >= 99, "alarm tells");
	is(lx(ALARM, 0), 0, "and stops it");
	ms50.sec = 0;
	ms50.nsec = 20000000;
	is(lx(FUTEX, &alarms, 0, 1, &ms50, 0, 0), -110, "futex: nobody wakes");
	is(lx(FUTEX, &alarms, 128, 5, 0, 0, 0), -EAGAIN, "futex: changed");
	is(lx(FUTEX, &alarms, 129, 1, 0, 0, 0), 0, "futex: nobody sleeps");
	ok(lx(SCHED_GETAFFINITY, 0, 4, &mask) > 0 && mask & 1, "a processor");
}

/* A signal that is blocked but for the wait; the rest of the time. */
static void
test_masks(void)
{
	u_quad all = ~0ULL, none = 0;
	struct timespec t = {5, 0}, shortly = {0, 30000000};
	struct {
		u_quad sec;
		u_int nsec, pad;
	} w = {0, 20000000, 0};
	struct {
		const void *set;
		u_int size;
	} pair = {&none, 8};
	struct {
		int fd;
		short events, revents;
	} f = {-1, 0, 0};

	lx_handle(10, rings, 0);
	lx(LX_rt_sigprocmask, 2, &all, 0, 8);
	alarms = 0;
	lx(LX_kill, lx(LX_getpid), 10);
	is(alarms, 0, "a signal is blocked");
	is(lx(PPOLL, &f, 1, &t, &none, 8), -LX_EINTR, "but in ppoll");
	is(alarms, 1, "it is delivered");
	ok(t.sec >= 4, "and most of the time left");
	lx(LX_kill, lx(LX_getpid), 10);
	is(lx(PSELECT6, 0, 0, 0, 0, &t, &pair), -LX_EINTR, "and in pselect6");
	is(alarms, 2, "it is, too");
	lx(LX_kill, lx(LX_getpid), 10);
	is(lx(PPOLL, &f, 1, &shortly, &all, 8), 0, "ppoll blocks it, too");
	is(shortly.sec | shortly.nsec, 0, "until the time is over");
	is(lx(PPOLL64, &f, 1, &w, 0, 0), 0, "ppoll_time64");
	is(alarms, 2, "with the signals as they are");
	is(lx(PPOLL, &f, 1, &t, &none, 4), -LX_EINVAL, "the set's size");
	lx(LX_rt_sigprocmask, 2, &none, 0, 8);
	is(alarms, 3, "now it comes");
}

int
lx_main(int argc, char **argv, char **envp)
{
	if (argc > 1)
		is(lx(CHDIR, argv[1]), 0, "chdir to %s", argv[1]);
	test_offsets();
	test_copies();
	test_locks();
	test_waiting();
	test_sendfile();
	if (argc > 1) /* with a disk to fill, not that of a host */
		test_endless();
	test_time();
	test_masks();
	is(lx(UNLINK, "f"), 0, "the folder is as it was");
	return lx_done();
}
