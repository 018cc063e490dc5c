/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out objects cut at every byte; every byte changed; every allocation and
 * every read failing in its turn; and where a refusal says that the defect
 * is. The sanitizers watch. Those with one defect each are in tests/objects.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../objects/goodaout.h"
#include "kobjtest.h"

static const struct test_name kernel[] = {{"printf", 0xc0101230}, {NULL, 0}};
struct tally {
	long tried, loaded, bad;
};

/* Right is an image or a refusal, and nothing left behind in both cases. */
static void
try(struct tally *t, const struct goodaout *o, size_t size, int alloc, int read)
{
	uint8_t *copy = malloc(size + (size == 0));
	struct world w;
	int error;
	bool good;

	memcpy(copy, o, size);
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
	struct goodaout o;
	struct tally t = {0};

	goodaout_build(&o);
	for (size_t n = 0; n < sizeof(o); n++)
		try(&t, &o, n, 0, 0);
	ok(t.bad == 0 && t.loaded == 0, "cut at each of %ld bytes: refused",
	    t.tried);
}

static void
test_mutation(void)
{
	static const uint8_t values[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0a,
	    0x0d, 0x10, 0x20, 0x40, 0x7f, 0x80, 0xf0, 0xfc, 0xff};
	struct goodaout o;
	struct tally t = {0};
	uint8_t *p = (uint8_t *)&o, old;

	goodaout_build(&o);
	for (size_t i = 0; i < sizeof(o); i++) {
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
	ok(t.bad == 0 && t.loaded > 0 && t.loaded < t.tried,
	    "%ld changes of one byte, of which %ld load: no harm", t.tried,
	    t.loaded);
}

static void
test_failures(void)
{
	struct goodaout o;
	struct tally t = {0};
	int n;

	goodaout_build(&o);
	for (n = 1; t.loaded == 0 && n < 100; n++)
		try(&t, &o, sizeof(o), n, 0);
	ok(t.bad == 0 && t.loaded == 1, "each of %d allocations fails", n - 2);
	t = (struct tally){0};
	for (n = 1; t.loaded == 0 && n < 100; n++)
		try(&t, &o, sizeof(o), 0, n);
	ok(t.bad == 0 && t.loaded == 1, "each of %d reads fails", n - 2);
}

/* Where a refusal says that the defect is. */
static void
test_places(void)
{
	struct goodaout o;
	struct world w;

	goodaout_build(&o);
	o.rel_data[2].offset = A_DATA - 3;
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "xxxinit");
	ok(w.refusal.section == N_DATA &&
		strcmp(w.refusal.section_name, ".data") == 0 &&
		w.refusal.index == 2 && w.refusal.has_offset &&
		w.refusal.offset == A_DATA - 3,
	    "%s", world_reason(&w));
	world_end(&w);

	goodaout_build(&o);
	o.sym[A_COUNTER].value = 0;
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "xxxinit");
	ok(w.refusal.section == N_BSS && w.refusal.index == A_COUNTER &&
		strcmp(w.refusal.symbol, "_counter") == 0,
	    "%s", world_reason(&w));
	world_end(&w);

	goodaout_build(&o);
	o.h.midmag = netbsd_magic(0, 134, ZMAGIC);
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "xxxinit");
	ok(strcmp(world_reason(&w),
	       "not-relocatable: a program that is paged in (ZMAGIC), not an "
	       "object: compile with -c") == 0,
	    "%s", world_reason(&w));
	world_end(&w);
}

/*
 * More symbols than a relocation can name: refused before any is read, so
 * the file need not be there.
 */
static void
test_too_many_symbols(void)
{
	struct aout_exec h = {
	    .midmag = OMAGIC, .text = 4, .syms = (1u << 24) * 12};
	struct world w;

	world_start(&w, (const uint8_t *)&h, sizeof(h));
	w.env.source.size = 36 + h.syms + 4;
	ok(world_load(&w, NULL) == ENOEXEC &&
		w.refusal.code == KOBJ_WRONG_TABLE_SIZE && w.reads == 1,
	    "%s", world_reason(&w));
	world_end(&w);
}

int
main(void)
{
	test_truncation();
	test_mutation();
	test_failures();
	test_places();
	test_too_many_symbols();
	return done();
}
