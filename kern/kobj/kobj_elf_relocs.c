/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF relocations of loaded sections: read, check each of them, and, much
 * later, apply them. Those of other sections are not even read.
 *
 * Nearly every section has nothing but the two common types against good
 * symbols, which kobj_md_classify finds out at three instructions each.
 * For any other section, check_reloc looks at one relocation after the other.
 */
#include "kobj_elf.h"

/* Refuse, and say for which entry of which section of relocations. */
int
elf_refuse_reloc(
    struct kobj *k, enum kobj_code code, uint32_t section, uint32_t i)
{
	const struct elf *e = k->priv;
	const struct kobj_rel *rel = &e->rel[e->place[section].addr + i];
	uint32_t symbol = KOBJ_REL_SYMBOL(rel->info);
	struct kobj_refusal *r;

	elf_refuse(k, code, section);
	r = k->refusal;
	r->index = (int)i;
	r->offset = rel->offset;
	r->has_offset = true;
	if (symbol < e->nsyms)
		kobj_refusal_copy(
		    r->symbol, sizeof(r->symbol), elf_symbol_name(e, symbol));
	return r->error;
}

/*
 * One relocation section: links and sizes. *used is false if it is one of
 * a section that is not loaded.
 */
static int
check_section(struct kobj *k, uint32_t i, bool *used)
{
	struct elf *e = k->priv;
	const struct elf_shdr *sh = &e->shdr[i];

	if (sh->info == 0 || sh->info >= e->shnum)
		return elf_refuse(k, KOBJ_RELOC_SECTION, i);
	/* tcc does not set SHF_INFO_LINK: do not ask for it. */
	*used = e->place[sh->info].end != 0 && sh->size != 0;
	if (!*used)
		return 0;
	if (sh->type == SHT_RELA)
		return elf_refuse(k, KOBJ_RELOC_WITH_ADDEND, i);
	if (sh->link != e->symtab)
		return elf_refuse(k, KOBJ_RELOC_SYMBOL_TABLE, i);
	if (sh->entsize != sizeof(struct kobj_rel))
		return elf_refuse(k, KOBJ_WRONG_ENTRY_SIZE, i);
	if (sh->size % sizeof(struct kobj_rel) != 0)
		return elf_refuse(k, KOBJ_WRONG_TABLE_SIZE, i);
	if (e->shdr[sh->info].type == SHT_NOBITS)
		return elf_refuse(k, KOBJ_RELOC_NO_CONTENTS, i);
	return 0;
}

/*
 * Read all relocations of loaded sections into one block. Their sections
 * do not overlap, so the sum of their sizes is less than the file's.
 */
int
elf_read_relocs(struct kobj *k)
{
	struct elf *e = k->priv;
	uint32_t n = 0, i, *link = &e->relocs;
	bool used = false;
	int error;

	while ((i = *link) != 0) {
		error = check_section(k, i, &used);
		if (error != 0)
			return error;
		if (!used) {
			*link = e->shdr[i].addr;
			continue;
		}
		e->place[i].addr = n;
		n += e->shdr[i].size / sizeof(struct kobj_rel);
		link = &e->shdr[i].addr;
	}
	error = kobj_alloc(k, n * sizeof(*e->rel), false, &e->rel);
	if (error != 0)
		return error;
	e->nrel = n;
	ELF_FOREACH_RELOCS(e, i)
	{
		error = kobj_read(k, e->rel + e->place[i].addr,
		    e->shdr[i].offset, e->shdr[i].size);
		if (error != 0)
			return error;
	}
	return 0;
}

/* Relocation i of a section: everything about it. */
static int
check_reloc(struct kobj *k, uint32_t section, uint32_t i)
{
	struct elf *e = k->priv;
	const struct kobj_rel *rel = &e->rel[e->place[section].addr + i];
	uint32_t size = e->shdr[e->shdr[section].info].size;
	uint32_t symbol = KOBJ_REL_SYMBOL(rel->info);
	const struct kobj_reltype *type = kobj_md_reltype(rel->type);

	if (symbol >= e->nsyms)
		return elf_refuse_reloc(k, KOBJ_RELOC_SYMBOL_INDEX, section, i);
	if (type->refusal != KOBJ_OK) {
		elf_refuse_reloc(k, type->refusal, section, i);
		snprintf(k->refusal->text, sizeof(k->refusal->text),
		    "relocation type %u, %s", (unsigned)rel->type, type->name);
		return k->refusal->error;
	}
	if (rel->offset > size || type->width > size - rel->offset)
		return elf_refuse_reloc(k, KOBJ_RELOC_OUTSIDE, section, i);
	if (e->sym[symbol].shndx == e->shnum + ELF_DISCARDED)
		return elf_refuse_reloc(
		    k, KOBJ_RELOC_SYMBOL_DISCARDED, section, i);
	return 0;
}

/*
 * Is one of them against a symbol of a section that is not loaded? Such
 * symbols are in every object with debugging information, so having them
 * must not make everything slow. All symbol numbers are good.
 */
static bool
names_discarded(const struct elf *e, const struct kobj_rel *rel, uint32_t n)
{
	const struct elf_sym *sym = e->sym;
	const uint32_t discarded = e->shnum + ELF_DISCARDED;

	for (uint32_t i = 0; i < n; i++) {
		if (sym[KOBJ_REL_SYMBOL(rel[i].info)].shndx == discarded)
			return true;
	}
	return false;
}

int
elf_check_relocs(struct kobj *k)
{
	struct elf *e = k->priv;
	uint32_t i;
	int error;

	ELF_FOREACH_RELOCS(e, i)
	{
		enum kobj_md_class class;
		uint32_t n, target = e->shdr[i].info;
		const struct kobj_rel *rel = elf_relocs(e, i, &n);

		class =
		    kobj_md_classify(rel, n, e->shdr[target].size, e->nsyms);
		if (class != KOBJ_MD_OTHER && e->discarded &&
		    names_discarded(e, rel, n))
			class = KOBJ_MD_OTHER;
		e->class[i] = ELF_RELOCS + class;
		if (class != KOBJ_MD_OTHER)
			continue;
		for (uint32_t j = 0; j < n; j++) {
			error = check_reloc(k, i, j);
			if (error != 0)
				return error;
		}
	}
	return 0;
}

/* The values do not always fit: known only now. */
static int
relocate_each(struct kobj *k, uint32_t section, uint8_t *mem, kobj_addr_t addr,
    const struct kobj_symbol *symbols)
{
	const struct elf *e = k->priv;
	uint32_t n;
	const struct kobj_rel *rel = elf_relocs(e, section, &n);

	for (uint32_t i = 0; i < n; i++) {
		if (!kobj_md_apply(kobj_md_reltype(rel[i].type),
			mem + rel[i].offset, addr + rel[i].offset,
			symbols[KOBJ_REL_SYMBOL(rel[i].info)].addr))
			return elf_refuse_reloc(
			    k, KOBJ_RELOC_OVERFLOW, section, i);
	}
	return 0;
}

/* Apply all relocations. Contents and values are in place. */
int
elf_relocate(struct kobj *k, struct kobj_image *img)
{
	struct elf *e = k->priv;
	uint32_t i;
	int error;

	ELF_FOREACH_RELOCS(e, i)
	{
		kobj_addr_t addr = e->place[e->shdr[i].info].addr;
		uint8_t *mem = img->mem + (addr - img->base);
		enum kobj_md_class class = e->class[i] - ELF_RELOCS;
		uint32_t n;
		const struct kobj_rel *rel = elf_relocs(e, i, &n);

		if (k->env->trace != NULL)
			error =
			    elf_relocate_traced(k, i, mem, addr, img->symbols);
		else if (class == KOBJ_MD_OTHER)
			error = relocate_each(k, i, mem, addr, img->symbols);
		else {
			kobj_md_apply_all(
			    class, rel, n, mem, addr, img->symbols);
			continue;
		}
		if (error != 0)
			return error;
	}
	return 0;
}
