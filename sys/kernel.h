/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel.h: the kernel's own variables.
 */
#ifndef _SYS_KERNEL_H_
#define _SYS_KERNEL_H_

#ifdef _KERNEL
#include <sys/types.h>
#include <sys/callout.h>
#include <sys/time.h>

extern int hz;                       /* clock ticks a second */
extern int tick;                     /* microseconds a clock tick */
extern volatile int ticks;           /* ticks since boot */
extern volatile struct timeval time; /* wall clock at the last tick */
extern struct timespec boottime;
extern char hostname[];
extern const char version[];

/*
 * The boot loader's command line: kern/subr_bootargs.c.  It never changes.
 */
#define BOOTARGS_MAX 1024 /* with its NUL */
extern char bootargs[];
/* Is this word there? */
int bootarg_flag(const char *flag);
/*
 * The value of the next word "name=value", and its length; or NULL.  after
 * is NULL at first, then what came last, with *lenp as it was set.
 */
const char *bootarg_next(const char *name, const char *after, size_t *lenp);
/*
 * The value of the last such word, which is what somebody has added at the
 * end: 0; ENOENT: there is none; ENAMETOOLONG: it does not fit.
 */
int bootarg_value(const char *name, char *buf, size_t size);

/* The clock interrupt, HZ times a second: arch/i386/clock.c calls it. */
void hardclock(int usermode);

/* From arch/: monotonic nanoseconds since start; the battery clock. */
uint64_t clock_nsec(void);
void clock_init(void);
time_t rtc_read(void);
void rtc_write(time_t);

#endif /* _KERNEL */

#endif /* _SYS_KERNEL_H_ */
