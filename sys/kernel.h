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
extern char bootargs[]; /* the boot loader's command line */
extern const char version[];

/* The clock interrupt, HZ times a second: arch/i386/clock.c calls it. */
void hardclock(int usermode);

/* From arch/: monotonic nanoseconds since start; the battery clock. */
uint64_t clock_nsec(void);
void clock_init(void);
time_t rtc_read(void);
void rtc_write(time_t);

#endif /* _KERNEL */

#endif /* _SYS_KERNEL_H_ */
