/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_random.c: bytes that differ from one boot to the next and that nobody
 * guesses by accident: for the names of temporary files, hash tables, and
 * stack guards.  They are no secret: who knows the machine well may compute
 * them.  For keys there is the module random, which has a device for it.
 *
 * A state of 64 bits, into which each call mixes the time, is stepped and
 * its bits spread as in SplitMix64 (Steele, Lea, Flood: Fast Splittable
 * Pseudorandom Number Generators, OOPSLA 2014).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <machine/cpu_counter.h>

static uint64_t state;

static uint64_t
spread(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

void
random_fill(void *buf, size_t len)
{
	uint8_t *p = buf;
	struct timespec ts;
	uint64_t word;
	size_t n;

	nanotime(&ts);
	state = spread(state ^ cpu_counter()) ^ (uint64_t)ts.tv_sec << 32 ^
	    ts.tv_nsec;
	for (; len > 0; p += n, len -= n) {
		state += 0x9e3779b97f4a7c15ULL;
		word = spread(state);
		n = MIN(len, sizeof(word));
		memcpy(p, &word, n);
	}
}
