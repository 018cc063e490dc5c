/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An ELF object while it is linked: what the kobj_elf*.c files share.
 */
#ifndef _KOBJ_ELF_H_
#define _KOBJ_ELF_H_

#include "elf32.h"
#include "kobj_impl.h"
#include "kobj_machdep.h"

/* Well under SHN_LORESERVE, to leave numbers for the sections below. */
#define ELF_MAXSECTIONS 65000u

/*
 * What kobj_elf_classify decided about a section: a part of the image
 * (enum kobj_part), or one of these.
 */
enum elf_class {
	ELF_SKIP = KOBJ_NPARTS,
	ELF_RELOCS, /* of a loaded section; + enum kobj_md_class */
};

/*
 * Sections that no file has. A symbol's shndx is replaced by one of these
 * (behind the real ones, shnum + n), so that afterwards the value of every
 * symbol is the same sum: place[shndx].addr + value.
 */
enum elf_extra {
	ELF_COMMON,    /* common symbols, given their place in bss */
	ELF_ABS,       /* absolute */
	ELF_DISCARDED, /* in a section that is not loaded */
	ELF_OUTSIDE,   /* undefined, and resolved */
	ELF_NOBODY,    /* undefined, nobody has it, and it is 0 */
	ELF_MISSING,   /* undefined, nobody has it, and it may not be used */
	ELF_NEXTRA
};

/*
 * Of a loaded section: end is its size + 1, addr where it starts: in its
 * part until load, in the kernel afterwards. end is 0 for all others, so
 * that "value < end" alone tells whether a symbol is good. For relocation
 * sections addr is the number of the first entry in elf->rel.
 */
struct elf_place {
	uint32_t end;
	uint32_t addr;
};

struct elf {
	struct elf_ehdr ehdr;
	uint32_t shnum; /* of the header; the real sections */

	/* One block: per section. */
	struct elf_shdr *shdr;
	struct elf_place *place; /* shnum + ELF_NEXTRA */
	uint8_t *class;          /* shnum */

	char *names; /* of sections */
	uint32_t names_size;

	/*
	 * The relocation sections in order, chained through the addr of
	 * their headers, which means nothing in an object; ended by 0.
	 */
	uint32_t relocs;

	/* One block: the symbols, and a hash of the globals. */
	uint32_t symtab; /* number of the section; 0 for none */
	uint32_t nsyms;
	uint32_t nlocals;
	uint32_t ndefined; /* globals */
	uint32_t nbuckets; /* a power of two */
	struct elf_sym *sym;
	uint32_t *bucket;      /* chained through sym->size, ended by 0 */
	uint32_t undefined;    /* chained the same way */
	uint32_t entry;        /* 0 for none */
	bool discarded;        /* some symbol is ELF_DISCARDED */
	uint32_t constructors; /* the first section of any; 0 for none */

	/* The globals, if a chain of the hash has become too long. */
	struct kobj_nameset set;

	/*
	 * One block, which outlives the link: the values, in the order of
	 * sym, and the names.
	 */
	struct kobj_symbol *keep;
	char *strings;
	uint32_t strings_size;

	struct kobj_rel *rel; /* of all loaded sections */
	uint32_t nrel;

	struct kobj_partsize parts[KOBJ_NPARTS];
};

static inline const char *
elf_section_name(const struct elf *e, uint32_t section)
{
	return e->names + e->shdr[section].name;
}

static inline const char *
elf_symbol_name(const struct elf *e, uint32_t symbol)
{
	return e->strings + e->sym[symbol].name;
}

/*
 * Walk over the sections of relocations; after elf_read_relocs only those
 * of loaded sections are left.
 */
#define ELF_FOREACH_RELOCS(e, i) \
	for ((i) = (e)->relocs; (i) != 0; (i) = (e)->shdr[i].addr)

/* The relocations of such a section. */
static inline const struct kobj_rel *
elf_relocs(const struct elf *e, uint32_t section, uint32_t *n)
{
	*n = e->shdr[section].size / sizeof(struct kobj_rel);
	return e->rel + e->place[section].addr;
}

/* kobj_elf.c */
int elf_refuse(struct kobj *k, enum kobj_code code, uint32_t section);
bool elf_prefix(const char *s, const char *prefix);

/* kobj_elf_sections.c: in this order */
int elf_read_sections(struct kobj *k);
int elf_check_overlap(struct kobj *k);
int elf_classify(struct kobj *k);

/* kobj_elf_symbols.c */
int elf_read_symbols(struct kobj *k);
int elf_check_symbols(struct kobj *k);
uint32_t elf_find_global(const struct elf *e, const char *name);

/* kobj_elf_relocs.c */
int elf_read_relocs(struct kobj *k);
int elf_check_relocs(struct kobj *k);
int elf_refuse_reloc(
    struct kobj *k, enum kobj_code code, uint32_t section, uint32_t i);
int elf_relocate(struct kobj *k, struct kobj_image *img);

/* kobj_elf_resolve.c */
int elf_entry(struct kobj *k, const char *const names[]);
int elf_resolve(struct kobj *k);
int elf_check_constructors(struct kobj *k);

/* kobj_elf_load.c */
int elf_load(struct kobj *k, struct kobj_image *img);

/* kobj_elf_trace.c */
void elf_trace(struct kobj *k, const struct kobj_image *img);
int elf_relocate_traced(struct kobj *k, uint32_t section, uint8_t *mem,
    kobj_addr_t addr, const struct kobj_symbol *symbols);

#endif /* !_KOBJ_ELF_H_ */
