/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target for ELF objects. The check links the object a second time, in
 * the simplest way that can be thought of (byte by byte, one relocation after
 * the other, no trust in what kobj computed but for the addresses of
 * sections and commons), and wants the same image.
 */
#include <stdlib.h>
#include <string.h>
#include "../../kern/kobj/elf32.h"
#include "expect.h"
#include "harness.h"

/* A record of the object, copied, since in hostile ones nothing is aligned. */
#define GET(type, bytes, off)                                 \
	({                                                    \
		type get_;                                    \
		memcpy(&get_, (bytes) + (off), sizeof(get_)); \
		get_;                                         \
	})

struct rel {
	uint32_t offset;
	uint32_t info;
};

static bool
elf_claims(const uint8_t *bytes, uint32_t size)
{
	return size >= sizeof(struct elf_ehdr) &&
	    memcmp(bytes, "\177ELF", 4) == 0;
}

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
	const char *name;
	uint32_t cursor = 0, off;
	kobj_addr_t addr;

	/* The cursor happens to be the number of the section. */
	while (kobj_section(r->k, &cursor, &name, &addr)) {
		const struct elf_shdr *sh = &v->sh[cursor];

		MUST(cursor != 0 && cursor < v->ehdr.shnum);
		MUST(strcmp(name, section_name(v, cursor)) == 0);
		MUST(sh->flags & SHF_ALLOC);
		MUST((sh->flags & (SHF_WRITE | SHF_EXECINSTR)) !=
		    (SHF_WRITE | SHF_EXECINSTR));
		MUST(sh->type == SHT_PROGBITS || sh->type == SHT_NOBITS);
		v->addr[cursor] = addr;
		off = addr - r->base;
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

static void
elf_check(const struct run *r)
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

/* The rest is for the mutator: nothing here may believe the object. */

static const struct column ehdr_columns[] = {{4, 1}, {5, 1}, {6, 1}, {16, 2},
    {18, 2}, {20, 4}, {32, 4}, {40, 2}, {46, 2}, {48, 2}, {50, 2}};
static const struct column shdr_columns[] = {{0, 4}, {4, 4}, {8, 4}, {8, 1},
    {16, 4}, {20, 4}, {24, 4}, {28, 4}, {32, 4}, {36, 4}};
static const struct column sym_columns[] = {
    {0, 4}, {4, 4}, {8, 4}, {12, 1}, {13, 1}, {14, 2}};
static const struct column rel_columns[] = {{0, 4}, {4, 1}, {5, 1}, {4, 4}};
static const struct column byte_columns[] = {{0, 1}};

/* The section table, cut to what lies in the object. */
static bool
sections(const uint8_t *bytes, uint32_t size, struct table *t)
{
	struct elf_ehdr h;

	if (!elf_claims(bytes, size))
		return false;
	h = GET(struct elf_ehdr, bytes, 0);
	*t = (struct table){.off = h.shoff,
	    .entry = sizeof(struct elf_shdr),
	    .count = h.shnum,
	    .columns = shdr_columns,
	    .ncolumns = COLUMNS(shdr_columns)};
	if (t->off >= size)
		return false;
	if (t->count > (size - t->off) / t->entry)
		t->count = (size - t->off) / t->entry;
	return t->count != 0;
}

/* The records of a section, as far as they lie in the object. */
static bool
records(uint32_t size, const struct elf_shdr *sh, struct table *t)
{
	switch (sh->type) {
	case SHT_SYMTAB:
		*t = (struct table){.entry = sizeof(struct elf_sym),
		    .columns = sym_columns,
		    .ncolumns = COLUMNS(sym_columns)};
		break;
	case SHT_REL:
		*t = (struct table){.entry = sizeof(struct rel),
		    .columns = rel_columns,
		    .ncolumns = COLUMNS(rel_columns)};
		break;
	case SHT_NOBITS:
	case SHT_NULL:
		return false;
	default:
		*t = (struct table){.entry = 1,
		    .columns = byte_columns,
		    .ncolumns = COLUMNS(byte_columns)};
		break;
	}
	t->off = sh->offset;
	t->count = sh->size / t->entry;
	if (t->off >= size)
		return false;
	if (t->count > (size - t->off) / t->entry)
		t->count = (size - t->off) / t->entry;
	return t->count != 0;
}

/* A section with records, preferably of symbols or relocations. */
static bool
pick_section(const uint8_t *bytes, uint32_t size, struct rng *rng,
    uint32_t *header, struct table *t)
{
	struct table s;
	struct elf_shdr sh;

	if (!sections(bytes, size, &s))
		return false;
	for (int tries = 0; tries < 16; tries++) {
		*header = s.off + rng_under(rng, s.count) * s.entry;
		sh = GET(struct elf_shdr, bytes, *header);
		if (records(size, &sh, t) && (t->entry > 1 || tries > 12))
			return true;
	}
	return false;
}

static bool
elf_table(const uint8_t *bytes, uint32_t size, struct rng *rng, struct table *t)
{
	uint32_t header;

	switch (rng_under(rng, 8)) {
	case 0:
		*t = (struct table){.count = 1,
		    .columns = ehdr_columns,
		    .ncolumns = COLUMNS(ehdr_columns)};
		t->entry = sizeof(struct elf_ehdr);
		return elf_claims(bytes, size);
	case 1:
	case 2:
	case 3:
		return sections(bytes, size, t);
	default:
		return pick_section(bytes, size, rng, &header, t);
	}
}

/* Move the section table to the end, where there is room for one more. */
static uint32_t
grow_sections(uint8_t *bytes, uint32_t size, uint32_t max, struct rng *rng)
{
	struct table t;
	struct elf_ehdr h;
	uint32_t from, length;

	if (!sections(bytes, size, &t))
		return size;
	length = t.count * t.entry;
	if (length + t.entry > max - size)
		return size;
	from = t.off + rng_under(rng, t.count) * t.entry;
	memcpy(bytes + size, bytes + t.off, length);
	memcpy(bytes + size + length, bytes + from, t.entry);
	h = GET(struct elf_ehdr, bytes, 0);
	h.shoff = size;
	h.shnum = (uint16_t)(t.count + 1);
	memcpy(bytes, &h, sizeof(h));
	return size + length + t.entry;
}

/*
 * The same with a section and one record of it; with bytes many, for what
 * depends on pages.
 */
static uint32_t
elf_grow(uint8_t *bytes, uint32_t size, uint32_t max, struct rng *rng)
{
	struct table t;
	struct elf_shdr sh;
	uint32_t header = 0, length, add, from;

	if (rng_under(rng, 3) == 0)
		return grow_sections(bytes, size, max, rng);
	if (!pick_section(bytes, size, rng, &header, &t))
		return size;
	length = t.count * t.entry;
	add = t.entry == 1 ? 1 + rng_under(rng, KOBJ_PAGE) : t.entry;
	if (length + add > max - size)
		return size;
	from = t.off + rng_under(rng, t.count) * t.entry;
	memcpy(bytes + size, bytes + t.off, length);
	if (t.entry == 1)
		memset(bytes + size + length, 0, add);
	else
		memcpy(bytes + size + length, bytes + from, add);
	sh = GET(struct elf_shdr, bytes, header);
	sh.offset = size;
	sh.size = length + add;
	memcpy(bytes + header, &sh, sizeof(sh));
	return size + length + add;
}

/* Types of sections, their flags, special section numbers, symbols' info. */
static const uint32_t elf_values[] = {SHT_PROGBITS, SHT_SYMTAB, SHT_STRTAB,
    SHT_RELA, SHT_NOTE, SHT_NOBITS, SHT_REL, SHT_INIT_ARRAY, 17, SHF_ALLOC,
    SHF_ALLOC | SHF_WRITE, SHF_ALLOC | SHF_EXECINSTR, SHF_ALLOC | SHF_TLS,
    SHF_ALLOC | SHF_COMPRESSED, SHN_LORESERVE, SHN_ABS, SHN_COMMON, 0xffff,
    STB_GLOBAL << 4, STB_WEAK << 4, STT_SECTION, STT_FILE,
    STB_GLOBAL << 4 | STT_FUNC, STB_GLOBAL << 4 | STT_TLS,
    STB_GLOBAL << 4 | STT_GNU_IFUNC, 20, 21, 22, 23, 43, 65000, 65001};

const struct fuzz_format fuzz_format = {
    .claims = elf_claims,
    .check = elf_check,
    .table = elf_table,
    .grow = elf_grow,
    .values = elf_values,
    .nvalues = sizeof(elf_values) / sizeof(elf_values[0]),
};
