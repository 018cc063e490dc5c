/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generator.h: from a few bytes that nobody can guess to any number of them.
 * The caller keeps others out.
 */
#ifndef _GENERATOR_H_
#define _GENERATOR_H_

#include <sys/types.h>

#define GENERATOR_PIECE 256 /* bytes that it makes in one go, at most */

/* Whatever the bytes are, what comes is no easier to guess than before. */
void generator_mix(const void *bytes, size_t n);
void generator_make(void *bytes, size_t n); /* n up to GENERATOR_PIECE */
void generator_forget(void);

#endif /* _GENERATOR_H_ */
