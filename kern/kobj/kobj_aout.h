/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out: what stands in such an object, and the object while it is linked.
 * Names and numbers are those of the manual page a.out(5), and of the GNU
 * tools for weak symbols.
 *
 * An object is a header of 32 bytes and then, without a gap: text, data,
 * relocations of text, relocations of data, symbols, strings. There are
 * three segments, text, data and bss, and all addresses are those of a
 * program that starts at 0 and has the three behind each other: link
 * addresses. All numbers are little-endian, but for the first word of the
 * header as NetBSD writes it.
 */
#ifndef _KOBJ_AOUT_H_
#define _KOBJ_AOUT_H_

#include "kobj_impl.h"
#include "kobj_machdep.h"

struct aout_exec {
	uint32_t midmag; /* see kobj_aout.c */
	uint32_t text;   /* sizes, in bytes */
	uint32_t data;
	uint32_t bss;
	uint32_t syms;
	uint32_t entry; /* of a program */
	uint32_t trsize;
	uint32_t drsize;
};

enum {
	OMAGIC = 0407, /* relocatable */
	NMAGIC = 0410, /* programs */
	ZMAGIC = 0413,
	QMAGIC = 0314
};

/* Types of symbols; N_EXT is added to those of the first group. */
enum {
	N_UNDF = 0,
	N_ABS = 2,
	N_TEXT = 4,
	N_DATA = 6,
	N_BSS = 8,
	N_SIZE = 0x0c, /* not a symbol, but the size of one */

	N_WEAKU = 0x0d, /* weak, and with N_EXT in it; see is_size() */
	N_WEAKA = 0x0e,
	N_WEAKT = 0x0f,
	N_WEAKD = 0x10,
	N_WEAKB = 0x11,

	N_FN = 0x1f, /* the name of a source file */

	N_EXT = 1,
	N_STAB = 0xe0 /* any of these bits: for debuggers */
};

/* The upper half of aout_sym.other, as NetBSD's assembler says "weak". */
#define BIND_WEAK 2

struct aout_sym {
	uint32_t strx; /* of the name, in the strings; 0 for none */
	union {
		struct {
			uint8_t type;
			uint8_t other;
			uint16_t desc;
		};
		uint32_t info; /* after aout_check_symbols: see AOUT_PLACE */
	};
	uint32_t value;
};

/*
 * A relocation has the size of an ELF one. The second word, from bit 0:
 * symbol number or segment (24 bits), relative to the program counter (1),
 * length as a power of two (2), symbol and not segment (1), and four bits
 * of shared libraries. Once checked it is a struct kobj_rel, whose symbol
 * is an index of aout.keep.
 */
#define AOUT_RELOC_NUMBER 0x00ffffffu
#define AOUT_RELOC_PCREL  (1u << 24)
#define AOUT_RELOC_LENGTH (3u << 25)
#define AOUT_RELOC_EXTERN (1u << 27)

/*
 * Where a symbol lies. The first four are also the first symbols kept:
 * nameless, each with the distance that its segment is moved by, which is
 * what a relocation without a symbol adds.
 */
enum aout_place {
	AOUT_ABS,
	AOUT_TEXT,
	AOUT_DATA,
	AOUT_BSS,
	AOUT_NSEGMENTS,
	AOUT_UNDEF = AOUT_NSEGMENTS,
	AOUT_WEAK,    /* undefined, and 0 if nobody has it */
	AOUT_MISSING, /* undefined, and nobody has it */
	AOUT_SKIP = 8 /* not a symbol to be used: a bit of its own */
};

/*
 * sym.info, once checked: index of aout.keep << 8 | these | enum aout_place.
 * Only aout_trace asks for these.
 */
enum {
	AOUT_IS_WEAK = 0x10,
	AOUT_IS_COMMON = 0x20,
	AOUT_IS_OUTSIDE = 0x40, /* undefined, and resolved */
	AOUT_IS_NOBODY = 0x80   /* undefined, nobody has it, and it is 0 */
};
#define AOUT_PLACE(info) ((info)&0x0f)
#define AOUT_KEEP(info)  ((info) >> 8)

/* As many as an index of 24 bits can name. */
#define AOUT_MAXSYMS     ((1u << 24) - AOUT_NSEGMENTS)

struct aout {
	struct aout_exec hdr;

	/* Segments: where they are linked, and by how much they are moved. */
	uint32_t link[AOUT_NSEGMENTS];
	uint32_t size[AOUT_NSEGMENTS];
	kobj_addr_t delta[AOUT_NSEGMENTS];

	/* Data, bss and commons, from the start of the page of data. */
	struct kobj_partsize rw;
	uint32_t skew; /* where in that page data starts */

	/* One block: the symbols, and a hash of the globals. */
	struct aout_sym *sym;
	uint32_t nsyms;
	uint32_t *bucket; /* chained through keep->addr; symbol + 1, or 0 */
	uint32_t nbuckets;
	uint32_t entry; /* symbol + 1, or 0 */

	/* The globals, if a chain of the hash has become too long. */
	struct kobj_nameset set;

	/* One block, which outlives the link: see aout_read_symbols. */
	struct kobj_symbol *keep;
	uint32_t nkeep;
	uint32_t nlocals;
	char *strings;
	uint32_t strings_size;
	bool all_short; /* no string is longer than a name may be */

	/* One block: relocations of text, then of data. */
	struct kobj_rel *rel;
	uint32_t nrel;
	enum kobj_md_class class[2];
};

/* The name as it stands in the object. */
static inline const char *
aout_raw_name(const struct aout *a, uint32_t symbol)
{
	return a->strings + a->sym[symbol].strx;
}

/* Is it a name of C? Those have an underscore before them. */
static inline bool
aout_is_c_name(const char *raw)
{
	return raw[0] == '_' && raw[1] != '\0';
}

/* The name without the underscore that C's names have. */
static inline const char *
aout_name(const struct aout *a, uint32_t symbol)
{
	const char *raw = aout_raw_name(a, symbol);

	return aout_is_c_name(raw) ? raw + 1 : raw;
}

/*
 * The alignment that a common symbol gets: a.out does not record what it
 * needs. No type of C needs more than the largest power of two that is not
 * above its size; and what compilers align beyond need for speed ends at a
 * cache line.
 */
static inline uint32_t
aout_common_alignment(uint32_t size)
{
	uint32_t align = 1;

	while (align < 64 && align * 2 <= size)
		align *= 2;
	return align;
}

/* The number of a segment in reports: that of its symbols, N_TEXT and so on. */
static inline unsigned
aout_section_number(unsigned segment)
{
	return segment * 2 + 2;
}

/* kobj_aout.c */
int aout_refuse(struct kobj *k, enum kobj_code code, unsigned segment);
const char *aout_segment_name(unsigned segment);

/* kobj_aout_symbols.c: in this order */
int aout_read_symbols(struct kobj *k, uint32_t off);
int aout_check_symbols(struct kobj *k);
uint32_t aout_find_global(const struct aout *a, const char *name);

/* kobj_aout_relocs.c */
int aout_read_relocs(struct kobj *k, uint32_t off);
int aout_check_relocs(struct kobj *k);
const struct kobj_rel *aout_relocs(
    const struct aout *a, unsigned segment, uint32_t *n);
unsigned aout_reloc_bits(const struct kobj_rel *rel);
int aout_refuse_overflow(
    struct kobj *k, unsigned segment, uint32_t i, const struct kobj_image *img);
int aout_relocate(struct kobj *k, struct kobj_image *img);

/* kobj_aout_load.c */
int aout_entry(struct kobj *k, const char *const names[]);
int aout_resolve(struct kobj *k);
int aout_load(struct kobj *k, struct kobj_image *img);

/* kobj_aout_trace.c */
void aout_trace(struct kobj *k, const struct kobj_image *img);
int aout_relocate_traced(struct kobj *k, unsigned segment, uint8_t *mem,
    const struct kobj_image *img);

#endif /* !_KOBJ_AOUT_H_ */
