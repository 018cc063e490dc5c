/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The symbols of a finished image. They keep the order of the object, so
 * both searches walk all of them: one serves traces, the other links
 * between modules, and neither is worth the memory of an index.
 */
#include "kobj_impl.h"

/* Is it the object's own, and not one that it took from outside? */
static inline bool
is_own(const struct kobj_image *img, const struct kobj_symbol *s)
{
	return s->name != 0 && s->addr - img->base < img->layout.total;
}

static inline bool
is_export(const struct kobj_image *img, const struct kobj_symbol *s)
{
	return is_own(img, s) && s->addr != img->entry;
}

uint32_t
kobj_exports(const struct kobj_image *img)
{
	const struct kobj_symbol *s = img->symbols + img->nlocals,
				 *end = img->symbols + img->nsymbols;
	uint32_t n = 0;

	/* Most modules have no other global than their entry. */
	if (img->ndefined <= (img->entry != 0))
		return 0;
	for (; s != end; s++)
		n += is_export(img, s);
	return n;
}

bool
kobj_export(const struct kobj_image *img, uint32_t *cursor, const char **name,
    kobj_addr_t *addr)
{
	uint32_t i = img->nlocals + *cursor;

	for (; i < img->nsymbols; i++) {
		const struct kobj_symbol *s = &img->symbols[i];

		if (!is_export(img, s))
			continue;
		*name = img->strings + s->name;
		*addr = s->addr;
		*cursor = i + 1 - img->nlocals;
		return true;
	}
	return false;
}

bool
kobj_import(const struct kobj_image *img, uint32_t *cursor, kobj_addr_t from,
    uint32_t size, const char **name, kobj_addr_t *addr)
{
	uint32_t i = img->nlocals + *cursor;

	for (; i < img->nsymbols; i++) {
		const struct kobj_symbol *s = &img->symbols[i];

		if (s->name == 0 || s->addr - from >= size || is_own(img, s))
			continue;
		*name = img->strings + s->name;
		*addr = s->addr;
		*cursor = i + 1 - img->nlocals;
		return true;
	}
	return false;
}

int
kobj_symbol_value(
    const struct kobj_image *img, const char *name, kobj_addr_t *value)
{
	for (uint32_t i = img->nlocals; i < img->nsymbols; i++) {
		const struct kobj_symbol *s = &img->symbols[i];

		if (is_own(img, s) &&
		    strcmp(img->strings + s->name, name) == 0) {
			*value = s->addr;
			return 0;
		}
	}
	return ENOENT;
}

int
kobj_local_value(
    const struct kobj_image *img, const char *name, kobj_addr_t *value)
{
	const struct kobj_symbol *s = img->symbols, *end = s + img->nlocals;
	const char *strings = img->strings;
	char first = name[0];

	/* Most names differ at once. */
	for (; s != end; s++)
		if (strings[s->name] == first &&
		    strcmp(strings + s->name, name) == 0) {
			*value = s->addr;
			return 0;
		}
	return ENOENT;
}

const char *
kobj_symbol_at(const struct kobj_image *img, kobj_addr_t addr, uint32_t *offset)
{
	const struct kobj_symbol *best = NULL;

	if (addr - img->base >= img->layout.total)
		return NULL;
	for (uint32_t i = 0; i < img->nsymbols; i++) {
		const struct kobj_symbol *s = &img->symbols[i];

		if (s->addr <= addr && is_own(img, s) &&
		    (best == NULL || s->addr > best->addr))
			best = s;
	}
	if (best == NULL)
		return NULL;
	*offset = addr - best->addr;
	return img->strings + best->name;
}
