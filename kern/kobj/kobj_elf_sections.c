/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF sections: read the table and the names, check every field that is
 * used later, and decide what becomes of each section. Only flags decide,
 * never the name; names serve to leave out what a module has no use for
 * and to explain what cannot work.
 */
#include "kobj_elf.h"

static bool
in_file(const struct kobj *k, const struct elf_shdr *sh)
{
	uint32_t size = k->env->source.size;

	return sh->offset <= size && sh->size <= size - sh->offset;
}

/* Does the section have bytes in the file? */
static bool
has_bytes(const struct elf_shdr *sh)
{
	return sh->type != SHT_NULL && sh->type != SHT_NOBITS && sh->size != 0;
}

static bool
overlaps(uint32_t a, uint32_t asize, uint32_t b, uint32_t bsize)
{
	return a < b + bsize && b < a + asize;
}

/*
 * The names. They are needed before the general check for overlap, because
 * its message names sections; so what was read already is kept from being
 * read again right here.
 */
static int
read_names(struct kobj *k)
{
	struct elf *e = k->priv;
	uint32_t n = e->ehdr.shstrndx, table = e->shnum * sizeof(*e->shdr);
	const struct elf_shdr *sh = &e->shdr[n];
	int error;

	if (n == 0 || n >= e->shnum || sh->type != SHT_STRTAB || sh->size == 0)
		return elf_refuse(k, KOBJ_SECTION_NAMES_INVALID, KOBJ_NOWHERE);
	if (!in_file(k, sh))
		return elf_refuse(k, KOBJ_SECTION_OUTSIDE, n);
	if (overlaps(sh->offset, sh->size, 0, sizeof(e->ehdr)) ||
	    overlaps(sh->offset, sh->size, e->ehdr.shoff, table))
		return elf_refuse(k, KOBJ_SECTION_OVERLAP, n);
	error = kobj_alloc(k, sh->size, false, &e->names);
	if (error != 0)
		return error;
	e->names_size = sh->size;
	error = kobj_read(k, e->names, sh->offset, sh->size);
	if (error != 0)
		return error;
	if (e->names[sh->size - 1] != '\0') {
		e->names[sh->size - 1] = '\0';
		return elf_refuse(k, KOBJ_STRINGS_UNTERMINATED, n);
	}
	return 0;
}

/* Names, if they are not all short beyond doubt. */
static int
check_lengths(struct kobj *k)
{
	const struct elf *e = k->priv;

	if (kobj_names_short(e->names, e->names_size))
		return 0;
	for (uint32_t i = 1; i < e->shnum; i++) {
		if (kobj_name_long(elf_section_name(e, i), KOBJ_MAXSECTNAME))
			return elf_refuse(k, KOBJ_SECTION_NAME_TOO_LONG, i);
	}
	return 0;
}

/*
 * Read the section table and the names. Afterwards every section with
 * bytes lies in the file, and every name in the table of names, none of them
 * too long. The header was checked.
 */
int
elf_read_sections(struct kobj *k)
{
	struct elf *e = k->priv;
	uint32_t n = e->ehdr.shnum;
	void *block;
	int error;

	error = kobj_alloc(k,
	    n * (sizeof(*e->shdr) + sizeof(*e->place) + 1) +
		ELF_NEXTRA * sizeof(*e->place),
	    false, &block);
	if (error != 0)
		return error;
	e->shnum = n;
	e->shdr = block;
	e->place = (struct elf_place *)(e->shdr + n);
	e->class = (uint8_t *)(e->place + n + ELF_NEXTRA);
	error = kobj_read(k, e->shdr, e->ehdr.shoff, n * sizeof(*e->shdr));
	if (error != 0)
		return error;
	error = read_names(k);
	if (error != 0)
		return error;
	for (uint32_t i = 1; i < n; i++) {
		const struct elf_shdr *sh = &e->shdr[i];

		if (sh->name >= e->names_size)
			return elf_refuse(k, KOBJ_SECTION_NAME_OUTSIDE, i);
		if (has_bytes(sh) && !in_file(k, sh))
			return elf_refuse(k, KOBJ_SECTION_OUTSIDE, i);
	}
	return check_lengths(k);
}

/* A part of the file that has one owner. */
struct extent {
	uint32_t start;
	uint32_t end;
};

/*
 * Shell's sort: assemblers write nearly in order, where it takes one pass
 * a gap. With these gaps (Sedgewick, 1982) it never takes more steps than
 * n to the power of 4/3, in whatever order they come.
 */
static void
sort_extents(struct extent *x, uint32_t n)
{
	static const uint16_t gaps[] = {
	    16577, 4193, 1073, 281, 77, 23, 8, 1, 0};

	const uint16_t *g = gaps;

	/* A few sections: the last gap is enough. */
	if (n < 32)
		g += sizeof(gaps) / sizeof(gaps[0]) - 2;
	for (; *g != 0; g++) {
		const uint32_t gap = *g;

		for (uint32_t i = gap; i < n; i++) {
			struct extent t = x[i];
			uint32_t j = i;

			for (; j >= gap && x[j - gap].start > t.start; j -= gap)
				x[j] = x[j - gap];
			x[j] = t;
		}
	}
}

/* Which section starts here? For the message only. */
static uint32_t
section_at(const struct elf *e, uint32_t start)
{
	for (uint32_t i = 1; i < e->shnum; i++) {
		if (has_bytes(&e->shdr[i]) && e->shdr[i].offset == start)
			return i;
	}
	return (uint32_t)KOBJ_NOWHERE;
}

/*
 * No byte of the file may belong to two owners: not only is such a file
 * damaged, it would also be read twice.
 */
int
elf_check_overlap(struct kobj *k)
{
	struct elf *e = k->priv;
	struct extent *x;
	uint32_t n = 0;

	/* Lent: there is one place for a section, and two are left over. */
	_Static_assert(
	    sizeof(struct extent) == sizeof(*e->place) && ELF_NEXTRA >= 2,
	    "extents fit where places will be");
	x = (struct extent *)e->place;
	x[n++] = (struct extent){0, sizeof(e->ehdr)};
	for (uint32_t i = 1; i < e->shnum; i++) {
		const struct elf_shdr *sh = &e->shdr[i];

		if (has_bytes(sh))
			x[n++] =
			    (struct extent){sh->offset, sh->offset + sh->size};
	}
	/* Last, for there it lies in most files. */
	x[n++] = (struct extent){
	    e->ehdr.shoff, e->ehdr.shoff + e->shnum * sizeof(*e->shdr)};
	sort_extents(x, n);
	for (uint32_t i = 1; i < n; i++) {
		if (x[i].start < x[i - 1].end)
			return elf_refuse(
			    k, KOBJ_SECTION_OVERLAP, section_at(e, x[i].start));
	}
	return 0;
}

/* What the name of a section says about it. */
enum meaning { ORDINARY, USELESS, CONSTRUCTOR };

/*
 * USELESS: for debuggers and unwinding. CONSTRUCTOR: code that a start-up
 * file would run, and that here nobody runs. The first letter tells nearly
 * all others apart.
 */
static enum meaning
meaning_of(const char *name)
{
	if (name[0] != '.')
		return ORDINARY;
	switch (name[1]) {
	case 'e':
		return strcmp(name, ".eh_frame") == 0 ? USELESS : ORDINARY;
	case 'n':
		return elf_prefix(name, ".note.") ? USELESS : ORDINARY;
	case 'c':
		return elf_prefix(name, ".ctors") ? CONSTRUCTOR : ORDINARY;
	case 'd':
		return elf_prefix(name, ".dtors") ? CONSTRUCTOR : ORDINARY;
	case 'i':
		return strcmp(name, ".init") == 0 ? CONSTRUCTOR : ORDINARY;
	case 'f':
		return strcmp(name, ".fini") == 0 ? CONSTRUCTOR : ORDINARY;
	default:
		return ORDINARY;
	}
}

/* A section with SHF_ALLOC: refuse it, leave it out, or give it a part. */
static int
classify_loaded(struct kobj *k, uint32_t i)
{
	struct elf *e = k->priv;
	const struct elf_shdr *sh = &e->shdr[i];
	enum meaning meaning = meaning_of(elf_section_name(e, i));
	enum kobj_part part;

	if (sh->type == SHT_NOTE || meaning == USELESS)
		return 0;
	if (meaning == CONSTRUCTOR ||
	    (sh->type >= SHT_INIT_ARRAY && sh->type <= SHT_PREINIT_ARRAY)) {
		/* Why there are some is seen when symbols are known. */
		if (sh->size != 0 && e->constructors == 0)
			e->constructors = i;
		return 0;
	}
	if (sh->flags & SHF_TLS)
		return elf_refuse(k, KOBJ_SECTION_TLS, i);
	if (sh->flags & SHF_COMPRESSED)
		return elf_refuse(k, KOBJ_SECTION_COMPRESSED, i);
	if (sh->type != SHT_PROGBITS && sh->type != SHT_NOBITS)
		return elf_refuse(k, KOBJ_SECTION_TYPE, i);
	if ((sh->flags & SHF_WRITE) && (sh->flags & SHF_EXECINSTR))
		return elf_refuse(k, KOBJ_SECTION_WRITABLE_CODE, i);
	if (!kobj_alignment_ok(sh->addralign))
		return elf_refuse(k, KOBJ_SECTION_ALIGNMENT, i);

	if (sh->flags & SHF_EXECINSTR)
		part = KOBJ_TEXT;
	else if (!(sh->flags & SHF_WRITE))
		part = KOBJ_RODATA;
	else
		part = sh->type == SHT_NOBITS ? KOBJ_BSS : KOBJ_DATA;
	e->class[i] = part;
	e->place[i].end = sh->size + 1;
	if (kobj_part_add(k, &e->parts[part], sh->size, sh->addralign,
		&e->place[i].addr) != 0)
		return elf_refuse(k, KOBJ_TOO_BIG, i);
	return 0;
}

/* Without any code: is it an object that the linker was to compile? */
static int
check_lto(struct kobj *k)
{
	struct elf *e = k->priv;

	for (uint32_t i = 1; i < e->shnum; i++) {
		if (elf_prefix(elf_section_name(e, i), ".gnu.lto_"))
			return elf_refuse(k, KOBJ_LTO_OBJECT, i);
	}
	return 0;
}

/*
 * Decide about every section: afterwards class is set, for loaded ones
 * place too, relocation sections are chained, and the symbol table is
 * known if there is one.
 */
int
elf_classify(struct kobj *k)
{
	struct elf *e = k->priv;
	uint32_t *link = &e->relocs;
	int error;

	memset(e->place, 0, (e->shnum + ELF_NEXTRA) * sizeof(*e->place));
	memset(e->class, ELF_SKIP, e->shnum);
	for (uint32_t i = 1; i < e->shnum; i++) {
		switch (e->shdr[i].type) {
		case SHT_NULL:
		case SHT_STRTAB:
			break;
		case SHT_REL:
		case SHT_RELA:
			*link = i;
			link = &e->shdr[i].addr;
			break;
		case SHT_SYMTAB:
			if (e->symtab != 0)
				return elf_refuse(
				    k, KOBJ_SYMBOL_TABLE_TWICE, i);
			e->symtab = i;
			break;
		default:
			if (!(e->shdr[i].flags & SHF_ALLOC))
				break;
			error = classify_loaded(k, i);
			if (error != 0)
				return error;
		}
	}
	*link = 0;
	return e->parts[KOBJ_TEXT].size == 0 ? check_lto(k) : 0;
}
