/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * imgfuzz.h: an image of a file system, and the parts of it that tell where
 * everything is: those are worth being damaged.
 */
#ifndef _IMGFUZZ_H_
#define _IMGFUZZ_H_

#include <stddef.h>
#include <stdint.h>

struct region {
	uint32_t start, len;
};
#define REGIONS_MAX 128

struct image {
	uint8_t *bytes; /* as it was made */
	size_t size;
	struct region region[REGIONS_MAX];
	int nregions;
};

/* What lies outside is cut off. */
static inline void
region_add(struct image *im, uint64_t start, uint64_t len)
{
	if (im->nregions == REGIONS_MAX || start >= im->size || len == 0)
		return;
	if (len > im->size - start)
		len = im->size - start;
	im->region[im->nregions++] =
	    (struct region){(uint32_t)start, (uint32_t)len};
}

#endif /* _IMGFUZZ_H_ */
