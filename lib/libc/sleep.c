/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sleep.c: waiting for a time to pass, and alarms.
 */
#include <sys/time.h>
#include <errno.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

/* Sleep; returns the seconds, rounded up, that a signal took away. */
unsigned
sleep(unsigned seconds)
{
	struct timespec ts = {.tv_sec = seconds};

	if (nanosleep(&ts, &ts) == 0)
		return 0;
	if (errno != EINTR)
		return seconds;
	return (unsigned)ts.tv_sec + (ts.tv_nsec != 0);
}

int
usleep(useconds_t us)
{
	struct timespec ts;

	ts.tv_sec = us / 1000000;
	ts.tv_nsec = (long)(us % 1000000) * 1000;
	return nanosleep(&ts, NULL);
}

/* Set the timer behind SIGALRM; returns what was left of the last one. */
static struct timeval
set_alarm(const struct itimerval *new)
{
	struct itimerval old = {{0, 0}, {0, 0}};

	setitimer(ITIMER_REAL, new, &old);
	return old.it_value;
}

unsigned
alarm(unsigned seconds)
{
	struct itimerval it = {{0, 0}, {seconds, 0}};
	struct timeval left = set_alarm(&it);

	/* 0 says that there was none, so a part of a second counts as one. */
	if (left.tv_sec == 0)
		return left.tv_usec != 0;
	return (unsigned)left.tv_sec + (left.tv_usec >= 500000);
}

useconds_t
ualarm(useconds_t us, useconds_t interval)
{
	struct itimerval it = {
	    {interval / 1000000, (suseconds_t)(interval % 1000000)},
	    {us / 1000000, (suseconds_t)(us % 1000000)},
	};
	struct timeval left = set_alarm(&it);

	return (useconds_t)left.tv_sec * 1000000 + (useconds_t)left.tv_usec;
}
