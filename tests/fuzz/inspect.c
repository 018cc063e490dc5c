/* SPDX-License-Identifier: BSD-2-Clause */
/* See inspect.h. */
#include <errno.h>
#include <string.h>
#include "inspect.h"

/* How many symbols are looked at closely, at each end of the table. */
#define CLOSELY 8u

/* What struct kobj_layout says, in sums that cannot wrap. */
void
inspect_layout(const struct kobj_layout *l, uint32_t limit)
{
	uint64_t rodata_end = (uint64_t)l->rodata_off + l->rodata_size;
	uint64_t data_end = (uint64_t)l->data_off + l->data_size;
	uint64_t bss_end = (uint64_t)l->bss_off + l->bss_size;

	MUST(l->ro_start % KOBJ_PAGE == 0);
	MUST(l->rw_start % KOBJ_PAGE == 0);
	MUST(l->total % KOBJ_PAGE == 0);
	MUST(l->ro_start <= l->rw_start && l->rw_start <= l->total);
	MUST(l->total <= limit);
	MUST(l->text_size <= l->ro_start &&
	    l->ro_start - l->text_size < KOBJ_PAGE);
	MUST(l->rodata_off >= l->text_size && rodata_end <= l->rw_start);
	if (l->rodata_off < l->ro_start)
		MUST(l->rw_start == l->ro_start);
	else
		MUST(l->rodata_off == l->ro_start);
	MUST(l->data_off >= l->rw_start &&
	    l->data_off - l->rw_start < KOBJ_PAGE);
	MUST(data_end <= l->bss_off && bss_end <= l->total);
	MUST(l->total - bss_end < KOBJ_PAGE);
}

/* The errno that goes with a code; 0 for "handed in". */
static int
error_of(enum kobj_code code)
{
	static const int errors[] = {
#define KOBJ_CODE(id, name, error, advice) error,
#include "../../kern/kobj/kobj_codes.h"
#undef KOBJ_CODE
	};

	return errors[code];
}

static void
inspect_text(const char *s, size_t size)
{
	size_t n = strnlen(s, size);

	MUST(n < size);
	for (size_t i = 0; i < n; i++)
		MUST(s[i] >= ' ' && s[i] <= '~');
}

/* One line, whatever the room for it. */
static void
inspect_line(const struct kobj_refusal *refusal)
{
	char line[512], cut[40];
	int n = kobj_refusal_format(refusal, line, sizeof(line));

	MUST(n > 0 && n < (int)sizeof(line));
	MUST((int)strlen(line) == n);
	inspect_text(line, sizeof(line));
	memset(cut, 0x55, sizeof(cut));
	MUST(kobj_refusal_format(refusal, cut, sizeof(cut) - 1) == n);
	MUST(cut[sizeof(cut) - 1] == 0x55);
	MUST(strncmp(cut, line, sizeof(cut) - 2) == 0);
	MUST(strlen(cut) <= sizeof(cut) - 2);
	MUST(kobj_refusal_format(refusal, NULL, 0) == n);
}

void
inspect_refusal(const struct run *r)
{
	const struct kobj_refusal *f = &r->refusal;

	MUST(f->code != KOBJ_OK && (unsigned)f->code < KOBJ_NCODES);
	MUST(f->error == r->error);
	if (error_of(f->code) != 0 && f->code != KOBJ_NO_MEMORY)
		MUST(f->error == error_of(f->code));
	if (r->injected == 0)
		MUST(f->error == ENOEXEC || f->error == EFBIG);
	else
		MUST(f->code == KOBJ_NO_MEMORY || f->code == KOBJ_READ_FAILED ||
		    f->code == KOBJ_RESOLVE_FAILED);
	/* After the image was allocated, little can be wrong. */
	if (r->images != 0)
		MUST(f->code == KOBJ_READ_FAILED ||
		    f->code == KOBJ_RELOC_OVERFLOW);
	if (r->missing != 0)
		MUST(f->symbol[0] != '\0');
	MUST(f->section >= KOBJ_NOWHERE && f->index >= KOBJ_NOWHERE);
	inspect_text(f->section_name, sizeof(f->section_name));
	inspect_text(f->symbol, sizeof(f->symbol));
	inspect_text(f->text, sizeof(f->text));
	/* No detail is so long that its end was lost. */
	MUST(strlen(f->text) + 1 < sizeof(f->text));
	inspect_line(f);
}

static bool
inside(const struct kobj_image *img, kobj_addr_t addr)
{
	return addr - img->base < img->layout.total;
}

void
inspect_image(const struct run *r)
{
	const struct kobj_image *img = &r->img;

	MUST(r->refusal.code == KOBJ_OK && r->refusal.error == 0);
	MUST(img->base == r->base && img->mem != NULL);
	inspect_layout(&img->layout, r->env.memory.limit);
	if (img->entry != 0)
		MUST(img->entry - img->base < img->layout.text_size);
}

/* A name, known or not, among the locals: nothing but a simple search. */
static void
inspect_local(const struct kobj_image *img, const char *name)
{
	const struct kobj_symbol *s = img->symbols, *end = s + img->nlocals;
	kobj_addr_t value;

	while (s != end &&
	    (s->name == 0 || strcmp(img->strings + s->name, name) != 0))
		s++;
	if (s == end) {
		MUST(kobj_local_value(img, name, &value) == ENOENT);
	} else {
		MUST(kobj_local_value(img, name, &value) == 0);
		MUST(value == s->addr);
	}
}

/* A symbol that the image has: is it found by its name and its address? */
static void
inspect_symbol(const struct kobj_image *img, uint32_t i)
{
	const struct kobj_symbol *s = &img->symbols[i];
	const char *name = img->strings + s->name, *at;
	kobj_addr_t value;
	uint32_t off;

	if (s->name == 0 || name[0] == '\0')
		return;
	inspect_local(img, name);
	if (i >= img->nlocals && inside(img, s->addr)) {
		MUST(kobj_symbol_value(img, name, &value) == 0);
		MUST(value == s->addr);
	}
	if (inside(img, s->addr)) {
		at = kobj_symbol_at(img, s->addr, &off);
		MUST(at != NULL && off == 0);
	}
}

/* What others are offered: all that lies in the image, but not its entry. */
static void
inspect_exports(const struct kobj_image *img)
{
	uint32_t cursor = 0, n = 0;
	kobj_addr_t addr;
	const char *name;

	for (uint32_t i = img->nlocals; i < img->nsymbols; i++) {
		const struct kobj_symbol *s = &img->symbols[i];

		n += s->name != 0 && inside(img, s->addr) &&
		    s->addr != img->entry;
	}
	MUST(kobj_exports(img) == n);
	while (kobj_export(img, &cursor, &name, &addr)) {
		MUST(n-- != 0);
		MUST(name[0] != '\0' && inside(img, addr));
		MUST(addr != img->entry);
	}
	MUST(n == 0);
}

/* What traces and other modules ask. Nothing but the image is left. */
void
inspect_symbols(const struct run *r)
{
	const struct kobj_image *img = &r->img;
	uint32_t size, n = img->nsymbols, off;
	const char *name;

	MUST(img->nlocals <= n && n * sizeof(*img->symbols) <= img->keep_size);
	size = img->keep_size - n * (uint32_t)sizeof(*img->symbols);
	MUST((size != 0 && img->strings[size - 1] == '\0') ||
	    (size == 0 && n == 0));
	for (uint32_t i = 0; i < n; i++)
		MUST(img->symbols[i].name < size);
	for (uint32_t i = 0; i < n && i < CLOSELY; i++) {
		inspect_symbol(img, i);
		inspect_symbol(img, n - 1 - i);
		inspect_symbol(img, (img->nlocals + i) % n);
	}
	MUST(kobj_symbol_at(img, img->base - 1, &off) == NULL);
	MUST(kobj_symbol_at(img, img->base + img->layout.total, &off) == NULL);
	if (img->layout.total != 0) {
		name = kobj_symbol_at(
		    img, img->base + img->layout.total - 1, &off);
		MUST(name == NULL || off < img->layout.total);
	}
	if (img->entry != 0)
		MUST(kobj_symbol_at(img, img->entry, &off) != NULL && off == 0);
	inspect_exports(img);
	inspect_local(img, "nobody");
	/* The name of those that have none. */
	if (size != 0 && img->strings[0] != '\0')
		inspect_local(img, img->strings);
}

static bool
same_symbols(const struct kobj_image *a, const struct kobj_image *b)
{
	return a->nsymbols == b->nsymbols && a->nlocals == b->nlocals &&
	    a->keep_size == b->keep_size &&
	    (a->keep_size == 0 ||
		memcmp(a->symbols, b->symbols, a->keep_size) == 0);
}

/*
 * Memory was filled with one byte for one and with its complement for the
 * other, so what is the same was written in both.
 */
void
inspect_same(const struct run *a, const struct run *b)
{
	const struct kobj_image *i = &a->img, *j = &b->img;

	MUST(a->error == b->error);
	MUST(memcmp(&a->refusal, &b->refusal, sizeof(a->refusal)) == 0);
	MUST(a->allocs == b->allocs && a->reads == b->reads);
	MUST(a->names == b->names && a->missing == b->missing);
	if (a->error != 0)
		return;
	MUST(memcmp(&i->layout, &j->layout, sizeof(i->layout)) == 0);
	MUST(i->entry == j->entry);
	MUST(memcmp(i->mem, j->mem, i->layout.total) == 0);
	MUST(same_symbols(i, j));
}
