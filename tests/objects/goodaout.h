/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small a.out object as a C structure, as goodelf.h has an ELF one: with
 * nothing wrong, to be given one defect at a time. The names stand in slots
 * of 16 bytes. Text ends in the middle of nowhere, so that data starts
 * behind the start of its page.
 */
#ifndef GOODAOUT_H
#define GOODAOUT_H

#include "../../kern/kobj/kobj_aout.h"
#include "objects.h"

enum goodaout_symbol {
	A_FILE,  /* the name of the source */
	A_STAB,  /* for debuggers */
	A_ENTRY, /* global function, text + 0 */
	A_HELPER,
	A_TABLE, /* global variable, data + 0 */
	A_SIZE,  /* of A_TABLE, as nasm writes it */
	A_COUNTER,
	A_LABEL,  /* the end of text; not a name of C */
	A_SHARED, /* common, 8 bytes */
	A_PRINTF, /* undefined */
	A_MAYBE,  /* undefined, weak */
	A_UNUSED, /* undefined, never used */
	A_MAGIC,  /* absolute, 0x1234 */
	A_SOFT,   /* weak function, text + 48 */
	A_COUNT
};

#define A_TEXT     68u /* sizes */
#define A_DATA     28u
#define A_BSS      40u
#define A_STRLEN   16u

/* Where in the image the segments lie. */
#define A_DATA_OFF (4096u + A_TEXT)
#define A_BSS_OFF  (A_DATA_OFF + A_DATA)

/* Relocations: against a symbol or a segment; the length is 4 bytes. */
#define A_LONG     (2u << 25)
#define A_EXT(n)   ((uint32_t)(n) | AOUT_RELOC_EXTERN | A_LONG)
#define A_SEG(n)   ((uint32_t)(n) | A_LONG)
#define A_PC       AOUT_RELOC_PCREL
#define A_BYTE(b)  ((b) & ~AOUT_RELOC_LENGTH)
#define A_SHORT(b) (A_BYTE(b) | 1u << 25)

struct goodaout {
	struct aout_exec h;
	uint8_t text[A_TEXT];
	uint8_t data[A_DATA];
	struct kobj_rel rel_text[6];
	struct kobj_rel rel_data[3];
	struct aout_sym sym[A_COUNT];
	uint32_t str_size;
	char str[A_COUNT][A_STRLEN];
};

#define A_STRX(symbol) (4 + (symbol)*A_STRLEN)

void goodaout_build(struct goodaout *o);

/* The first word of the header: NetBSD's with a machine, flags and magic. */
uint32_t netbsd_magic(unsigned flags, unsigned machine, unsigned magic);

#endif /* !GOODAOUT_H */
