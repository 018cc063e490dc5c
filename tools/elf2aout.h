/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conversions in tools/elf2aout.c, of objects, and tools/elf2aoutexe.c,
 * of programs, so that tests can call them, too; and what both share.
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

/*
 * Make an a.out program, of the kind that magic says (sys/exec_aout.h), of a
 * static ELF one. All else as elf2aout().
 */
uint8_t *elf2aoutexe(const uint8_t *elf, size_t elf_size, unsigned magic,
    enum aout_spelling spelling, size_t *size, char *reason,
    size_t reason_size);

/* The first word of a header. */
uint32_t aout_midmag(enum aout_spelling spelling, unsigned magic);

/* ---- tools/elf2aout_files.c: each of these says why and ends the tool ---- */

extern const char *const tool_name; /* the tool has it */
_Noreturn void fail(const char *what, const char *why);
enum aout_spelling spelling_of(const char *name);
/* A whole file, for free(). */
uint8_t *read_all(const char *path, size_t *size);
/* Whole or not at all: under another name first. */
void write_all(const char *path, const uint8_t *p, size_t size, int executable);

#endif /* !ELF2AOUT_H */
