/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF symbols: read the table, check every symbol that could be used, and
 * bring all of them to one form (see enum elf_extra in kobj_elf.h), so that
 * later steps need not tell one kind from another.
 */
#include "kobj_elf.h"

static int
refuse_symbol(struct kobj *k, enum kobj_code code, uint32_t i)
{
	struct elf *e = k->priv;
	struct kobj_refusal *r;

	elf_refuse(k, code, e->symtab);
	r = k->refusal;
	r->index = (int)i;
	if (e->sym[i].name < e->strings_size)
		kobj_refusal_copy(
		    r->symbol, sizeof(r->symbol), elf_symbol_name(e, i));
	return r->error;
}

/*
 * Read the strings into the block that stays. clang has one string table
 * for sections and symbols: it was read already.
 */
static int
read_strings(struct kobj *k, uint32_t section)
{
	struct elf *e = k->priv;
	const struct elf_shdr *sh = &e->shdr[section];
	int error;

	error = kobj_alloc(
	    k, e->nsyms * sizeof(*e->keep) + sh->size, true, &e->keep);
	if (error != 0)
		return error;
	e->strings = (char *)(e->keep + e->nsyms);
	e->strings_size = sh->size;
	if (section == e->ehdr.shstrndx) {
		memcpy(e->strings, e->names, sh->size);
		return 0;
	}
	error = kobj_read(k, e->strings, sh->offset, sh->size);
	if (error != 0)
		return error;
	if (e->strings[sh->size - 1] != '\0')
		return elf_refuse(k, KOBJ_STRINGS_UNTERMINATED, section);
	return 0;
}

/*
 * Read symbols and their names. Afterwards any offset under strings_size
 * is a string that ends in the table.
 */
int
elf_read_symbols(struct kobj *k)
{
	struct elf *e = k->priv;
	const struct elf_shdr *sh = &e->shdr[e->symtab];
	uint32_t nglobals;
	void *block;
	int error;

	if (e->symtab == 0)
		return elf_refuse(k, KOBJ_NO_SYMBOLS, KOBJ_NOWHERE);
	if (sh->entsize != sizeof(struct elf_sym))
		return elf_refuse(k, KOBJ_WRONG_ENTRY_SIZE, e->symtab);
	if (sh->size % sizeof(struct elf_sym) != 0)
		return elf_refuse(k, KOBJ_WRONG_TABLE_SIZE, e->symtab);
	if (sh->size == 0)
		return elf_refuse(k, KOBJ_NO_SYMBOLS, e->symtab);
	if (sh->link == 0 || sh->link >= e->shnum ||
	    e->shdr[sh->link].type != SHT_STRTAB || e->shdr[sh->link].size == 0)
		return elf_refuse(k, KOBJ_SYMBOL_STRINGS_INVALID, e->symtab);
	/* The first symbol stands for none, and is local. */
	if (sh->info == 0 || sh->info > sh->size / sizeof(struct elf_sym))
		return elf_refuse(k, KOBJ_SYMBOL_ORDER, e->symtab);

	e->nlocals = sh->info;
	nglobals = sh->size / sizeof(struct elf_sym) - e->nlocals;
	for (e->nbuckets = 1; e->nbuckets < nglobals / 2;)
		e->nbuckets *= 2;
	error = kobj_alloc(k,
	    (e->nlocals + nglobals) * (sizeof(*e->sym) + sizeof(*e->values)) +
		e->nbuckets * sizeof(*e->bucket),
	    false, &block);
	if (error != 0)
		return error;
	e->nsyms = e->nlocals + nglobals;
	e->sym = block;
	e->values = (kobj_addr_t *)(e->sym + e->nsyms);
	e->bucket = e->values + e->nsyms;
	memset(e->bucket, 0, e->nbuckets * sizeof(*e->bucket));
	error = kobj_read(k, e->sym, sh->offset, sh->size);
	if (error != 0)
		return error;
	return read_strings(k, sh->link);
}

static uint32_t *
bucket_of(const struct elf *e, const char *name)
{
	uint32_t h = 5381;

	for (; *name != '\0'; name++)
		h = h * 33 ^ (uint8_t)*name;
	return &e->bucket[h & (e->nbuckets - 1)];
}

/* The number of a global that the object defines; 0 if it does not. */
uint32_t
elf_find_global(const struct elf *e, const char *name)
{
	uint32_t i = *bucket_of(e, name);

	while (i != 0 && strcmp(elf_symbol_name(e, i), name) != 0)
		i = e->sym[i].size;
	return i;
}

/* The definition of a global: the first of its name, or refused. */
static int
define(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;
	uint32_t *bucket;

	if (i < e->nlocals)
		return 0;
	if (elf_symbol_name(e, i)[0] == '\0')
		return refuse_symbol(k, KOBJ_SYMBOL_UNNAMED, i);
	if (elf_find_global(e, elf_symbol_name(e, i)) != 0)
		return refuse_symbol(k, KOBJ_SYMBOL_TWICE, i);
	bucket = bucket_of(e, elf_symbol_name(e, i));
	e->sym[i].size = *bucket;
	*bucket = i;
	return 0;
}

/* Undefined: put it on the chain for elf_resolve. */
static int
check_undefined(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;
	struct elf_sym *s = &e->sym[i];

	if (i < e->nlocals)
		return refuse_symbol(k, KOBJ_SYMBOL_UNDEFINED_LOCAL, i);
	if (elf_symbol_name(e, i)[0] == '\0')
		return refuse_symbol(k, KOBJ_SYMBOL_UNNAMED, i);
	s->size = e->undefined;
	e->undefined = i;
	return 0;
}

/*
 * Common: a variable that every object may declare and one gets to have.
 * Its value is its alignment. tcc makes local ones too.
 */
static int
check_common(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;
	struct elf_sym *s = &e->sym[i];

	if (!kobj_alignment_ok(s->value))
		return refuse_symbol(k, KOBJ_COMMON_ALIGNMENT, i);
	if (kobj_part_add(
		k, &e->parts[KOBJ_BSS], s->size, s->value, &s->value) != 0)
		return refuse_symbol(k, KOBJ_TOO_BIG, i);
	s->shndx = e->shnum + ELF_COMMON;
	return define(k, i);
}

/* All that is not an ordinary local symbol of a loaded section. */
static int
check_symbol(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;
	struct elf_sym *s = &e->sym[i];
	unsigned binding = s->info >> 4, type = s->info & 15;

	if (s->name >= e->strings_size)
		return refuse_symbol(k, KOBJ_SYMBOL_NAME_OUTSIDE, i);
	if (binding > STB_WEAK)
		return refuse_symbol(k, KOBJ_SYMBOL_BINDING, i);
	if ((binding == STB_LOCAL) != (i < e->nlocals))
		return refuse_symbol(k, KOBJ_SYMBOL_ORDER, i);
	if (type == STT_TLS)
		return refuse_symbol(k, KOBJ_SYMBOL_TLS, i);
	if (type == STT_GNU_IFUNC)
		return refuse_symbol(k, KOBJ_SYMBOL_IFUNC, i);
	if (s->shndx == SHN_UNDEF)
		return check_undefined(k, i);
	if (s->shndx == SHN_COMMON)
		return check_common(k, i);
	if (s->shndx == SHN_ABS) {
		s->shndx = e->shnum + ELF_ABS;
		return define(k, i);
	}
	if (s->shndx >= e->shnum)
		return refuse_symbol(k, KOBJ_SYMBOL_SECTION_INVALID, i);
	if (e->place[s->shndx].end == 0) {
		s->shndx = e->shnum + ELF_DISCARDED;
		e->discarded = true;
		return define(k, i);
	}
	if (s->value >= e->place[s->shndx].end)
		return refuse_symbol(k, KOBJ_SYMBOL_OUTSIDE_SECTION, i);
	return define(k, i);
}

/*
 * Check the symbols. Afterwards the shndx of each is that of a loaded
 * section, with a value inside it, or one of enum elf_extra, but for the
 * undefined, which are chained; and every name is good.
 */
int
elf_check_symbols(struct kobj *k)
{
	struct elf *e = k->priv;
	uint32_t i;
	int error;

	/* Number 0 stands for "no symbol": its value is 0. */
	memset(&e->sym[0], 0, sizeof(e->sym[0]));
	e->sym[0].shndx = e->shnum + ELF_ABS;

	for (i = 1; i < e->nlocals; i++) {
		const struct elf_sym *s = &e->sym[i];

		if (s->info <= STT_FILE && s->shndx < e->shnum &&
		    s->value < e->place[s->shndx].end &&
		    s->name < e->strings_size)
			continue;
		error = check_symbol(k, i);
		if (error != 0)
			return error;
	}
	for (; i < e->nsyms; i++) {
		error = check_symbol(k, i);
		if (error != 0)
			return error;
	}
	return 0;
}
