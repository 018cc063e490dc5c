/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of an ELF object: its entry, and the symbols that it wants from
 * outside. A symbol that nobody has is an error only where it is used, and
 * then all such symbols are told, each with its first use.
 */
#include "kobj_elf.h"

/*
 * What may have been meant as the entry: a global function called
 * something_lkmentry, or the only one that there is. 0 if neither.
 */
static uint32_t
likely_entry(const struct elf *e)
{
	static const char suffix[] = "_lkmentry";
	uint32_t only = 0, count = 0;

	for (uint32_t i = e->nlocals; i < e->nsyms; i++) {
		const char *name = elf_symbol_name(e, i);
		size_t n = strlen(name);

		if (e->sym[i].shndx >= e->shnum ||
		    e->class[e->sym[i].shndx] != KOBJ_TEXT)
			continue;
		if (n >= sizeof(suffix) &&
		    strcmp(name + n - (sizeof(suffix) - 1), suffix) == 0)
			return i;
		only = i;
		count++;
	}
	return count == 1 ? only : 0;
}

/* Which names were tried, and which one is there. */
static int
refuse_entry(struct kobj *k, const char *const names[])
{
	const struct elf *e = k->priv;
	struct kobj_refusal *r = kobj_refuse(k, KOBJ_ENTRY_MISSING);
	uint32_t likely = likely_entry(e);
	char name[40];
	size_t n = 0;

	/* Each name is cut to 39 characters, so there is room for three. */
	for (int i = 0; i < 2 && names[i] != NULL; i++) {
		kobj_refusal_copy(name, sizeof(name), names[i]);
		n += snprintf(r->text + n, sizeof(r->text) - n, "%s%s",
		    i == 0 ? "no function " : " or ", name);
	}
	if (likely != 0) {
		kobj_refusal_copy(
		    name, sizeof(name), elf_symbol_name(e, likely));
		snprintf(r->text + n, sizeof(r->text) - n, ", but there is %s",
		    name);
	}
	return r->error;
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
		return refuse_entry(k, names);
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

/* What to tell about missing symbols, while they are being found. */
struct report {
	uint32_t count;
	uint32_t symbol; /* of the refusal: the most telling one */
	uint32_t section;
	uint32_t offset;
	enum kobj_code code;
};

static void
report_use(struct kobj *k, struct report *rep, uint32_t symbol,
    uint32_t section, uint32_t offset)
{
	const struct elf *e = k->priv;
	const struct kobj_names *names = &k->env->names;
	enum kobj_code code = kobj_missing_code(elf_symbol_name(e, symbol));
	struct kobj_missing missing = {
	    .name = elf_symbol_name(e, symbol),
	    .section = elf_section_name(e, section),
	    .offset = offset,
	};

	if (rep->count++ == 0 ||
	    (rep->code == KOBJ_UNDEFINED && code != KOBJ_UNDEFINED)) {
		rep->symbol = symbol;
		rep->section = section;
		rep->offset = offset;
		rep->code = code;
	}
	if (names->missing != NULL)
		names->missing(names->cookie, &missing);
}

/* Find the first use of each missing symbol: one pass over everything. */
static void
find_uses(struct kobj *k, struct report *rep)
{
	struct elf *e = k->priv;
	uint32_t missing = e->shnum + ELF_MISSING, i;

	ELF_FOREACH_RELOCS(e, i)
	{
		uint32_t n;
		const struct kobj_rel *rel = elf_relocs(e, i, &n);

		for (uint32_t j = 0; j < n; j++) {
			uint32_t symbol = KOBJ_REL_SYMBOL(rel[j].info);

			if (e->sym[symbol].shndx != missing)
				continue;
			report_use(
			    k, rep, symbol, e->shdr[i].info, rel[j].offset);
			e->sym[symbol].shndx = e->shnum + ELF_NOBODY;
		}
	}
}

static int
refuse_missing(struct kobj *k)
{
	struct elf *e = k->priv;
	struct report rep = {0};
	struct kobj_refusal *r;

	find_uses(k, &rep);
	if (rep.count == 0)
		return 0;
	elf_refuse(k, rep.code, rep.section);
	r = k->refusal;
	r->offset = rep.offset;
	r->has_offset = true;
	kobj_refusal_copy(
	    r->symbol, sizeof(r->symbol), elf_symbol_name(e, rep.symbol));
	if (rep.count == 1)
		snprintf(r->text, sizeof(r->text), "%s", r->symbol);
	else
		snprintf(r->text, sizeof(r->text), "%s and %u more", r->symbol,
		    (unsigned)rep.count - 1);
	return r->error;
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
