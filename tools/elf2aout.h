/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conversion in tools/elf2aout.c, so that tests can call it, too.
 */
#ifndef ELF2AOUT_H
#define ELF2AOUT_H

#include <stddef.h>
#include <stdint.h>

/* The three ways to begin an a.out object, see kern/kobj/kobj_aout.c. */
enum aout_spelling { AOUT_NETBSD, AOUT_LINUX, AOUT_PLAIN };

/*
 * Make an a.out object of an ELF one, both in memory. Returns the object,
 * for free(), and its size; or NULL, and why not in reason, as a line
 * without a newline.
 */
uint8_t *elf2aout(const uint8_t *elf, size_t elf_size,
    enum aout_spelling spelling, size_t *size, char *reason,
    size_t reason_size);

#endif /* !ELF2AOUT_H */
