/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target for a.out objects. The check links the object a second time
 * as GNU ld -N would: each byte by the rule for it, and with no more from
 * kobj than where data starts and where common symbols were put.
 */
#include <stdlib.h>
#include <string.h>
#include "expect.h"
#include "harness.h"

/* The header, as words; the first is looked at as bytes. */
enum { MAGIC, TEXT, DATA, BSS, SYMS, ENTRY, TRSIZE, DRSIZE, NWORDS };

#define HEADER   (NWORDS * 4u)
#define REL_SIZE 8u
#define SYM_SIZE 12u

/* Types of symbols. */
enum { UNDF = 0, EXT = 1, SIZE = 0x0c, WEAKU = 0x0d, FN = 0x1f };

static uint32_t
word(const uint8_t *p, uint32_t off)
{
	uint32_t w;

	memcpy(&w, p + off, sizeof(w));
	return w;
}

/* Any spelling: 00 xx 01 07, or 07 01. */
static bool
aout_claims(const uint8_t *p, uint32_t size)
{
	return size >= HEADER &&
	    ((p[2] == 1 && p[3] == 7) || (p[1] == 1 && p[0] == 7));
}

struct view {
	const struct run *r;
	uint32_t h[NWORDS];
	uint32_t syms; /* where they start in the file */
	uint32_t nsyms;
	const char *strings;
	kobj_addr_t move[4]; /* of absolute, text, data, bss */
	uint8_t *image;      /* as it should be */
	/* Per symbol: the number under which it is kept, 0 if it is not. */
	uint32_t *kept;
};

static void
check_layout(struct view *v)
{
	const struct kobj_layout *l = &v->r->img.layout;
	const uint32_t *h = v->h;

	MUST(l->text_size == h[TEXT] && l->data_size == h[DATA]);
	MUST(l->rodata_size == 0 && l->bss_size >= h[BSS]);
	/* Nothing lies between them in the program, nor here. */
	MUST(l->bss_off == l->data_off + h[DATA]);
	/* Alignment is what it was. */
	if (h[DATA] != 0 || h[BSS] != 0)
		MUST((l->data_off - h[TEXT]) % KOBJ_PAGE == 0);
	v->move[1] = v->r->base;
	v->move[2] = v->move[3] = v->r->base + l->data_off - h[TEXT];
	memcpy(v->image, v->r->bytes + HEADER, h[TEXT]);
	memcpy(v->image + l->data_off, v->r->bytes + HEADER + h[TEXT], h[DATA]);
}

struct sym {
	uint32_t strx;
	uint8_t type;
	uint8_t other;
	uint16_t desc;
	uint32_t value;
};

static struct sym
symbol(const struct view *v, uint32_t i)
{
	struct sym s;

	memcpy(&s, v->r->bytes + v->syms + i * SYM_SIZE, sizeof(s));
	return s;
}

static const char *
raw_name(const struct view *v, const struct sym *s)
{
	return s->strx == 0 ? "" : v->strings + s->strx;
}

static bool
of_c(const char *raw)
{
	return raw[0] == '_' && raw[1] != '\0';
}

/* Do others see it? 0x0e to 0x11 are GNU's weak definitions. */
static bool
global(const struct sym *s)
{
	return (s->type & EXT) != 0 || s->type == 0x0e || s->type == 0x10;
}

/* The segment of a definition; 0 is absolute, -1 for all others. */
static int
segment_of(uint8_t type)
{
	if (type >= 0x0e && type <= 0x11)
		return type - 0x0e;
	return type >= 2 && type <= 9 ? type / 2 - 1 : -1;
}

/*
 * Which are kept, and in what order: behind four for the segments come the
 * local ones, and the global ones of C from the end.
 */
static void
number_symbols(struct view *v)
{
	uint32_t front = 4, back = v->nsyms + 4, last = 0;

	for (uint32_t i = 0; i < v->nsyms; i++) {
		struct sym s = symbol(v, i);

		if (s.type >= 0x20 || s.type == FN || s.type == SIZE ||
		    (s.type == WEAKU &&
			(s.value != 0 || (i != 0 && s.strx == last))))
			continue;
		last = s.strx;
		MUST(s.type != UNDF);
		MUST(s.strx == 0 || s.strx >= 4);
		if (global(&s))
			MUST(raw_name(v, &s)[0] != '\0');
		if (global(&s) && of_c(raw_name(v, &s)))
			v->kept[i] = --back;
		else
			v->kept[i] = front++;
	}
	MUST(v->r->img.nsymbols == v->nsyms + 4);
	MUST(v->r->img.nlocals == back);
}

/*
 * The value of a symbol that is kept; good is false if nothing in the image
 * may refer to it.
 */
static kobj_addr_t
value_of(const struct view *v, uint32_t i, bool *good)
{
	struct sym s = symbol(v, i);
	const char *raw = raw_name(v, &s);
	int segment = segment_of(s.type);
	kobj_addr_t value = 0;

	*good = true;
	if (segment >= 0)
		return v->move[segment] + s.value;
	if (s.value != 0) /* a common symbol: any place behind bss */
		return v->r->img.symbols[v->kept[i]].addr;
	if (!of_c(raw) || !run_resolve(v->r, raw + 1, &value))
		*good = s.type == WEAKU || s.other >> 4 == 2;
	return value;
}

/* One that lies in a segment must do so. */
static void
check_place(const struct view *v, const struct sym *s)
{
	int segment = segment_of(s->type);
	uint32_t start = segment == 1 ? 0 : v->h[TEXT];

	if (segment <= 0)
		return;
	if (segment == 3)
		start += v->h[DATA];
	MUST(s->value >= start && s->value - start <= v->h[TEXT + segment - 1]);
}

/* No two globals that the object defines have one name. */
static void
check_unique(const struct view *v, uint32_t i, const struct sym *s)
{
	if (!global(s) || s->type == WEAKU ||
	    (s->type == (UNDF | EXT) && s->value == 0))
		return;
	for (uint32_t j = 0; j < i; j++) {
		struct sym t = symbol(v, j);

		MUST(v->kept[j] == 0 || !global(&t) || t.type == WEAKU ||
		    (t.type == (UNDF | EXT) && t.value == 0) ||
		    strcmp(raw_name(v, s), raw_name(v, &t)) != 0);
	}
}

static void
check_symbols(const struct view *v)
{
	const struct kobj_image *img = &v->r->img;
	const struct kobj_layout *l = &img->layout;
	uint8_t *used = calloc(l->total + 1, 1);

	for (uint32_t i = 0; i < v->nsyms; i++) {
		struct sym s = symbol(v, i);
		const struct kobj_symbol *k = &img->symbols[v->kept[i]];
		const char *raw = raw_name(v, &s);
		bool good;

		if (v->kept[i] == 0)
			continue;
		check_place(v, &s);
		check_unique(v, i, &s);
		MUST(strcmp(img->strings + k->name, raw + of_c(raw)) == 0);
		MUST(k->addr == value_of(v, i, &good) || !good);
		if (s.type != (UNDF | EXT) || s.value == 0)
			continue;
		expect_place(used, k->addr - img->base, s.value, 1,
		    l->bss_off + v->h[BSS], l->bss_off + l->bss_size);
	}
	free(used);
}

/* One relocation of a segment that has size bytes. */
static void
relocate(const struct view *v, int segment, uint32_t size, uint32_t rel)
{
	uint32_t off = word(v->r->bytes, rel),
		 bits = word(v->r->bytes, rel + 4);
	uint32_t number = bits & 0xffffff, width = 1u << (bits >> 25 & 3);
	uint8_t *field = v->image + off;
	bool pcrel = (bits >> 24 & 1) != 0, good = true;
	kobj_addr_t value;

	MUST(bits >> 28 == 0 && width <= 4);
	MUST(off <= size && width <= size - off);
	if (segment == 2)
		field += v->r->img.layout.data_off;
	if ((bits >> 27 & 1) == 0) {
		MUST(number == 2 || number == 4 || number == 6 || number == 8);
		value = v->move[number / 2 - 1];
	} else {
		MUST(number < v->nsyms && v->kept[number] != 0);
		value = value_of(v, number, &good);
	}
	MUST(good);
	if (pcrel)
		value -= v->move[segment];
	expect_add(field, width, pcrel, value);
}

static void
aout_check(const struct run *r)
{
	struct view v = {.r = r};
	uint32_t trel;

	memcpy(v.h, r->bytes, sizeof(v.h));
	trel = HEADER + v.h[TEXT] + v.h[DATA];
	v.syms = trel + v.h[TRSIZE] + v.h[DRSIZE];
	v.nsyms = v.h[SYMS] / SYM_SIZE;
	v.strings = (const char *)r->bytes + v.syms + v.h[SYMS];
	v.image = calloc(r->img.layout.total + 1, 1);
	v.kept = calloc(v.nsyms + 1, sizeof(*v.kept));
	check_layout(&v);
	number_symbols(&v);
	check_symbols(&v);
	for (uint32_t off = 0; off < v.h[TRSIZE]; off += REL_SIZE)
		relocate(&v, 1, v.h[TEXT], trel + off);
	trel += v.h[TRSIZE];
	for (uint32_t off = 0; off < v.h[DRSIZE]; off += REL_SIZE)
		relocate(&v, 2, v.h[DATA], trel + off);
	MUST(memcmp(v.image, r->img.mem, r->img.layout.total) == 0);
	free(v.image);
	free(v.kept);
}

/* The rest is for the mutator: nothing here may believe the object. */

static const struct column header_columns[] = {{0, 1}, {1, 1}, {2, 1}, {3, 1},
    {4, 4}, {8, 4}, {12, 4}, {16, 4}, {20, 4}, {24, 4}, {28, 4}};
static const struct column rel_columns[] = {
    {0, 4}, {4, 1}, {5, 1}, {7, 1}, {7, 1}, {4, 4}};
static const struct column sym_columns[] = {
    {0, 4}, {4, 1}, {4, 1}, {5, 1}, {8, 4}, {8, 4}};
static const struct column byte_columns[] = {{0, 1}};

/* The five parts behind the header, and the strings. */
static const struct part {
	uint32_t header; /* the word with the size */
	uint32_t entry;
	const struct column *columns;
	uint32_t ncolumns;
} parts[] = {
    {TEXT, 1, byte_columns, COLUMNS(byte_columns)},
    {DATA, 1, byte_columns, COLUMNS(byte_columns)},
    {TRSIZE, REL_SIZE, rel_columns, COLUMNS(rel_columns)},
    {DRSIZE, REL_SIZE, rel_columns, COLUMNS(rel_columns)},
    {SYMS, SYM_SIZE, sym_columns, COLUMNS(sym_columns)},
    {MAGIC, 1, byte_columns, COLUMNS(byte_columns)},
};

/* Part n, as far as it lies in the object; the strings are all the rest. */
static bool
part_table(const uint8_t *bytes, uint32_t size, uint32_t n, struct table *t)
{
	const struct part *p = &parts[n];
	uint32_t off = HEADER, length;

	if (!aout_claims(bytes, size))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		length = word(bytes, parts[i].header * 4);
		if (length > size - off)
			return false;
		off += length;
	}
	length = p->header == MAGIC ? size : word(bytes, p->header * 4);
	if (length > size - off)
		length = size - off;
	*t = (struct table){.off = off,
	    .count = length / p->entry,
	    .entry = p->entry,
	    .columns = p->columns,
	    .ncolumns = p->ncolumns};
	return t->count != 0;
}

static bool
aout_table(
    const uint8_t *bytes, uint32_t size, struct rng *rng, struct table *t)
{
	static const uint8_t order[] = {0, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5};

	if (rng_under(rng, 4) == 0) {
		*t = (struct table){.count = 1,
		    .entry = HEADER,
		    .columns = header_columns,
		    .ncolumns = COLUMNS(header_columns)};
		return size >= HEADER;
	}
	return part_table(bytes, size, order[rng_under(rng, sizeof(order))], t);
}

/*
 * A copy of one record between others; of bytes many, for what depends on
 * pages.
 */
static uint32_t
aout_grow(uint8_t *bytes, uint32_t size, uint32_t max, struct rng *rng)
{
	uint32_t n = rng_under(rng, 5), to, add, length;
	struct table t;

	if (!part_table(bytes, size, n, &t))
		return size;
	add = t.entry == 1 ? 1 + rng_under(rng, KOBJ_PAGE) : t.entry;
	if (add > max - size)
		return size;
	to = t.off + rng_under(rng, t.count) * t.entry;
	memmove(bytes + to + add, bytes + to, size - to);
	if (t.entry == 1)
		memset(bytes + to, 0, add);
	length = word(bytes, parts[n].header * 4) + add;
	memcpy(bytes + parts[n].header * 4, &length, sizeof(length));
	return size + add;
}

/* Types of symbols, bits of relocations, magic numbers. */
static const uint32_t aout_values[] = {UNDF | EXT, 2, 3, 4, 5, 6, 7, 8, 9, SIZE,
    WEAKU, 0x0e, 0x0f, 0x10, 0x11, 0x1e, FN, 0x20, 0x24, 0x64, 0x08, 0x0a, 0x0c,
    0x0d, 0x04000004, 0x05000004, 0x0c000000, 0x0d000000, 0407, 0410, 0413,
    0314, 134, 100, 0x40};

const struct fuzz_format fuzz_format = {
    .claims = aout_claims,
    .check = aout_check,
    .table = aout_table,
    .grow = aout_grow,
    .values = aout_values,
    .nvalues = sizeof(aout_values) / sizeof(aout_values[0]),
};
