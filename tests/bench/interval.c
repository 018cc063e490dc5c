/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interval.c: counting the instructions of an interval.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"

#define LOOPS      1000

/* Does nothing, but tools/guestprof counts between the two: "MARK", "NARK". */
#define MARK(n)    __asm volatile("nopl %c0(%%eax)" : : "i"(n) : "memory")
#define MARK_BEGIN 0x4b52414d
#define MARK_END   0x4b52414e

uint64_t __attribute__((__noinline__)) tsc(void)
{
	uint64_t v;

	__asm volatile("rdtsc" : "=A"(v) : : "memory");
	return v;
}

uint64_t __attribute__((__noinline__)) count_begin(void)
{
	MARK(MARK_BEGIN);
	return tsc();
}

static uint64_t empty; /* what count_end() says of an empty interval */

uint64_t __attribute__((__noinline__)) count_end(uint64_t began)
{
	uint64_t now = tsc();

	MARK(MARK_END);
	return now - began - empty;
}

void
settle(void)
{
	usleep(1);
	if (empty == 0)
		empty = count_end(count_begin());
}

void
report(const char *name, uint64_t number)
{
	printf("%s %llu\n", name, (unsigned long long)number);
}

void
report_part(const char *name, const char *part, uint64_t number)
{
	char line[64];

	snprintf(line, sizeof(line), "%s.%s", name, part);
	report(line, number);
}

/*
 * Loops of known length: is the counter one of instructions?  The first is
 * of 1 + 2 * LOOPS instructions.  A repeated instruction counts as one for
 * each time, and one for the look that finds nothing left to do; the second
 * is one of LOOPS, with three to set it up, and one or two of gcc's.
 */
void
check(char **argv)
{
	static char buf[LOOPS];
	unsigned n = LOOPS;
	void *to = buf;
	uint64_t t;

	settle();
	t = count_begin();
	__asm volatile("movl %1, %0\n"
		       "1: decl %0\n"
		       "jnz 1b"
		       : "=&r"(n)
		       : "i"(LOOPS)
		       : "cc");
	report("check.loop", count_end(t));
	t = count_begin();
	__asm volatile("movl %2, %%ecx\n"
		       "movl %3, %0\n"
		       "xorl %%eax, %%eax\n"
		       "rep stosb"
		       : "=&D"(to)
		       : "m"(*buf), "i"(LOOPS), "i"(buf)
		       : "eax", "ecx", "memory", "cc");
	report("check.rep", count_end(t));
}
