/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_nearest.c: what may have been meant by a name that nobody has.
 *
 * Near is what few slips of the finger turn into the other: a character too
 * many, one missing, one wrong, two swapped (Damerau's distance, without
 * changing a place twice).  One slip in three characters is allowed, and
 * never more than four.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ksyms.h>
#include <sys/lkmvar.h>

#define LONGEST 63 /* names longer than this are not compared */

/* The wanted name, and the best so far. */
struct search {
	const char *name;
	int len;
	uint32_t letters;
	int best; /* the distance that must not be passed */
	int within;
	u_int *budget;
	const char *found;
};

/* A bit for each letter that occurs; case and other signs fall together. */
static uint32_t
letters_of(const char *s)
{
	uint32_t set = 0;

	for (; *s != '\0'; s++)
		set |= 1u << (*s & 31);
	return set;
}

static int
bits(uint32_t set)
{
	int n;

	for (n = 0; set != 0; set &= set - 1)
		n++;
	return n;
}

/*
 * The distance of two names, or anything from limit up if it is as much.
 * Only places that lie less than limit apart are compared.  Each costs one
 * of the budget.
 */
static int
distance(
    const char *a, int alen, const char *b, int blen, int limit, u_int *budget)
{
	uint8_t rows[3][LONGEST + 2], *prev2 = rows[0], *prev = rows[1],
				      *row = rows[2], *spare;
	int i, j, lo, hi, d, least;

	memset(rows, limit, sizeof(rows));
	for (j = 0; j <= imin(blen, limit); j++)
		prev[j] = j;
	for (i = 1; i <= alen; i++) {
		lo = imax(1, i - limit);
		hi = imin(blen, i + limit);
		if (lo > hi || *budget < (u_int)(hi - lo))
			return limit;
		*budget -= hi - lo;
		least = row[lo - 1] = lo == 1 ? imin(i, limit) : limit;
		for (j = lo; j <= hi; j++) {
			d = imin(prev[j], row[j - 1]) + 1;
			d = imin(d, prev[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d = imin(d, prev2[j - 2] + 1);
			row[j] = d;
			least = imin(least, d);
		}
		row[hi + 1] = limit;
		if (least >= limit)
			return limit;
		spare = prev2;
		prev2 = prev;
		prev = row;
		row = spare;
	}
	return prev[blen];
}

/* Is the whole of a shorter name in a longer one? */
static int
is_within(const char *shorter, int n, const char *longer)
{
	for (; *longer != '\0'; longer++)
		if (strncmp(shorter, longer, n) == 0)
			return 1;
	return 0;
}

/* Among equals, kprintf() means printf() rather than kvprintf(). */
static void
consider(struct search *s, const char *candidate)
{
	int len = strnlen(candidate, LONGEST + 1), d, within;
	uint32_t letters;

	if (*s->budget <= (u_int)len)
		return;
	*s->budget -= len;
	if (len > LONGEST || len - s->len > s->best || s->len - len > s->best)
		return;
	/* A slip brings, or takes away, one letter at most. */
	letters = letters_of(candidate);
	if (bits(letters & ~s->letters) > s->best ||
	    bits(s->letters & ~letters) > s->best)
		return;
	d = distance(s->name, s->len, candidate, len, s->best + 1, s->budget);
	if (d > s->best)
		return;
	within = is_within(candidate, len, s->name) ||
	    is_within(s->name, s->len, candidate);
	if (s->found == NULL || d < s->best || within > s->within) {
		s->best = d;
		s->within = within;
		s->found = candidate;
	}
}

const char *
lkm_nearest(const char *name, u_int *budget)
{
	struct search s = {
	    .name = name, .len = strnlen(name, LONGEST + 1), .budget = budget};
	struct lkm_table *t;
	const char *candidate;
	kobj_addr_t addr;
	uint32_t cursor = 0;
	int id = 0;

	if (s.len > LONGEST)
		return NULL;
	s.letters = letters_of(name);
	s.best = imin(imax(s.len / 3, 1), 4);
	while ((candidate = ksyms_next(&cursor)) != NULL)
		consider(&s, candidate);
	while (*budget > 0 && (t = lkm_next_live(&id)) != NULL)
		for (cursor = 0;
		     kobj_export(&t->image, &cursor, &candidate, &addr);)
			consider(&s, candidate);
	return s.found;
}
