/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map.c: the records of a map, sorted out: see <sys/lkmmap.h>.
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "modload.h"

/* The record behind this one, or the first; NULL at the end. */
static const struct lmm *
next_record(const struct map *m, const struct lmm *rec)
{
	const struct lmm_head *head = (const void *)m->buf;
	const char *end = m->buf + head->lmm_len, *p;

	p = rec == NULL ? (const char *)(head + 1)
			: (const char *)rec + rec->lmm_size;
	return p < end ? (const void *)p : NULL;
}

void
map_index(struct map *m)
{
	const struct lmm *r;
	struct records *k;

	if (m->buf == NULL)
		return;
	for (k = m->kind; k < m->kind + nitems(m->kind); k++) {
		free(k->rec);
		*k = (struct records){NULL, 0};
	}
	for (r = next_record(m, NULL); r != NULL; r = next_record(m, r))
		if (r->lmm_kind < nitems(m->kind))
			m->kind[r->lmm_kind].n++;
	for (k = m->kind; k < m->kind + nitems(m->kind); k++) {
		if ((k->rec = calloc(k->n + 1, sizeof(*k->rec))) == NULL)
			err(EX_OTHER, "the kernel's answer");
		k->n = 0;
	}
	for (r = next_record(m, NULL); r != NULL; r = next_record(m, r))
		if (r->lmm_kind < nitems(m->kind)) {
			k = &m->kind[r->lmm_kind];
			k->rec[k->n++] = r;
		}
}

const char *
map_string(const struct lmm *rec, size_t size, unsigned n)
{
	const char *s = (const char *)rec + size;

	if (n >= rec->lmm_strings)
		return "";
	while (n-- > 0)
		s += strlen(s) + 1;
	return s;
}

const void *
map_one(const struct map *m, int kind)
{
	return m->kind[kind].n > 0 ? m->kind[kind].rec[0] : NULL;
}

/*
 * Sections and symbols come in the order of their numbers, which the records
 * have behind their head.
 */
static const struct lmm *
find(const struct records *k, int number)
{
	size_t low = 0, high = k->n, middle;
	int there;

	while (low < high) {
		middle = low + (high - low) / 2;
		there = *(const int32_t *)(k->rec[middle] + 1);
		if (there == number)
			return k->rec[middle];
		if (there < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct lmm_section *
map_section(const struct map *m, int number)
{
	return (const void *)find(&m->kind[LMM_SECTION], number);
}

const struct lmm_symbol *
map_symbol(const struct map *m, int number)
{
	return (const void *)find(&m->kind[LMM_SYMBOL], number);
}

/* ---- words for numbers ---- */

#define NAME_OF(names, i) ((i) < nitems(names) ? (names)[i] : "?")

const char *
type_name(int type)
{
	static const char *const names[] = {MODTYPE_NAMES};

	return NAME_OF(names, (unsigned)type);
}

const char *
part_name(uint32_t part)
{
	static const char *const names[] = {"text", "rodata", "data", "bss"};

	return NAME_OF(names, part);
}

const char *
prot_name(uint32_t prot)
{
	static const char *const names[] = {
	    "---", "r--", "-w-", "rw-", "--x", "r-x", "-wx", "rwx"};

	return NAME_OF(names, prot);
}

const char *
binding_name(uint32_t binding)
{
	static const char *const names[] = {"local", "global", "weak"};

	return NAME_OF(names, binding);
}

const char *
from_name(uint32_t from)
{
	static const char *const names[] = {
	    "section", "common", "number", "outside", "nobody", "skipped"};

	return NAME_OF(names, from);
}
