/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Large ELF objects: large.def.
 */
#include <string.h>
#include "../../kern/kobj/kobj_impl.h"
#include "large.h"

static const struct defect_line lines[] = {
#define LARGE(c, what, ...) {what, KOBJ_##c},
#include "large.def"
#undef LARGE
};

static struct goodelf *
good(const struct object *f)
{
	return (struct goodelf *)f->bytes;
}

/* Move the contents of a section to the end of the file: size zeros. */
static void *
renew(struct object *f, enum goodelf_section section, uint32_t size)
{
	uint32_t pad = -f->size & 3;
	uint8_t *p = object_grow(f, pad + size);
	struct elf_shdr *sh = &good(f)->sh[section];

	memset(p, 0, pad + size);
	sh->offset = f->size - size;
	sh->size = size;
	return p + pad;
}

/* ---- sections ---- */

static uint32_t
place_of(enum order order, uint32_t i, uint32_t n)
{
	switch (order) {
	case BACKWARD:
		return n - 1 - i;
	case MIXED: /* 7 divides no n in use, so each place comes once */
		return (uint32_t)((uint64_t)i * 7 * 2477 % n);
	case SAME_PLACE:
		return 0;
	default:
		return i;
	}
}

/* n sections of 4 bytes more, behind the others; a new table at the end. */
void
many_sections(struct object *f, uint32_t n, enum order order)
{
	uint32_t contents, table, all = S_COUNT + n;
	struct elf_shdr *sh;
	struct goodelf *o;

	contents = (uint32_t)(object_grow(f, n * 4) - f->bytes);
	memset(f->bytes + contents, 0, n * 4);
	table = (uint32_t)(object_grow(f, all * sizeof(*sh)) - f->bytes);
	o = good(f);
	sh = (struct elf_shdr *)(f->bytes + table);
	memcpy(sh, o->sh, sizeof(o->sh));
	for (uint32_t i = 0; i < n; i++) {
		sh[S_COUNT + i] = (struct elf_shdr){.name = S_EXTRA * 16,
		    .type = SHT_PROGBITS,
		    .flags = SHF_ALLOC | SHF_WRITE,
		    .offset = contents + place_of(order, i, n) * 4,
		    .size = 4,
		    .addralign = 4};
		if (order == PAGES) {
			sh[S_COUNT + i].type = SHT_NOBITS;
			sh[S_COUNT + i].size = 1;
			sh[S_COUNT + i].addralign = KOBJ_PAGE;
		}
	}
	o->h.shoff = table;
	o->h.shnum = (uint16_t)all;
	if (all >= SHN_LORESERVE) {
		o->h.shnum = all == 65279 ? 65279 : 0;
		sh[0].size = all;
	}
}

static struct elf_shdr *
last_section(struct object *f)
{
	return (struct elf_shdr *)(f->bytes + f->size) - 1;
}

/* A name for .extra at the end of the names. */
static void
long_section(struct object *f, uint32_t length)
{
	uint32_t old = sizeof(good(f)->shstr);
	char *p = renew(f, S_SHSTRTAB, old + length + 1);
	struct goodelf *o = good(f);

	memcpy(p, o->shstr, old);
	memset(p + old, 'n', length);
	o->sh[S_EXTRA].name = old;
}

/* ---- symbols ---- */

/* A name for a symbol at the end of the strings. */
static void
long_symbol(struct object *f, enum goodelf_symbol symbol, uint32_t length)
{
	uint32_t old = sizeof(good(f)->str);
	char *p = renew(f, S_STRTAB, old + length + 1);
	struct goodelf *o = good(f);

	memcpy(p, o->str, old);
	memset(p + old, 'n', length);
	o->sym[symbol].name = old;
}

/* n globals more, of these names. */
void
many_symbols(struct object *f, uint32_t n, enum names names, uint16_t shndx)
{
	uint32_t old = sizeof(good(f)->str), room, size;
	struct elf_sym *sym;
	uint32_t *where;
	char *p;

	sym = renew(f, S_SYMTAB, (Y_COUNT + n) * sizeof(*sym));
	memcpy(sym, good(f)->sym, sizeof(good(f)->sym));
	room = names_room(names, n);
	p = renew(f, S_STRTAB, old + room);
	memcpy(p, good(f)->str, old);
	size = names_make(names, n, '\0', p + old, &where);
	f->size -= room - size;
	good(f)->sh[S_STRTAB].size = old + size;
	sym = (struct elf_sym *)(f->bytes + good(f)->sh[S_SYMTAB].offset);
	for (uint32_t i = 0; i < n; i++) {
		sym[Y_COUNT + i] = (struct elf_sym){.name = old + where[i],
		    .info = STB_GLOBAL << 4,
		    .shndx = shndx,
		    .value = shndx == SHN_COMMON,
		    .size = 1};
	}
	names_free(where);
}

/* The last symbol a second time. */
static void
repeat_last(struct object *f)
{
	const struct elf_shdr *sh = &good(f)->sh[S_SYMTAB];
	struct elf_sym *end =
	    (struct elf_sym *)(f->bytes + sh->offset + sh->size);

	end[-2] = end[-1];
}

/* ---- relocations ---- */

/* Relocations of the data, all good. Returns the last. */
struct kobj_rel *
many_relocs(struct object *f, uint32_t n)
{
	struct kobj_rel *rel = renew(f, S_REL_DATA, n * sizeof(*rel));

	for (uint32_t i = 0; i < n; i++) {
		rel[i].offset = i % 29;
		rel[i].info = ELF_INFO(Y_HELPER, 1);
	}
	return &rel[n - 1];
}

/* One of the data for each symbol that many_symbols added. */
void
use_all(struct object *f)
{
	uint32_t n = good(f)->sh[S_SYMTAB].size / sizeof(struct elf_sym);
	struct kobj_rel *last = many_relocs(f, n - Y_COUNT);

	for (uint32_t i = n; i-- > Y_COUNT; last--)
		last->info = ELF_INFO(i, 1);
}

/* The contents of the sections are too small: those are new. */
struct kobj_rel *
many_tables(struct object *f, uint32_t n)
{
	struct elf_shdr *sh;
	struct kobj_rel *rel;

	many_sections(f, n, FORWARD);
	sh = last_section(f) - (n - 1);
	for (uint32_t i = 0; i < n; i++) {
		sh[i] = good(f)->sh[S_REL_DATA];
		sh[i].size = sizeof(*rel);
	}
	rel = (struct kobj_rel *)object_grow(f, n * sizeof(*rel));
	sh = (struct elf_shdr *)(f->bytes + good(f)->h.shoff) + S_COUNT;
	for (uint32_t i = 0; i < n; i++) {
		sh[i].offset = (uint32_t)((uint8_t *)&rel[i] - f->bytes);
		rel[i].offset = i % 29;
		rel[i].info = ELF_INFO(Y_HELPER, 1);
	}
	return &rel[n - 1];
}

/* As in elf_defects.c. */
static void
make(struct object *f, uint32_t n)
{
	enum { FIRST = __COUNTER__ + 1 };

	f->size = 0;
	goodelf_build((struct goodelf *)object_grow(f, sizeof(struct goodelf)));
	switch (n) {
#define LARGE(c, what, ...)         \
	case __COUNTER__ - FIRST: { \
		__VA_ARGS__;        \
		break;              \
	}
#include "large.def"
#undef LARGE
	}
}

const struct defect_table large_defects = {
    "large", lines, sizeof(lines) / sizeof(lines[0]), make};
