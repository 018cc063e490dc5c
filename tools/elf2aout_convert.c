/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An ELF object as an a.out one.
 *
 * The kernel's own ELF reader (kern/kobj) does the first half: it checks
 * the whole object and lays it out. That layout, from address 0, is the
 * linked program that an a.out object describes, so the addresses in it
 * are a.out's link addresses. What is left is to say the same in a.out:
 *
 *	text	code and read-only data, padded up to where data starts
 *	data	what has contents, padded up to where bss starts
 *	bss	the rest, but for the common symbols, which stay common
 *
 * A relocation against a global symbol stays one against that symbol, and
 * the field keeps the addend. One against a local symbol becomes one
 * against its segment, and the field gets the link address. A relative
 * field counts from its own link address in both cases.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../kern/kobj/kobj_aout.h"
#include "../kern/kobj/kobj_elf.h"
#include "elf2aout.h"

#define SHT_GROUP  17
#define GRP_COMDAT 1u

/* Bytes that grow; data is NULL and size 0 at the start. */
struct bytes {
	uint8_t *data;
	size_t size;
	size_t room;
};

struct conversion {
	const uint8_t *file;
	struct kobj *k;
	const struct elf *e;
	struct aout_exec hdr;
	uint8_t *image; /* text and data, at their link addresses */
	uint32_t *map;  /* a.out's number of each ELF symbol, or ~0 */
	uint32_t nsyms;
	struct bytes rel[2]; /* of text, of data */
	struct bytes sym;
	struct bytes strings;
	char *reason;
	size_t reason_size;
};

enum code {
#define ELF2AOUT_CODE(id, name, advice) E2A_##id,
#include "elf2aout_codes.h"
#undef ELF2AOUT_CODE
};

static const char *const code_names[] = {
#define ELF2AOUT_CODE(id, name, advice) name,
#include "elf2aout_codes.h"
#undef ELF2AOUT_CODE
};

static bool refuse(struct conversion *c, enum code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Returns false, for the caller to return. */
static bool
refuse(struct conversion *c, enum code code, const char *fmt, ...)
{
	va_list ap;
	size_t n;

	snprintf(c->reason, c->reason_size, "%s: ", code_names[code]);
	n = strlen(c->reason);
	va_start(ap, fmt);
	vsnprintf(c->reason + n, c->reason_size - n, fmt, ap);
	va_end(ap);
	return false;
}

static bool
append(struct conversion *c, struct bytes *b, const void *data, size_t size)
{
	if (size > b->room - b->size) {
		size_t room = (b->size + size) * 2;
		uint8_t *p = realloc(b->data, room);

		if (p == NULL)
			return refuse(c, E2A_NO_MEMORY, "not enough memory");
		b->data = p;
		b->room = room;
	}
	if (size != 0)
		memcpy(b->data + b->size, data, size);
	b->size += size;
	return true;
}

/* A symbol as it stands in the file: the reader has changed its own copy. */
static struct elf_sym
raw_symbol(const struct conversion *c, uint32_t i)
{
	struct elf_sym s;

	memcpy(&s, c->file + c->e->shdr[c->e->symtab].offset + i * sizeof(s),
	    sizeof(s));
	return s;
}

/* The link address of a loaded section. */
static uint32_t
section_link(const struct conversion *c, uint32_t section)
{
	return kobj_part_start(&c->k->layout, c->e->class[section]) +
	    c->e->place[section].addr;
}

static unsigned
segment_of_section(const struct conversion *c, uint32_t section)
{
	switch (c->e->class[section]) {
	case KOBJ_DATA:
		return AOUT_DATA;
	case KOBJ_BSS:
		return AOUT_BSS;
	default:
		return AOUT_TEXT;
	}
}

/* A COMDAT group says "unless another object has it": a.out cannot. */
static bool
check_groups(struct conversion *c)
{
	const struct elf *e = c->e;
	uint32_t flags;

	for (uint32_t i = 1; i < e->shnum; i++) {
		const struct elf_shdr *sh = &e->shdr[i];

		if (sh->type != SHT_GROUP || sh->size < sizeof(flags))
			continue;
		memcpy(&flags, c->file + sh->offset, sizeof(flags));
		if ((flags & GRP_COMDAT) != 0)
			return refuse(c, E2A_COMDAT_GROUP,
			    "a.out has no COMDAT groups: compile "
			    "without what makes them, such as -fpic "
			    "(section %u %s)",
			    (unsigned)i, elf_section_name(e, i));
	}
	return true;
}

/* Copy contents to their link addresses, and make the header. */
static bool
make_segments(struct conversion *c)
{
	const struct kobj_layout *l = &c->k->layout;
	const struct elf *e = c->e;
	uint32_t size = l->bss_off;

	/* One byte more, so that there is something to allocate. */
	c->image = calloc(size + 1, 1);
	if (c->image == NULL)
		return refuse(c, E2A_NO_MEMORY, "not enough memory");
	for (uint32_t i = 1; i < e->shnum; i++) {
		const struct elf_shdr *sh = &e->shdr[i];
		uint32_t end;

		if (e->place[i].end == 0)
			continue;
		if (e->class[i] == KOBJ_BSS) {
			end = e->place[i].addr + sh->size;
			if (end > c->hdr.bss)
				c->hdr.bss = end;
		} else if (sh->type != SHT_NOBITS) {
			memcpy(c->image + section_link(c, i),
			    c->file + sh->offset, sh->size);
		}
	}
	c->hdr.text = l->rw_start;
	c->hdr.data = l->bss_off - l->rw_start;
	return true;
}

/* Local common symbols become bss, behind all that is there. */
static bool
place_local_common(
    struct conversion *c, const struct elf_sym *raw, struct aout_sym *s)
{
	uint32_t align = raw->value > 1 ? raw->value : 1;

	/* The reader placed it: these sums are within its limit. */
	c->hdr.bss = (c->hdr.bss + align - 1) & ~(align - 1);
	s->type = N_BSS;
	s->value = c->k->layout.bss_off + c->hdr.bss;
	c->hdr.bss += raw->size;
	return true;
}

/* The alignment of a common symbol has to follow from its size. */
static bool
check_common(struct conversion *c, const struct elf_sym *raw, const char *name)
{
	uint32_t align = aout_common_alignment(raw->size);

	if (raw->info >> 4 == STB_WEAK)
		return refuse(c, E2A_WEAK_COMMON,
		    "a.out has no weak common symbols: compile "
		    "with -fno-common (symbol %s)",
		    name);
	if (raw->size == 0)
		return refuse(c, E2A_EMPTY_COMMON,
		    "in a.out a common symbol of no size is an "
		    "undefined one: compile with -fno-common (symbol %s)",
		    name);
	if (raw->value > align)
		return refuse(c, E2A_COMMON_ALIGNMENT,
		    "a.out does not record that a common "
		    "symbol of %u bytes is aligned to %u: compile with "
		    "-fno-common (symbol %s)",
		    (unsigned)raw->size, (unsigned)raw->value, name);
	return true;
}

static uint8_t
type_of(unsigned segment, unsigned binding)
{
	uint8_t type = (uint8_t)(N_ABS + 2 * segment);

	if (binding == STB_WEAK)
		return (uint8_t)(N_WEAKA + segment);
	return binding == STB_LOCAL ? type : type | N_EXT;
}

/*
 * Say in a.out what ELF symbol i is. *used is false for one that a.out
 * needs not: those of sections and files, and of what is not loaded.
 */
static bool
convert_symbol(struct conversion *c, uint32_t i, struct aout_sym *s, bool *used)
{
	const struct elf *e = c->e;
	struct elf_sym raw = raw_symbol(c, i);
	unsigned binding = raw.info >> 4;
	uint32_t shndx = e->sym[i].shndx;
	const char *name = elf_symbol_name(e, i);

	*used = (name[0] != '\0' || raw.shndx == SHN_COMMON) &&
	    shndx != e->shnum + ELF_DISCARDED;
	if (!*used)
		return true;
	if (raw.shndx == SHN_UNDEF) {
		s->type = binding == STB_WEAK ? N_WEAKU : N_UNDF | N_EXT;
	} else if (raw.shndx == SHN_COMMON) {
		if (binding == STB_LOCAL)
			return place_local_common(c, &raw, s);
		s->type = N_UNDF | N_EXT;
		s->value = raw.size;
		return check_common(c, &raw, name);
	} else if (raw.shndx == SHN_ABS) {
		s->type = type_of(AOUT_ABS, binding);
		s->value = raw.value;
	} else {
		s->type = type_of(segment_of_section(c, shndx), binding);
		s->value = section_link(c, shndx) + raw.value;
	}
	return true;
}

static bool
convert_symbols(struct conversion *c)
{
	const struct elf *e = c->e;

	c->map = malloc(e->nsyms * sizeof(*c->map));
	if (c->map == NULL)
		return refuse(c, E2A_NO_MEMORY, "not enough memory");
	if (!append(c, &c->strings, "\0\0\0", 4))
		return false;
	for (uint32_t i = 0; i < e->nsyms; i++) {
		struct aout_sym s = {0};
		const char *name = elf_symbol_name(e, i);
		bool used;

		c->map[i] = ~0u;
		if (!convert_symbol(c, i, &s, &used))
			return false;
		if (!used)
			continue;
		if (c->nsyms == AOUT_MAXSYMS)
			return refuse(c, E2A_TOO_MANY_SYMBOLS,
			    "more than relocations can name");
		c->map[i] = c->nsyms++;
		s.strx = name[0] != '\0' ? (uint32_t)c->strings.size : 0;
		if (!append(c, &c->sym, &s, sizeof(s)))
			return false;
		if (s.strx != 0 &&
		    (!append(c, &c->strings, "_", 1) ||
			!append(c, &c->strings, name, strlen(name) + 1)))
			return false;
	}
	return true;
}

/*
 * What a relocation is against: a global symbol (symbol is a.out's number
 * of it, value 0), or an address of which only the segment matters.
 */
struct target {
	bool global;
	uint32_t symbol;
	unsigned segment;
	uint32_t value;
};

static struct target
target_of(const struct conversion *c, uint32_t symbol)
{
	const struct elf *e = c->e;
	struct elf_sym raw = raw_symbol(c, symbol);
	struct target t = {.segment = AOUT_ABS};
	struct aout_sym s;

	if (symbol == 0)
		return t;
	if (symbol >= e->nlocals) {
		t.global = true;
		t.symbol = c->map[symbol];
	} else if (raw.shndx == SHN_COMMON) {
		memcpy(&s, c->sym.data + c->map[symbol] * sizeof(s), sizeof(s));
		t.segment = AOUT_BSS;
		t.value = s.value;
	} else if (raw.shndx == SHN_ABS) {
		t.value = raw.value;
	} else {
		t.segment = segment_of_section(c, e->sym[symbol].shndx);
		t.value = section_link(c, e->sym[symbol].shndx) + raw.value;
	}
	return t;
}

/* One relocation of a section that starts at link and lies in segment. */
static bool
convert_reloc(struct conversion *c, const struct kobj_rel *rel, uint32_t link,
    unsigned segment)
{
	const struct kobj_reltype *type = kobj_md_reltype(rel->type);
	struct target t = target_of(c, KOBJ_REL_SYMBOL(rel->info));
	uint32_t at = link + rel->offset;
	struct kobj_rel out = {.offset = at};

	if (type->width == 0)
		return true;
	/* As if the symbol were at its link address, or, if global, at 0. */
	if (!kobj_md_apply(type, c->image + at, at, t.value))
		return refuse(c, E2A_RELOC_OVERFLOW,
		    "a.out has the link address in the field, "
		    "and it does not fit into %u bits: use a 32-bit word "
		    "(offset 0x%x of the image, symbol %s)",
		    type->width * 8u, (unsigned)at,
		    elf_symbol_name(c->e, KOBJ_REL_SYMBOL(rel->info)));
	/* Whatever does not change when the segments are moved is done. */
	if (!t.global && t.segment == (type->pcrel ? segment : AOUT_ABS))
		return true;
	if (segment == AOUT_DATA)
		out.offset -= c->hdr.text;
	out.info =
	    t.global ? t.symbol | AOUT_RELOC_EXTERN : N_ABS + 2 * t.segment;
	if (type->pcrel)
		out.info |= AOUT_RELOC_PCREL;
	/* Lengths 0, 1 and 2 are 1, 2 and 4 bytes. */
	out.info |= (type->width / 2u) << 25;
	return append(c, &c->rel[segment - AOUT_TEXT], &out, sizeof(out));
}

static bool
convert_relocs(struct conversion *c)
{
	const struct elf *e = c->e;
	uint32_t i;

	ELF_FOREACH_RELOCS(e, i)
	{
		uint32_t n, section = e->shdr[i].info;
		const struct kobj_rel *rel = elf_relocs(e, i, &n);

		for (uint32_t j = 0; j < n; j++) {
			if (!convert_reloc(c, &rel[j], section_link(c, section),
				segment_of_section(c, section)))
				return false;
		}
	}
	return true;
}

uint32_t
aout_midmag(enum aout_spelling spelling, unsigned magic)
{
	switch (spelling) {
	case AOUT_NETBSD:
		return __builtin_bswap32(134u << 16 | magic);
	case AOUT_LINUX:
		return 100u << 16 | magic;
	default:
		return magic;
	}
}

/* All parts behind each other. */
static bool
assemble(struct conversion *c, enum aout_spelling spelling, struct bytes *out)
{
	uint32_t size;

	if (c->strings.size > KOBJ_MAXSOURCE || c->sym.size > KOBJ_MAXSOURCE)
		return refuse(
		    c, E2A_TOO_BIG, "more than the kernel would load");
	c->hdr.midmag = aout_midmag(spelling, OMAGIC);
	c->hdr.trsize = (uint32_t)c->rel[0].size;
	c->hdr.drsize = (uint32_t)c->rel[1].size;
	c->hdr.syms = (uint32_t)c->sym.size;
	size = (uint32_t)c->strings.size;
	memcpy(c->strings.data, &size, sizeof(size));
	return append(c, out, &c->hdr, sizeof(c->hdr)) &&
	    append(c, out, c->image, c->hdr.text + c->hdr.data) &&
	    append(c, out, c->rel[0].data, c->rel[0].size) &&
	    append(c, out, c->rel[1].data, c->rel[1].size) &&
	    append(c, out, c->sym.data, c->sym.size) &&
	    append(c, out, c->strings.data, c->strings.size);
}

static int
read_bytes(void *cookie, void *buf, uint32_t off, uint32_t len)
{
	memcpy(buf, (const uint8_t *)cookie + off, len);
	return 0;
}

static void *
allocate(void *cookie, size_t size, bool keep)
{
	(void)cookie, (void)keep;
	return malloc(size);
}

static void
release(void *cookie, void *p, size_t size)
{
	(void)cookie, (void)size;
	free(p);
}

uint8_t *
elf2aout(const uint8_t *elf, size_t elf_size, enum aout_spelling spelling,
    size_t *size, char *reason, size_t reason_size)
{
	struct conversion c = {
	    .file = elf, .reason = reason, .reason_size = reason_size};
	const struct kobj_env env = {
	    .source = {.cookie = (void *)elf,
		.size = elf_size < UINT32_MAX ? (uint32_t)elf_size : UINT32_MAX,
		.read = read_bytes},
	    .memory = {.limit = KOBJ_MAXSOURCE,
		.alloc = allocate,
		.free = release},
	};
	struct kobj_refusal refusal;
	struct bytes out = {0};
	bool done = false;

	if (kobj_open(&env, &c.k, &refusal) != 0) {
		kobj_refusal_format(&refusal, reason, reason_size);
		return NULL;
	}
	c.e = c.k->priv;
	if (c.k->format != &kobj_elf_format)
		refuse(&c, E2A_NOT_ELF, "this is an a.out object already");
	else
		done = check_groups(&c) && make_segments(&c) &&
		    convert_symbols(&c) && convert_relocs(&c) &&
		    assemble(&c, spelling, &out);
	free(c.image);
	free(c.map);
	free(c.rel[0].data);
	free(c.rel[1].data);
	free(c.sym.data);
	free(c.strings.data);
	kobj_close(c.k);
	if (!done) {
		free(out.data);
		return NULL;
	}
	*size = out.size;
	return out.data;
}
