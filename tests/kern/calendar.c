/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's calendar against the C library's, from 1970 to 9999.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

/* As in sys/clock_subr.h, which goes with the kernel's own types. */
struct clock_ymdhms {
	int dt_year, dt_mon, dt_day, dt_wday, dt_hour, dt_min, dt_sec;
};
int64_t clock_ymdhms_to_secs(const struct clock_ymdhms *);
void clock_secs_to_ymdhms(int64_t, struct clock_ymdhms *);

#define LAST 253402300799 /* 31 December 9999, 23:59:59 */
/* Not quite a week, so that all hours and weekdays come. */
#define STEP (86399 * 7 + 1234)

static int
agrees(int64_t t)
{
	time_t when = t;
	struct tm *tm = gmtime(&when);
	struct clock_ymdhms dt;

	clock_secs_to_ymdhms(t, &dt);
	return dt.dt_year == tm->tm_year + 1900 &&
	    dt.dt_mon == tm->tm_mon + 1 && dt.dt_day == tm->tm_mday &&
	    dt.dt_wday == tm->tm_wday && dt.dt_hour == tm->tm_hour &&
	    dt.dt_min == tm->tm_min && dt.dt_sec == tm->tm_sec &&
	    clock_ymdhms_to_secs(&dt) == t;
}

int
main(void)
{
	static const struct clock_ymdhms wrong[] = {
	    {1969, 12, 31, 0, 23, 59, 59}, {2023, 2, 29, 0, 0, 0, 0},
	    {2100, 2, 29, 0, 0, 0, 0}, {2024, 13, 1, 0, 0, 0, 0},
	    {2024, 0, 1, 0, 0, 0, 0}, {2024, 4, 31, 0, 0, 0, 0},
	    {2024, 4, 0, 0, 0, 0, 0}, {2024, 4, 1, 0, 24, 0, 0},
	    {2024, 4, 1, 0, 0, 60, 0}, {2024, 4, 1, 0, 0, 0, 61}};
	static const int64_t edges[] = {0, 951782399, 951782400, 951868800,
	    4107542399, 4107542400, 2147483647, 2147483648, LAST};
	int64_t t;
	size_t i;
	int bad = 0, failed = 0;

	puts("1..3");
	for (t = 0; t <= LAST; t += STEP)
		bad += !agrees(t);
	failed += bad != 0;
	printf("%sok 1 - dates from 1970 to 9999\n", bad ? "not " : "");
	bad = 0;
	for (i = 0; i < sizeof(edges) / sizeof(*edges); i++)
		bad += !agrees(edges[i]);
	failed += bad != 0;
	printf(
	    "%sok 2 - the ends of February, of 31 bits\n", bad ? "not " : "");
	bad = 0;
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		bad += clock_ymdhms_to_secs(&wrong[i]) != -1;
	failed += bad != 0;
	printf("%sok 3 - impossible dates are refused\n", bad ? "not " : "");
	return failed != 0;
}
