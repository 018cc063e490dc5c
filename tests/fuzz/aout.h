/* SPDX-License-Identifier: BSD-2-Clause */
/* a.out, as far as the fuzz target and its check have to know it. */
#ifndef FUZZ_AOUT_H
#define FUZZ_AOUT_H

#include <stdint.h>
#include <string.h>

/* The header, as words; the first is looked at as bytes. */
enum { MAGIC, TEXT, DATA, BSS, SYMS, ENTRY, TRSIZE, DRSIZE, NWORDS };

#define HEADER   (NWORDS * 4u)
#define REL_SIZE 8u
#define SYM_SIZE 12u

/* Types of symbols. */
enum { UNDF = 0, EXT = 1, SIZE = 0x0c, WEAKU = 0x0d, FN = 0x1f };

static inline uint32_t
word(const uint8_t *p, uint32_t off)
{
	uint32_t w;

	memcpy(&w, p + off, sizeof(w));
	return w;
}

#endif /* !FUZZ_AOUT_H */
