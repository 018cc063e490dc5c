/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sha256.h: the hash SHA-256 of FIPS 180-4, for crypt(3).
 */
#ifndef _SHA256_H_
#define _SHA256_H_

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE  32
#define SHA256_BLOCK 64

struct sha256 {
	uint32_t h[8];
	uint64_t len; /* bytes so far */
	uint8_t block[SHA256_BLOCK];
};

void sha256_init(struct sha256 *);
void sha256_add(struct sha256 *, const void *, size_t);
void sha256_end(struct sha256 *, uint8_t digest[SHA256_SIZE]);

#endif /* _SHA256_H_ */
