/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out symbols: read them and their names, check each, and give every one
 * that can be used a place among those that are kept.
 *
 * The symbols that are kept start with the four of enum aout_place; then
 * come the local ones from the front, and the global ones from the back.
 * What is left between them, as many as were skipped, stays nameless and
 * counts as local.
 */
#include "kobj_aout.h"

static int
refuse_symbol(struct kobj *k, enum kobj_code code, uint32_t i, unsigned segment)
{
	const struct aout *a = k->priv;
	struct kobj_refusal *r;

	aout_refuse(k, code, segment);
	r = k->refusal;
	r->index = (int)i;
	if (a->sym[i].strx < a->strings_size)
		kobj_refusal_copy(
		    r->symbol, sizeof(r->symbol), aout_raw_name(a, i));
	return r->error;
}

static int
refuse_strings(struct kobj *k, enum kobj_code code, uint32_t off, uint32_t size)
{
	struct kobj_refusal *r = kobj_refuse(k, code);

	r->offset = off;
	r->has_offset = true;
	snprintf(r->text, sizeof(r->text),
	    "strings: %u bytes, with their size, where the file has %u",
	    (unsigned)size, (unsigned)(k->env->source.size - off));
	return r->error;
}

/*
 * The size of the strings, which is their first word and counts itself.
 * GNU as leaves all of it out when there are no symbols.
 */
static int
read_strings_size(struct kobj *k, uint32_t off)
{
	struct aout *a = k->priv;
	uint32_t left = k->env->source.size - off, size;
	int error;

	a->strings_size = sizeof(size);
	if (left == 0)
		return 0;
	if (left < sizeof(size))
		return refuse_strings(k, KOBJ_TRUNCATED, off, sizeof(size));
	error = kobj_read(k, &size, off, sizeof(size));
	if (error != 0)
		return error;
	if (size < sizeof(size))
		return refuse_strings(
		    k, KOBJ_SYMBOL_STRINGS_INVALID, off, size);
	if (size > left)
		return refuse_strings(k, KOBJ_TRUNCATED, off, size);
	a->strings_size = size;
	return 0;
}

/*
 * The strings, whose size was read. Where it stood come zeros, so that 0
 * is the name of what has none.
 */
static int
read_strings(struct kobj *k, uint32_t off)
{
	struct aout *a = k->priv;
	const uint32_t skip = sizeof(uint32_t);
	int error;

	memset(a->strings, 0, skip);
	error =
	    kobj_read(k, a->strings + skip, off + skip, a->strings_size - skip);
	if (error != 0)
		return error;
	if (a->strings[a->strings_size - 1] != '\0') {
		struct kobj_refusal *r =
		    kobj_refuse(k, KOBJ_STRINGS_UNTERMINATED);

		r->offset = off + a->strings_size - 1;
		r->has_offset = true;
		return r->error;
	}
	a->all_short = kobj_names_short(a->strings, a->strings_size);
	return 0;
}

/*
 * Read symbols and names; the symbols end where the strings start. Both
 * blocks are far from wrapping a size_t of 32 bits: each is a small
 * multiple of a part of the file.
 */
int
aout_read_symbols(struct kobj *k, uint32_t strings)
{
	struct aout *a = k->priv;
	uint32_t n = a->hdr.syms / sizeof(*a->sym), size;
	void *block;
	int error;

	if (n == 0 && (a->hdr.text | a->hdr.data | a->hdr.bss) != 0)
		return kobj_refuse(k, KOBJ_NO_SYMBOLS)->error;
	if (n > AOUT_MAXSYMS) {
		struct kobj_refusal *r = kobj_refuse(k, KOBJ_TOO_MANY_SYMBOLS);

		snprintf(r->text, sizeof(r->text), "%u symbols", (unsigned)n);
		return r->error;
	}
	error = read_strings_size(k, strings);
	if (error != 0)
		return error;
	/* From here on, release frees what these sizes say. */
	size = a->strings_size;
	a->nkeep = n + AOUT_NSEGMENTS;
	error =
	    kobj_alloc(k, a->nkeep * sizeof(*a->keep) + size, true, &a->keep);
	if (error != 0)
		return error;
	a->strings = (char *)(a->keep + a->nkeep);
	error = read_strings(k, strings);
	if (error != 0)
		return error;

	for (a->nbuckets = 1; a->nbuckets < n / 2;)
		a->nbuckets *= 2;
	error = kobj_alloc(k,
	    n * sizeof(*a->sym) + a->nbuckets * sizeof(*a->bucket), false,
	    &block);
	if (error != 0)
		return error;
	a->nsyms = n;
	a->sym = block;
	a->bucket = (uint32_t *)(a->sym + n);
	memset(a->bucket, 0, a->nbuckets * sizeof(*a->bucket));
	return kobj_read(k, a->sym, strings - a->hdr.syms, a->hdr.syms);
}

/*
 * Global symbols, by their names without the underscore. Names with and
 * without one can have the same bucket, but are told apart.
 */
static uint32_t *
bucket_of(const struct aout *a, const char *name)
{
	return &a->bucket[kobj_name_hash(name) & (a->nbuckets - 1)];
}

/* The next in a bucket: a symbol + 1, or 0. */
static uint32_t *
next_of(const struct aout *a, uint32_t i)
{
	return &a->keep[AOUT_KEEP(a->sym[i].info)].addr;
}

/* The same without the hash: the set has the names as the object has. */
static uint32_t
find_slowly(const struct aout *a, const char *name)
{
	for (uint32_t i = 0; i < a->nsyms; i++) {
		uint32_t info = a->sym[i].info;

		if (AOUT_PLACE(info) < AOUT_NSEGMENTS &&
		    AOUT_KEEP(info) >= a->nlocals &&
		    strcmp(aout_name(a, i), name) == 0)
			return i + 1;
	}
	return 0;
}

/* The number of a global that the object defines, + 1; 0 if there is none. */
uint32_t
aout_find_global(const struct aout *a, const char *name)
{
	uint32_t i;

	if (a->set.node != NULL)
		return find_slowly(a, name);
	i = *bucket_of(a, name);
	while (i != 0) {
		const char *raw = aout_raw_name(a, i - 1);

		if (aout_is_c_name(raw) && strcmp(raw + 1, name) == 0)
			break;
		i = *next_of(a, i - 1);
	}
	return i;
}

/* A chain is too long: from here on, all globals are in the set. */
static int
leave_hash(struct kobj *k)
{
	struct aout *a = k->priv;
	int error;

	error = kobj_nameset_start(k, &a->set, a->strings, a->nsyms);
	if (error != 0)
		return error;
	for (uint32_t b = 0; b < a->nbuckets; b++) {
		for (uint32_t i = a->bucket[b]; i != 0; i = *next_of(a, i - 1))
			kobj_nameset_add(&a->set, a->sym[i - 1].strx, i);
	}
	return 0;
}

/* Enter a global definition, unless there is one of its name. */
static int
define_global(struct kobj *k, uint32_t i)
{
	struct aout *a = k->priv;
	uint32_t *bucket, length = 0;

	if (a->set.node != NULL) {
		return kobj_nameset_add(&a->set, a->sym[i].strx, i + 1) == 0
		    ? 0
		    : refuse_symbol(k, KOBJ_SYMBOL_TWICE, i, AOUT_ABS);
	}
	bucket = bucket_of(a, aout_name(a, i));
	for (uint32_t j = *bucket; j != 0; j = *next_of(a, j - 1)) {
		if (strcmp(aout_raw_name(a, j - 1), aout_raw_name(a, i)) == 0)
			return refuse_symbol(k, KOBJ_SYMBOL_TWICE, i, AOUT_ABS);
		length++;
	}
	*next_of(a, i) = *bucket;
	*bucket = i + 1;
	return length < KOBJ_MAXCHAIN ? 0 : leave_hash(k);
}

/*
 * 0x0d has two meanings: GNU's tools have weak undefined symbols of this
 * type, whose value is 0; nasm writes for "global x:data 4", directly
 * behind x, the size of x, with x's own string. So it is a size if it has
 * a value, or if it has the string of the entry before it.
 */
static bool
is_size(const struct aout *a, uint32_t i)
{
	const struct aout_sym *s = &a->sym[i];

	if (s->type == N_SIZE)
		return true;
	return s->type == N_WEAKU &&
	    (s->value != 0 || (i != 0 && s->strx == s[-1].strx));
}

/* A common symbol, whose value is its size, gets a place behind bss. */
static bool
place_common(struct kobj *k, struct aout_sym *s)
{
	struct aout *a = k->priv;
	uint32_t align = aout_common_alignment(s->value), off;

	if (kobj_part_add(k, &a->rw, s->value, align, &off) != 0)
		return false;
	/* As if it were linked in bss. */
	s->value = a->hdr.text - a->skew + off;
	return true;
}

/*
 * What the type says, AOUT_IS_WEAK with it, and whether others see the
 * symbol.
 */
static unsigned
place_of(const struct aout_sym *s, bool *global)
{
	*global = (s->type & N_EXT) != 0 || s->type >= N_WEAKU;
	switch (s->type) {
	case N_UNDF | N_EXT:
		return s->other >> 4 == BIND_WEAK ? AOUT_WEAK : AOUT_UNDEF;
	case N_WEAKU:
		return AOUT_WEAK;
	case N_ABS:
	case N_ABS | N_EXT:
		return AOUT_ABS;
	case N_WEAKA:
		return AOUT_ABS | AOUT_IS_WEAK;
	case N_TEXT:
	case N_TEXT | N_EXT:
		return AOUT_TEXT;
	case N_WEAKT:
		return AOUT_TEXT | AOUT_IS_WEAK;
	case N_DATA:
	case N_DATA | N_EXT:
		return AOUT_DATA;
	case N_WEAKD:
		return AOUT_DATA | AOUT_IS_WEAK;
	case N_BSS:
	case N_BSS | N_EXT:
		return AOUT_BSS;
	case N_WEAKB:
		return AOUT_BSS | AOUT_IS_WEAK;
	default:
		return AOUT_SKIP;
	}
}

static int
refuse_type(struct kobj *k, uint32_t i, uint8_t type)
{
	if (type == N_UNDF)
		return refuse_symbol(
		    k, KOBJ_SYMBOL_UNDEFINED_LOCAL, i, AOUT_ABS);
	refuse_symbol(k, KOBJ_SYMBOL_TYPE, i, AOUT_ABS);
	snprintf(k->refusal->text, sizeof(k->refusal->text),
	    "symbol type 0x%02x", type);
	return k->refusal->error;
}

/* Where among those that are kept the next symbols go. */
struct cursors {
	uint32_t local;
	uint32_t global;
};

/* A symbol, and not an entry of another kind. */
static int
check_symbol(struct kobj *k, uint32_t i, struct cursors *at)
{
	struct aout *a = k->priv;
	struct aout_sym *s = &a->sym[i];
	uint8_t type = s->type;
	unsigned what, place;
	uint32_t keep;
	bool global, defined;

	if (s->strx >= a->strings_size || (s->strx != 0 && s->strx < 4))
		return refuse_symbol(k, KOBJ_SYMBOL_NAME_OUTSIDE, i, AOUT_ABS);
	/* One more is the underscore. What debuggers have is often longer. */
	if (!a->all_short &&
	    kobj_name_long(aout_raw_name(a, i), KOBJ_MAXNAME + 1))
		return refuse_symbol(k, KOBJ_SYMBOL_NAME_TOO_LONG, i, AOUT_ABS);
	what = place_of(s, &global);
	place = AOUT_PLACE(what);
	if (place == AOUT_SKIP)
		return refuse_type(k, i, type);
	if (global && aout_raw_name(a, i)[0] == '\0')
		return refuse_symbol(k, KOBJ_SYMBOL_UNNAMED, i, AOUT_ABS);
	if (type == (N_UNDF | N_EXT) && s->value != 0) {
		if (!place_common(k, s))
			return refuse_symbol(k, KOBJ_TOO_BIG, i, AOUT_BSS);
		place = AOUT_BSS;
		what = AOUT_BSS | AOUT_IS_COMMON;
	} else if (place > AOUT_ABS && place < AOUT_NSEGMENTS &&
	    (s->value < a->link[place] ||
		s->value - a->link[place] > a->size[place])) {
		return refuse_symbol(k, KOBJ_SYMBOL_OUTSIDE_SECTION, i, place);
	}

	defined = place < AOUT_NSEGMENTS;
	/* A name that C cannot say is not for other modules. */
	keep = global && aout_is_c_name(aout_raw_name(a, i)) ? --at->global
							     : at->local++;
	a->keep[keep].name = (uint32_t)(aout_name(a, i) - a->strings);
	s->info = keep << 8 | what;
	return global && defined ? define_global(k, i) : 0;
}

/*
 * Most symbols are local ones of a segment, with a good name: those are
 * done here, one after the other, with nothing else in the loop. Returns the
 * first that is not.
 */
static uint32_t
check_plain_locals(struct aout *a, uint32_t i, struct cursors *at)
{
	struct aout_sym *s = a->sym + i, *end = a->sym + a->nsyms;
	const char *strings = a->strings;
	uint32_t local = at->local, size = a->strings_size;

	if (!a->all_short)
		return i;
	for (; s != end; s++) {
		uint32_t strx = s->strx, place = s->type / 2u - 1;

		if ((s->type & ~0xeu) != 0 || place - AOUT_TEXT > 2 ||
		    strx < 4 || strx >= size ||
		    s->value - a->link[place] > a->size[place])
			break;
		a->keep[local].name = strx + aout_is_c_name(strings + strx);
		s->info = local++ << 8 | place;
	}
	at->local = local;
	return (uint32_t)(s - a->sym);
}

/*
 * Check the symbols. Afterwards the info of each says where it lies and
 * under which number it is kept; values of those in a segment are link
 * addresses in it, its end included; and every name is good.
 */
int
aout_check_symbols(struct kobj *k)
{
	struct aout *a = k->priv;
	struct cursors at = {AOUT_NSEGMENTS, a->nkeep};
	int error;

	memset(a->keep, 0, AOUT_NSEGMENTS * sizeof(*a->keep));
	for (uint32_t i = check_plain_locals(a, 0, &at); i < a->nsyms;
	     i = check_plain_locals(a, i + 1, &at)) {
		struct aout_sym *s = &a->sym[i];

		if ((s->type & N_STAB) != 0 || s->type == N_FN ||
		    is_size(a, i)) {
			s->info = AOUT_SKIP;
			continue;
		}
		error = check_symbol(k, i, &at);
		if (error != 0)
			return error;
	}
	memset(
	    a->keep + at.local, 0, (at.global - at.local) * sizeof(*a->keep));
	a->nlocals = at.global;
	return 0;
}
