/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * random: what /dev/random and /dev/urandom give, with the module random
 * loaded; "slow": with a device that brings 64 bytes a second.
 */
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "tap.h"

#define MANY (1 << 20)

static int blocking, quick; /* descriptors of the two */
static unsigned char many[MANY];

static double
now(void)
{
	struct timeval tv;

	gettimeofday(&tv, NULL);
	return tv.tv_sec + tv.tv_usec / 1e6;
}

/* Each of these fails for random bytes once in 10^9 times or less. */
static void
statistics(void)
{
	static long count[256], follows[256];
	long ones = 0, i, same = 0;
	double square = 0, pairs = 0, d;

	for (i = 0; i < MANY; i++) {
		ones += __builtin_popcount(many[i]);
		count[many[i]]++;
		if (i > 0)
			follows[(unsigned char)(many[i] - many[i - 1])]++;
		same += i >= 64 && many[i] == many[i - 64];
	}
	/* 2^23 bits: the deviation is 1448. */
	ok(labs(ones - MANY * 4L) < 6.5 * 1448,
	    "half of the bits are ones: %ld", ones);
	for (i = 0; i < 256; i++) {
		d = count[i] - MANY / 256.0;
		square += d * d / (MANY / 256.0);
		d = follows[i] - (MANY - 1) / 256.0;
		pairs += d * d / ((MANY - 1) / 256.0);
	}
	/* Chi squared, 255 degrees of freedom: 255, and its deviation is 22.6. */
	ok(square > 140 && square < 420, "all bytes are as frequent: %d",
	    (int)square);
	ok(pairs > 140 && pairs < 420, "whatever comes before: %d", (int)pairs);
	/* 4096 are expected, give or take 64. */
	ok(same > 3600 && same < 4600, "blocks do not repeat: %ld", same);
}

static void
bytes(void)
{
	unsigned char a[64], b[64];
	double start;
	long n, got = 0;

	is(read(blocking, a, sizeof(a)), 64, "/dev/random");
	is(read(blocking, b, sizeof(b)), 64, "once more");
	ok(memcmp(a, b, 64) != 0, "it is something else");
	is(read(quick, a, sizeof(a)), 64, "/dev/urandom");
	is(read(quick, b, sizeof(b)), 64, "once more");
	ok(memcmp(a, b, 64) != 0, "it is something else");
	is(read(quick, a, 0), 0, "nothing");
	fails(read(quick, (void *)0x1000, 10), EFAULT,
	    "to memory that is not there");
	start = now();
	for (; got < MANY; got += n)
		if ((n = read(quick, many + got, MANY - got)) <= 0)
			break;
	is(got, MANY, "a megabyte");
	diag("in %d ms", (int)((now() - start) * 1000));
	ok(now() - start < 10, "in less than ten seconds");
	statistics();
}

static void
handler(int sig)
{
}

/* A read of much is ended early by a signal, and says how much it was. */
static void
signals(void)
{
	struct sigaction sa = {.sa_handler = handler};
	struct itimerval it = {.it_value = {0, 10000}};
	long n;

	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	n = read(quick, many, MANY);
	ok(n > 0 && n < MANY, "a signal ends a long read: %ld", n);
	setitimer(ITIMER_REAL, &it, NULL);
	n = write(quick, many, MANY);
	ok(n > 0 && n < MANY, "and a long write: %ld", n);
}

static void
slow(void)
{
	struct pollfd p[2] = {{blocking, POLLIN, 0}, {quick, POLLIN, 0}};
	struct itimerval it = {.it_value = {0, 300000}};
	struct sigaction sa = {.sa_handler = handler};
	unsigned char a[1000];
	double start;

	is(poll(p, 2, 10000) > 0 && p[1].revents == POLLIN, 1,
	    "/dev/urandom is ready");
	/* Take what has come. */
	fcntl(blocking, F_SETFL, O_NONBLOCK);
	while (read(blocking, a, sizeof(a)) > 0)
		;
	fails(read(blocking, a, 1), EAGAIN, "/dev/random has nothing");
	is(poll(p, 1, 0), 0, "poll says so");
	is(poll(p + 1, 1, 0), 1, "/dev/urandom goes on");
	is(read(quick, a, sizeof(a)), 1000, "to give");
	fcntl(blocking, F_SETFL, 0);
	start = now();
	is(poll(p, 1, 20000), 1, "poll waits");
	is(read(blocking, a, sizeof(a)) > 0, 1, "a read gives what there is");
	ok(read(blocking, a, sizeof(a)) > 0, "and waits when there is nothing");
	ok(now() - start > 0.5 && now() - start < 20,
	    "it takes its time: %d ms", (int)((now() - start) * 1000));
	while (fcntl(blocking, F_SETFL, O_NONBLOCK) == 0 &&
	    read(blocking, a, sizeof(a)) > 0)
		;
	fcntl(blocking, F_SETFL, 0);
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	fails(read(blocking, a, sizeof(a)), EINTR, "a signal ends the wait");
}

int
main(int argc, char **argv)
{
	blocking = open("/dev/random", O_RDWR);
	quick = open("/dev/urandom", O_RDWR);
	ok(blocking != -1 && quick != -1, "both are there");
	if (argc > 1)
		slow();
	else {
		bytes();
		signals();
	}
	return tap_done();
}
