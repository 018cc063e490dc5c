/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generator.c: a generator of random bytes.
 *
 * All that it has is a key of 32 bytes.  To make bytes is to have ChaCha20
 * make blocks of it, of which the first half block is the next key and the
 * rest goes out; then the old key is gone.  So whoever gets to read the
 * kernel's memory learns nothing of what was given out before.  (D. J.
 * Bernstein, Fast-key-erasure random-number generators, 2017.)
 *
 * Bytes are mixed in by XOR with the key, and a block of that is the next key:
 * who knows the one but not the other does not know the result.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include "chacha.h"
#include "generator.h"

static uint8_t key[CHACHA_KEY];
static const uint8_t nonce[CHACHA_NONCE]; /* keys are used only once */

static void
next_key(void)
{
	uint8_t block[CHACHA_BLOCK];

	chacha_block(key, 0, nonce, block);
	memcpy(key, block, sizeof(key));
}

void
generator_mix(const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	size_t i;

	while (n > 0) {
		for (i = 0; i < sizeof(key) && i < n; i++)
			key[i] ^= p[i];
		next_key();
		p += i;
		n -= i;
	}
}

void
generator_make(void *bytes, size_t n)
{
	uint8_t blocks[CHACHA_KEY + GENERATOR_PIECE + CHACHA_BLOCK];
	size_t have;
	uint32_t i = 0;

	KASSERT(n <= GENERATOR_PIECE);
	for (have = 0; have < sizeof(key) + n; have += CHACHA_BLOCK)
		chacha_block(key, i++, nonce, blocks + have);
	memcpy(key, blocks, sizeof(key));
	memcpy(bytes, blocks + sizeof(key), n);
	explicit_memset(blocks, 0, sizeof(blocks));
}

void
generator_forget(void)
{
	explicit_memset(key, 0, sizeof(key));
}
