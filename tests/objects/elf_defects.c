/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF objects with one defect each: elf_*.def.
 */
#include <string.h>
#include "goodelf.h"

/* The lines of all tables, in order. */
static const struct defect_line lines[] = {
#define ELF(c, what, ...) {what, KOBJ_##c},
#include "elf_header.def"
#include "elf_relocs.def"
#include "elf_sections.def"
#include "elf_symbols.def"
#undef ELF
};

/* Put the section table behind the header, and all else behind that. */
static void
table_first(struct object *f)
{
	struct goodelf old, *o;
	const uint32_t by = sizeof(old.sh), body = sizeof(old.h);

	memcpy(&old, f->bytes, sizeof(old));
	old.h.shoff = body;
	for (int i = 1; i < S_COUNT; i++) {
		if (old.sh[i].type != SHT_NOBITS)
			old.sh[i].offset += by;
	}
	o = (struct goodelf *)f->bytes;
	o->h = old.h;
	memcpy(f->bytes + body, old.sh, by);
	memcpy(f->bytes + body + by, (uint8_t *)&old + body,
	    sizeof(old) - body - by);
}

/* End the file so many bytes behind the start of a section. */
static void
cut_at(struct object *f, enum goodelf_section section, uint32_t bytes)
{
	const struct elf_ehdr *h = (const struct elf_ehdr *)f->bytes;
	const struct elf_shdr *sh =
	    (const struct elf_shdr *)(f->bytes + h->shoff);

	f->size = sh[section].offset + bytes;
}

/*
 * Make the file of line n: one case a line, numbered like lines[] because
 * the tables come in the same order.
 */
static void
make(struct object *f, uint32_t n)
{
	enum { FIRST = __COUNTER__ + 1 };
	struct goodelf *o;

	f->size = 0;
	o = (struct goodelf *)object_grow(f, sizeof(*o));
	goodelf_build(o);
	switch (n) {
#define ELF(c, what, ...)           \
	case __COUNTER__ - FIRST: { \
		__VA_ARGS__;        \
		break;              \
	}
#include "elf_header.def"
#include "elf_relocs.def"
#include "elf_sections.def"
#include "elf_symbols.def"
#undef ELF
	}
}

const struct defect_table elf_defects = {
    "elf", lines, sizeof(lines) / sizeof(lines[0]), make};
