/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chacha.h: the block function of ChaCha20, RFC 8439, section 2.3.
 */
#ifndef _CHACHA_H_
#define _CHACHA_H_

#ifdef _KERNEL
#include <sys/types.h>
#else
#include <stdint.h>
#endif

#define CHACHA_KEY   32 /* bytes */
#define CHACHA_NONCE 12
#define CHACHA_BLOCK 64

void chacha_block(const uint8_t key[CHACHA_KEY], uint32_t counter,
    const uint8_t nonce[CHACHA_NONCE], uint8_t out[CHACHA_BLOCK]);

#endif /* _CHACHA_H_ */
