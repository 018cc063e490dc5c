/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Relocations of the i386: System V ABI, Intel386 supplement, chapter 4,
 * and for the 8 and 16-bit types the GNU extensions to it. Every word that
 * the linker changes is changed in this file.
 *
 * The two loops over "plain" relocations are where the time of a load goes,
 * so they are written for few instructions; all else may be slow.
 */
#include "../../kern/kobj/kobj_machdep.h"

enum { R_386_32 = 1, R_386_PC32 = 2 };

static const struct kobj_reltype types[] = {
    [0] = {.refusal = KOBJ_OK},                            /* NONE */
    [1] = {.refusal = KOBJ_OK, .width = 4},                /* 32 */
    [2] = {.refusal = KOBJ_OK, .width = 4, .pcrel = true}, /* PC32 */
    [3] = {.refusal = KOBJ_RELOC_PIC},                     /* GOT32 */
    [4] = {.refusal = KOBJ_OK, .width = 4, .pcrel = true}, /* PLT32 */
    [5] = {.refusal = KOBJ_RELOC_DYNAMIC},                 /* COPY */
    [6] = {.refusal = KOBJ_RELOC_DYNAMIC},                 /* GLOB_DAT */
    [7] = {.refusal = KOBJ_RELOC_DYNAMIC},                 /* JMP_SLOT */
    [8] = {.refusal = KOBJ_RELOC_DYNAMIC},                 /* RELATIVE */
    [9] = {.refusal = KOBJ_RELOC_PIC},                     /* GOTOFF */
    [10] = {.refusal = KOBJ_RELOC_PIC},                    /* GOTPC */
    [11] = {.refusal = KOBJ_RELOC_PIC},                    /* 32PLT */
    [12 ... 13] = {.refusal = KOBJ_RELOC_TYPE},
    [14 ... 19] = {.refusal = KOBJ_RELOC_TLS},
    [20] = {.refusal = KOBJ_OK, .width = 2},                /* 16 */
    [21] = {.refusal = KOBJ_OK, .width = 2, .pcrel = true}, /* PC16 */
    [22] = {.refusal = KOBJ_OK, .width = 1},                /* 8 */
    [23] = {.refusal = KOBJ_OK, .width = 1, .pcrel = true}, /* PC8 */
    [24 ... 37] = {.refusal = KOBJ_RELOC_TLS},
    [38] = {.refusal = KOBJ_RELOC_TYPE}, /* SIZE32 */
    [39 ... 41] = {.refusal = KOBJ_RELOC_TLS},
    [42] = {.refusal = KOBJ_RELOC_DYNAMIC}, /* IRELATIVE */
    [43] = {.refusal = KOBJ_RELOC_PIC},     /* GOT32X */
};

const struct kobj_reltype *
kobj_md_reltype(uint8_t type)
{
	static const struct kobj_reltype unknown = {.refusal = KOBJ_RELOC_TYPE};

	if (type >= sizeof(types) / sizeof(types[0]))
		return &unknown;
	return &types[type];
}

/*
 * How many relocations the loops below take at a time. What they have in
 * common is checked once for all of them.
 */
#define BATCH 8

/*
 * Seen from the largest good entry (the last symbol, type top), a good one
 * is less by whole symbols: one subtraction checks the symbol, and leaves
 * top - type in the low byte of *diff.
 */
static inline bool
symbol_ok(const struct kobj_rel *rel, uint32_t top, uint32_t *diff)
{
	return !__builtin_sub_overflow(top, rel->info, diff);
}

static bool
offsets_ok(const struct kobj_rel *rel, uint32_t n, uint32_t last)
{
	for (uint32_t i = 0; i < n; i++) {
		if (rel[i].offset > last)
			return false;
	}
	return true;
}

/*
 * Is every word at last or before, and every symbol one that exists? *seen
 * is the union of top's type minus each type.
 */
static bool
scan(const struct kobj_rel *rel, uint32_t n, uint32_t last, uint32_t top,
    uint32_t *seen)
{
	const struct kobj_rel *end = rel + (n - n % BATCH);
	uint32_t diffs = 0, diff;

	for (; rel != end; rel += BATCH) {
		uint32_t offsets = 0;

		/* The union of bits is no less than the largest. */
#pragma GCC unroll 8
		for (int i = 0; i < BATCH; i++)
			offsets |= rel[i].offset;
		if (offsets > last && !offsets_ok(rel, BATCH, last))
			return false;
#pragma GCC unroll 8
		for (int i = 0; i < BATCH; i++) {
			if (!symbol_ok(&rel[i], top, &diff))
				return false;
			diffs |= diff;
		}
	}
	n %= BATCH;
	for (uint32_t i = 0; i < n; i++) {
		if (!symbol_ok(&rel[i], top, &diff))
			return false;
		diffs |= diff;
	}
	*seen = diffs;
	return offsets_ok(rel, n, last);
}

enum kobj_md_class
kobj_md_classify(const struct kobj_rel *rel, uint32_t n, uint32_t size,
    uint32_t nsyms, bool code)
{
	uint32_t top = (nsyms - 1) << 8, seen;

	if (size < 4)
		return KOBJ_MD_OTHER;
	if (!code && scan(rel, n, size - 4, top | R_386_32, &seen) &&
	    (seen & 0xff) == 0)
		return KOBJ_MD_ABSOLUTE;
	if (scan(rel, n, size - 4, top | R_386_PC32, &seen) &&
	    (seen & 0xfe) == 0)
		return KOBJ_MD_PLAIN;
	return KOBJ_MD_OTHER;
}

/* A word at any address, aligned or not. */
struct word {
	uint32_t w;
} __attribute__((packed, may_alias));

static inline void
add_word(uint8_t *field, uint32_t value)
{
	((struct word *)field)->w += value;
}

static inline void
apply_absolute(
    const struct kobj_rel *rel, uint8_t *mem, const struct kobj_symbol *symbols)
{
	uint32_t offset = rel->offset;

	/*
	 * Emits nothing: it keeps gcc from adding mem and offset with an
	 * instruction of its own, where the store can do that.
	 */
	__asm__("" : "+r"(offset));
	add_word(mem + offset, symbols[KOBJ_REL_SYMBOL(rel->info)].addr);
}

static inline void
apply_plain(const struct kobj_rel *rel, uint8_t *mem, kobj_addr_t addr,
    const struct kobj_symbol *symbols)
{
	uint32_t value = symbols[KOBJ_REL_SYMBOL(rel->info)].addr;

	if (rel->type != R_386_32)
		value -= addr + rel->offset;
	add_word(mem + rel->offset, value);
}

void
kobj_md_apply_all(enum kobj_md_class class, const struct kobj_rel *rel,
    uint32_t n, uint8_t *mem, kobj_addr_t addr,
    const struct kobj_symbol *symbols)
{
	const struct kobj_rel *end = rel + (n - n % BATCH);

	if (class == KOBJ_MD_ABSOLUTE) {
		for (; rel != end; rel += BATCH) {
#pragma GCC unroll 8
			for (int i = 0; i < BATCH; i++)
				apply_absolute(&rel[i], mem, symbols);
		}
	} else {
		for (; rel != end; rel += BATCH) {
#pragma GCC unroll 8
			for (int i = 0; i < BATCH; i++)
				apply_plain(&rel[i], mem, addr, symbols);
		}
	}
	for (n %= BATCH; n > 0; n--)
		apply_plain(rel++, mem, addr, symbols);
}

bool
kobj_md_apply(const struct kobj_reltype *type, uint8_t *mem, kobj_addr_t addr,
    kobj_addr_t value)
{
	unsigned bits = type->width * 8u;
	uint32_t field = 0, sign, max;

	if (bits == 0)
		return true;
	for (unsigned i = 0; i < type->width; i++)
		field |= (uint32_t)mem[i] << 8 * i;
	if (type->pcrel)
		value -= addr;
	if (bits < 32) {
		/* The addend is signed. */
		sign = 1u << (bits - 1);
		value += (field ^ sign) - sign;
		/* An absolute field may be meant as signed or unsigned. */
		max = type->pcrel ? sign : sign << 1;
		if (value >= max && value < -sign)
			return false;
	} else {
		value += field;
	}
	for (unsigned i = 0; i < type->width; i++)
		mem[i] = (uint8_t)(value >> 8 * i);
	return true;
}
