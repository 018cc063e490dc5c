/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzzargs.h: nonsense to call a system with: numbers, edges of the address
 * space, bits, pointers into a piece of memory that is nonsense, too, and
 * names of files.  The same from the same seed; of no header does it need
 * more than <stdint.h>, since programs of other systems have it as well.
 */
#ifndef _FUZZARGS_H_
#define _FUZZARGS_H_

#include <stdint.h>

#define FUZZ_WORDS 2048
static uint32_t fuzz_words[FUZZ_WORDS];
static uint32_t fuzz_state;

/* A generator of our own: the same numbers everywhere. */
static inline uint32_t
fuzz_number(void)
{
	fuzz_state = fuzz_state * 1664525 + 1013904223;
	return fuzz_state >> 8 ^ fuzz_state << 16;
}

/* The address of a name that may be there, or of what is below it. */
static inline uint32_t
fuzz_name(void)
{
	static const char *const names[] = {"", ".", "..", "a", "b", "d", "d/a",
	    "d/b", "d/d", "d/d/a", "/", "/a", "a/", "link"};

	return (
	    uintptr_t)names[fuzz_number() % (sizeof(names) / sizeof(names[0]))];
}

static inline uint32_t
fuzz_argument(void)
{
	static const uint32_t edge[] = {0, 1, 2, 3, 4095, 4096, 0x7fffffff,
	    0x80000000, 0xbffff000, 0xbfffffff, 0xc0000000, 0xc0100000,
	    0xf0400000, 0xfffff000, 0xffffffff, 0xffffff9c};

	switch (fuzz_number() % 6) {
	case 0:
		return fuzz_number();
	case 1:
		return fuzz_number() % 16;
	case 2:
		return edge[fuzz_number() % (sizeof(edge) / sizeof(edge[0]))];
	case 3:
		return 1U << fuzz_number() % 32;
	case 4:
		return fuzz_name();
	default:
		return (uint32_t)(uintptr_t)fuzz_words + fuzz_number() % 8192;
	}
}

/* Spoil the memory anew, here and there. */
static inline void
fuzz_spoil(void)
{
	int i;

	for (i = 0; i < 8; i++)
		fuzz_words[fuzz_number() % FUZZ_WORDS] = fuzz_argument();
}

#endif /* !_FUZZARGS_H_ */
