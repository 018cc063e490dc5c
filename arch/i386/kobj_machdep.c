/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Relocations of the i386: System V ABI, Intel386 supplement, chapter 4,
 * and for the 8 and 16-bit types the GNU extensions to it. Every word that
 * the linker changes is changed in this file.
 *
 * The loops over all relocations are where the time of a load goes, so they
 * are written for few instructions; all else may be slow.
 */
#include "../../kern/kobj/kobj_machdep.h"

#ifdef _KERNEL
#include <machine/cpu.h>
#define USES_SSE __attribute__((target("sse2"), force_align_arg_pointer))
#else
/* A program on the host has such registers for its own. */
#define USES_SSE
#define sse_borrow(save) ((void)(save), true)
#define sse_return(save) ((void)(save))
struct sse_save {
	char none;
};
#endif

enum { R_386_32 = 1, R_386_PC32 = 2 };

#define HIGH_BIT 0x80000000u

#define WORKS(n, w)                                                \
	{                                                          \
		.name = "R_386_" n, .refusal = KOBJ_OK, .width = w \
	}
#define WORKS_PC(n, w)                                              \
	{                                                           \
		.name = "R_386_" n, .refusal = KOBJ_OK, .width = w, \
		.pcrel = true                                       \
	}
#define REFUSED(n, why)                                         \
	{                                                       \
		.name = "R_386_" n, .refusal = KOBJ_RELOC_##why \
	}

static const struct kobj_reltype types[] = {
    [0] = WORKS("NONE", 0),
    [1] = WORKS("32", 4),
    [2] = WORKS_PC("PC32", 4),
    [3] = REFUSED("GOT32", PIC),
    [4] = WORKS_PC("PLT32", 4),
    [5] = REFUSED("COPY", DYNAMIC),
    [6] = REFUSED("GLOB_DAT", DYNAMIC),
    [7] = REFUSED("JUMP_SLOT", DYNAMIC),
    [8] = REFUSED("RELATIVE", DYNAMIC),
    [9] = REFUSED("GOTOFF", PIC),
    [10] = REFUSED("GOTPC", PIC),
    [11] = REFUSED("32PLT", PIC),
    [12 ... 13] = REFUSED("?", TYPE),
    [14] = REFUSED("TLS_TPOFF", TLS),
    [15] = REFUSED("TLS_IE", TLS),
    [16] = REFUSED("TLS_GOTIE", TLS),
    [17] = REFUSED("TLS_LE", TLS),
    [18] = REFUSED("TLS_GD", TLS),
    [19] = REFUSED("TLS_LDM", TLS),
    [20] = WORKS("16", 2),
    [21] = WORKS_PC("PC16", 2),
    [22] = WORKS("8", 1),
    [23] = WORKS_PC("PC8", 1),
    [24 ... 37] = REFUSED("TLS_*", TLS),
    [38] = REFUSED("SIZE32", TYPE),
    [39 ... 41] = REFUSED("TLS_*", TLS),
    [42] = REFUSED("IRELATIVE", DYNAMIC),
    [43] = REFUSED("GOT32X", PIC),
};

const struct kobj_reltype *
kobj_md_reltype(uint8_t type)
{
	static const struct kobj_reltype unknown = REFUSED("?", TYPE);

	if (type >= sizeof(types) / sizeof(types[0]))
		return &unknown;
	return &types[type];
}

/*
 * What a walk over a table finds out, about its offsets (0) and its infos
 * (1): the union of their bits, and what the differences x - end have in
 * common. If no x has bit 31, then that bit of a difference says x < end;
 * so two instructions for each x, and no branch, check all of them.
 */
struct seen {
	uint32_t any[2];
	uint32_t diff[2];
};

static void
scan(const struct kobj_rel *rel, uint32_t n, const uint32_t end[2],
    struct seen *s)
{
	for (; n > 0; n--, rel++) {
		s->any[0] |= rel->offset;
		s->diff[0] &= rel->offset - end[0];
		s->any[1] |= rel->info;
		s->diff[1] &= rel->info - end[1];
	}
}

/* From this number on, borrowing the SSE registers pays. */
#define FOR_VECTOR 16

/* The same for an even n, two relocations at a time in an SSE register. */
typedef uint32_t two_rels __attribute__((vector_size(16)));
typedef two_rels two_rels_in_memory __attribute__((aligned(4), may_alias));

static void USES_SSE
scan_vector(const struct kobj_rel *rel, uint32_t n, const uint32_t end[2],
    struct seen *s)
{
	const two_rels_in_memory *p = (const void *)rel;
	two_rels ends = {end[0], end[1], end[0], end[1]};
	two_rels any = {0}, diff = ~any;

#pragma GCC unroll 8
	for (n /= 2; n > 0; n--, p++) {
		any |= *p;
		diff &= *p - ends;
	}
	for (int i = 0; i < 4; i++) {
		s->any[i % 2] |= any[i];
		s->diff[i % 2] &= diff[i];
	}
}

static void
scan_all(const struct kobj_rel *rel, uint32_t n, const uint32_t end[2],
    struct seen *s)
{
	struct sse_save save;
	uint32_t even = 0;

	if (n >= FOR_VECTOR && sse_borrow(&save)) {
		even = n & ~1u;
		scan_vector(rel, even, end, s);
		sse_return(&save);
	}
	scan(rel + even, n - even, end, s);
}

enum kobj_md_class
kobj_md_classify(
    const struct kobj_rel *rel, uint32_t n, uint32_t size, uint32_t nsyms)
{
	/* The first offset that is too large; the last info that is not, + 1. */
	const uint32_t end[2] = {size - 3, ((nsyms - 1) << 8 | R_386_PC32) + 1};
	struct seen s = {.diff = {~0u, ~0u}};

	if (size < 4)
		return KOBJ_MD_OTHER;
	scan_all(rel, n, end, &s);
	if (((s.any[0] | s.any[1] | end[0] | end[1]) & HIGH_BIT) != 0 ||
	    (s.diff[0] & s.diff[1] & HIGH_BIT) == 0)
		return KOBJ_MD_OTHER;
	/* In their last byte, types 1 and 2 have the differences -2 and -1. */
	if ((s.diff[1] & 0xfe) != 0xfe)
		return KOBJ_MD_OTHER;
	return (s.any[1] & 0xff) == R_386_32 ? KOBJ_MD_ABSOLUTE : KOBJ_MD_PLAIN;
}

bool
kobj_md_words(const struct kobj_rel *rel, uint32_t n, uint32_t size,
    uint32_t *any, uint32_t *all)
{
	/* A difference from 0 is the info itself. */
	const uint32_t end[2] = {size - 3, 0};
	struct seen s = {.diff = {~0u, ~0u}};

	if (size < 4)
		return false;
	scan_all(rel, n, end, &s);
	*any = s.any[1];
	*all = s.diff[1];
	return ((s.any[0] | end[0]) & HIGH_BIT) == 0 &&
	    (s.diff[0] & HIGH_BIT) != 0;
}

/* How many relocations the loops below take at a time. */
#define BATCH 8

/* A word at any address, aligned or not. */
struct word {
	uint32_t w;
} __attribute__((packed, may_alias));

static inline void
add_word(uint8_t *field, uint32_t value)
{
	((struct word *)field)->w += value;
}

/*
 * Emits nothing: a value that gcc believes may have changed here stays in
 * its register, and is not put together with others by more instructions.
 */
#define PIN(value) __asm__("" : "+r"(value))

static inline void
apply_absolute(
    const struct kobj_rel *rel, uint8_t *mem, const struct kobj_symbol *symbols)
{
	uint32_t offset = rel->offset;

	PIN(offset);
	add_word(mem + offset, symbols[KOBJ_REL_SYMBOL(rel->info)].addr);
}

static inline void
apply_plain(const struct kobj_rel *rel, uint8_t *mem, kobj_addr_t addr,
    const struct kobj_symbol *symbols)
{
	uint32_t offset = rel->offset;
	uint32_t value = symbols[KOBJ_REL_SYMBOL(rel->info)].addr;

	PIN(offset);
	if (rel->type != R_386_32) {
		value -= addr;
		PIN(value);
		value -= offset;
	}
	add_word(mem + offset, value);
}

static inline void
apply_moved(const struct kobj_rel *rel, uint8_t *mem, uint32_t distance,
    const struct kobj_symbol *symbols)
{
	uint32_t value = symbols[KOBJ_REL_SYMBOL(rel->info)].addr;

	if (rel->type != R_386_32)
		value -= distance;
	add_word(mem + rel->offset, value);
}

void
kobj_md_apply_all(enum kobj_md_class class, const struct kobj_rel *rel,
    uint32_t n, uint8_t *mem, kobj_addr_t addr,
    const struct kobj_symbol *symbols)
{
	const struct kobj_rel *end = rel + (n - n % BATCH);

	if (class == KOBJ_MD_MOVED) {
#pragma GCC unroll 8
		for (; n > 0; n--)
			apply_moved(rel++, mem, addr, symbols);
		return;
	}
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
