/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * time.h: seconds and their parts.  time_t has 64 bits.
 */
#ifndef _KERNEL
#include_next <sys/time.h>
#include <time.h>
#else
#ifndef _SYS_TIME_H_
#define _SYS_TIME_H_

#include <sys/types.h>

struct timeval {
	time_t tv_sec;
	suseconds_t tv_usec;
};
struct timespec {
	time_t tv_sec;
	long tv_nsec;
};
struct timezone {
	int tz_minuteswest;
	int tz_dsttime;
};
struct itimerval {
	struct timeval it_interval;
	struct timeval it_value;
};

#define timerclear(tv) ((tv)->tv_sec = (tv)->tv_usec = 0)
#define timerisset(tv) ((tv)->tv_sec != 0 || (tv)->tv_usec != 0)
#define timercmp(a, b, op)                                        \
	((a)->tv_sec == (b)->tv_sec ? (a)->tv_usec op(b)->tv_usec \
				    : (a)->tv_sec op(b)->tv_sec)
#define timeradd(a, b, sum)                                   \
	do {                                                  \
		(sum)->tv_sec = (a)->tv_sec + (b)->tv_sec;    \
		(sum)->tv_usec = (a)->tv_usec + (b)->tv_usec; \
		if ((sum)->tv_usec >= 1000000) {              \
			(sum)->tv_sec++;                      \
			(sum)->tv_usec -= 1000000;            \
		}                                             \
	} while (0)
#define timersub(a, b, difference)                                   \
	do {                                                         \
		(difference)->tv_sec = (a)->tv_sec - (b)->tv_sec;    \
		(difference)->tv_usec = (a)->tv_usec - (b)->tv_usec; \
		if ((difference)->tv_usec < 0) {                     \
			(difference)->tv_sec--;                      \
			(difference)->tv_usec += 1000000;            \
		}                                                    \
	} while (0)

#define ITIMER_REAL     0
#define ITIMER_VIRTUAL  1
#define ITIMER_PROF     2

#define CLOCK_REALTIME  1
#define CLOCK_MONOTONIC 4

/*
 * Wall clock and time since boot, at the clock's full resolution.
 * Callable from interrupts.
 */
void nanotime(struct timespec *);
void microtime(struct timeval *);
void microuptime(struct timeval *);
void nanouptime(struct timespec *);
/* As of the last clock tick: cheap. */
void getnanotime(struct timespec *);
void getmicrotime(struct timeval *);

extern volatile time_t time_second; /* wall clock, whole seconds */
extern volatile time_t time_uptime; /* seconds since boot */
#endif
#endif
