/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_time.c: clocks, sleeping, the interval timer.  Most calls are there
 * twice, with seconds of 32 bits and of 64.
 */
#include <sys/kernel.h>
#include <sys/procvar.h>
#include <sys/resource.h>

#include "linux_file.h"

int
linux_get_timespec(const void *from, int wide, struct timespec *ts)
{
	struct linux_timespec narrow;
	struct linux_timespec64 l;
	int error;

	if (wide) {
		if ((error = copyin(from, &l, sizeof(l))) == 0)
			*ts = (struct timespec){l.tv_sec, l.tv_nsec};
	} else if ((error = copyin(from, &narrow, sizeof(narrow))) == 0)
		*ts = (struct timespec){narrow.tv_sec, narrow.tv_nsec};
	return error;
}

int
linux_put_timespec(const struct timespec *ts, int wide, void *to)
{
	struct linux_timespec64 l = {ts->tv_sec, ts->tv_nsec, 0};
	struct linux_timespec narrow = {ts->tv_sec, ts->tv_nsec};

	return wide ? copyout(&l, to, sizeof(l))
		    : copyout(&narrow, to, sizeof(narrow));
}

/* ---- clocks ---- */

/* EINVAL: there is no such clock. */
static int
read_clock(struct proc *p, int clock, struct timespec *ts)
{
	struct rusage ru;
	struct timeval tv;

	switch (clock) {
	case LINUX_REALTIME:
	case LINUX_REALTIME_COARSE:
		nanotime(ts);
		return 0;
	case LINUX_MONOTONIC:
	case LINUX_MONOTONIC_RAW:
	case LINUX_MONOTONIC_COARSE:
	case LINUX_BOOTTIME:
		nanouptime(ts);
		return 0;
	case LINUX_PROCESS_CPUTIME:
	case LINUX_THREAD_CPUTIME:
		proc_usage(p, &ru);
		timeradd(&ru.ru_utime, &ru.ru_stime, &tv);
		*ts = (struct timespec){tv.tv_sec, tv.tv_usec * 1000};
		return 0;
	default:
		return EINVAL;
	}
}

struct clock_args {
	int clock;
	void *ts;
};

static int
clock_gettime(struct proc *p, struct clock_args *uap, int wide)
{
	struct timespec ts;
	int error = read_clock(p, uap->clock, &ts);

	return error == 0 ? linux_put_timespec(&ts, wide, uap->ts) : error;
}

/* Those that the clock's ticks are counted for are as fine as these. */
static int
clock_getres(struct proc *p, struct clock_args *uap, int wide)
{
	struct timespec ts;
	int error = read_clock(p, uap->clock, &ts);

	ts = (struct timespec){0, 1000};
	if (uap->clock == LINUX_PROCESS_CPUTIME ||
	    uap->clock == LINUX_THREAD_CPUTIME)
		ts.tv_nsec = tick * 1000;
	return error == 0 && uap->ts != NULL
	    ? linux_put_timespec(&ts, wide, uap->ts)
	    : error;
}

/* Both calls of a kind: the narrow one, then the wide one. */
#define TWO_CALLS(name, name64, function, args)                 \
	int name(struct proc *p, void *v, register_t *retval)   \
	{                                                       \
		return function(p, (struct args *)v, 0);        \
	}                                                       \
	int name64(struct proc *p, void *v, register_t *retval) \
	{                                                       \
		return function(p, (struct args *)v, 1);        \
	}

TWO_CALLS(linux_clock_gettime, linux_clock_gettime64, clock_gettime, clock_args)
TWO_CALLS(linux_clock_getres, linux_clock_getres64, clock_getres, clock_args)

int
linux_time(struct proc *p, void *v, register_t *retval)
{
	int32_t *to = *(int32_t **)v, now;
	struct timespec ts;

	nanotime(&ts);
	*retval = now = ts.tv_sec;
	return to == NULL ? 0 : copyout(&now, to, sizeof(now));
}

int
linux_gettimeofday(struct proc *p, void *v, register_t *retval)
{
	struct {
		void *tv, *tz;
	} *uap = v;
	static const int32_t no_zone[2];
	struct linux_timeval l;
	struct timeval tv;
	int error = 0;

	if (uap->tv != NULL) {
		microtime(&tv);
		l = (struct linux_timeval){tv.tv_sec, tv.tv_usec};
		error = copyout(&l, uap->tv, sizeof(l));
	}
	if (error == 0 && uap->tz != NULL)
		error = copyout(no_zone, uap->tz, sizeof(no_zone));
	return error;
}

/* ---- sleeping ---- */

#define TIMER_ABSTIME 1

struct sleep_args {
	int clock, flags;
	void *want, *left;
};

void
linux_time_until(struct timespec *ts, const struct timespec *now)
{
	if (ts->tv_nsec < 0 || ts->tv_nsec >= 1000000000 || ts->tv_sec < 0)
		return;
	if (ts->tv_sec < now->tv_sec ||
	    (ts->tv_sec == now->tv_sec && ts->tv_nsec <= now->tv_nsec)) {
		*ts = (struct timespec){0, 0};
		return;
	}
	ts->tv_sec -= now->tv_sec;
	ts->tv_nsec -= now->tv_nsec;
	if (ts->tv_nsec < 0) {
		ts->tv_nsec += 1000000000;
		ts->tv_sec--;
	}
}

static int
sleep_until(struct proc *p, int clock, struct timespec *ts)
{
	struct timespec now;
	int error = read_clock(p, clock, &now);

	if (error != 0)
		return error;
	linux_time_until(ts, &now);
	return nanosleep1(p, ts);
}

static int
clock_nanosleep(struct proc *p, struct sleep_args *uap, int wide)
{
	struct timespec ts;
	int error, err2;

	if (uap->clock == LINUX_PROCESS_CPUTIME ||
	    uap->clock == LINUX_THREAD_CPUTIME)
		return EINVAL; /* no time passes there while one sleeps */
	if ((error = linux_get_timespec(uap->want, wide, &ts)) != 0)
		return error;
	if (uap->flags & TIMER_ABSTIME)
		return sleep_until(p, uap->clock, &ts);
	error = nanosleep1(p, &ts);
	if (error == EINTR && uap->left != NULL &&
	    (err2 = linux_put_timespec(&ts, wide, uap->left)) != 0)
		error = err2;
	return error;
}

TWO_CALLS(
    linux_clock_nanosleep, linux_clock_nanosleep64, clock_nanosleep, sleep_args)

int
linux_nanosleep(struct proc *p, void *v, register_t *retval)
{
	void **args = v;
	struct sleep_args sleep_args = {LINUX_MONOTONIC, 0, args[0], args[1]};

	return clock_nanosleep(p, &sleep_args, 0);
}
