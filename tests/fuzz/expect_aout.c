/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An a.out object, linked a second time as GNU ld -N would: each byte by the
 * rule for it, and with no more from kobj than where data starts and where
 * common symbols were put.
 */
#include <stdlib.h>
#include "aout.h"
#include "expect.h"
#include "harness.h"

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
	uint32_t front = 4, back = v->nsyms + 4;

	for (uint32_t i = 0; i < v->nsyms; i++) {
		struct sym s = symbol(v, i);

		if (s.type >= 0x20 || s.type == FN || s.type == SIZE ||
		    (s.type == WEAKU &&
			(s.value != 0 ||
			    (i != 0 && s.strx == symbol(v, i - 1).strx))))
			continue;
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

void
expect_aout(const struct run *r)
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
