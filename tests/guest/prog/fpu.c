/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fpu: floating-point registers belong to one process, over switches and
 * fork, and tell nothing of another's.
 */
#include <sys/types.h>
#include <sys/wait.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#define TENTHS 4 /* how long processes compute side by side */

static int
has_sse(void)
{
	uint32_t a = 1, b, c, d;

	__asm("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
	return (d & 1 << 25) != 0;
}

static long
milliseconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Sum up a series in registers, again and again; each sum is the same. */
static double
series(double x)
{
	double sum = 0, term = x;
	int i;

	for (i = 1; i < 2000; i++) {
		sum += term / i;
		term *= -0.999;
	}
	return sum;
}

static int
compute(void *arg)
{
	double x = *(int *)arg + 0.1, first = series(x);
	long end = milliseconds() + TENTHS * 100;
	int rounds = 0;

	while (milliseconds() < end) {
		if (series(x) != first)
			return 1;
		rounds++;
	}
	return rounds < 10 ? 2 : 0;
}

static void
test_switches(void)
{
	int numbers[4] = {1, 2, 3, 4}, i, status, wrong = 0;
	pid_t pid[4];

	for (i = 0; i < 4; i++)
		if ((pid[i] = fork()) == 0)
			_exit(compute(&numbers[i]));
	for (i = 0; i < 4; i++) {
		waitpid(pid[i], &status, 0);
		wrong += status != 0;
	}
	is(wrong, 0, "four processes compute side by side");
}

/* The child has the parent's registers, and its changes stay its own. */
static void
test_fork(void)
{
	double x = 0;
	int status;
	pid_t pid;

	__asm volatile("fninit; fldpi");
	if ((pid = fork()) == 0) {
		__asm volatile("fstpl %0; fninit; fldz" : "=m"(x));
		msleep(20);
		_exit(x > 3.14159 && x < 3.1416 ? 0 : 1);
	}
	msleep(10);
	__asm volatile("fstpl %0" : "=m"(x));
	waitpid(pid, &status, 0);
	ok(x > 3.14159 && x < 3.1416, "fork: the parent keeps its registers");
	is(status, 0, "fork: the child gets a copy");
}

static int
divide(void *arg)
{
	uint16_t cw;

	(void)arg;
	/* Let the unit complain of a division by zero. */
	__asm volatile("fninit; fnstcw %0" : "=m"(cw));
	cw &= ~4;
	__asm volatile("fldcw %0; fldz; fld1; fdivp; fwait" : : "m"(cw));
	return 0;
}

/* Control words of one process do not reach the next. */
static int
fresh(void *arg)
{
	uint16_t cw = 0;

	(void)arg;
	__asm volatile("fnstcw %0" : "=m"(cw));
	return cw != 0x037f;
}

static int
spoil(void *arg)
{
	uint16_t cw = 0x0c7f;
	uint32_t secret[4] = {0x5ec4e7, 0x5ec4e7, 0x5ec4e7, 0x5ec4e7};

	(void)arg;
	__asm volatile("fldcw %0" : : "m"(cw));
	if (has_sse())
		__asm volatile("movups %0, %%xmm3" : : "m"(secret));
	return 0;
}

static int
see_secret(void *arg)
{
	uint32_t seen[4];

	(void)arg;
	__asm volatile("movups %%xmm3, %0" : "=m"(seen));
	return seen[0] != 0;
}

int
main(void)
{
	/* First, while this process itself has not used the unit. */
	dies(0, spoil, NULL, "a process changes the registers");
	dies(0, fresh, NULL, "the next one starts with the usual control word");
	if (has_sse())
		dies(0, see_secret, NULL, "and sees nothing of the other's");
	test_switches();
	test_fork();
	dies(SIGFPE, divide, NULL, "a division by zero that is asked to trap");
	return tap_done();
}
