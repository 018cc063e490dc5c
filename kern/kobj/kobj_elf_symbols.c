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
	} else {
		error = kobj_read(k, e->strings, sh->offset, sh->size);
		if (error != 0)
			return error;
	}
	if (e->strings[sh->size - 1] != '\0')
		return elf_refuse(k, KOBJ_STRINGS_UNTERMINATED, section);
	/* There lies the name of what has none. */
	if (e->strings[0] != '\0')
		return elf_refuse(k, KOBJ_SYMBOL_STRINGS_INVALID, section);
	return 0;
}

/* The names, if they are not all short beyond doubt. */
static int
check_lengths(struct kobj *k)
{
	const struct elf *e = k->priv;

	if (kobj_names_short(e->strings, e->strings_size))
		return 0;
	for (uint32_t i = 1; i < e->nsyms; i++) {
		if (e->sym[i].name < e->strings_size &&
		    kobj_name_long(elf_symbol_name(e, i), KOBJ_MAXNAME))
			return refuse_symbol(k, KOBJ_SYMBOL_NAME_TOO_LONG, i);
	}
	return 0;
}

/*
 * Read symbols and their names. Afterwards any offset under strings_size
 * is a string that ends in the table, 0 is the empty one, and no symbol's
 * is too long.
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
	    (e->nlocals + nglobals) * sizeof(*e->sym) +
		e->nbuckets * sizeof(*e->bucket),
	    false, &block);
	if (error != 0)
		return error;
	e->nsyms = e->nlocals + nglobals;
	e->sym = block;
	e->bucket = (uint32_t *)(e->sym + e->nsyms);
	memset(e->bucket, 0, e->nbuckets * sizeof(*e->bucket));
	error = kobj_read(k, e->sym, sh->offset, sh->size);
	if (error != 0)
		return error;
	error = read_strings(k, sh->link);
	return error != 0 ? error : check_lengths(k);
}

/*
 * Globals that the object defines, in a hash table. Until the values are
 * known, the place for the value of each holds its hash: names are compared
 * only where these are equal.
 */
static inline uint32_t *
bucket_of(const struct elf *e, uint32_t hash)
{
	return &e->bucket[hash & (e->nbuckets - 1)];
}

/* The number of a global that the object defines; 0 if it does not. */
uint32_t
elf_find_global(const struct elf *e, const char *name)
{
	uint32_t hash = kobj_name_hash(name), i;

	if (e->set.node != NULL)
		return kobj_nameset_find(&e->set, name);
	for (i = *bucket_of(e, hash); i != 0; i = e->sym[i].size) {
		if (e->keep[i].addr == hash &&
		    strcmp(elf_symbol_name(e, i), name) == 0)
			break;
	}
	return i;
}

/* A chain is too long: from here on, all globals are in the set. */
static int
leave_hash(struct kobj *k)
{
	struct elf *e = k->priv;
	int error;

	error =
	    kobj_nameset_start(k, &e->set, e->strings, e->nsyms - e->nlocals);
	if (error != 0)
		return error;
	for (uint32_t b = 0; b < e->nbuckets; b++) {
		for (uint32_t i = e->bucket[b]; i != 0; i = e->sym[i].size)
			kobj_nameset_add(&e->set, e->sym[i].name, i);
	}
	return 0;
}

/* Enter a global that has a name: the first of its name, or refused. */
static inline int
define_named(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;
	const char *name = elf_symbol_name(e, i);
	uint32_t hash, *bucket, length = 0;

	e->ndefined++;
	if (e->set.node != NULL) {
		return kobj_nameset_add(&e->set, e->sym[i].name, i) == 0
		    ? 0
		    : refuse_symbol(k, KOBJ_SYMBOL_TWICE, i);
	}
	hash = kobj_name_hash(name);
	bucket = bucket_of(e, hash);
	for (uint32_t j = *bucket; j != 0; j = e->sym[j].size) {
		if (e->keep[j].addr == hash &&
		    strcmp(elf_symbol_name(e, j), name) == 0)
			return refuse_symbol(k, KOBJ_SYMBOL_TWICE, i);
		length++;
	}
	e->keep[i].addr = hash;
	e->sym[i].size = *bucket;
	*bucket = i;
	return length < KOBJ_MAXCHAIN ? 0 : leave_hash(k);
}

/* The definition of any symbol: of a global, the name must be good. */
static int
define(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;

	if (i < e->nlocals)
		return 0;
	if (elf_symbol_name(e, i)[0] == '\0')
		return refuse_symbol(k, KOBJ_SYMBOL_UNNAMED, i);
	return define_named(k, i);
}

/* Put an undefined symbol where elf_resolve will look. */
static inline void
chain_undefined(struct elf *e, uint32_t i)
{
	e->sym[i].size = e->undefined;
	e->undefined = i;
}

static int
check_undefined(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;

	if (i < e->nlocals)
		return refuse_symbol(k, KOBJ_SYMBOL_UNDEFINED_LOCAL, i);
	if (elf_symbol_name(e, i)[0] == '\0')
		return refuse_symbol(k, KOBJ_SYMBOL_UNNAMED, i);
	chain_undefined(e, i);
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

/* A symbol that has a place: which one decides what is checked. */
static int
check_defined(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;
	struct elf_sym *s = &e->sym[i];

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

/* Any symbol. */
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
	/* Not to be found in a trace; the table is our own copy. */
	if (binding == STB_LOCAL && (type == STT_SECTION || type == STT_FILE))
		s->name = 0;
	return check_defined(k, i);
}

/*
 * Most symbols are local ones of code and data, where little can be wrong:
 * one loop with nothing else. Returns the first that is not.
 */
static uint32_t
skip_plain_locals(const struct elf *e, uint32_t i)
{
	const struct elf_place *place = e->place;
	const uint32_t shnum = e->shnum, strings_size = e->strings_size;
	const struct elf_sym *s = e->sym + i, *end = e->sym + e->nlocals;

#pragma GCC unroll 4
	for (; s != end; s++) {
		if (s->info > STT_FUNC || s->name >= strings_size ||
		    s->shndx >= shnum || s->value >= place[s->shndx].end)
			break;
	}
	return (uint32_t)(s - e->sym);
}

/*
 * Most globals are undefined, or functions and variables in sections that
 * are loaded: for these, few questions are left.
 */
static inline int
check_global(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;
	const struct elf_sym *s = &e->sym[i];

	if (s->name >= e->strings_size || e->strings[s->name] == '\0')
		return check_symbol(k, i);
	if (s->info == STB_GLOBAL << 4 && s->shndx == SHN_UNDEF) {
		chain_undefined(e, i);
		return 0;
	}
	if ((uint8_t)(s->info - (STB_GLOBAL << 4)) <= STT_FUNC &&
	    s->shndx < e->shnum && s->value < e->place[s->shndx].end)
		return define_named(k, i);
	return check_symbol(k, i);
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
	int error;

	/* Number 0 stands for "no symbol": its value is 0. */
	e->sym[0] = (struct elf_sym){.shndx = e->shnum + ELF_ABS};

	for (uint32_t i = skip_plain_locals(e, 1); i < e->nlocals;
	     i = skip_plain_locals(e, i + 1)) {
		error = check_symbol(k, i);
		if (error != 0)
			return error;
	}
	for (uint32_t i = e->nlocals; i < e->nsyms; i++) {
		error = check_global(k, i);
		if (error != 0)
			return error;
	}
	return 0;
}
