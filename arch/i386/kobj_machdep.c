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
 * Seen from the largest good entry (last symbol, type 2), a good one is
 * less by whole symbols, so that the low byte of the difference is 0 or 1:
 * one subtraction checks symbol and type. The low bytes are collected and
 * looked at once.
 */
bool
kobj_md_plain(
    const struct kobj_rel *rel, uint32_t n, uint32_t size, uint32_t nsyms)
{
	const struct kobj_rel *end = rel + n;
	uint32_t last, top, diff, seen = 0;

	if (size < 4)
		return n == 0;
	last = size - 4;
	top = (nsyms - 1) << 8 | R_386_PC32;
	for (; rel != end; rel++) {
		if (rel->offset > last)
			return false;
		if (__builtin_sub_overflow(top, rel->info, &diff))
			return false;
		seen |= diff;
	}
	return (seen & 0xfe) == 0;
}

/* A word at any address, aligned or not. */
struct word {
	uint32_t w;
} __attribute__((packed, may_alias));

void
kobj_md_apply_plain(const struct kobj_rel *rel, uint32_t n, uint8_t *mem,
    kobj_addr_t addr, const kobj_addr_t *values)
{
	const struct kobj_rel *end = rel + n;

	for (; rel != end; rel++) {
		struct word *field = (struct word *)(mem + rel->offset);
		uint32_t value = values[KOBJ_REL_SYMBOL(rel->info)];

		if (rel->type != R_386_32)
			value -= addr + rel->offset;
		field->w += value;
	}
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
