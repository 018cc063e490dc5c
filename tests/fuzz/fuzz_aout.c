/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target for a.out objects: for the mutator, where the tables are.
 * Nothing here may believe the object.
 */
#include "aout.h"
#include "expect.h"
#include "harness.h"

/* Any spelling: 00 xx 01 07, or 07 01. */
static bool
aout_claims(const uint8_t *p, uint32_t size)
{
	return size >= HEADER &&
	    ((p[2] == 1 && p[3] == 7) || (p[1] == 1 && p[0] == 7));
}

static const struct column header_columns[] = {{0, 1}, {1, 1}, {2, 1}, {3, 1},
    {4, 4}, {8, 4}, {12, 4}, {16, 4}, {20, 4}, {24, 4}, {28, 4}};
static const struct column rel_columns[] = {
    {0, 4}, {4, 1}, {5, 1}, {7, 1}, {7, 1}, {4, 4}};
static const struct column sym_columns[] = {
    {0, 4}, {4, 1}, {4, 1}, {5, 1}, {8, 4}, {8, 4}};
static const struct column byte_columns[] = {{0, 1}};

/* The five parts behind the header, and the strings. */
static const struct part {
	uint32_t header; /* the word with the size */
	uint32_t entry;
	const struct column *columns;
	uint32_t ncolumns;
} parts[] = {
    {TEXT, 1, byte_columns, COLUMNS(byte_columns)},
    {DATA, 1, byte_columns, COLUMNS(byte_columns)},
    {TRSIZE, REL_SIZE, rel_columns, COLUMNS(rel_columns)},
    {DRSIZE, REL_SIZE, rel_columns, COLUMNS(rel_columns)},
    {SYMS, SYM_SIZE, sym_columns, COLUMNS(sym_columns)},
    {MAGIC, 1, byte_columns, COLUMNS(byte_columns)},
};

/* Part n, as far as it lies in the object; the strings are all the rest. */
static bool
part_table(const uint8_t *bytes, uint32_t size, uint32_t n, struct table *t)
{
	const struct part *p = &parts[n];
	uint32_t off = HEADER, length;

	if (!aout_claims(bytes, size))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		length = word(bytes, parts[i].header * 4);
		if (length > size - off)
			return false;
		off += length;
	}
	length = p->header == MAGIC ? size : word(bytes, p->header * 4);
	if (length > size - off)
		length = size - off;
	*t = (struct table){.off = off,
	    .count = length / p->entry,
	    .entry = p->entry,
	    .columns = p->columns,
	    .ncolumns = p->ncolumns};
	return t->count != 0;
}

static bool
aout_table(
    const uint8_t *bytes, uint32_t size, struct rng *rng, struct table *t)
{
	static const uint8_t order[] = {0, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5};

	if (rng_under(rng, 4) == 0) {
		*t = (struct table){.count = 1,
		    .entry = HEADER,
		    .columns = header_columns,
		    .ncolumns = COLUMNS(header_columns)};
		return size >= HEADER;
	}
	return part_table(bytes, size, order[rng_under(rng, sizeof(order))], t);
}

/*
 * A copy of one record between others; of bytes many, for what depends on
 * pages.
 */
static uint32_t
aout_grow(uint8_t *bytes, uint32_t size, uint32_t max, struct rng *rng)
{
	uint32_t n = rng_under(rng, 5), to, add, length;
	struct table t;

	if (!part_table(bytes, size, n, &t))
		return size;
	add = t.entry == 1 ? 1 + rng_under(rng, KOBJ_PAGE) : t.entry;
	if (add > max - size)
		return size;
	to = t.off + rng_under(rng, t.count) * t.entry;
	memmove(bytes + to + add, bytes + to, size - to);
	if (t.entry == 1)
		memset(bytes + to, 0, add);
	length = word(bytes, parts[n].header * 4) + add;
	memcpy(bytes + parts[n].header * 4, &length, sizeof(length));
	return size + add;
}

/* Types of symbols, bits of relocations, magic numbers. */
static const uint32_t aout_values[] = {UNDF | EXT, 2, 3, 4, 5, 6, 7, 8, 9, SIZE,
    WEAKU, 0x0e, 0x0f, 0x10, 0x11, 0x1e, FN, 0x20, 0x24, 0x64, 0x08, 0x0a, 0x0c,
    0x0d, 0x04000004, 0x05000004, 0x0c000000, 0x0d000000, 0407, 0410, 0413,
    0314, 134, 100, 0x40};

const struct fuzz_format fuzz_format = {
    .claims = aout_claims,
    .check = expect_aout,
    .table = aout_table,
    .grow = aout_grow,
    .values = aout_values,
    .nvalues = sizeof(aout_values) / sizeof(aout_values[0]),
};
