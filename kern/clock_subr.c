/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calendar dates and seconds since 1970.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/clock_subr.h>

#define SECDAY  86400
#define EPOCH_Y 1970
#define EPOCH_W 4 /* 1 January 1970 was a Thursday */

static bool
leap_year(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int
days_in_month(int y, int m)
{
	static const uint8_t days[12] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[m - 1] + (m == 2 && leap_year(y));
}

/* Leap days from year 1 up to the end of year y. */
static int
leap_days(int y)
{
	return y / 4 - y / 100 + y / 400;
}

/* Days from 1 January 1970 to 1 January of y. */
static int
days_to_year(int y)
{
	return (y - EPOCH_Y) * 365 + leap_days(y - 1) - leap_days(EPOCH_Y - 1);
}

time_t
clock_ymdhms_to_secs(const struct clock_ymdhms *dt)
{
	int days, m;

	if (dt->dt_year < EPOCH_Y || dt->dt_year > 9999 || dt->dt_mon < 1 ||
	    dt->dt_mon > 12 || dt->dt_day < 1 ||
	    dt->dt_day > days_in_month(dt->dt_year, dt->dt_mon) ||
	    dt->dt_hour < 0 || dt->dt_hour > 23 || dt->dt_min < 0 ||
	    dt->dt_min > 59 || dt->dt_sec < 0 || dt->dt_sec > 59)
		return -1;
	days = days_to_year(dt->dt_year) + dt->dt_day - 1;
	for (m = 1; m < dt->dt_mon; m++)
		days += days_in_month(dt->dt_year, m);
	return (time_t)days * SECDAY + dt->dt_hour * 3600 + dt->dt_min * 60 +
	    dt->dt_sec;
}

void
clock_secs_to_ymdhms(time_t secs, struct clock_ymdhms *dt)
{
	int days, rest, y, m;

	secs = MAX(secs, 0);
	days = secs / SECDAY;
	rest = secs % SECDAY;
	dt->dt_wday = (days + EPOCH_W) % 7;
	dt->dt_hour = rest / 3600;
	dt->dt_min = rest % 3600 / 60;
	dt->dt_sec = rest % 60;

	y = EPOCH_Y + days / 365; /* never too early, at most a few too late */
	while (days_to_year(y) > days)
		y--;
	days -= days_to_year(y);
	for (m = 1; days >= days_in_month(y, m); m++)
		days -= days_in_month(y, m);
	dt->dt_year = y;
	dt->dt_mon = m;
	dt->dt_day = days + 1;
}
