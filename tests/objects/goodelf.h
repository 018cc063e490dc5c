/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small ELF object as a C structure: with nothing wrong, to be given one
 * defect at a time. Names stand in slots of 16 bytes, so that a defect can
 * name one without searching.
 */
#ifndef GOODELF_H
#define GOODELF_H

#include "../../kern/kobj/elf32.h"
#include "../../kern/kobj/kobj_machdep.h"
#include "objects.h"

enum goodelf_section {
	S_NULL,
	S_TEXT,
	S_REL_TEXT,
	S_DATA,
	S_REL_DATA,
	S_BSS,
	S_RODATA,
	S_EXTRA, /* of data; nothing refers to it */
	S_COMMENT,
	S_SYMTAB,
	S_STRTAB,
	S_SHSTRTAB,
	S_SPARE, /* unused, of type SHT_NULL */
	S_COUNT
};

enum goodelf_symbol {
	Y_NULL,
	Y_FILE,
	Y_TEXT,
	Y_DATA,
	Y_HELPER,  /* local function, text + 32 */
	Y_COUNTER, /* local variable, bss + 4 */
	Y_LABEL,   /* local label, text + 64, its end */
	Y_ENTRY,   /* from here global: function, text + 0 */
	Y_TABLE,   /* variable, data + 0 */
	Y_SHARED,  /* common, 8 bytes */
	Y_PRINTF,  /* undefined */
	Y_MAYBE,   /* undefined, weak */
	Y_UNUSED,  /* undefined, never used */
	Y_MAGIC,   /* absolute, 0x1234 */
	Y_COUNT
};

/* More names, for defects: slots of str and shstr behind the used ones. */
enum goodelf_name { N_CXX = Y_COUNT, N_MCOUNT, N_ASAN, N_LONG, N_COUNT };
enum goodelf_section_name {
	M_CTORS = S_COUNT,
	M_LTO,
	M_NOTE,
	M_DTORS,
	M_INIT,
	M_FINI,
	M_ODD, /* a name that means nothing: 5 of them */
	M_COUNT = M_ODD + 5
};

struct goodelf {
	struct elf_ehdr h;
	uint8_t text[64];
	struct kobj_rel rel_text[5];
	uint8_t data[32];
	struct kobj_rel rel_data[2];
	uint8_t rodata[16];
	uint8_t extra[16];
	uint8_t comment[16];
	struct elf_sym sym[Y_COUNT];
	char str[N_COUNT][16];
	char shstr[M_COUNT][16];
	struct elf_shdr sh[S_COUNT];
};

#define ELF_INFO(symbol, type) ((uint32_t)(symbol) << 8 | (type))

void goodelf_build(struct goodelf *o);

#endif /* !GOODELF_H */
