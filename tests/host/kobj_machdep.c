/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loops over whole tables of relocations take several at a time. Here
 * they are held against the plain way, for tables of every length, with
 * one bad entry at every place.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../kern/kobj/kobj_machdep.h"
#include "kobjtest.h"

enum { MAX = 40, SIZE = 300, NSYMS = 77 };

static uint32_t seed = 1;

static uint32_t
number(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* n good relocations, all absolute or of both types. */
static void
make(struct kobj_rel *rel, uint32_t n, bool absolute)
{
	for (uint32_t i = 0; i < n; i++) {
		rel[i].offset = i % 7 == 0 ? SIZE - 4 : number(SIZE - 3);
		rel[i].info = (i % 5 == 0 ? NSYMS - 1u : number(NSYMS)) << 8 |
		    (absolute ? 1 : 1 + number(2));
	}
	if (!absolute && n > 0)
		rel[n - 1].type = 2;
}

static void
test_good(void)
{
	struct kobj_rel rel[MAX];
	bool good = true;

	for (uint32_t n = 1; n <= MAX; n++) {
		make(rel, n, true);
		good &=
		    kobj_md_classify(rel, n, SIZE, NSYMS) == KOBJ_MD_ABSOLUTE;
		make(rel, n, false);
		good &= kobj_md_classify(rel, n, SIZE, NSYMS) == KOBJ_MD_PLAIN;
	}
	ok(good, "tables of 1 to %d good relocations", MAX);
	make(rel, 1, true);
	rel[0].info = 0x7fffff01;
	rel[0].offset = 0;
	ok(kobj_md_classify(rel, 1, 4, 1 << 23) == KOBJ_MD_ABSOLUTE,
	    "the highest symbol in half of all, in a section of a word");
	ok(kobj_md_classify(rel, 1, 4, 1 << 24) == KOBJ_MD_OTHER,
	    "more symbols than that are looked at one by one");
	ok(kobj_md_classify(rel, 1, 3, 1 << 23) == KOBJ_MD_OTHER,
	    "a section of three bytes has no word");
}

/* One bad entry: no place in the table hides it. */
static void
test_bad(const char *name, uint32_t offset, uint32_t symbol, uint8_t type)
{
	struct kobj_rel rel[MAX];
	bool good = true;

	for (uint32_t n = 1; n <= MAX; n++) {
		for (uint32_t bad = 0; bad < n; bad++) {
			for (int absolute = 0; absolute < 2; absolute++) {
				make(rel, n, absolute);
				rel[bad].offset = offset;
				rel[bad].info = symbol << 8 | type;
				good &= kobj_md_classify(rel, n, SIZE, NSYMS) ==
				    KOBJ_MD_OTHER;
			}
		}
	}
	ok(good, "%s", name);
}

static void
test_types(void)
{
	char name[32];

	for (unsigned type = 0; type < 256; type++) {
		if (type == 1 || type == 2)
			continue;
		snprintf(name, sizeof(name), "type %u", type);
		test_bad(name, 0, 0, (uint8_t)type);
		test_bad(name, 0, NSYMS - 1, (uint8_t)type);
	}
}

static void
test_apply(void)
{
	struct kobj_rel rel[MAX];
	struct kobj_symbol symbols[NSYMS];
	uint8_t fast[SIZE], slow[SIZE];
	bool good = true;

	for (int i = 0; i < NSYMS; i++)
		symbols[i].addr = number(1 << 24) << 8 | number(256);
	for (uint32_t n = 0; n <= MAX; n++) {
		for (int absolute = 0; absolute < 2; absolute++) {
			for (int i = 0; i < SIZE; i++)
				fast[i] = slow[i] = (uint8_t)number(256);
			make(rel, n, absolute);
			kobj_md_apply_all(
			    absolute ? KOBJ_MD_ABSOLUTE : KOBJ_MD_PLAIN, rel, n,
			    fast, TEST_BASE, symbols);
			for (uint32_t i = 0; i < n; i++)
				kobj_md_apply(kobj_md_reltype(rel[i].type),
				    slow + rel[i].offset,
				    TEST_BASE + rel[i].offset,
				    symbols[KOBJ_REL_SYMBOL(rel[i].info)].addr);
			good &= memcmp(fast, slow, SIZE) == 0;
		}
	}
	ok(good, "both ways of applying 0 to %d relocations agree", MAX);
}

/* Of a section that was moved as a whole, see KOBJ_MD_MOVED. */
static void
test_moved(void)
{
	struct kobj_rel rel[MAX];
	struct kobj_symbol symbols[NSYMS];
	uint8_t fast[SIZE], slow[SIZE];
	bool good = true;

	for (int i = 0; i < NSYMS; i++)
		symbols[i].addr = number(1 << 24) << 8 | number(256);
	for (uint32_t n = 0; n <= MAX; n++) {
		for (int i = 0; i < SIZE; i++)
			fast[i] = slow[i] = (uint8_t)number(256);
		make(rel, n, false);
		kobj_md_apply_all(
		    KOBJ_MD_MOVED, rel, n, fast, TEST_BASE, symbols);
		for (uint32_t i = 0; i < n; i++) {
			uint8_t *field = slow + rel[i].offset;
			uint32_t word;

			memcpy(&word, field, sizeof(word));
			word += symbols[KOBJ_REL_SYMBOL(rel[i].info)].addr;
			if (rel[i].type == 2)
				word -= TEST_BASE;
			memcpy(field, &word, sizeof(word));
		}
		good &= memcmp(fast, slow, SIZE) == 0;
	}
	ok(good, "relocations of a section that was moved");
}

/* Offsets checked, and the bits of the infos collected. */
static void
test_words_scan(void)
{
	struct kobj_rel rel[MAX];
	uint32_t any, all;
	bool good = true, bad = false;

	for (uint32_t n = 0; n <= MAX; n++) {
		uint32_t or = 0, and = ~0u;

		make(rel, n, false);
		for (uint32_t i = 0; i < n; i++) {
			rel[i].info = number(1 << 24) << 8 | number(256);
			or |= rel[i].info;
			and &= rel[i].info;
		}
		good &= n == 0 ||
		    (kobj_md_words(rel, n, SIZE, &any, &all) && any == or
			&&all == and);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t offset = rel[i].offset;

			rel[i].offset = SIZE - 3;
			bad |= kobj_md_words(rel, n, SIZE, &any, &all);
			rel[i].offset = 0xffffffff;
			bad |= kobj_md_words(rel, n, SIZE, &any, &all);
			rel[i].offset = offset;
		}
	}
	ok(good && !bad, "offsets and infos of up to %d relocations", MAX);
	ok(!kobj_md_words(rel, 1, 3, &any, &all), "no word in three bytes");
}

int
main(void)
{
	test_good();
	test_bad("offset one byte too high", SIZE - 3, 0, 1);
	test_bad("offset at the end", SIZE, 0, 2);
	test_bad("offset 0xffffffff", 0xffffffff, 0, 1);
	test_bad("offset 0x80000000", 0x80000000, 0, 1);
	test_bad("symbol behind the last", 0, NSYMS, 1);
	test_bad("symbol behind the last, relative", 0, NSYMS, 2);
	test_bad("highest symbol", 0, 0xffffff, 1);
	test_bad("highest symbol, relative", 0, 0xffffff, 2);
	test_types();
	test_apply();
	test_moved();
	test_words_scan();
	return done();
}
