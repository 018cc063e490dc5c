/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * times.c: the processor time that this process and its children took.
 */
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

/* Ticks of sysconf(_SC_CLK_TCK) a second. */
static clock_t
ticks(const struct timeval *tv)
{
	long hz = sysconf(_SC_CLK_TCK);

	return (clock_t)(tv->tv_sec * hz + tv->tv_usec / (1000000 / hz));
}

/* Fill in t; returns the ticks since an arbitrary moment, or -1. */
clock_t
times(struct tms *t)
{
	struct rusage self, children;
	struct timespec now;
	struct timeval tv;

	if (getrusage(RUSAGE_SELF, &self) == -1 ||
	    getrusage(RUSAGE_CHILDREN, &children) == -1 ||
	    clock_gettime(CLOCK_MONOTONIC, &now) == -1)
		return (clock_t)-1;
	t->tms_utime = ticks(&self.ru_utime);
	t->tms_stime = ticks(&self.ru_stime);
	t->tms_cutime = ticks(&children.ru_utime);
	t->tms_cstime = ticks(&children.ru_stime);
	tv.tv_sec = now.tv_sec;
	tv.tv_usec = now.tv_nsec / 1000;
	return ticks(&tv);
}

/* Microseconds of processor time, which wrap after 71 minutes. */
clock_t
clock(void)
{
	struct rusage ru;

	if (getrusage(RUSAGE_SELF, &ru) == -1)
		return (clock_t)-1;
	return (clock_t)((ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) *
		CLOCKS_PER_SEC +
	    ru.ru_utime.tv_usec + ru.ru_stime.tv_usec);
}
