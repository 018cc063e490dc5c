/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rnd.h: the same random numbers from the same seed (xorshift, G. Marsaglia:
 * Journal of Statistical Software 8, 2003).
 */
#ifndef _RND_H_
#define _RND_H_

#include <stdint.h>

static uint32_t rng; /* the seed; not 0 */

/* A number below n. */
static inline uint32_t
rnd(uint32_t n)
{
	rng ^= rng << 13;
	rng ^= rng >> 17;
	rng ^= rng << 5;
	return rng % n;
}

#endif /* !_RND_H_ */
