/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmmap.h: what a load did, or would do, as records: LMLOADOBJ writes them
 * into a buffer of its caller's.  The buffer starts with a struct lmm_head;
 * behind it lie whole records, as many as there is room for, in the order in
 * which things happen: the object, its sections, its symbols, the
 * relocations, the module, and last the reasons of a refusal.
 *
 * A record is a fixed part, which starts with a struct lmm, then as many
 * strings as lmm_strings says, each ended by a NUL, then bytes of any value
 * up to lmm_size, a multiple of 4.  Records of a kind that a program does
 * not know it can skip.  Strings are bytes as the object has them; one longer
 * than LMM_MAXSTRING is cut.
 */
#ifndef _SYS_LKMMAP_H_
#define _SYS_LKMMAP_H_

#include <stdint.h>

struct lmm_head {
	uint32_t lmm_needed; /* bytes that all of it takes, with this head */
	uint32_t lmm_len;    /* bytes that are there: less if the buffer is
			      * too small */
	uint32_t lmm_count;  /* records that are there */
};

#define LMM_MAXSTRING 1023

struct lmm {
	uint16_t lmm_kind;
	uint16_t lmm_strings;
	uint32_t lmm_size; /* all of the record */
};

/* Kinds of records. */
#define LMM_OBJECT  1 /* strings: format, name of the entry */
#define LMM_SECTION 2 /* name */
#define LMM_SYMBOL  3 /* name, name of the module that provides it */
#define LMM_RELOC   4 /* name of the type */
#define LMM_MODULE  5 /* name, what holds the slot, whose that is */
#define LMM_REFUSAL 6 /* code, sentence, section, symbol, nearest name */
#define LMM_IMAGE   7 /* no strings, but the bytes: with LMF_IMAGE */

/* A number or place that does not apply. */
#define LMM_NONE    (-1)

/* A part of the image: enum kobj_part. */
#define LMM_TEXT    0
#define LMM_RODATA  1
#define LMM_DATA    2
#define LMM_BSS     3
#define LMM_NPARTS  4

#define LMM_PROT_R  1
#define LMM_PROT_W  2
#define LMM_PROT_X  4

struct lmm_part {
	uint32_t addr;
	uint32_t size;
	uint32_t prot; /* LMM_PROT_, of the pages that it lies in */
};

struct lmm_object {
	struct lmm lmm;
	uint32_t addr; /* of the image */
	uint32_t size;
	uint32_t entry; /* address */
	struct lmm_part part[LMM_NPARTS];
};

/* The image as it was linked, before anything of it ran. */
struct lmm_image {
	struct lmm lmm;
	uint32_t addr;
	uint32_t size; /* bytes that follow; the rest of the image is bss */
};

struct lmm_section {
	struct lmm lmm;
	uint32_t number;
	uint32_t addr;
	uint32_t size;
	uint32_t part;
	uint32_t prot;
};

/* struct lmm_symbol's binding and from: enum kobj_binding, kobj_origin. */
#define LMM_LOCAL        0
#define LMM_GLOBAL       1
#define LMM_WEAK         2

#define LMM_FROM_SECTION 0 /* the object's own */
#define LMM_FROM_COMMON  1 /* the object's own: a common, in bss */
#define LMM_FROM_NUMBER  2 /* absolute */
#define LMM_FROM_OUTSIDE 3 /* the kernel's or another module's */
#define LMM_FROM_NOBODY  4 /* weak, or not used: 0 */
#define LMM_FROM_SKIPPED 5 /* in a section that is not loaded */

struct lmm_symbol {
	struct lmm lmm;
	uint32_t number;
	uint32_t value;
	uint32_t binding;
	uint32_t from;
	int32_t section;  /* number; LMM_FROM_SECTION */
	int32_t provider; /* the module's id, LMM_NONE for the kernel;
			   * LMM_FROM_OUTSIDE */
};

struct lmm_reloc {
	struct lmm lmm;
	uint32_t table; /* section that it stands in, and entry in that */
	uint32_t index;
	uint32_t section; /* that it changes, offset in that, address */
	uint32_t offset;
	uint32_t addr;
	uint32_t type;
	uint32_t width;  /* bytes */
	uint32_t pcrel;  /* it counts from its own place */
	int32_t symbol;  /* number */
	int32_t segment; /* a.out, without a symbol: a section's number */
	uint32_t plus;   /* new = old + plus - minus */
	uint32_t minus;
	uint32_t old_word;
	uint32_t new_word;
};

/*
 * The module's description, as it can be read before the module runs, and
 * the slot that it would be given; what it does not say is LMM_NONE.  The
 * slot of a DEV is its character major.
 */
struct lmm_module {
	struct lmm lmm;
	uint32_t described;   /* 0: it has no _module, and nothing is known */
	int32_t type;         /* MODTYPE */
	int32_t interface;    /* LKM_VERSION that it was made for */
	int32_t kernel;       /* __NetBSD_Version__, likewise */
	int32_t loaded;       /* id of the module that has its name now */
	int32_t wanted;       /* slot that it asks for; LMM_NONE: any */
	int32_t slot;         /* that it would get */
	uint32_t holder;      /* address that the slot holds; 0: it is free */
	int32_t block_wanted; /* DEV: block major that it asks for */
	int32_t block;        /* that it would get */
};

/*
 * A line of the reason.  In a call that went well, with LMF_NORUN: what the
 * module would be refused for.
 */
struct lmm_refusal {
	struct lmm lmm;
	int32_t error; /* errno; 0: the call's */
	int32_t section;
	int32_t index;
	uint32_t has_offset;
	uint32_t offset;
};

#endif /* _SYS_LKMMAP_H_ */
