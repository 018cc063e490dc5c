/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A run that is watched (struct kobj_trace): sections, symbols and
 * relocations must come in this order, and each relocation must have done
 * what it says. That watching changes nothing is seen in inspect_same, since
 * of two equal runs only one is watched.
 */
#include <stdlib.h>
#include <string.h>
#include "inspect.h"

/* How far it has come. */
enum { SECTIONS, SYMBOLS, RELOCS };

static void
reach(struct run *r, int stage)
{
	MUST(r->images == 1 && r->stage <= stage);
	r->stage = stage;
}

/* Does something of size bytes lie in the image? */
static bool
fits(const struct run *r, kobj_addr_t addr, uint32_t size)
{
	uint32_t total = r->total, off = addr - r->base;

	return off <= total && size <= total - off;
}

static void
watch_section(void *cookie, const struct kobj_trace_section *s)
{
	struct run *r = cookie;
	uint32_t n = r->nsections;

	reach(r, SECTIONS);
	MUST(strlen(s->name) <= r->size);
	MUST(fits(r, s->addr, s->size));
	MUST(s->part < KOBJ_NPARTS);
	MUST(n == 0 || r->sections[n - 1].number < s->number);
	if ((n & (n - 1)) == 0)
		r->sections = realloc(
		    r->sections, (n == 0 ? 1 : 2 * n) * sizeof(*r->sections));
	MUST(r->sections != NULL);
	r->sections[n] = (struct run_section){s->number, s->addr, ""};
	for (size_t i = 0;
	     i + 1 < sizeof(r->sections[n].name) && s->name[i] != '\0'; i++)
		r->sections[n].name[i] = s->name[i];
	r->nsections++;
}

static void
watch_symbol(void *cookie, const struct kobj_trace_symbol *s)
{
	struct run *r = cookie;

	reach(r, SYMBOLS);
	MUST(strlen(s->name) <= r->size);
	MUST(s->binding <= KOBJ_WEAK && s->origin <= KOBJ_FROM_SKIPPED);
	switch (s->origin) {
	case KOBJ_FROM_SECTION:
	case KOBJ_FROM_COMMON:
		MUST(fits(r, s->value, 0));
		break;
	case KOBJ_FROM_NOBODY:
		MUST(s->value == 0);
		break;
	default:
		break;
	}
}

static void
watch_reloc(void *cookie, const struct kobj_trace_reloc *t)
{
	struct run *r = cookie;
	uint32_t shift = 32 - 8 * t->width, now = 0;

	reach(r, RELOCS);
	MUST(t->type_name != NULL && t->type_name[0] != '\0');
	MUST(t->symbol >= KOBJ_NOWHERE && t->segment >= KOBJ_NOWHERE);
	MUST(t->symbol == KOBJ_NOWHERE || t->segment == KOBJ_NOWHERE);
	if (t->width == 0)
		return;
	MUST(t->width == 1 || t->width == 2 || t->width == 4);
	MUST(fits(r, t->addr, t->width));
	memcpy(&now, r->mem + (t->addr - r->base), t->width);
	MUST(now == t->new);
	MUST((t->old + t->plus - t->minus - t->new) << shift == 0);
	MUST(t->pcrel || t->minus == 0);
}

void
watch(struct run *r)
{
	r->trace = (struct kobj_trace){
	    .cookie = r,
	    .section = watch_section,
	    .symbol = watch_symbol,
	    .reloc = watch_reloc,
	};
	r->env.trace = &r->trace;
}
