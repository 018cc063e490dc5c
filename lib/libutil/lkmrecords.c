/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmrecords.c: the records of a link map or of a list of modules, sorted
 * out: see <sys/lkmmap.h>, <sys/lkmlist.h>.
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "lkmtool.h"

const struct lmm *
records_next(const struct records *m, const struct lmm *rec)
{
	const struct lmm_head *head = (const void *)m->buf;
	const char *end = m->buf + head->lmm_len, *p;

	p = rec == NULL ? (const char *)(head + 1)
			: (const char *)rec + rec->lmm_size;
	return p < end ? (const void *)p : NULL;
}

void
records_index(struct records *m)
{
	const struct lmm *r;
	struct record_list *k;

	if (m->buf == NULL)
		return;
	for (k = m->kind; k < m->kind + nitems(m->kind); k++) {
		free(k->rec);
		*k = (struct record_list){NULL, 0};
	}
	for (r = records_next(m, NULL); r != NULL; r = records_next(m, r))
		if (r->lmm_kind < nitems(m->kind))
			m->kind[r->lmm_kind].n++;
	for (k = m->kind; k < m->kind + nitems(m->kind); k++) {
		if ((k->rec = calloc(k->n + 1, sizeof(*k->rec))) == NULL)
			err(1, "the kernel's answer");
		k->n = 0;
	}
	for (r = records_next(m, NULL); r != NULL; r = records_next(m, r))
		if (r->lmm_kind < nitems(m->kind)) {
			k = &m->kind[r->lmm_kind];
			k->rec[k->n++] = r;
		}
}

const char *
records_string(const struct lmm *rec, size_t size, unsigned n)
{
	const char *s = (const char *)rec + size;

	if (n >= rec->lmm_strings)
		return "";
	while (n-- > 0)
		s += strlen(s) + 1;
	return s;
}

const void *
records_one(const struct records *m, int kind)
{
	return m->kind[kind].n > 0 ? m->kind[kind].rec[0] : NULL;
}

/*
 * Sections and symbols come in the order of their numbers, which the records
 * have behind their head.
 */
static const struct lmm *
find(const struct record_list *k, int number)
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
records_section(const struct records *m, int number)
{
	return (const void *)find(&m->kind[LMM_SECTION], number);
}

const struct lmm_symbol *
records_symbol(const struct records *m, int number)
{
	return (const void *)find(&m->kind[LMM_SYMBOL], number);
}

/* ---- words for numbers ---- */

#define NAME_OF(names, i) ((i) < nitems(names) ? (names)[i] : "(UNKNOWN)")

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

const char *
state_name(uint32_t state)
{
	static const char *const names[] = {
	    "loading", "live", "unloading", "detached", "reserved"};

	return NAME_OF(names, state);
}
