/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * features.h: the options of POSIX that this system has; the C library's
 * headers declare clock_gettime() and nanosleep() only where they are named.
 */
#include_next <sys/features.h>

#ifndef _GRAFT_FEATURES_H
#define _GRAFT_FEATURES_H

#define _POSIX_TIMERS          200112L
#define _POSIX_MONOTONIC_CLOCK 200112L
#define _POSIX_JOB_CONTROL     1
#define _POSIX_REGEXP          1
#define _POSIX_SHELL           1

#endif /* _GRAFT_FEATURES_H */
