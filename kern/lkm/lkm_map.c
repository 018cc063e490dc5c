/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_map.c: what a load does, or would do, as the records of sys/lkmmap.h.
 *
 * They are written while the link goes on, one after the other, straight to
 * their reader; nothing is allocated for them.  Writing may sleep.  What is
 * told about is then in no danger: the object and the image are the load's
 * own, a module that provides a name is held by a reference, and whatever
 * else might change, a name or a slot, has been copied before.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>

#define ALIGNED(n) (((n) + 3) & ~(size_t)3)

/* ---- one record ---- */

static size_t
string_size(const char *s)
{
	return strnlen(s, LMM_MAXSTRING) + 1;
}

static void
seal(struct lmm *rec, size_t size, const char *const strings[], u_int n)
{
	u_int i;

	for (i = 0; i < n; i++)
		size += string_size(strings[i]);
	rec->lmm_strings = n;
	rec->lmm_size = ALIGNED(size);
}

size_t
lkm_map_record(void *buf, struct lmm *rec, size_t size,
    const char *const strings[], u_int n)
{
	char *p = buf;
	size_t len;
	u_int i;

	seal(rec, size, strings, n);
	if (p == NULL)
		return rec->lmm_size;
	memcpy(p, rec, size);
	p += size;
	for (i = 0; i < n; i++) {
		len = string_size(strings[i]);
		memcpy(p, strings[i], len - 1);
		p[len - 1] = '\0';
		p += len;
	}
	memset(p, 0, (char *)buf + rec->lmm_size - p);
	return rec->lmm_size;
}

/* ---- the map ---- */

static void
write_at(struct lkm_map *m, size_t off, const void *p, size_t len)
{
	if (m->lm_error == 0)
		m->lm_error = m->lm_write(m->lm_arg, off, p, len);
}

/*
 * Count a record of this size; true if it is to be written, at *off.  Once
 * one did not fit, none does: what is there has no gaps.
 */
static int
reserve(struct lkm_map *m, size_t size, size_t *off)
{
	struct lmm_head *h = &m->lm_head;
	int whole = h->lmm_needed == h->lmm_len;

	if (size > UINT32_MAX - h->lmm_needed)
		h->lmm_needed = UINT32_MAX;
	else
		h->lmm_needed += size;
	if (!whole || size > m->lm_room - h->lmm_len)
		return 0;
	*off = h->lmm_len;
	h->lmm_len += size;
	h->lmm_count++;
	return 1;
}

static void
put(struct lkm_map *m, struct lmm *rec, size_t size,
    const char *const strings[], u_int n)
{
	size_t off, len;
	u_int i;

	seal(rec, size, strings, n);
	if (!reserve(m, rec->lmm_size, &off))
		return;
	write_at(m, off, rec, size);
	off += size;
	for (i = 0; i < n; i++) {
		len = string_size(strings[i]);
		if (strings[i][len - 1] == '\0')
			write_at(m, off, strings[i], len);
		else {
			write_at(m, off, strings[i], len - 1);
			write_at(m, off + len - 1, "", 1);
		}
		off += len;
	}
}

int
lkm_map_start(struct lkm_map *m)
{
	if (m->lm_room < sizeof(m->lm_head))
		return EINVAL;
	m->lm_error = 0;
	m->lm_head = (struct lmm_head){
	    .lmm_needed = sizeof(m->lm_head), .lmm_len = sizeof(m->lm_head)};
	return lkm_map_finish(m);
}

int
lkm_map_finish(struct lkm_map *m)
{
	write_at(m, 0, &m->lm_head, sizeof(m->lm_head));
	return m->lm_error;
}

/* ---- the link ---- */

/* Protection goes by pages: what shares one with code can be executed. */
static uint32_t
prot_at(const struct kobj_image *img, uint32_t off)
{
	if (off < img->layout.ro_start)
		return LMM_PROT_R | LMM_PROT_X;
	if (off < img->layout.rw_start)
		return LMM_PROT_R;
	return LMM_PROT_R | LMM_PROT_W;
}

static void
put_section(void *cookie, const struct kobj_trace_section *s)
{
	struct lkm_map *m = cookie;
	struct lmm_section rec = {
	    .lmm.lmm_kind = LMM_SECTION,
	    .number = s->number,
	    .addr = s->addr,
	    .size = s->size,
	    .part = s->part,
	    .prot = prot_at(m->lm_image, s->addr - m->lm_image->base),
	};

	put(m, &rec.lmm, sizeof(rec), &s->name, 1);
}

static void
put_symbol(void *cookie, const struct kobj_trace_symbol *s)
{
	const struct lkm_table *t =
	    s->origin == KOBJ_FROM_OUTSIDE ? lkm_at(s->value) : NULL;
	struct lmm_symbol rec = {
	    .lmm.lmm_kind = LMM_SYMBOL,
	    .number = s->number,
	    .value = s->value,
	    .binding = s->binding,
	    .from = s->origin,
	    .section =
		s->origin == KOBJ_FROM_SECTION ? (int)s->section : LMM_NONE,
	    .provider = t != NULL ? t->id : LMM_NONE,
	};
	const char *strings[] = {s->name, t != NULL ? t->name : ""};

	put(cookie, &rec.lmm, sizeof(rec), strings, nitems(strings));
}

static void
put_reloc(void *cookie, const struct kobj_trace_reloc *r)
{
	struct lmm_reloc rec = {
	    .lmm.lmm_kind = LMM_RELOC,
	    .table = r->table,
	    .index = r->index,
	    .section = r->section,
	    .offset = r->offset,
	    .addr = r->addr,
	    .type = r->type,
	    .width = r->width,
	    .pcrel = r->pcrel,
	    .symbol = r->symbol,
	    .segment = r->segment,
	    .plus = r->plus,
	    .minus = r->minus,
	    .old_word = r->old,
	    .new_word = r->new,
	};

	put(cookie, &rec.lmm, sizeof(rec), &r->type_name, 1);
}

void
lkm_map_watch(
    struct lkm_map *m, struct kobj_trace *trace, const struct kobj_image *img)
{
	m->lm_image = img;
	*trace = (struct kobj_trace){.cookie = m,
	    .section = put_section,
	    .symbol = put_symbol,
	    .reloc = put_reloc};
}

void
lkm_map_parts(const struct kobj_image *img, struct lmm_part part[LMM_NPARTS])
{
	const struct kobj_layout *l = &img->layout;
	const struct {
		uint32_t off, size;
	} at[LMM_NPARTS] = {[LMM_TEXT] = {0, l->text_size},
	    [LMM_RODATA] = {l->rodata_off, l->rodata_size},
	    [LMM_DATA] = {l->data_off, l->data_size},
	    [LMM_BSS] = {l->bss_off, l->bss_size}};
	u_int i;

	for (i = 0; i < LMM_NPARTS; i++)
		part[i] = (struct lmm_part){.addr = img->base + at[i].off,
		    .size = at[i].size,
		    .prot = prot_at(img, at[i].off)};
}

/* The bytes from the start to the end of what is not bss. */
static void
put_image(struct lkm_map *m)
{
	const struct kobj_image *img = m->lm_image;
	struct lmm_image rec = {
	    .lmm = {.lmm_kind = LMM_IMAGE,
		.lmm_size = sizeof(rec) + ALIGNED(img->layout.bss_off)},
	    .addr = img->base,
	    .size = img->layout.bss_off,
	};
	size_t off;

	if (!reserve(m, rec.lmm.lmm_size, &off))
		return;
	write_at(m, off, &rec, sizeof(rec));
	write_at(m, off + sizeof(rec), img->mem, rec.size);
}

void
lkm_map_object(struct lkm_map *m, const struct kobj *k)
{
	const struct kobj_image *img = m->lm_image;
	struct lmm_object rec = {
	    .lmm.lmm_kind = LMM_OBJECT,
	    .addr = img->base,
	    .size = img->layout.total,
	    .entry = img->entry,
	};
	uint32_t off;
	const char *entry = kobj_symbol_at(img, img->entry, &off);
	const char *strings[] = {
	    kobj_format_name(k), entry != NULL ? entry : ""};

	lkm_map_parts(img, rec.part);
	put(m, &rec.lmm, sizeof(rec), strings, nitems(strings));
	if (m->lm_with_image)
		put_image(m);
}

/* ---- the module ---- */

void
lkm_map_module(struct lkm_map *m, const struct lkm_plan *p)
{
	struct lmm_module rec = p->lp_record;
	const char *strings[] = {
	    p->lp_name, p->lp_holder_name, p->lp_holder_module};

	rec.lmm.lmm_kind = LMM_MODULE;
	put(m, &rec.lmm, sizeof(rec), strings, nitems(strings));
}

void
lkm_map_refusals(struct lkm_map *m, const struct lkm_reason *r)
{
	const char *p = r->lr_records, *end = p + r->lr_rlen;
	struct lmm_refusal last = {.lmm.lmm_kind = LMM_REFUSAL,
	    .section = LMM_NONE,
	    .index = LMM_NONE};
	const char *code, *more = lkm_reason_more(r, &code);
	const char *strings[] = {code, more, "", "", ""};
	const struct lmm *rec;
	size_t off;

	for (; p < end; p += rec->lmm_size) {
		rec = (const struct lmm *)p;
		if (reserve(m, rec->lmm_size, &off))
			write_at(m, off, rec, rec->lmm_size);
	}
	if (more != NULL)
		put(m, &last.lmm, sizeof(last), strings, nitems(strings));
}
