/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An ELF object, linked a second time in the simplest way that can be
 * thought of: byte by byte, one relocation after the other, no trust in what
 * kobj computed but for the addresses of sections and commons.
 */
#include <stdlib.h>
#include <string.h>
#include "../../kern/kobj/elf32.h"
#include "expect.h"
#include "harness.h"

struct rel {
	uint32_t offset;
	uint32_t info;
};

/* The object as we see it: it was linked, so all of it lies in the file. */
struct view {
	const struct run *r;
	struct elf_ehdr ehdr;
	struct elf_shdr *sh;
	kobj_addr_t *addr; /* of each section; 0 if not loaded */
	uint8_t *image;    /* as it should be */
	uint8_t *used;     /* whether a byte of the image has an owner */
	uint32_t symtab;
};

static const char *
section_name(const struct view *v, uint32_t i)
{
	return (const char *)v->r->bytes + v->sh[v->ehdr.shstrndx].offset +
	    v->sh[i].name;
}

/* The part of the image that a section belongs to. */
static void
place_section(const struct view *v, const struct elf_shdr *sh, uint32_t off)
{
	const struct kobj_layout *l = &v->r->img.layout;
	uint32_t from, to;

	if (sh->flags & SHF_EXECINSTR) {
		from = 0;
		to = l->text_size;
	} else if (!(sh->flags & SHF_WRITE)) {
		from = l->rodata_off;
		to = from + l->rodata_size;
	} else if (sh->type == SHT_PROGBITS) {
		from = l->data_off;
		to = from + l->data_size;
	} else {
		from = l->bss_off;
		to = from + l->bss_size;
	}
	expect_place(v->used, off, sh->size, sh->addralign, from, to);
}

static void
load_sections(struct view *v)
{
	const struct run *r = v->r;

	for (uint32_t i = 0; i < r->nsections; i++) {
		const struct run_section *s = &r->sections[i];
		const struct elf_shdr *sh = &v->sh[s->number];
		uint32_t off = s->addr - r->base;

		MUST(s->number != 0 && s->number < v->ehdr.shnum);
		MUST(strncmp(s->name, section_name(v, s->number),
			 sizeof(s->name) - 1) == 0);
		MUST(sh->flags & SHF_ALLOC);
		MUST((sh->flags & (SHF_WRITE | SHF_EXECINSTR)) !=
		    (SHF_WRITE | SHF_EXECINSTR));
		MUST(sh->type == SHT_PROGBITS || sh->type == SHT_NOBITS);
		v->addr[s->number] = s->addr;
		place_section(v, sh, off);
		if (sh->type == SHT_PROGBITS)
			memcpy(v->image + off, r->bytes + sh->offset, sh->size);
	}
}

/* What is left out must be what nobody misses. */
static void
check_left_out(const struct view *v)
{
	for (uint32_t i = 1; i < v->ehdr.shnum; i++) {
		const struct elf_shdr *sh = &v->sh[i];

		if (v->addr[i] != 0 || !(sh->flags & SHF_ALLOC) ||
		    sh->size == 0)
			continue;
		if (sh->type != SHT_PROGBITS && sh->type != SHT_NOBITS)
			continue;
		MUST(strcmp(section_name(v, i), ".eh_frame") == 0 ||
		    strncmp(section_name(v, i), ".note.", 6) == 0);
	}
}

static struct elf_sym
symbol(const struct view *v, uint32_t i)
{
	return GET(struct elf_sym, v->r->bytes,
	    v->sh[v->symtab].offset + i * sizeof(struct elf_sym));
}

static const char *
symbol_name(const struct view *v, const struct elf_sym *s)
{
	return (const char *)v->r->bytes + v->sh[v->sh[v->symtab].link].offset +
	    s->name;
}

/*
 * The value of a symbol. good is false if nothing in the image may refer
 * to it: undefined and not weak, or in a section that is not loaded.
 */
static kobj_addr_t
value_of(const struct view *v, uint32_t i, bool *good)
{
	struct elf_sym s = symbol(v, i);
	kobj_addr_t value = 0;

	*good = true;
	if (i == 0)
		return 0;
	switch (s.shndx) {
	case SHN_UNDEF:
		if (!run_resolve(v->r, symbol_name(v, &s), &value))
			*good = s.info >> 4 == STB_WEAK;
		return value;
	case SHN_ABS:
		return s.value;
	case SHN_COMMON:
		return v->r->img.symbols[i].addr;
	default:
		MUST(s.shndx < v->ehdr.shnum);
		*good = v->addr[s.shndx] != 0;
		if (*good)
			MUST(s.value <= v->sh[s.shndx].size);
		return v->addr[s.shndx] + s.value;
	}
}

/* No two globals that the object defines have one name. */
static void
check_unique(const struct view *v, uint32_t i, const struct elf_sym *s)
{
	if (i < v->r->img.nlocals || s->shndx == SHN_UNDEF)
		return;
	for (uint32_t j = v->r->img.nlocals; j < i; j++) {
		struct elf_sym t = symbol(v, j);

		MUST(t.shndx == SHN_UNDEF ||
		    strcmp(symbol_name(v, s), symbol_name(v, &t)) != 0);
	}
}

/* Every symbol that is kept is the object's, in the same order. */
static void
check_symbols(const struct view *v)
{
	const struct kobj_image *img = &v->r->img;
	const struct kobj_layout *l = &img->layout;

	MUST(v->symtab != 0);
	MUST(img->nsymbols == v->sh[v->symtab].size / sizeof(struct elf_sym));
	MUST(img->nlocals == v->sh[v->symtab].info);
	for (uint32_t i = 1; i < img->nsymbols; i++) {
		const struct kobj_symbol *k = &img->symbols[i];
		struct elf_sym s = symbol(v, i);
		bool good;
		kobj_addr_t value = value_of(v, i, &good);

		MUST((s.info >> 4 == STB_LOCAL) == (i < img->nlocals));
		check_unique(v, i, &s);
		if (k->name != 0)
			MUST(strcmp(img->strings + k->name,
				 symbol_name(v, &s)) == 0);
		if (s.shndx == SHN_COMMON)
			expect_place(v->used, k->addr - img->base, s.size,
			    s.value, l->bss_off, l->bss_off + l->bss_size);
		else if (good)
			MUST(k->addr == value);
	}
}

static void
relocate(const struct view *v, const struct elf_shdr *target, kobj_addr_t addr,
    struct rel rel)
{
	static const uint8_t widths[] = {
	    [1] = 4, [2] = 4, [4] = 4, [20] = 2, [21] = 2, [22] = 1, [23] = 1};
	uint32_t type = rel.info & 0xff, symbol = rel.info >> 8, width;
	uint8_t *field = v->image + (addr - v->r->base) + rel.offset;
	bool good, pcrel = type == 2 || type == 4 || type == 21 || type == 23;
	kobj_addr_t value;

	MUST(symbol < v->r->img.nsymbols);
	value = value_of(v, symbol, &good);
	MUST(good);
	MUST(rel.offset <= target->size);
	if (type == 0)
		return;
	MUST(type < sizeof(widths) && widths[type] != 0);
	width = widths[type];
	MUST(width <= target->size - rel.offset);
	if (pcrel)
		value -= addr + rel.offset;
	expect_add(field, width, pcrel, value);
}

static void
relocate_all(const struct view *v)
{
	const struct run *r = v->r;

	for (uint32_t i = 1; i < v->ehdr.shnum; i++) {
		const struct elf_shdr *sh = &v->sh[i];

		if ((sh->type != SHT_REL && sh->type != SHT_RELA) ||
		    v->addr[sh->info] == 0 || sh->size == 0)
			continue;
		MUST(sh->type == SHT_REL && sh->link == v->symtab);
		MUST(v->sh[sh->info].type == SHT_PROGBITS);
		for (uint32_t off = 0; off < sh->size;
		     off += sizeof(struct rel))
			relocate(v, &v->sh[sh->info], v->addr[sh->info],
			    GET(struct rel, r->bytes, sh->offset + off));
	}
}

void
expect_elf(const struct run *r)
{
	struct view v = {.r = r};
	uint32_t total = r->img.layout.total;

	v.ehdr = GET(struct elf_ehdr, r->bytes, 0);
	MUST(v.ehdr.shoff <= r->size &&
	    v.ehdr.shnum * sizeof(*v.sh) <= r->size - v.ehdr.shoff);
	v.sh = malloc(v.ehdr.shnum * sizeof(*v.sh));
	v.addr = calloc(v.ehdr.shnum, sizeof(*v.addr));
	v.image = calloc(total + 1, 1);
	v.used = calloc(total + 1, 1);
	memcpy(v.sh, r->bytes + v.ehdr.shoff, v.ehdr.shnum * sizeof(*v.sh));
	for (uint32_t i = 1; i < v.ehdr.shnum; i++) {
		if (v.sh[i].type == SHT_SYMTAB)
			v.symtab = i;
	}
	MUST(r->img.layout.data_off == r->img.layout.rw_start);
	load_sections(&v);
	check_left_out(&v);
	check_symbols(&v);
	relocate_all(&v);
	MUST(memcmp(v.image, r->img.mem, total) == 0);
	free(v.sh);
	free(v.addr);
	free(v.image);
	free(v.used);
}
