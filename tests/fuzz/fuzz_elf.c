/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target for ELF objects: for the mutator, where the tables are.
 * Nothing here may believe the object.
 */
#include <string.h>
#include "../../kern/kobj/elf32.h"
#include "expect.h"
#include "harness.h"

#define REL_SIZE 8u

static bool
elf_claims(const uint8_t *bytes, uint32_t size)
{
	return size >= sizeof(struct elf_ehdr) &&
	    memcmp(bytes, "\177ELF", 4) == 0;
}

static const struct column ehdr_columns[] = {{4, 1}, {5, 1}, {6, 1}, {16, 2},
    {18, 2}, {20, 4}, {32, 4}, {40, 2}, {46, 2}, {48, 2}, {50, 2}};
static const struct column shdr_columns[] = {{0, 4}, {4, 4}, {8, 4}, {8, 1},
    {16, 4}, {20, 4}, {24, 4}, {28, 4}, {32, 4}, {36, 4}};
static const struct column sym_columns[] = {
    {0, 4}, {4, 4}, {8, 4}, {12, 1}, {13, 1}, {14, 2}};
static const struct column rel_columns[] = {{0, 4}, {4, 1}, {5, 1}, {4, 4}};
static const struct column byte_columns[] = {{0, 1}};

/* The section table, cut to what lies in the object. */
static bool
sections(const uint8_t *bytes, uint32_t size, struct table *t)
{
	struct elf_ehdr h;

	if (!elf_claims(bytes, size))
		return false;
	h = GET(struct elf_ehdr, bytes, 0);
	*t = (struct table){.off = h.shoff,
	    .entry = sizeof(struct elf_shdr),
	    .count = h.shnum,
	    .columns = shdr_columns,
	    .ncolumns = COLUMNS(shdr_columns)};
	if (t->off >= size)
		return false;
	if (t->count > (size - t->off) / t->entry)
		t->count = (size - t->off) / t->entry;
	return t->count != 0;
}

/* The records of a section, as far as they lie in the object. */
static bool
records(uint32_t size, const struct elf_shdr *sh, struct table *t)
{
	switch (sh->type) {
	case SHT_SYMTAB:
		*t = (struct table){.entry = sizeof(struct elf_sym),
		    .columns = sym_columns,
		    .ncolumns = COLUMNS(sym_columns)};
		break;
	case SHT_REL:
		*t = (struct table){.entry = REL_SIZE,
		    .columns = rel_columns,
		    .ncolumns = COLUMNS(rel_columns)};
		break;
	case SHT_NOBITS:
	case SHT_NULL:
		return false;
	default:
		*t = (struct table){.entry = 1,
		    .columns = byte_columns,
		    .ncolumns = COLUMNS(byte_columns)};
		break;
	}
	t->off = sh->offset;
	t->count = sh->size / t->entry;
	if (t->off >= size)
		return false;
	if (t->count > (size - t->off) / t->entry)
		t->count = (size - t->off) / t->entry;
	return t->count != 0;
}

/* A section with records, preferably of symbols or relocations. */
static bool
pick_section(const uint8_t *bytes, uint32_t size, struct rng *rng,
    uint32_t *header, struct table *t)
{
	struct table s;
	struct elf_shdr sh;

	if (!sections(bytes, size, &s))
		return false;
	for (int tries = 0; tries < 16; tries++) {
		*header = s.off + rng_under(rng, s.count) * s.entry;
		sh = GET(struct elf_shdr, bytes, *header);
		if (records(size, &sh, t) && (t->entry > 1 || tries > 12))
			return true;
	}
	return false;
}

static bool
elf_table(const uint8_t *bytes, uint32_t size, struct rng *rng, struct table *t)
{
	uint32_t header;

	switch (rng_under(rng, 8)) {
	case 0:
		*t = (struct table){.count = 1,
		    .columns = ehdr_columns,
		    .ncolumns = COLUMNS(ehdr_columns)};
		t->entry = sizeof(struct elf_ehdr);
		return elf_claims(bytes, size);
	case 1:
	case 2:
	case 3:
		return sections(bytes, size, t);
	default:
		return pick_section(bytes, size, rng, &header, t);
	}
}

/* Move the section table to the end, where there is room for one more. */
static uint32_t
grow_sections(uint8_t *bytes, uint32_t size, uint32_t max, struct rng *rng)
{
	struct table t;
	struct elf_ehdr h;
	uint32_t from, length;

	if (!sections(bytes, size, &t))
		return size;
	length = t.count * t.entry;
	if (length + t.entry > max - size)
		return size;
	from = t.off + rng_under(rng, t.count) * t.entry;
	memcpy(bytes + size, bytes + t.off, length);
	memcpy(bytes + size + length, bytes + from, t.entry);
	h = GET(struct elf_ehdr, bytes, 0);
	h.shoff = size;
	h.shnum = (uint16_t)(t.count + 1);
	memcpy(bytes, &h, sizeof(h));
	return size + length + t.entry;
}

/*
 * The same with a section and one record of it; with bytes many, for what
 * depends on pages.
 */
static uint32_t
elf_grow(uint8_t *bytes, uint32_t size, uint32_t max, struct rng *rng)
{
	struct table t;
	struct elf_shdr sh;
	uint32_t header = 0, length, add, from;

	if (rng_under(rng, 3) == 0)
		return grow_sections(bytes, size, max, rng);
	if (!pick_section(bytes, size, rng, &header, &t))
		return size;
	length = t.count * t.entry;
	add = t.entry == 1 ? 1 + rng_under(rng, KOBJ_PAGE) : t.entry;
	if (length + add > max - size)
		return size;
	from = t.off + rng_under(rng, t.count) * t.entry;
	memcpy(bytes + size, bytes + t.off, length);
	if (t.entry == 1)
		memset(bytes + size + length, 0, add);
	else
		memcpy(bytes + size + length, bytes + from, add);
	sh = GET(struct elf_shdr, bytes, header);
	sh.offset = size;
	sh.size = length + add;
	memcpy(bytes + header, &sh, sizeof(sh));
	return size + length + add;
}

/* Types of sections, their flags, special section numbers, symbols' info. */
static const uint32_t elf_values[] = {SHT_PROGBITS, SHT_SYMTAB, SHT_STRTAB,
    SHT_RELA, SHT_NOTE, SHT_NOBITS, SHT_REL, SHT_INIT_ARRAY, 17, SHF_ALLOC,
    SHF_ALLOC | SHF_WRITE, SHF_ALLOC | SHF_EXECINSTR, SHF_ALLOC | SHF_TLS,
    SHF_ALLOC | SHF_COMPRESSED, SHN_LORESERVE, SHN_ABS, SHN_COMMON, 0xffff,
    STB_GLOBAL << 4, STB_WEAK << 4, STT_SECTION, STT_FILE,
    STB_GLOBAL << 4 | STT_FUNC, STB_GLOBAL << 4 | STT_TLS,
    STB_GLOBAL << 4 | STT_GNU_IFUNC, 20, 21, 22, 23, 43, 65000, 65001};

const struct fuzz_format fuzz_format = {
    .claims = elf_claims,
    .check = expect_elf,
    .table = elf_table,
    .grow = elf_grow,
    .values = elf_values,
    .nvalues = sizeof(elf_values) / sizeof(elf_values[0]),
};
