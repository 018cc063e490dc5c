/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Load an ELF object that was checked: contents to their final place, and
 * the value of every symbol. The only thing that can fail here is reading.
 */
#include "kobj_elf.h"

/* Clear what no section fills. */
static void
clear(const struct kobj_image *img, uint32_t from, uint32_t to)
{
	if (from != to)
		memset(img->mem + from, 0, to - from);
}

/*
 * Read the sections into the image and clear what lies between and behind
 * them. Within a part, sections lie in the order of their numbers, so one
 * cursor a part tells how far it is filled.
 */
static int
load_contents(struct kobj *k, struct kobj_image *img)
{
	struct elf *e = k->priv;
	uint32_t cursor[KOBJ_NPARTS];
	int error;

	for (int part = 0; part < KOBJ_NPARTS; part++)
		cursor[part] = kobj_part_start(&img->layout, part);
	for (uint32_t i = 1; i < e->shnum; i++) {
		const struct elf_shdr *sh = &e->shdr[i];
		uint32_t part = e->class[i], off;

		if (part >= KOBJ_NPARTS)
			continue;
		off = kobj_part_start(&img->layout, part) + e->place[i].addr;
		e->place[i].addr = img->base + off;
		if (sh->type == SHT_NOBITS)
			continue;
		clear(img, cursor[part], off);
		error = kobj_read(k, img->mem + off, sh->offset, sh->size);
		if (error != 0)
			return error;
		cursor[part] = off + sh->size;
	}
	for (int part = 0; part < KOBJ_NPARTS; part++)
		clear(img, cursor[part], kobj_part_end(&img->layout, part));
	e->place[e->shnum + ELF_COMMON].addr = img->base + img->layout.bss_off;
	return 0;
}

/* The value of every symbol, for relocations, and its name, for later. */
static void
load_symbols(const struct elf *e)
{
	const struct elf_sym *s = e->sym, *end = e->sym + e->nsyms;
	const struct elf_place *place = e->place;
	struct kobj_symbol *keep = e->keep;

#pragma GCC unroll 4
	for (; s != end; s++, keep++) {
		keep->addr = place[s->shndx].addr + s->value;
		keep->name = s->name;
	}
}

/* Fill the image, which takes over the block of symbols and strings. */
int
elf_load(struct kobj *k, struct kobj_image *img)
{
	struct elf *e = k->priv;
	int error;

	error = load_contents(k, img);
	if (error != 0)
		return error;
	load_symbols(e);
	img->symbols = e->keep;
	img->nsymbols = e->nsyms;
	img->nlocals = e->nlocals;
	img->ndefined = e->ndefined;
	img->strings = e->strings;
	img->keep_size = e->nsyms * sizeof(*e->keep) + e->strings_size;
	img->entry = e->entry != 0 ? e->keep[e->entry].addr : 0;
	e->keep = NULL;
	return 0;
}
