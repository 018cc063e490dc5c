/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the parts of an image go. No sum here can wrap: the limit is cut
 * to LIMIT_MAX, no running size passes it, and an alignment is at most a
 * page.
 */
#include "kobj_impl.h"

#define LIMIT_MAX 0x7fff0000u

static uint32_t
round_up(uint32_t n, uint32_t align)
{
	return (n + align - 1) & ~(align - 1);
}

/* 0 and 1 both mean none. */
bool
kobj_alignment_ok(uint32_t align)
{
	return (align & (align - 1)) == 0 && align <= KOBJ_PAGE;
}

static uint32_t
limit(const struct kobj *k)
{
	uint32_t max = k->env->memory.limit;

	return max < LIMIT_MAX ? max : LIMIT_MAX;
}

static int
too_big(struct kobj *k, uint32_t max)
{
	struct kobj_refusal *r = kobj_refuse(k, KOBJ_TOO_BIG);

	snprintf(r->text, sizeof(r->text), "more than %u bytes", (unsigned)max);
	return r->error;
}

/*
 * Give size bytes of a part to the caller: *off is where they start in it.
 * The alignment was checked by kobj_alignment_ok. EFBIG over the limit.
 */
int
kobj_part_add(struct kobj *k, struct kobj_partsize *part, uint32_t size,
    uint32_t align, uint32_t *off)
{
	uint32_t max = limit(k), start = part->size;

	if (align > 1)
		start = round_up(start, align);
	if (start > max || size > max - start)
		return too_big(k, max);
	if (align > part->align)
		part->align = align;
	*off = start;
	part->size = start + size;
	return 0;
}

static uint32_t
align_of(const struct kobj_partsize *part)
{
	return part->align > 1 ? part->align : 1;
}

/*
 * Lay the parts out as sys/kobj.h says at struct kobj_layout. Each part
 * starts at its own largest alignment, so what kobj_part_add said remains
 * true; only data with a skew starts where that says. EFBIG over the limit.
 */
int
kobj_layout(struct kobj *k, const struct kobj_partsize parts[])
{
	struct kobj_layout *l = &k->layout;
	uint32_t max = limit(k), sum = 0, end;

	/* At most: the limit, four roundings, and less than a page of skew. */
	for (int i = 0; i < KOBJ_NPARTS; i++) {
		if (parts[i].size > max - sum)
			return too_big(k, max);
		sum += parts[i].size;
	}

	l->text_size = parts[KOBJ_TEXT].size;
	l->rodata_size = parts[KOBJ_RODATA].size;
	l->ro_start = round_up(l->text_size, KOBJ_PAGE);
	l->rodata_off = round_up(l->text_size, align_of(&parts[KOBJ_RODATA]));
	end = l->rodata_off + l->rodata_size;
	if (end <= l->ro_start) {
		l->rw_start = l->ro_start;
	} else {
		l->rodata_off = l->ro_start;
		l->rw_start = round_up(l->ro_start + l->rodata_size, KOBJ_PAGE);
	}
	l->data_off = l->rw_start + parts[KOBJ_DATA].skew;
	l->data_size = parts[KOBJ_DATA].size;
	l->bss_off =
	    round_up(l->data_off + l->data_size, align_of(&parts[KOBJ_BSS]));
	l->bss_size = parts[KOBJ_BSS].size;
	l->total = round_up(l->bss_off + l->bss_size, KOBJ_PAGE);
	if (l->total > max)
		return too_big(k, max);
	return 0;
}

uint32_t
kobj_part_start(const struct kobj_layout *l, enum kobj_part part)
{
	switch (part) {
	case KOBJ_RODATA:
		return l->rodata_off;
	case KOBJ_DATA:
		return l->data_off;
	case KOBJ_BSS:
		return l->bss_off;
	default:
		return 0;
	}
}

/* Up to where a part must be filled: the start of the next. */
uint32_t
kobj_part_end(const struct kobj_layout *l, enum kobj_part part)
{
	return part == KOBJ_BSS ? l->total : kobj_part_start(l, part + 1);
}
