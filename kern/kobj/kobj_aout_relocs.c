/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out relocations: read, check each of them, bring them to the form that
 * kobj_machdep.h has, and, much later, apply them.
 *
 * The field holds what it would have to hold if the program were at its
 * link addresses and all undefined symbols were 0. So with a symbol, its
 * value is added; without one, the distance that the segment is moved by.
 * A field that is relative to the program counter counted from the link
 * address of its own segment: the distance that this one is moved by is
 * taken away.
 */
#include "kobj_aout.h"

/* The relocations of AOUT_TEXT or AOUT_DATA. */
const struct kobj_rel *
aout_relocs(const struct aout *a, unsigned segment, uint32_t *n)
{
	uint32_t ntext = a->hdr.trsize / sizeof(*a->rel);

	*n = segment == AOUT_TEXT ? ntext : a->nrel - ntext;
	/* With none of text there may be none at all, and rel be NULL. */
	return segment == AOUT_TEXT || ntext == 0 ? a->rel : a->rel + ntext;
}

int
aout_read_relocs(struct kobj *k, uint32_t off)
{
	struct aout *a = k->priv;
	uint32_t size = a->hdr.trsize + a->hdr.drsize;
	int error;

	error = kobj_alloc(k, size, false, &a->rel);
	if (error != 0)
		return error;
	a->nrel = size / sizeof(*a->rel);
	return kobj_read(k, a->rel, off, size);
}

/* Start a refusal with the place of a relocation. */
static struct kobj_refusal *
refuse_reloc(struct kobj *k, enum kobj_code code, unsigned segment, uint32_t i)
{
	const struct aout *a = k->priv;
	uint32_t n;

	aout_refuse(k, code, segment);
	k->refusal->index = (int)i;
	k->refusal->offset = aout_relocs(a, segment, &n)[i].offset;
	k->refusal->has_offset = true;
	return k->refusal;
}

/* The type that kobj_machdep.c has for length << 1 | relative; 0: none. */
static const uint8_t reltypes[8] = {22, 23, 20, 21, 1, 2, 0, 0};

/* What a relocation that was checked had in its upper 8 bits. */
unsigned
aout_reloc_bits(const struct kobj_rel *rel)
{
	bool symbol = KOBJ_REL_SYMBOL(rel->info) >= AOUT_NSEGMENTS;
	unsigned kind = 0;

	while (reltypes[kind] != rel->type)
		kind++;
	return kind | (symbol ? AOUT_RELOC_EXTERN >> 24 : 0);
}

/* What is wrong with the kind of a relocation whose kind is not good. */
static int
refuse_kind(struct kobj *k, unsigned segment, uint32_t i, uint32_t bits)
{
	static const struct {
		const char *text;
		enum kobj_code code;
	} high[4] = {
	    {"bit 28 (baserel): relative to a global offset table",
		KOBJ_RELOC_PIC},
	    {"bit 29 (jmptable): a call through a linkage table",
		KOBJ_RELOC_PIC},
	    {"bit 30 (relative): for the run-time linker", KOBJ_RELOC_DYNAMIC},
	    {"bit 31 (copy): for the run-time linker", KOBJ_RELOC_DYNAMIC},
	};
	struct kobj_refusal *r;

	for (unsigned bit = 0; bit < 4; bit++) {
		if ((bits >> (28 + bit) & 1) != 0) {
			r = refuse_reloc(k, high[bit].code, segment, i);
			snprintf(
			    r->text, sizeof(r->text), "%s", high[bit].text);
			return r->error;
		}
	}
	r = refuse_reloc(k, KOBJ_RELOC_TYPE, segment, i);
	snprintf(r->text, sizeof(r->text), "a field of 8 bytes (length 3)");
	return r->error;
}

/* What it refers to is neither a symbol nor a segment. */
static int
refuse_number(struct kobj *k, unsigned segment, uint32_t i, uint32_t bits)
{
	const struct aout *a = k->priv;
	uint32_t number = bits & AOUT_RELOC_NUMBER;
	struct kobj_refusal *r;
	const char *text = "segment %u, not absolute, text, data or bss";

	r = refuse_reloc(k, KOBJ_RELOC_SYMBOL_INDEX, segment, i);
	if ((bits & AOUT_RELOC_EXTERN) != 0)
		text = number < a->nsyms
		    ? "symbol %u, which is an entry for debuggers"
		    : "symbol %u";
	snprintf(r->text, sizeof(r->text), text, (unsigned)number);
	return r->error;
}

/*
 * The number under which the target of a relocation is kept, or ~0 if
 * there is none.
 */
static inline uint32_t
target_of(const struct aout *a, uint32_t bits)
{
	uint32_t number = bits & AOUT_RELOC_NUMBER, info;

	if ((bits & AOUT_RELOC_EXTERN) == 0) {
		if (number % 2 != 0 || number < N_ABS || number > N_BSS)
			return ~0u;
		return number / 2 - 1;
	}
	if (number >= a->nsyms)
		return ~0u;
	info = a->sym[number].info;
	return AOUT_PLACE(info) == AOUT_SKIP ? ~0u : AOUT_KEEP(info);
}

/* What words of 32 bits have, and what they have not: a length of 2. */
#define WORD     (2u << 25)
#define NOT_WORD (1u << 25 | 0xf0000000u)

/*
 * Words of 32 bits, all of them in the segment: bring them to the other form,
 * up to the first that is against nothing good. Returns how many there were.
 */
static uint32_t
translate_words(const struct aout *a, struct kobj_rel *rel, uint32_t n)
{
	const struct aout_sym *sym = a->sym;
	const struct kobj_rel *start = rel, *end = rel + n;
	const uint32_t nsyms = a->nsyms;

#pragma GCC unroll 4
	for (; rel != end; rel++) {
		uint32_t bits = rel->info, number = bits & AOUT_RELOC_NUMBER;
		uint32_t info = number * 128 - 256;

		if ((bits & AOUT_RELOC_EXTERN) != 0) {
			if (number >= nsyms)
				break;
			info = sym[number].info;
			if ((info & AOUT_SKIP) != 0)
				break;
		} else if ((number & 1) != 0 || number - N_ABS > N_BSS - N_ABS)
			break;
		rel->info = info;
		rel->type = (uint8_t)(1 + (bits >> 24 & 1));
	}
	return (uint32_t)(rel - start);
}

/*
 * Nearly every table has nothing else than words. For those, *i is where to
 * go on, at the first that is wrong or at the end; for any other table it
 * is the start.
 */
static enum kobj_md_class
check_words(const struct aout *a, struct kobj_rel *rel, uint32_t n,
    uint32_t size, uint32_t *i)
{
	uint32_t any = 0, all = 0;

	*i = 0;
	if (!kobj_md_words(rel, n, size, &any, &all) || (any & NOT_WORD) != 0 ||
	    (all & WORD) == 0)
		return KOBJ_MD_OTHER;
	*i = translate_words(a, rel, n);
	return (any & AOUT_RELOC_PCREL) != 0 ? KOBJ_MD_MOVED : KOBJ_MD_ABSOLUTE;
}

/* All of one segment. */
static int
check_segment(struct kobj *k, unsigned segment)
{
	struct aout *a = k->priv;
	uint32_t n, size = a->size[segment];
	struct kobj_rel *rel = (struct kobj_rel *)aout_relocs(a, segment, &n);
	uint32_t i;

	if (n == 0)
		return 0;
	a->class[segment - AOUT_TEXT] = check_words(a, rel, n, size, &i);
	for (; i < n; i++) {
		uint32_t bits = rel[i].info, kind = bits >> 24 & 7;
		uint32_t width = 1u << (kind >> 1), target;

		if (bits >> 28 != 0 || reltypes[kind] == 0)
			return refuse_kind(k, segment, i, bits);
		if (rel[i].offset > size || width > size - rel[i].offset)
			return refuse_reloc(k, KOBJ_RELOC_OUTSIDE, segment, i)
			    ->error;
		target = target_of(a, bits);
		if (target == ~0u)
			return refuse_number(k, segment, i, bits);
		rel[i].info = target << 8 | reltypes[kind];
	}
	return 0;
}

/*
 * Check the relocations. Afterwards each field lies in its segment, each
 * symbol is an index of keep, and each type is one that works.
 */
int
aout_check_relocs(struct kobj *k)
{
	int error = check_segment(k, AOUT_TEXT);

	return error != 0 ? error : check_segment(k, AOUT_DATA);
}

/* The values do not always fit: known only now. */
int
aout_refuse_overflow(
    struct kobj *k, unsigned segment, uint32_t i, const struct kobj_image *img)
{
	const struct aout *a = k->priv;
	uint32_t n, symbol;
	struct kobj_refusal *r;

	symbol = KOBJ_REL_SYMBOL(aout_relocs(a, segment, &n)[i].info);
	r = refuse_reloc(k, KOBJ_RELOC_OVERFLOW, segment, i);
	kobj_refusal_copy(r->symbol, sizeof(r->symbol),
	    img->strings + img->symbols[symbol].name);
	return r->error;
}

static int
relocate_each(struct kobj *k, unsigned segment, uint8_t *mem,
    const struct kobj_image *img)
{
	const struct aout *a = k->priv;
	uint32_t n;
	const struct kobj_rel *rel = aout_relocs(a, segment, &n);

	for (uint32_t i = 0; i < n; i++) {
		if (!kobj_md_apply(kobj_md_reltype(rel[i].type),
			mem + rel[i].offset, a->delta[segment],
			img->symbols[KOBJ_REL_SYMBOL(rel[i].info)].addr))
			return aout_refuse_overflow(k, segment, i, img);
	}
	return 0;
}

/* Apply all relocations. Contents and values are in place. */
int
aout_relocate(struct kobj *k, struct kobj_image *img)
{
	const struct aout *a = k->priv;
	int error;

	for (unsigned segment = AOUT_TEXT; segment <= AOUT_DATA; segment++) {
		enum kobj_md_class class = a->class[segment - AOUT_TEXT];
		uint8_t *mem = img->mem +
		    (segment == AOUT_TEXT ? 0 : img->layout.data_off);
		uint32_t n;
		const struct kobj_rel *rel = aout_relocs(a, segment, &n);

		if (n == 0)
			continue;
		if (k->env->trace != NULL)
			error = aout_relocate_traced(k, segment, mem, img);
		else if (class == KOBJ_MD_OTHER)
			error = relocate_each(k, segment, mem, img);
		else {
			kobj_md_apply_all(class, rel, n, mem, a->delta[segment],
			    img->symbols);
			continue;
		}
		if (error != 0)
			return error;
	}
	return 0;
}
