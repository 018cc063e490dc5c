/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * edu: what /dev/edu0 does, with the module edu loaded and its node made.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../share/lkm/drv/edu/eduio.h"
#include "rnd.h"
#include "tap.h"

static int fd;

static uint32_t
ask(unsigned long cmd, uint32_t value)
{
	if (ioctl(fd, cmd, &value) != 0)
		diag("ioctl: %s", strerror(errno));
	return value;
}

static void
numbers(void)
{
	static const uint32_t factorials[] = {1, 1, 2, 6, 24, 120, 720, 5040,
	    40320, 362880, 3628800, 39916800, 479001600, 1932053504};
	struct edu_info before, after;
	uint32_t n, odd = 0x101;

	is(ioctl(fd, EDUIOC_INFO, &before), 0, "it tells what it is");
	ok((before.ei_id & 0xff) == 0xed && before.ei_irq > 0 &&
		before.ei_irq < 16,
	    "%08x, irq %u", (unsigned)before.ei_id, (unsigned)before.ei_irq);
	is(ask(EDUIOC_LIVENESS, 0), ~0U, "it inverts 0");
	is(ask(EDUIOC_LIVENESS, 0x12345678), 0xedcba987, "and another number");
	for (n = 0; n < 14; n++)
		is(ask(EDUIOC_FACTORIAL, n), factorials[n], "%u!", (unsigned)n);
	ask(EDUIOC_RAISE, 0xf0);
	ok(ioctl(fd, EDUIOC_INFO, &after) == 0, "asked again");
	is(after.ei_interrupts - before.ei_interrupts, 15,
	    "an interrupt for each factorial, and the one that was raised");
	is(after.ei_raised, before.ei_raised | 0xf0, "which was this one");
	fails(ioctl(fd, EDUIOC_RAISE, &odd), EINVAL,
	    "those of the driver's own are refused");
	fails(ioctl(fd, TIOCGPGRP, &odd), ENOTTY, "another ioctl");
}

static void
buffer(void)
{
	char out[EDU_BUFFER_SIZE + 10], in[EDU_BUFFER_SIZE + 10];
	int i;

	for (i = 0; i < (int)sizeof(out); i++)
		out[i] = i * 7 + i / 251;
	is(pwrite(fd, out, sizeof(out), 0), EDU_BUFFER_SIZE,
	    "a write that is too long is cut");
	is(pread(fd, in, sizeof(in), 0), EDU_BUFFER_SIZE, "so is a read");
	ok(memcmp(in, out, EDU_BUFFER_SIZE) == 0, "every byte came back");
	is(pwrite(fd, "graft", 5, 1001), 5, "a write in the middle");
	memcpy(out + 1001, "graft", 5);
	is(pread(fd, in, 3000, 999), 3000, "a read around it");
	ok(memcmp(in, out + 999, 3000) == 0, "has it, and the rest");
	is(pread(fd, in, 10, EDU_BUFFER_SIZE), 0, "the end of the buffer");
	is(pread(fd, in, 10, EDU_BUFFER_SIZE - 3), 3, "shortly before it");
	is(pread(fd, in, 0, 0), 0, "nothing");
	fails(pwrite(fd, out, 1, EDU_BUFFER_SIZE), ENOSPC, "behind the end");
	fails(pread(fd, (void *)0x1000, 10, 0), EFAULT,
	    "to memory that is not there");
	fails(pwrite(fd, (void *)0xc0100000, 10, 0), EFAULT,
	    "from the kernel's memory");
	is(pread(fd, in, 5, 1001), 5, "after that it still works");
	ok(memcmp(in, "graft", 5) == 0, "and nothing was lost");
}

/* A transfer takes a tenth of a second. */
static int
reader(void *arg)
{
	char c;

	return read(fd, &c, 1) != 1;
}

static pid_t
in_background(int (*fn)(void *), void *arg)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(fn(arg));
	return pid;
}

static void
sharing(void)
{
	struct pollfd p = {fd, POLLIN | POLLOUT, 0};
	struct timeval start, end;
	int status, i, good = 0;
	uint32_t n = 5;
	pid_t pid[4];
	char c;

	is(poll(&p, 1, 0), 1, "poll: it is idle");
	pid[0] = in_background(reader, NULL);
	msleep(20);
	is(poll(&p, 1, 0), 0, "poll: somebody has it");
	fcntl(fd, F_SETFL, O_NONBLOCK);
	fails(read(fd, &c, 1), EAGAIN, "O_NONBLOCK: read");
	fails(write(fd, &c, 1), EAGAIN, "O_NONBLOCK: write");
	fails(ioctl(fd, EDUIOC_FACTORIAL, &n), EAGAIN, "O_NONBLOCK: ioctl");
	fcntl(fd, F_SETFL, 0);
	gettimeofday(&start, NULL);
	is(poll(&p, 1, 20000), 1, "poll waits until it is idle");
	gettimeofday(&end, NULL);
	ok(end.tv_sec - start.tv_sec < 15, "and no longer");
	waitpid(pid[0], &status, 0);
	is(status, 0, "the other one got its byte");
	for (i = 0; i < 4; i++)
		pid[i] = in_background(reader, NULL);
	n = ask(EDUIOC_FACTORIAL, 6);
	for (i = 0; i < 4; i++)
		if (waitpid(pid[i], &status, 0) == pid[i] && status == 0)
			good++;
	is(good, 4, "four at once: one after the other");
	is(n, 720, "and a factorial between them");
}

static void
handler(int sig)
{
}

/* A signal ends the wait, not the transfer. */
static void
signals(void)
{
	struct sigaction sa = {.sa_handler = handler};
	struct itimerval it = {.it_value = {0, 30000}};
	static char ones[1000], zeros[1000], got[1000];

	memset(ones, 1, sizeof(ones));
	is(pwrite(fd, zeros, sizeof(zeros), 0), 1000, "zeros");
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	/* The bytes have left the program by then: they count as written. */
	is(pwrite(fd, ones, sizeof(ones), 0), 1000,
	    "a signal while it is written to");
	/* What follows waits for the device to have finished that. */
	is(pread(fd, got, sizeof(got), 0), 1000, "it can be read after that");
	ok(memcmp(got, ones, sizeof(ones)) == 0,
	    "the transfer has gone on to its end");
	it.it_value.tv_usec = 30000;
	setitimer(ITIMER_REAL, &it, NULL);
	fails(pread(fd, got, sizeof(got), 0), EINTR, "a signal while reading");
	memset(got, 2, sizeof(got));
	is(pwrite(fd, got, sizeof(got), 0), 1000, "write at once");
	memset(got, 3, sizeof(got));
	is(pread(fd, got, sizeof(got), 0), 1000, "and read");
	ok(got[0] == 2 && got[999] == 2, "nothing was mixed up");
	sa.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &sa, NULL);
	it.it_value.tv_usec = 30000;
	setitimer(ITIMER_REAL, &it, NULL);
	is(ask(EDUIOC_LIVENESS, 1), ~1U, "it is alive");
	is(pread(fd, got, sizeof(got), 0), 1000, "SA_RESTART: read again");
}

/*
 * The factorial of a large number keeps it busy for seconds: it multiplies as
 * often as the number says.
 */
static void
timeouts(void)
{
	struct pollfd p = {fd, POLLIN, 0};
	uint32_t n = UINT32_MAX, m = 5;
	char c;

	fails(ioctl(fd, EDUIOC_FACTORIAL, &n), EIO,
	    "it does not answer within a second");
	fails(read(fd, &c, 1), EIO, "nobody else is kept waiting");
	fails(ioctl(fd, EDUIOC_FACTORIAL, &m), EIO, "for anything");
	is(ask(EDUIOC_LIVENESS, 3), ~3U, "what takes no time works");
	is(poll(&p, 1, 60000), 1, "it answers at last");
	is(ask(EDUIOC_FACTORIAL, 5), 120, "and is as before");
	is(pread(fd, &c, 1, 0), 1, "in all things");
}

/* Whatever one may ask for, with pointers to anything, until it is killed. */
static void
vandal(uint32_t seed)
{
	static char page[EDU_BUFFER_SIZE + 1];
	void *p;
	long off;

	rng = seed;
	for (;;) {
		p = rnd(3) > 0 ? page : (void *)(uintptr_t)(rng & ~rnd(4096));
		off = rnd(2) ? (long)rnd(5000) : (long)rng;
		switch (rnd(6)) {
		case 0:
			pread(fd, p, rnd(2) ? rnd(5000) : rng, off);
			break;
		case 1:
			pwrite(fd, p, rnd(2) ? rnd(5000) : rng, off);
			break;
		case 2:
			*(uint32_t *)page = rnd(2000000);
			ioctl(fd, EDUIOC_FACTORIAL, p);
			break;
		case 3:
			ioctl(fd, rnd(2) ? EDUIOC_RAISE : EDUIOC_INFO, p);
			break;
		case 4:
			ioctl(fd, rng, p);
			break;
		case 5:
			fcntl(fd, F_SETFL, rnd(2) ? O_NONBLOCK : 0);
		}
	}
}

#define VANDALS 6

/* They are killed, and others come, wherever they are just then. */
static void
storm(void)
{
	struct pollfd p = {fd, POLLIN, 0};
	pid_t pid[VANDALS];
	int i, turn, died = 0, status;

	for (i = 0; i < VANDALS; i++)
		if ((pid[i] = fork()) == 0)
			vandal(i + 1);
	rng = 42;
	for (turn = 0; turn < 100; turn++) {
		msleep(rnd(80));
		i = rnd(VANDALS);
		kill(pid[i], SIGKILL);
		if (waitpid(pid[i], &status, 0) == pid[i] && status == SIGKILL)
			died++;
		if ((pid[i] = fork()) == 0)
			vandal(turn + 100);
	}
	is(died, 100, "a hundred were killed, and all of them died of that");
	for (i = 0; i < VANDALS; i++) {
		kill(pid[i], SIGKILL);
		waitpid(pid[i], &status, 0);
	}
	fcntl(fd, F_SETFL, 0);
	is(poll(&p, 1, 10000), 1, "what it does for the last one ends");
}

/* One number, for a shell that looks at it; 1: the device does not answer. */
static int
one_factorial(uint32_t n)
{
	if (ioctl(fd, EDUIOC_FACTORIAL, &n) != 0)
		return 1;
	printf("%lu\n", (unsigned long)n);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "/dev/edu0";

	if ((fd = open(path, O_RDWR)) == -1) {
		diag("%s: %s", path, strerror(errno));
		return 2;
	}
	if (argc > 2 && strcmp(argv[2], "factorial") == 0)
		return one_factorial(strtoul(argv[3], NULL, 10));
	if (argc > 2 && strcmp(argv[2], "storm") == 0)
		storm();
	numbers();
	buffer();
	sharing();
	signals();
	if (argc < 3)
		timeouts();
	return tap_done();
}
