/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Relocations: what only the processor's supplement of the ABI knows.
 * arch/<machine>/kobj_machdep.c implements this; it compiles on the host
 * as well.
 */
#ifndef _KOBJ_MACHDEP_H_
#define _KOBJ_MACHDEP_H_

#include "kobj_port.h"

/* An entry of an SHT_REL section, as it stands in the file. */
struct kobj_rel {
	uint32_t offset;
	union {
		uint32_t info; /* symbol << 8 | type */
		uint8_t type;
	};
};

#define KOBJ_REL_SYMBOL(info) ((info) >> 8)

struct kobj_reltype {
	const char *name;       /* as the ABI has it */
	enum kobj_code refusal; /* KOBJ_OK for the types that work */
	uint8_t width;          /* of the field, in bytes; 0 for none */
	bool pcrel;
};

const struct kobj_reltype *kobj_md_reltype(uint8_t type);

/* What a table of relocations consists of. */
enum kobj_md_class {
	KOBJ_MD_ABSOLUTE, /* 32-bit words, absolute */
	KOBJ_MD_PLAIN,    /* those, or relative to themselves */
	KOBJ_MD_MOVED, /* those, or relative to addr: see kobj_md_apply_all */
	KOBJ_MD_OTHER, /* other things, or wrong ones: look at each */
};

/*
 * Look at a whole table at once. When the answer is not KOBJ_MD_OTHER,
 * every relocation lies in the section, which has size bytes, and names
 * one of the nsyms symbols (1 to 2^24). The answer may be worse than need
 * be, never better, and never KOBJ_MD_MOVED. n may be 0.
 */
enum kobj_md_class kobj_md_classify(
    const struct kobj_rel *rel, uint32_t n, uint32_t size, uint32_t nsyms);

/*
 * The same for a format that has something else in the infos. True if every
 * offset leaves room for a word in a section of size bytes; then *any has the
 * bits that some info has, and *all those that all have. The answer may be
 * worse than need be, never better.
 */
bool kobj_md_words(const struct kobj_rel *rel, uint32_t n, uint32_t size,
    uint32_t *any, uint32_t *all);

/*
 * Apply relocations of a class other than KOBJ_MD_OTHER, to a section that
 * runs at addr and is written at mem. For KOBJ_MD_MOVED addr is how far the
 * section is moved from where it was linked (a.out): fields that are
 * relative to themselves were so already there.
 */
void kobj_md_apply_all(enum kobj_md_class class, const struct kobj_rel *rel,
    uint32_t n, uint8_t *mem, kobj_addr_t addr,
    const struct kobj_symbol *symbols);

/*
 * Apply one relocation of a type that works: field lies at addr, is
 * written at mem, and holds the addend. False if the value does not fit.
 */
bool kobj_md_apply(const struct kobj_reltype *type, uint8_t *mem,
    kobj_addr_t addr, kobj_addr_t value);

#endif /* !_KOBJ_MACHDEP_H_ */
