/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of an ELF object: its entry, and the symbols that it wants from
 * outside. A symbol that nobody has is an error only where it is used, and
 * then all such symbols are told, each with its first use.
 */
#include "kobj_elf.h"

/*
 * What may have been meant as the entry: a global function called
 * something_lkmentry, or the only one that there is. NULL if neither.
 */
static const char *
likely_entry(const struct elf *e)
{
	const char *only = NULL;
	uint32_t count = 0;

	for (uint32_t i = e->nlocals; i < e->nsyms; i++) {
		if (e->sym[i].shndx >= e->shnum ||
		    e->class[e->sym[i].shndx] != KOBJ_TEXT)
			continue;
		only = elf_symbol_name(e, i);
		if (kobj_like_entry(only))
			return only;
		count++;
	}
	return count == 1 ? only : NULL;
}

/* See kobj_entry. */
int
elf_entry(struct kobj *k, const char *const names[])
{
	struct elf *e = k->priv;
	struct kobj_refusal *r;
	uint32_t i = 0, shndx;

	for (const char *const *n = names; *n != NULL && i == 0; n++)
		i = elf_find_global(e, *n);
	if (i == 0)
		return kobj_refuse_entry(k, names, likely_entry(e));
	shndx = e->sym[i].shndx;
	if (shndx >= e->shnum || e->class[shndx] != KOBJ_TEXT ||
	    e->sym[i].value >= e->shdr[shndx].size) {
		r = kobj_refuse(k, KOBJ_ENTRY_NOT_CODE);
		kobj_refusal_copy(
		    r->symbol, sizeof(r->symbol), elf_symbol_name(e, i));
		return r->error;
	}
	e->entry = i;
	return 0;
}

/*
 * Nobody runs constructors here. Many are there because of how the object
 * was compiled: what its other symbols are called tells that.
 */
int
elf_check_constructors(struct kobj *k)
{
	const struct elf *e = k->priv;

	if (e->constructors == 0)
		return 0;
	for (uint32_t i = e->nlocals; i < e->nsyms; i++) {
		const char *name = elf_symbol_name(e, i);
		enum kobj_code code = kobj_name_code(name);
		struct kobj_refusal *r;

		if (code == KOBJ_UNDEFINED)
			continue;
		r = kobj_refuse(k, code);
		kobj_refusal_copy(r->symbol, sizeof(r->symbol), name);
		return r->error;
	}
	return elf_refuse(k, KOBJ_CONSTRUCTORS, e->constructors);
}

/* Tell the first use of each missing symbol: one pass over everything. */
static int
refuse_missing(struct kobj *k)
{
	struct elf *e = k->priv;
	struct kobj_uses uses = {0};
	uint32_t missing = e->shnum + ELF_MISSING, i;

	ELF_FOREACH_RELOCS(e, i)
	{
		uint32_t n, section = e->shdr[i].info;
		const struct kobj_rel *rel = elf_relocs(e, i, &n);

		for (uint32_t j = 0; j < n; j++) {
			uint32_t symbol = KOBJ_REL_SYMBOL(rel[j].info);

			if (e->sym[symbol].shndx != missing)
				continue;
			kobj_missing_use(k, &uses,
			    &(struct kobj_missing){
				.name = elf_symbol_name(e, symbol),
				.section = elf_section_name(e, section),
				.offset = rel[j].offset},
			    (int)section, KOBJ_UNDEFINED);
			e->sym[symbol].shndx = e->shnum + ELF_NOBODY;
		}
	}
	return kobj_refuse_missing(k, &uses);
}

/*
 * Find the values of undefined symbols. An undefined weak symbol is 0 if
 * nobody has it, and so is one that no relocation uses.
 */
int
elf_resolve(struct kobj *k)
{
	struct elf *e = k->priv;
	bool complete = true;
	int error;

	for (uint32_t i = e->undefined; i != 0; i = e->sym[i].size) {
		struct elf_sym *s = &e->sym[i];

		error = kobj_resolve(k, elf_symbol_name(e, i), &s->value);
		s->shndx = e->shnum + ELF_OUTSIDE;
		if (error == 0)
			continue;
		if (error != ENOENT)
			return error;
		s->value = 0;
		s->shndx = e->shnum + ELF_NOBODY;
		if (s->info >> 4 != STB_WEAK) {
			s->shndx = e->shnum + ELF_MISSING;
			complete = false;
		}
	}
	return complete ? 0 : refuse_missing(k);
}
