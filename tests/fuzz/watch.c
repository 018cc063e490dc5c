/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A watcher of a link that believes nothing: what it is told must lie in the
 * image, and the words must be those that stand there. That watching changes
 * nothing, harness.c sees, which links every input with and without one.
 */
#include <stdlib.h>
#include <string.h>
#include "inspect.h"

static void
section(void *cookie, const struct kobj_trace_section *s)
{
	struct run *r = cookie;
	uint32_t off = s->addr - r->base, total = r->img.layout.total;
	uint32_t n = r->nsections;

	MUST(strlen(s->name) <= r->size);
	MUST(s->part < KOBJ_NPARTS);
	/* An empty one may stand at the end. */
	MUST(off <= total && s->size <= total - off);
	MUST(n == 0 || r->sections[n - 1].number < s->number);
	if ((n & (n - 1)) == 0)
		r->sections = realloc(
		    r->sections, (n == 0 ? 1 : 2 * n) * sizeof(*r->sections));
	MUST(r->sections != NULL);
	r->sections[n] = (struct run_section){s->number, s->addr, s->size, ""};
	for (int i = 0; i < 15 && s->name[i] != '\0'; i++)
		r->sections[n].name[i] = s->name[i];
	r->nsections++;
}

static void
symbol(void *cookie, const struct kobj_trace_symbol *s)
{
	const struct run *r = cookie;

	MUST(strlen(s->name) <= r->size);
	MUST(s->binding <= KOBJ_WEAK && s->origin <= KOBJ_FROM_SKIPPED);
	if (s->origin == KOBJ_FROM_NOBODY)
		MUST(s->value == 0);
	if (s->origin == KOBJ_FROM_SECTION || s->origin == KOBJ_FROM_COMMON)
		MUST(s->value - r->base <= r->img.layout.total);
}

static void
reloc(void *cookie, const struct kobj_trace_reloc *t)
{
	const struct run *r = cookie;
	uint32_t off = t->addr - r->base, total = r->img.layout.total;
	uint32_t sign = t->width == 0 ? 0 : 1u << (8 * t->width - 1);
	uint32_t sum = ((t->old ^ sign) - sign) + t->plus - t->minus, now = 0;

	MUST(t->width <= 4 && t->type_name[0] != '\0');
	MUST(off <= total && t->width <= total - off);
	for (uint32_t i = 0; i < t->width; i++)
		now |= (uint32_t)r->img.mem[off + i] << 8 * i;
	MUST(t->new == now);
	if (t->width != 0)
		MUST(t->new == (sum & (sign | (sign - 1))));
}

void
watch(struct run *r)
{
	r->trace = (struct kobj_trace){
	    .cookie = r, .section = section, .symbol = symbol, .reloc = reloc};
	r->env.trace = &r->trace;
}
