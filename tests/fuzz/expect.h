/* SPDX-License-Identifier: BSD-2-Clause */
/* What the formats' own links share: the image as it should be. */
#ifndef FUZZ_EXPECT_H
#define FUZZ_EXPECT_H

#include <string.h>
#include "harness.h"

/*
 * r is linked: is the image what the object says? expect_FORMAT.c computes
 * it a second time, slowly and simply, and is strict.
 */
void expect_elf(const struct run *r);
void expect_aout(const struct run *r);

/* A record of the object, copied, since in hostile ones nothing is aligned. */
#define GET(type, bytes, off)                                 \
	({                                                    \
		type get_;                                    \
		memcpy(&get_, (bytes) + (off), sizeof(get_)); \
		get_;                                         \
	})

/*
 * Something of size bytes lies at an offset of the image, aligned, between
 * two others, and on no byte that something else has. used has one byte for
 * each of the image.
 */
static inline void
expect_place(uint8_t *used, uint32_t off, uint32_t size, uint32_t align,
    uint32_t from, uint32_t to)
{
	MUST(off >= from && off <= to && size <= to - off);
	MUST(align <= 1 || off % align == 0);
	for (uint32_t i = 0; i < size; i++)
		MUST(used[off + i]++ == 0);
}

/*
 * Add to a field of 1, 2 or 4 bytes. Addresses go around at 4 GiB; smaller
 * fields must hold the value: one that is relative as a signed number, any
 * other as either kind.
 */
static inline void
expect_add(uint8_t *field, uint32_t width, bool pcrel, kobj_addr_t value)
{
	uint32_t bits = 8 * width, shift = 32 - bits, addend = 0;
	int64_t sum, limit = (int64_t)1 << (bits - 1);

	memcpy(&addend, field, width);
	addend = (uint32_t)((int32_t)(addend << shift) >> shift);
	value += addend;
	sum = (int32_t)value;
	if (width < 4)
		MUST(sum >= -limit && sum < (pcrel ? limit : 2 * limit));
	memcpy(field, &value, width);
}

#endif /* !FUZZ_EXPECT_H */
