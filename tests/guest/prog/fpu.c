/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fpu: floating-point registers belong to one process, over switches and
 * fork, and tell nothing of another's.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <fcntl.h>
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

/* ---- xmm registers, which the kernel borrows for its own copying ---- */

static uint32_t pattern[8][4];

static void
load_xmm(uint32_t salt)
{
	int i, j;

	for (i = 0; i < 8; i++)
		for (j = 0; j < 4; j++)
			pattern[i][j] = salt * 0x9e3779b9 + i * 4 + j;
	__asm volatile("movups (%0), %%xmm0; movups 16(%0), %%xmm1;"
		       "movups 32(%0), %%xmm2; movups 48(%0), %%xmm3;"
		       "movups 64(%0), %%xmm4; movups 80(%0), %%xmm5;"
		       "movups 96(%0), %%xmm6; movups 112(%0), %%xmm7"
		       :
		       : "r"(pattern)
		       : "memory");
}

static int
xmm_is_there(void)
{
	uint32_t now[8][4];

	__asm volatile("movups %%xmm0, (%0); movups %%xmm1, 16(%0);"
		       "movups %%xmm2, 32(%0); movups %%xmm3, 48(%0);"
		       "movups %%xmm4, 64(%0); movups %%xmm5, 80(%0);"
		       "movups %%xmm6, 96(%0); movups %%xmm7, 112(%0)"
		       :
		       : "r"(now)
		       : "memory");
	return memcmp(now, pattern, sizeof(now)) == 0;
}

/* Have the kernel copy in all the ways it knows, page faults included. */
static void
much_copying(void)
{
	static char buf[40000];
	char *p = mmap(NULL, sizeof(buf), PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	int fds[2], fd = open("/tmp/copying", O_RDWR | O_CREAT, 0600);

	(void)!pwrite(fd, buf, sizeof(buf), 0);
	(void)!pread(fd, p, sizeof(buf), 0);
	munmap(p, sizeof(buf));
	p = mmap(NULL, sizeof(buf), PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	(void)!pwrite(fd, p, sizeof(buf), 100);
	p[5000] = 1;
	munmap(p, sizeof(buf));
	close(fd);
	if (pipe(fds) == 0) {
		(void)!write(fds[1], buf, 9000);
		(void)!read(fds[0], buf, 9000);
		close(fds[0]);
		close(fds[1]);
	}
}

static int
keep_xmm(void *arg)
{
	long end = milliseconds() + TENTHS * 100;
	int rounds = 0, status;

	load_xmm(*(int *)arg);
	while (milliseconds() < end) {
		much_copying();
		if (!xmm_is_there())
			return 1;
		if (rounds++ % 8 == 0) {
			/* Nor does fork, or a child's use, change them. */
			if (fork() == 0) {
				if (!xmm_is_there())
					_exit(1);
				load_xmm(1000);
				_exit(0);
			}
			wait(&status);
			if (status != 0 || !xmm_is_there())
				return 2;
		}
	}
	return rounds < 10 ? 3 : 0;
}

static void
test_xmm(void)
{
	int numbers[4] = {1, 2, 3, 4}, i, status, wrong = 0;
	pid_t pid[4];

	for (i = 0; i < 4; i++)
		if ((pid[i] = fork()) == 0)
			_exit(keep_xmm(&numbers[i]));
	for (i = 0; i < 4; i++) {
		waitpid(pid[i], &status, 0);
		if (status != 0)
			diag("status 0x%x", status);
		wrong += status != 0;
	}
	is(wrong, 0, "four processes keep their xmm registers");
}

/* ---- handlers ---- */

static volatile int clean;

static void
spoil_all(int sig)
{
	uint16_t cw = 0, other = 0x0c7f;

	(void)sig;
	__asm volatile("fnstcw %0" : "=m"(cw));
	clean = cw == 0x037f;
	__asm volatile("fninit; fldz; fldz; fldz; fldz; fldcw %0"
		       :
		       : "m"(other));
	if (has_sse())
		load_xmm(77);
}

/* What a handler does to the registers is its own business. */
static int
interrupted(void *arg)
{
	uint16_t cw = 0x027f, after = 0;
	uint32_t kept[8][4];
	double x = 0;

	(void)arg;
	signal(SIGUSR1, spoil_all);
	if (has_sse()) {
		load_xmm(5);
		memcpy(kept, pattern, sizeof(kept));
	}
	__asm volatile("fninit; fldcw %0; fldpi" : : "m"(cw));
	kill(getpid(), SIGUSR1);
	__asm volatile("fstpl %0; fnstcw %1" : "=m"(x), "=m"(after));
	if (has_sse()) {
		memcpy(pattern, kept, sizeof(kept));
		if (!xmm_is_there())
			return 1;
	}
	if (!clean)
		return 2;
	return x > 3.14159 && x < 3.1416 && after == cw ? 0 : 3;
}

/* A context with nonsense for registers must not fault in the kernel. */
static void
evil_registers(int sig, int code, struct sigcontext *scp)
{
	(void)sig;
	(void)code;
	memset(scp + 1, 0xff, 256);
}

static int
return_evil(void *arg)
{
	double x = 1;

	(void)arg;
	__asm volatile("fldl %0; fstpl %0" : "+m"(x));
	signal(SIGUSR1, (void (*)(int))(void (*)(void))evil_registers);
	kill(getpid(), SIGUSR1);
	__asm volatile("fldl %0; fstpl %0" : "+m"(x));
	return 0;
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
	if (has_sse())
		test_xmm();
	is(in_child(interrupted, NULL), 0,
	    "a handler has registers of its own");
	in_child(return_evil, NULL);
	ok(1, "sigreturn with nonsense for registers");
	dies(SIGFPE, divide, NULL, "a division by zero that is asked to trap");
	return tap_done();
}
