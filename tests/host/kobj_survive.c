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
#include "../objects/goodaout.h"
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

/* A good object, to be spoilt. */
struct sound {
	const char *name;
	uint8_t *bytes;
	size_t size;
};

static void
test_truncation(const struct sound *o)
{
	struct tally t = {0};
	uint8_t *longer;

	for (size_t n = 0; n < o->size; n++)
		try(&t, o->bytes, n, 0, 0);
	ok(t.bad == 0, "%s: cut at each of %ld bytes: no harm", o->name,
	    t.tried);
	ok(t.loaded == 0, "%s: and never loaded", o->name);

	t = (struct tally){0};
	longer = malloc(o->size + 100);
	memset(longer, 0x77, o->size + 100);
	memcpy(longer, o->bytes, o->size);
	try(&t, longer, o->size + 100, 0, 0);
	ok(t.bad == 0 && t.loaded == 1, "%s: bytes behind the end do no harm",
	    o->name);
	free(longer);
}

/* Each byte becomes each of a few values that upset parsers. */
static void
test_mutation(const struct sound *o)
{
	static const uint8_t values[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0a,
	    0x0d, 0x10, 0x20, 0x40, 0x7f, 0x80, 0xf0, 0xf1, 0xf2, 0xfc, 0xfe,
	    0xff};
	struct tally t = {0};
	uint8_t *p = o->bytes, old;

	for (size_t i = 0; i < o->size; i += one_in) {
		old = p[i];
		for (size_t v = 0; v < sizeof(values); v++) {
			p[i] = values[v];
			try(&t, p, o->size, 0, 0);
		}
		for (int bit = 0; bit < 8; bit++) {
			p[i] = old ^ 1 << bit;
			try(&t, p, o->size, 0, 0);
		}
		p[i] = old;
	}
	ok(t.bad == 0, "%s: %ld changes of one byte: no harm", o->name,
	    t.tried);
	ok(t.loaded > 0 && t.loaded < t.tried, "%s: of which %ld load", o->name,
	    t.loaded);
}

/* Two words changed at once, from a generator that always does the same. */
static void
test_pairs(const struct sound *o)
{
	static const uint32_t values[] = {0, 1, 2, 4, 8, 12, 0xff, 0x1000,
	    0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xffffffff};
	struct tally t = {0};
	uint32_t seed = 12345, *p = malloc(o->size);

	for (int i = 0; i < 40000 / (int)one_in; i++) {
		memcpy(p, o->bytes, o->size);
		for (int j = 0; j < 2; j++) {
			seed = seed * 1664525 + 1013904223;
			p[(seed >> 8) % (o->size / 4)] =
			    values[(seed >> 24) % 13];
		}
		try(&t, p, o->size, 0, 0);
	}
	ok(t.bad == 0, "%s: %ld changes of two words: no harm", o->name,
	    t.tried);
	free(p);
}

static void
test_failures(const struct sound *o)
{
	struct tally t = {0};
	int n;

	for (n = 1; t.loaded == 0 && n < 100; n++)
		try(&t, o->bytes, o->size, n, 0);
	ok(t.bad == 0 && t.loaded == 1, "%s: each of %d allocations fails",
	    o->name, n - 2);
	t = (struct tally){0};
	for (n = 1; t.loaded == 0 && n < 100; n++)
		try(&t, o->bytes, o->size, 0, n);
	ok(t.bad == 0 && t.loaded == 1, "%s: each of %d reads fails", o->name,
	    n - 2);
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
	static struct goodelf elf;
	static struct goodaout aout;
	const struct sound objects[] = {
	    {"ELF", (uint8_t *)&elf, sizeof(elf)},
	    {"a.out", (uint8_t *)&aout, sizeof(aout)},
	};

	if (argc > 1 && atoi(argv[1]) > 0)
		one_in = (unsigned)atoi(argv[1]);
	goodelf_build(&elf);
	goodaout_build(&aout);
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		test_truncation(&objects[i]);
		test_mutation(&objects[i]);
		test_pairs(&objects[i]);
		test_failures(&objects[i]);
	}
	test_many_sections();
	return done();
}
