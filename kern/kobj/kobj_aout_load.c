/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From an a.out object that was checked to an image: its entry, the values
 * of its symbols, its contents. All names that are looked up are those of
 * C, and a.out has an underscore before them: exactly one is left out. A
 * name without one cannot have come from C, and nobody outside has it.
 */
#include "kobj_aout.h"

/*
 * What may have been meant as the entry: a global function called
 * something_lkmentry, or the only one that there is. NULL if neither.
 */
static const char *
likely_entry(const struct aout *a)
{
	const char *only = NULL;
	uint32_t count = 0;

	for (uint32_t i = 0; i < a->nsyms; i++) {
		uint32_t info = a->sym[i].info;

		if (AOUT_PLACE(info) != AOUT_TEXT ||
		    AOUT_KEEP(info) < a->nlocals)
			continue;
		if (kobj_like_entry(aout_name(a, i)))
			return aout_name(a, i);
		only = aout_name(a, i);
		count++;
	}
	return count == 1 ? only : NULL;
}

/* See kobj_entry. */
int
aout_entry(struct kobj *k, const char *const names[])
{
	struct aout *a = k->priv;
	const struct aout_sym *s;
	uint32_t found = 0;

	for (const char *const *n = names; *n != NULL && found == 0; n++)
		found = aout_find_global(a, *n);
	if (found == 0)
		return kobj_refuse_entry(k, names, likely_entry(a));
	s = &a->sym[found - 1];
	if (AOUT_PLACE(s->info) != AOUT_TEXT ||
	    s->value >= a->size[AOUT_TEXT]) {
		struct kobj_refusal *r = kobj_refuse(k, KOBJ_ENTRY_NOT_CODE);

		kobj_refusal_copy(
		    r->symbol, sizeof(r->symbol), aout_name(a, found - 1));
		return r->error;
	}
	a->entry = found;
	return 0;
}

/* Tell the first use of each missing symbol: one pass over everything. */
static int
refuse_missing(struct kobj *k)
{
	struct aout *a = k->priv;
	struct kobj_uses uses = {0};
	uint32_t n;

	/* The hash has done its work: note in keep who is missing. */
	for (uint32_t i = 0; i < a->nkeep; i++)
		a->keep[i].addr = 0;
	for (uint32_t i = 0; i < a->nsyms; i++) {
		if (AOUT_PLACE(a->sym[i].info) == AOUT_MISSING)
			a->keep[AOUT_KEEP(a->sym[i].info)].addr = i + 1;
	}
	for (unsigned segment = AOUT_TEXT; segment <= AOUT_DATA; segment++) {
		const struct kobj_rel *rel = aout_relocs(a, segment, &n);

		for (uint32_t i = 0; i < n; i++) {
			kobj_addr_t *missing =
			    &a->keep[KOBJ_REL_SYMBOL(rel[i].info)].addr;
			uint32_t symbol = *missing - 1;

			if (*missing == 0)
				continue;
			*missing = 0;
			kobj_missing_use(k, &uses,
			    &(struct kobj_missing){.name = aout_name(a, symbol),
				.section = aout_segment_name(segment),
				.offset = rel[i].offset},
			    (int)aout_section_number(segment),
			    aout_is_c_name(aout_raw_name(a, symbol))
				? KOBJ_UNDEFINED
				: KOBJ_NO_UNDERSCORE);
		}
	}
	return kobj_refuse_missing(k, &uses);
}

/*
 * Find the values of undefined symbols. A weak one is 0 if nobody has it,
 * and so is one that no relocation uses.
 */
int
aout_resolve(struct kobj *k)
{
	struct aout *a = k->priv;
	bool complete = true;
	int error;

	for (uint32_t i = 0; i < a->nsyms; i++) {
		struct aout_sym *s = &a->sym[i];
		uint32_t keep = s->info & ~0xffu;
		enum aout_place place = AOUT_PLACE(s->info);

		if (place != AOUT_UNDEF && place != AOUT_WEAK)
			continue;
		error = aout_is_c_name(aout_raw_name(a, i))
		    ? kobj_resolve(k, aout_name(a, i), &s->value)
		    : ENOENT;
		if (place == AOUT_WEAK)
			keep |= AOUT_IS_WEAK;
		s->info = keep | AOUT_ABS | AOUT_IS_OUTSIDE;
		if (error == 0)
			continue;
		if (error != ENOENT)
			return error;
		s->value = 0;
		s->info = keep | AOUT_ABS | AOUT_IS_NOBODY;
		if (place == AOUT_UNDEF) {
			s->info = keep | AOUT_MISSING | AOUT_IS_NOBODY;
			complete = false;
		}
	}
	return complete ? 0 : refuse_missing(k);
}

/* Contents, and zeros everywhere else. */
static int
load_contents(struct kobj *k, const struct kobj_image *img)
{
	const struct aout *a = k->priv;
	const struct kobj_layout *l = &img->layout;
	uint32_t off = sizeof(a->hdr), end = l->data_off + a->hdr.data;
	int error;

	error = kobj_read(k, img->mem, off, a->hdr.text);
	if (error != 0)
		return error;
	memset(img->mem + a->hdr.text, 0, l->data_off - a->hdr.text);
	error = kobj_read(
	    k, img->mem + l->data_off, off + a->hdr.text, a->hdr.data);
	if (error != 0)
		return error;
	memset(img->mem + end, 0, l->total - end);
	return 0;
}

/* Fill the image, which takes over the block of symbols and strings. */
int
aout_load(struct kobj *k, struct kobj_image *img)
{
	struct aout *a = k->priv;
	int error;

	error = load_contents(k, img);
	if (error != 0)
		return error;
	a->delta[AOUT_TEXT] = img->base;
	/* bss was linked directly behind data, and lies there. */
	a->delta[AOUT_DATA] = a->delta[AOUT_BSS] =
	    img->base + img->layout.data_off - a->link[AOUT_DATA];
	for (uint32_t i = 0; i < AOUT_NSEGMENTS; i++)
		a->keep[i].addr = a->delta[i];
	for (uint32_t i = 0; i < a->nsyms; i++) {
		const struct aout_sym *s = &a->sym[i];
		uint32_t place = AOUT_PLACE(s->info);

		if (place < AOUT_NSEGMENTS)
			a->keep[AOUT_KEEP(s->info)].addr =
			    a->delta[place] + s->value;
		else if (place != AOUT_SKIP)
			a->keep[AOUT_KEEP(s->info)].addr = 0;
	}
	if (a->entry != 0)
		img->entry = a->keep[AOUT_KEEP(a->sym[a->entry - 1].info)].addr;
	img->symbols = a->keep;
	img->nsymbols = a->nkeep;
	img->nlocals = a->nlocals;
	img->ndefined = a->nkeep - a->nlocals;
	img->strings = a->strings;
	img->keep_size = a->nkeep * sizeof(*a->keep) + a->strings_size;
	a->keep = NULL;
	return 0;
}
