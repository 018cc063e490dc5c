/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chacha.c: the block function of ChaCha20, RFC 8439, section 2.3: from a key,
 * a counter and a nonce to 64 bytes from which nobody can tell the key, nor
 * those of another counter.
 *
 * Its sixteen words are a square of four by four, mixed in columns and in
 * diagonals, ten times each.
 */
#include "chacha.h"

#define WORDS 16

static uint32_t
load_le(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static void
store_le(uint8_t *p, uint32_t w)
{
	p[0] = w;
	p[1] = w >> 8;
	p[2] = w >> 16;
	p[3] = w >> 24;
}

static uint32_t
rotate(uint32_t w, int n)
{
	return w << n | w >> (32 - n);
}

/* Section 2.1. */
static void
quarter_round(uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d)
{
	*a += *b;
	*d = rotate(*d ^ *a, 16);
	*c += *d;
	*b = rotate(*b ^ *c, 12);
	*a += *b;
	*d = rotate(*d ^ *a, 8);
	*c += *d;
	*b = rotate(*b ^ *c, 7);
}

void
chacha_block(const uint8_t key[CHACHA_KEY], uint32_t counter,
    const uint8_t nonce[CHACHA_NONCE], uint8_t out[CHACHA_BLOCK])
{
	static const char constants[] = "expand 32-byte k";
	uint32_t start[WORDS], x[WORDS];
	int i;

	for (i = 0; i < 4; i++)
		start[i] = load_le((const uint8_t *)constants + 4 * i);
	for (i = 0; i < 8; i++)
		start[4 + i] = load_le(key + 4 * i);
	start[12] = counter;
	for (i = 0; i < 3; i++)
		start[13 + i] = load_le(nonce + 4 * i);

	for (i = 0; i < WORDS; i++)
		x[i] = start[i];
	for (i = 0; i < 10; i++) {
		quarter_round(&x[0], &x[4], &x[8], &x[12]);
		quarter_round(&x[1], &x[5], &x[9], &x[13]);
		quarter_round(&x[2], &x[6], &x[10], &x[14]);
		quarter_round(&x[3], &x[7], &x[11], &x[15]);
		quarter_round(&x[0], &x[5], &x[10], &x[15]);
		quarter_round(&x[1], &x[6], &x[11], &x[12]);
		quarter_round(&x[2], &x[7], &x[8], &x[13]);
		quarter_round(&x[3], &x[4], &x[9], &x[14]);
	}
	for (i = 0; i < WORDS; i++)
		store_le(out + 4 * i, x[i] + start[i]);
}
