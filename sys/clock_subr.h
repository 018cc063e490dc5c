/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clock_subr.h: calendar dates and seconds since 1970, for the drivers of
 * battery clocks.  Universal time; the Gregorian calendar.
 */
#ifndef _SYS_CLOCK_SUBR_H_
#define _SYS_CLOCK_SUBR_H_

#include <sys/types.h>

struct clock_ymdhms {
	int dt_year;
	int dt_mon;  /* 1-12 */
	int dt_day;  /* 1-31 */
	int dt_wday; /* 0 is Sunday; not looked at when converting to seconds */
	int dt_hour;
	int dt_min;
	int dt_sec;
};

/* -1: a field is out of range, or the year is before 1970. */
time_t clock_ymdhms_to_secs(const struct clock_ymdhms *);
void clock_secs_to_ymdhms(time_t, struct clock_ymdhms *);

/* Two decimal digits in a byte. */
#define bcdtobin(b) (((b) >> 4) * 10 + ((b)&0x0f))
#define bintobcd(n) (((n) / 10) << 4 | (n) % 10)

#endif /* _SYS_CLOCK_SUBR_H_ */
