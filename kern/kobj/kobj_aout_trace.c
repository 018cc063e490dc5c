/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An a.out object's link, told to somebody who watches: see struct
 * kobj_trace. Nothing here runs when nobody does.
 */
#include "kobj_aout.h"

static void
trace_segments(const struct aout *a, const struct kobj_trace *t)
{
	static const enum kobj_part parts[AOUT_NSEGMENTS] = {
	    [AOUT_TEXT] = KOBJ_TEXT,
	    [AOUT_DATA] = KOBJ_DATA,
	    [AOUT_BSS] = KOBJ_BSS};

	for (unsigned i = AOUT_TEXT; i < AOUT_NSEGMENTS; i++) {
		if (a->size[i] == 0)
			continue;
		t->section(t->cookie,
		    &(struct kobj_trace_section){
			.number = aout_section_number(i),
			.name = aout_segment_name(i),
			.addr = a->link[i] + a->delta[i],
			.size = a->size[i],
			.part = parts[i]});
	}
}

static enum kobj_origin
origin_of(uint32_t info)
{
	if ((info & AOUT_IS_COMMON) != 0)
		return KOBJ_FROM_COMMON;
	if ((info & AOUT_IS_OUTSIDE) != 0)
		return KOBJ_FROM_OUTSIDE;
	if ((info & AOUT_IS_NOBODY) != 0)
		return KOBJ_FROM_NOBODY;
	return AOUT_PLACE(info) == AOUT_ABS ? KOBJ_FROM_NUMBER
					    : KOBJ_FROM_SECTION;
}

/* Debuggers' entries are not told: nothing in them was checked. */
static void
trace_symbols(const struct aout *a, const struct kobj_trace *t,
    const struct kobj_symbol *keep)
{
	for (uint32_t i = 0; i < a->nsyms; i++) {
		uint32_t info = a->sym[i].info;
		struct kobj_trace_symbol s = {
		    .number = i,
		    .origin = origin_of(info),
		};

		if (AOUT_PLACE(info) == AOUT_SKIP)
			continue;
		s.name = aout_name(a, i);
		s.value = keep[AOUT_KEEP(info)].addr;
		if ((info & AOUT_IS_WEAK) != 0)
			s.binding = KOBJ_WEAK;
		else if (AOUT_KEEP(info) >= a->nlocals)
			s.binding = KOBJ_GLOBAL;
		if (s.origin == KOBJ_FROM_SECTION)
			s.section = aout_section_number(AOUT_PLACE(info));
		t->symbol(t->cookie, &s);
	}
}

/*
 * Relocations know symbols by where they are kept: from here on, the strx of
 * the n-th symbol is the number of the one that is kept as the n-th.
 */
static void
index_kept(struct aout *a)
{
	for (uint32_t i = 0; i < a->nsyms; i++) {
		uint32_t info = a->sym[i].info;

		if (AOUT_PLACE(info) != AOUT_SKIP)
			a->sym[AOUT_KEEP(info) - AOUT_NSEGMENTS].strx = i;
	}
}

void
aout_trace(struct kobj *k, const struct kobj_image *img)
{
	struct aout *a = k->priv;

	trace_segments(a, k->env->trace);
	trace_symbols(a, k->env->trace, img->symbols);
	index_kept(a);
}

/* The names that GNU's tools have for these types. */
static const char *
type_name(const struct kobj_reltype *type)
{
	switch (type->width) {
	case 1:
		return type->pcrel ? "DISP8" : "8";
	case 2:
		return type->pcrel ? "DISP16" : "16";
	default:
		return type->pcrel ? "DISP32" : "32";
	}
}

/*
 * Apply the relocations of a segment as aout_relocate does, one by one, and
 * tell of each.
 */
int
aout_relocate_traced(struct kobj *k, unsigned segment, uint8_t *mem,
    const struct kobj_image *img)
{
	const struct aout *a = k->priv;
	const struct kobj_trace *trace = k->env->trace;
	uint32_t n;
	const struct kobj_rel *rel = aout_relocs(a, segment, &n);

	for (uint32_t i = 0; i < n; i++) {
		const struct kobj_reltype *type = kobj_md_reltype(rel[i].type);
		uint32_t target = KOBJ_REL_SYMBOL(rel[i].info);
		uint8_t *at = mem + rel[i].offset;
		struct kobj_trace_reloc t = {
		    .table = aout_section_number(segment),
		    .index = i,
		    .section = aout_section_number(segment),
		    .offset = rel[i].offset,
		    .addr =
			a->link[segment] + a->delta[segment] + rel[i].offset,
		    .type = aout_reloc_bits(&rel[i]),
		    .type_name = type_name(type),
		    .width = type->width,
		    .pcrel = type->pcrel,
		    .symbol = KOBJ_NOWHERE,
		    .segment = KOBJ_NOWHERE,
		    .plus = img->symbols[target].addr,
		    .minus = type->pcrel ? a->delta[segment] : 0,
		    .old = kobj_field(at, type->width),
		};

		if (target >= AOUT_NSEGMENTS)
			t.symbol = (int)a->sym[target - AOUT_NSEGMENTS].strx;
		else if (target != AOUT_ABS)
			t.segment = (int)aout_section_number(target);
		if (!kobj_md_apply(type, at, a->delta[segment], t.plus))
			return aout_refuse_overflow(k, segment, i, img);
		t.new = kobj_field(at, type->width);
		trace->reloc(trace->cookie, &t);
	}
	return 0;
}
