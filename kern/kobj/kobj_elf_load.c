/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Load an ELF object that was checked: contents to their final place, and
 * the value of every symbol. The only thing that can fail here is reading.
 */
#include "kobj_elf.h"

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
		memset(img->mem + cursor[part], 0, off - cursor[part]);
		error = kobj_read(k, img->mem + off, sh->offset, sh->size);
		if (error != 0)
			return error;
		cursor[part] = off + sh->size;
	}
	for (int part = 0; part < KOBJ_NPARTS; part++)
		memset(img->mem + cursor[part], 0,
		    kobj_part_end(&img->layout, part) - cursor[part]);
	e->place[e->shnum + ELF_COMMON].addr = img->base + img->layout.bss_off;
	return 0;
}

/*
 * The value of every symbol, for relocations; and the symbols that outlive
 * the link: those with a name and a place in the image, other than the
 * names of sections and source files.
 */
static uint32_t
load_symbols(struct elf *e)
{
	struct kobj_symbol *keep = e->keep;
	const struct elf_sym *s = e->sym, *end = e->sym + e->nsyms;
	uint32_t in_image = e->shnum + ELF_COMMON;
	kobj_addr_t *value = e->values;

	for (; s != end; s++) {
		kobj_addr_t addr = e->place[s->shndx].addr + s->value;

		*value++ = addr;
		if ((s->info & 15) > STT_FUNC || s->shndx > in_image ||
		    s->name == 0)
			continue;
		keep->addr = addr;
		keep->name = s->name;
		keep->global = s->info >> 4 != STB_LOCAL;
		keep++;
	}
	return (uint32_t)(keep - e->keep);
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
	img->nsymbols = load_symbols(e);
	img->symbols = e->keep;
	img->strings = e->strings;
	img->keep_size = e->nsyms * sizeof(*e->keep) + e->strings_size;
	e->keep = NULL;
	img->entry = e->entry != 0 ? e->values[e->entry] : 0;
	return 0;
}
