/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever the file, and whatever fails on the way, the linker comes back
 * with a reason and gives back what it took: files cut at every byte, every
 * byte changed, every allocation and every read failing in its turn. The
 * sanitizers watch.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../objects/goodelf.h"
#include "kobjtest.h"

static const struct test_name kernel[] = {{"printf", GOOD_PRINTF}, {NULL, 0}};

/* Of the many changes, try one in so many: for slow machines. */
static unsigned one_in = 1;

struct tally {
	long tried, loaded, bad;
};

/*
 * Load a copy of exactly size bytes. Right is either an image, or a
 * refusal with its errno; and in both cases nothing is left behind.
 */
static void
try(struct tally *t, const void *bytes, size_t size, int alloc, int read)
{
	uint8_t *copy = malloc(size + (size == 0));
	struct world w;
	int error;
	bool good;

	memcpy(copy, bytes, size);
	world_start(&w, copy, size);
	w.known = kernel;
	w.fail_alloc = alloc;
	w.fail_read = read;
	error = world_load(&w, "xxxinit");
	if (error == 0)
		good = w.refusal.code == KOBJ_OK && w.img.mem != NULL;
	else
		good = w.refusal.code != KOBJ_OK && w.refusal.error == error &&
		    w.img.mem == NULL;
	good &= world_end(&w);
	free(copy);
	t->tried++;
	t->loaded += error == 0;
	t->bad += !good;
}

static void
test_truncation(void)
{
	struct goodelf o;
	struct tally t = {0};

	goodelf_build(&o);
	for (size_t n = 0; n < sizeof(o); n++)
		try(&t, &o, n, 0, 0);
	ok(t.bad == 0, "cut at each of %ld bytes: no harm", t.tried);
	ok(t.loaded == 0, "and never loaded");
	t = (struct tally){0};
	uint8_t longer[sizeof(o) + 100];

	memset(longer, 0x77, sizeof(longer));
	memcpy(longer, &o, sizeof(o));
	try(&t, longer, sizeof(longer), 0, 0);
	ok(t.bad == 0 && t.loaded == 1, "bytes behind the end do no harm");
}

/* Each byte becomes each of a few values that upset parsers. */
static void
test_mutation(void)
{
	static const uint8_t values[] = {0, 1, 2, 3, 4, 7, 8, 0x0a, 0x0d, 0x10,
	    0x20, 0x40, 0x7f, 0x80, 0xf0, 0xf1, 0xf2, 0xfc, 0xfe, 0xff};
	struct goodelf o;
	struct tally t = {0};
	uint8_t *p = (uint8_t *)&o, old;

	goodelf_build(&o);
	for (size_t i = 0; i < sizeof(o); i += one_in) {
		old = p[i];
		for (size_t v = 0; v < sizeof(values); v++) {
			p[i] = values[v];
			try(&t, &o, sizeof(o), 0, 0);
		}
		for (int bit = 0; bit < 8; bit++) {
			p[i] = old ^ 1 << bit;
			try(&t, &o, sizeof(o), 0, 0);
		}
		p[i] = old;
	}
	ok(t.bad == 0, "%ld changes of one byte: no harm", t.tried);
	ok(t.loaded > 0 && t.loaded < t.tried, "of which %ld load", t.loaded);
}

/* Two words changed at once, from a generator that always does the same. */
static void
test_pairs(void)
{
	static const uint32_t values[] = {0, 1, 2, 4, 8, 12, 0xff, 0x1000,
	    0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xffffffff};
	struct goodelf good, o;
	struct tally t = {0};
	uint32_t seed = 12345, *p = (uint32_t *)&o;

	goodelf_build(&good);
	for (int i = 0; i < 40000 / (int)one_in; i++) {
		o = good;
		for (int j = 0; j < 2; j++) {
			seed = seed * 1664525 + 1013904223;
			/* The second half, where the tables are. */
			p[(seed >> 8) % (sizeof(o) / 4)] =
			    values[(seed >> 24) % 13];
		}
		try(&t, &o, sizeof(o), 0, 0);
	}
	ok(t.bad == 0, "%ld changes of two words: no harm", t.tried);
}

static void
test_failures(void)
{
	struct goodelf o;
	struct tally t = {0};
	int n;

	goodelf_build(&o);
	for (n = 1; t.loaded == 0 && n < 100; n++)
		try(&t, &o, sizeof(o), n, 0);
	ok(t.bad == 0 && t.loaded == 1, "each of %d allocations fails", n - 2);
	t = (struct tally){0};
	for (n = 1; t.loaded == 0 && n < 100; n++)
		try(&t, &o, sizeof(o), 0, n);
	ok(t.bad == 0 && t.loaded == 1, "each of %d reads fails", n - 2);
}

/* Many sections, out of order in the file: nothing here is quadratic. */
static void
test_many_sections(void)
{
	enum { N = 60000 };
	struct goodelf good;
	size_t shoff = sizeof(good) + N * 4, size = shoff + (S_COUNT + N) * 40;
	uint8_t *p = calloc(size, 1);
	struct elf_shdr *sh = (struct elf_shdr *)(p + shoff);
	struct tally t = {0};

	goodelf_build(&good);
	good.h.shoff = (uint32_t)shoff;
	good.h.shnum = S_COUNT + N;
	memcpy(p, &good, sizeof(good));
	memcpy(sh, good.sh, sizeof(good.sh));
	for (uint32_t i = 0; i < N; i++) {
		sh[S_COUNT + i] = (struct elf_shdr){.type = SHT_PROGBITS,
		    .flags = SHF_ALLOC | SHF_WRITE,
		    .name = S_DATA * 16,
		    .offset = (uint32_t)sizeof(good) + (N - 1 - i) * 4,
		    .size = 4,
		    .addralign = 4};
	}
	try(&t, p, size, 0, 0);
	ok(t.bad == 0 && t.loaded == 1, "60,000 sections load");
	free(p);
}

int
main(int argc, char **argv)
{
	if (argc > 1 && atoi(argv[1]) > 0)
		one_in = (unsigned)atoi(argv[1]);
	test_truncation();
	test_mutation();
	test_pairs();
	test_failures();
	test_many_sections();
	return done();
}
