/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * time.h: the unit of clock(3), which POSIX fixes at a microsecond; the C
 * library would choose a millisecond.
 */
#ifndef _MACHINE_TIME_H
#define _MACHINE_TIME_H
#define _CLOCKS_PER_SEC_ 1000000
#endif
