/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ids: who a process is and what that allows; the clock; sysctl(2); what a
 * process has used.
 */
#include <sys/types.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <sys/syslimits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

/* In children: the number of the first thing that is wrong, or 0. */
#define WANT(n, c)                \
	do {                      \
		if (!(c))         \
			return n; \
	} while (0)
#define WANT_ERROR(n, call, e) WANT(n, (call) == -1 && errno == (e))

/* ---- ids ---- */

static int
give_up(void *arg)
{
	(void)arg;
	WANT(1, getuid() == 0 && geteuid() == 0);
	WANT(2, setgid(20) == 0 && getgid() == 20 && getegid() == 20);
	WANT(3, setuid(100) == 0 && getuid() == 100 && geteuid() == 100);
	WANT_ERROR(4, setuid(0), EPERM);
	WANT_ERROR(5, seteuid(0), EPERM);
	WANT_ERROR(6, setgid(0), EPERM);
	WANT_ERROR(7, setegid(0), EPERM);
	WANT(8, setuid(100) == 0 && setgid(20) == 0);
	WANT_ERROR(9, setgroups(0, NULL), EPERM);
	return 0;
}

static int
come_back(void *arg)
{
	(void)arg;
	WANT(1, seteuid(100) == 0 && geteuid() == 100 && getuid() == 0);
	WANT_ERROR(2, seteuid(101), EPERM);
	WANT(3, seteuid(0) == 0 && geteuid() == 0);
	WANT(4, setegid(5) == 0 && getegid() == 5 && getgid() == 0);
	return 0;
}

static int
groups(void *arg)
{
	gid_t g[NGROUPS_MAX] = {7, 8, 9}, got[NGROUPS_MAX];

	(void)arg;
	WANT(1, setgroups(3, g) == 0);
	WANT(2, getgroups(0, NULL) == 3);
	WANT(3,
	    getgroups(NGROUPS_MAX, got) == 3 && got[0] == 7 && got[1] == 8 &&
		got[2] == 9);
	WANT_ERROR(4, getgroups(2, got), EINVAL);
	WANT_ERROR(5, getgroups(-1, got), EINVAL);
	WANT_ERROR(6, setgroups(NGROUPS_MAX + 1, g), EINVAL);
	WANT_ERROR(7, setgroups(-1, g), EINVAL);
	WANT(8, setgroups(0, NULL) == 0 && getgroups(0, NULL) == 0);
	return 0;
}

/* A file that only a supplementary group may read. */
static int
by_group(void *arg)
{
	gid_t g = 8;
	int fd;

	(void)arg;
	fd = open("/tmp/group", O_RDWR | O_CREAT, 0640);
	WANT(1, fchown(fd, 0, 8) == 0);
	WANT(2, setgroups(1, &g) == 0 && setgid(20) == 0 && setuid(100) == 0);
	WANT(3, open("/tmp/group", O_RDONLY) != -1);
	WANT_ERROR(4, open("/tmp/group", O_RDWR), EACCES);
	return 0;
}

/* What only root may do. */
static int
as_nobody(void *arg)
{
	struct timespec ts = {1000000000, 0};
	struct timeval tv = {1000000000, 0};
	int value = 1;

	(void)arg;
	WANT(1, setgroups(0, NULL) == 0 && setgid(20) == 0 && setuid(100) == 0);
	WANT_ERROR(2, reboot(RB_HALT, NULL), EPERM);
	WANT_ERROR(3, clock_settime(CLOCK_REALTIME, &ts), EPERM);
	WANT_ERROR(4, settimeofday(&tv, NULL), EPERM);
	WANT_ERROR(5, sethostname("stolen", 6), EPERM);
	WANT_ERROR(6,
	    sysctlbyname("kern.securelevel", NULL, NULL, &value, sizeof(value)),
	    EPERM);
	WANT_ERROR(7,
	    sysctlbyname("debug.panic", NULL, NULL, &value, sizeof(value)),
	    EPERM);
	WANT_ERROR(8, chroot("/tmp"), EPERM);
	WANT_ERROR(9, open("/dev/kmem", O_RDONLY), EACCES);
	WANT_ERROR(10, open("/dev/lkm", O_RDONLY), EACCES);
	WANT_ERROR(
	    11, mknod("/tmp/node", S_IFCHR | 0666, makedev(2, 1)), EPERM);
	WANT_ERROR(12, unlink("/etc/rc"), EACCES);
	WANT_ERROR(13, mkdir("/etc/x", 0755), EACCES);
	return 0;
}

/* ---- time ---- */

static void
test_clock(void)
{
	struct timespec a, b, res;
	struct timeval tv, day;
	int i, back = 0;

	clock_gettime(CLOCK_MONOTONIC, &a);
	for (i = 0; i < 10000; i++) {
		clock_gettime(CLOCK_MONOTONIC, &b);
		back += b.tv_sec < a.tv_sec ||
		    (b.tv_sec == a.tv_sec && b.tv_nsec < a.tv_nsec) ||
		    b.tv_nsec >= 1000000000;
		a = b;
	}
	is(back, 0, "the monotonic clock does not go back");
	is(clock_getres(CLOCK_REALTIME, &res), 0, "clock_getres");
	ok(res.tv_sec == 0 && res.tv_nsec > 0, "less than a second");
	fails(clock_gettime(99, &a), EINVAL, "clock_gettime: no such clock");
	fails(clock_settime(CLOCK_MONOTONIC, &a), EINVAL,
	    "the monotonic clock is not set");
	gettimeofday(&tv, NULL);
	ok(tv.tv_sec > 1700000000, "it is later than 2023");
	clock_gettime(CLOCK_MONOTONIC, &a);
	day = (struct timeval){2000000000, 500000};
	is(settimeofday(&day, NULL), 0, "settimeofday");
	gettimeofday(&day, NULL);
	ok(day.tv_sec == 2000000000 && day.tv_usec >= 500000,
	    "that time it is");
	clock_gettime(CLOCK_MONOTONIC, &b);
	ok(b.tv_sec - a.tv_sec <= 1, "the monotonic clock did not notice");
	is(settimeofday(&tv, NULL), 0, "and back");
	day.tv_usec = 1000000;
	fails(settimeofday(&day, NULL), EINVAL, "settimeofday: no such time");
	a = (struct timespec){1, 1000000000};
	fails(clock_settime(CLOCK_REALTIME, &a), EINVAL,
	    "clock_settime: no such time");
	a = (struct timespec){-1, 0};
	fails(clock_settime(CLOCK_REALTIME, &a), EINVAL,
	    "clock_settime: before 1970");
}

/* ---- use ---- */

static int
burn(void *arg)
{
	struct timespec ts;
	long end;

	(void)arg;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	end = ts.tv_sec * 1000 + ts.tv_nsec / 1000000 + 100;
	do
		clock_gettime(CLOCK_MONOTONIC, &ts);
	while (ts.tv_sec * 1000 + ts.tv_nsec / 1000000 < end);
	return 0;
}

static void
test_usage(void)
{
	struct rusage before, after;
	long us;

	getrusage(RUSAGE_CHILDREN, &before);
	in_child(burn, NULL);
	getrusage(RUSAGE_CHILDREN, &after);
	us = (after.ru_utime.tv_sec - before.ru_utime.tv_sec +
		 after.ru_stime.tv_sec - before.ru_stime.tv_sec) *
		1000000L +
	    after.ru_utime.tv_usec - before.ru_utime.tv_usec +
	    after.ru_stime.tv_usec - before.ru_stime.tv_usec;
	ok(us >= 50000 && us < 500000, "a child that computes for 0.1 s");
	ok(after.ru_minflt > before.ru_minflt, "its page faults");
	fails(getrusage(99, &after), EINVAL, "getrusage: of whom?");
}

/* ---- sysctl ---- */

static void
test_sysctl(void)
{
	static const int ostype[] = {CTL_KERN, KERN_OSTYPE};
	static const int nothing[] = {99, 99};
	char buf[64];
	size_t size = sizeof(buf);
	int value = 5;

	is(sysctl(ostype, 2, buf, &size, NULL, 0), 0, "sysctl");
	ok(strcmp(buf, "Graft") == 0 && size == 6, "kern.ostype");
	size = 0;
	is(sysctl(ostype, 2, NULL, &size, NULL, 0), 0, "only the size");
	is(size, 6, "it is told");
	size = 3;
	memset(buf, '#', sizeof(buf));
	fails(sysctl(ostype, 2, buf, &size, NULL, 0), ENOMEM, "little room");
	ok(memcmp(buf, "Gra#", 4) == 0, "it is filled, and no more");
	fails(sysctl(ostype, 1, buf, &size, NULL, 0), EINVAL, "a short name");
	fails(sysctl(ostype, 1000, buf, &size, NULL, 0), EINVAL, "a long name");
	fails(sysctl(nothing, 2, buf, &size, NULL, 0), ENOENT, "no such name");
	fails(sysctl(ostype, 2, NULL, NULL, "x", 1), EPERM,
	    "a value that is read only");
	fails(sysctlbyname("kern.securelevel", NULL, NULL, &value, 3), EINVAL,
	    "a value of another size");
	size = sizeof(buf);
	fails(sysctlbyname("kern.nope", buf, &size, NULL, 0), ENOENT,
	    "kern.nope");
	memset(buf, 'h', sizeof(buf));
	is(sethostname(buf, 60), 0, "a long host name");
	is(gethostname(buf, sizeof(buf)), 0, "it can be read");
	is(strlen(buf), 60, "whole");
	sethostname("graft", 5);
}

int
main(void)
{
	is(in_child(give_up, NULL), 0, "setuid: root is given up for good");
	is(in_child(come_back, NULL), 0, "seteuid: and back");
	is(in_child(groups, NULL), 0, "getgroups, setgroups");
	is(in_child(by_group, NULL), 0, "a supplementary group may read");
	is(in_child(as_nobody, NULL), 0, "what is root's business");
	test_clock();
	test_usage();
	test_sysctl();
	umask(027);
	is(umask(022), 027, "umask");
	return tap_done();
}
