/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small a.out object as a C structure, as goodelf.h has one of ELF: the
 * same module, with names in slots of 16 bytes.
 */
#ifndef GOODAOUT_H
#define GOODAOUT_H

#include "../../kern/kobj/kobj_aout.h"
#include "objects.h"

/* How the first four bytes are written. */
enum aout_spelling { NETBSD, LINUX, PLAIN, NSPELLINGS };

enum goodaout_symbol {
	Z_FILE,    /* for debuggers */
	Z_STAB,    /* the same */
	Z_HELPER,  /* local function, text + 32 */
	Z_COUNTER, /* local variable, bss + 4 */
	Z_LABEL,   /* local label, text + 64, its end */
	Z_ENTRY,   /* from here global: function, text + 0 */
	Z_TABLE,   /* variable, data + 0 */
	Z_SHARED,  /* common, 8 bytes */
	Z_PRINTF,  /* undefined */
	Z_MAYBE,   /* undefined, weak */
	Z_UNUSED,  /* undefined, never used */
	Z_MAGIC,   /* absolute, 0x1234 */
	Z_COUNT
};

/* Link addresses. */
enum { A_TEXT = 0, A_DATA = 64, A_BSS = 96, A_END = 136 };

struct goodaout {
	struct aout_exec h;
	uint8_t text[A_DATA - A_TEXT];
	uint8_t data[A_BSS - A_DATA];
	struct kobj_rel rel_text[5];
	struct kobj_rel rel_data[2];
	struct aout_sym sym[Z_COUNT];
	uint32_t strings_size;
	char str[Z_COUNT][16];
};

/* The name in a slot. */
#define AOUT_STRX(n) (4 + (uint32_t)(n)*16)

/* Relocations: of 1 << length bytes, against a symbol or a segment. */
#define AOUT_SYMBOL(n, length)                                     \
	{                                                          \
		AOUT_RELOC_EXTERN | (length) << 25 | (uint32_t)(n) \
	}
#define AOUT_SEGMENT(n, length)                \
	{                                      \
		(length) << 25 | (uint32_t)(n) \
	}
#define AOUT_RELATIVE(n, length)                                        \
	{                                                               \
		AOUT_RELOC_EXTERN | AOUT_RELOC_PCREL | (length) << 25 | \
		    (uint32_t)(n)                                       \
	}

void goodaout_build(struct goodaout *o, enum aout_spelling spelling);

#endif /* !GOODAOUT_H */
