/* SPDX-License-Identifier: BSD-2-Clause */
/* See goodelf.h. */
#include <stddef.h>
#include <string.h>
#include "goodelf.h"

#define SECTION(n, t, f, member, al)                       \
	[n] = {.name = (n)*16,                             \
	    .type = (t),                                   \
	    .flags = (f),                                  \
	    .offset = offsetof(struct goodelf, member),    \
	    .size = sizeof(((struct goodelf *)0)->member), \
	    .addralign = (al)}

static const struct elf_shdr sections[S_COUNT] = {
    SECTION(S_TEXT, SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, text, 16),
    SECTION(S_REL_TEXT, SHT_REL, 0, rel_text, 4),
    SECTION(S_DATA, SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, data, 4),
    SECTION(S_REL_DATA, SHT_REL, 0, rel_data, 4),
    /* No contents: the offset of NOBITS means nothing. */
    [S_BSS] = {.name = S_BSS * 16,
	.type = SHT_NOBITS,
	.flags = SHF_ALLOC | SHF_WRITE,
	.offset = 0xfffffff0,
	.size = 40,
	.addralign = 32},
    SECTION(S_RODATA, SHT_PROGBITS, SHF_ALLOC, rodata, 4),
    SECTION(S_EXTRA, SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, extra, 8),
    SECTION(S_COMMENT, SHT_PROGBITS, 0, comment, 1),
    SECTION(S_SYMTAB, SHT_SYMTAB, 0, sym, 4),
    SECTION(S_STRTAB, SHT_STRTAB, 0, str, 1),
    SECTION(S_SHSTRTAB, SHT_STRTAB, 0, shstr, 1),
    [S_SPARE] = {.name = S_SPARE * 16},
};

static const char section_names[M_COUNT][16] = {
    "",
    ".text",
    ".rel.text",
    ".data",
    ".rel.data",
    ".bss",
    ".rodata",
    ".extra",
    ".comment",
    ".symtab",
    ".strtab",
    ".shstrtab",
    ".spare",
    ".ctors",
    ".gnu.lto_.main",
    ".note.thing",
    ".dtors.100",
    ".init",
    ".fini",
    ".init.text",
    ".fixup",
    ".eh_frame_x",
    ".notes",
    "ctors",
};

#define SYMBOL(n, bind, kind, where, val) \
	[n] = {.name = (n)*16,            \
	    .value = (val),               \
	    .shndx = (where),             \
	    .info = (bind) << 4 | (kind)}

enum { NOTYPE, OBJECT, FUNC, SECT, FILENAME };

static const struct elf_sym symbols[Y_COUNT] = {
    SYMBOL(Y_FILE, STB_LOCAL, FILENAME, SHN_ABS, 0),
    SYMBOL(Y_TEXT, STB_LOCAL, SECT, S_TEXT, 0),
    SYMBOL(Y_DATA, STB_LOCAL, SECT, S_DATA, 0),
    SYMBOL(Y_HELPER, STB_LOCAL, FUNC, S_TEXT, 32),
    SYMBOL(Y_COUNTER, STB_LOCAL, OBJECT, S_BSS, 4),
    SYMBOL(Y_LABEL, STB_LOCAL, NOTYPE, S_TEXT, 64),
    SYMBOL(Y_ENTRY, STB_GLOBAL, FUNC, S_TEXT, 0),
    SYMBOL(Y_TABLE, STB_GLOBAL, OBJECT, S_DATA, 0),
    SYMBOL(Y_SHARED, STB_GLOBAL, OBJECT, SHN_COMMON, 8),
    SYMBOL(Y_PRINTF, STB_GLOBAL, NOTYPE, SHN_UNDEF, 0),
    SYMBOL(Y_MAYBE, STB_WEAK, NOTYPE, SHN_UNDEF, 0),
    SYMBOL(Y_UNUSED, STB_GLOBAL, NOTYPE, SHN_UNDEF, 0),
    SYMBOL(Y_MAGIC, STB_GLOBAL, NOTYPE, SHN_ABS, 0x1234),
};

static const char symbol_names[N_COUNT][16] = {
    "",
    "good.c",
    "",
    "",
    "helper",
    "counter",
    "label",
    "xxxinit",
    "table",
    "shared",
    "printf",
    "maybe",
    "unused",
    "magic",
    "__cxa_atexit",
    "mcount",
    "__asan_init",
    "long\033[2J",
};

void
goodelf_build(struct goodelf *o)
{
	static const struct kobj_rel rel_text[] = {
	    {4, {ELF_INFO(Y_PRINTF, 2)}}, {12, {ELF_INFO(Y_COUNTER, 1)}},
	    {20, {ELF_INFO(Y_MAYBE, 1)}},
	    {33, {ELF_INFO(Y_SHARED, 1)}}, /* not aligned */
	    {60, {ELF_INFO(Y_TABLE, 1)}},  /* the last word */
	};
	static const struct kobj_rel rel_data[] = {
	    {0, {ELF_INFO(Y_HELPER, 1)}},
	    {28, {ELF_INFO(Y_MAGIC, 1)}},
	};

	memset(o, 0, sizeof(*o));
	memcpy(o->h.ident, "\177ELF\1\1\1", 7);
	o->h.type = ET_REL;
	o->h.machine = EM_386;
	o->h.version = EV_CURRENT;
	o->h.shoff = offsetof(struct goodelf, sh);
	o->h.ehsize = sizeof(o->h);
	o->h.shentsize = sizeof(o->sh[0]);
	o->h.shnum = S_COUNT;
	o->h.shstrndx = S_SHSTRTAB;

	memset(o->text, 0x90, sizeof(o->text));
	memset(&o->text[4], 0xff, 4);
	o->text[4] = 0xfc; /* -4, as a call has it */
	memset(&o->text[12], 0, 4);
	memset(&o->text[20], 0, 4);
	memset(&o->text[33], 0, 4);
	memset(&o->text[60], 0, 4);
	o->text[60] = 8;
	memcpy(o->rel_text, rel_text, sizeof(rel_text));
	memcpy(o->rel_data, rel_data, sizeof(rel_data));
	memset(o->rodata, 'r', sizeof(o->rodata));
	memset(o->extra, 'x', sizeof(o->extra));
	memset(o->comment, 'c', sizeof(o->comment));
	memcpy(o->sym, symbols, sizeof(symbols));
	o->sym[Y_SHARED].size = 8;
	memcpy(o->str, symbol_names, sizeof(symbol_names));
	memcpy(o->shstr, section_names, sizeof(section_names));
	memcpy(o->sh, sections, sizeof(sections));
	o->sh[S_REL_TEXT].link = o->sh[S_REL_DATA].link = S_SYMTAB;
	o->sh[S_REL_TEXT].info = S_TEXT;
	o->sh[S_REL_DATA].info = S_DATA;
	o->sh[S_REL_TEXT].entsize = o->sh[S_REL_DATA].entsize =
	    sizeof(struct kobj_rel);
	o->sh[S_SYMTAB].link = S_STRTAB;
	o->sh[S_SYMTAB].info = Y_ENTRY;
	o->sh[S_SYMTAB].entsize = sizeof(struct elf_sym);
}
