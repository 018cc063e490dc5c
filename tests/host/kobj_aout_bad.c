/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out objects with something wrong: one defect each (kobj_aout_bad.def),
 * which must be refused with its own code before an image is allocated;
 * cut at every byte; every byte changed; every allocation and every read
 * failing in its turn. The sanitizers watch.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "goodaout.h"
#include "kobjtest.h"

static const struct test_name kernel[] = {{"printf", 0xc0101230}, {NULL, 0}};
static const struct test_name nothing[] = {{NULL, 0}};

#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_(a, b)

#define DEFECT(c, n, ...)                                            \
	static void JOIN(defect_, __LINE__)(                         \
	    struct good_aout * o, uint32_t * size, struct world * w) \
	{                                                            \
		(void)o, (void)size, (void)w;                        \
		__VA_ARGS__;                                         \
	}
#include "kobj_aout_bad.def"
#undef DEFECT

static const struct defect {
	const char *name;
	enum kobj_code code;
	void (*make)(struct good_aout *o, uint32_t *size, struct world *w);
} defects[] = {
#define DEFECT(c, n, ...) {n, KOBJ_##c, JOIN(defect_, __LINE__)},
#include "kobj_aout_bad.def"
#undef DEFECT
};

/* Codes that can only be found out after the image was allocated. */
static bool
late(const struct defect *d)
{
	return d->code == KOBJ_RELOC_OVERFLOW || d->code == KOBJ_READ_FAILED;
}

static bool
is_refused(const struct defect *d)
{
	struct good_aout good, *o;
	uint32_t size = sizeof(good);
	struct world w;
	bool right;
	int error;

	good_aout_build(&good);
	world_start(&w, NULL, sizeof(good));
	w.known = kernel;
	d->make(&good, &size, &w);
	/* A copy of exactly that size, so that a read behind it is seen. */
	o = malloc(size);
	memcpy(o, &good, size);
	w.bytes = (const uint8_t *)o;
	w.env.source.size = size;
	error = world_load(&w, "entry");
	right = error != 0 && w.refusal.code == d->code &&
	    w.refusal.error == error && (w.images == 0 || late(d));
	if (!right)
		note("wanted %s, got %s", kobj_code_name(d->code),
		    world_reason(&w));
	if (getenv("VERBOSE") != NULL)
		note("%s", world_reason(&w));
	right &= world_end(&w);
	free(o);
	return right;
}

struct tally {
	long tried, loaded, bad;
};

/* Right is an image or a refusal, and nothing left behind in both cases. */
static void
try(struct tally *t, const struct good_aout *o, size_t size, int alloc,
    int read)
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
	error = world_load(&w, "entry");
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
	struct good_aout o;
	struct tally t = {0};

	good_aout_build(&o);
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
	struct good_aout o;
	struct tally t = {0};
	uint8_t *p = (uint8_t *)&o, old;

	good_aout_build(&o);
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
	struct good_aout o;
	struct tally t = {0};
	int n;

	good_aout_build(&o);
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
	struct good_aout o;
	struct world w;

	good_aout_build(&o);
	o.rel_data[2].offset = A_DATA - 3;
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "entry");
	ok(w.refusal.section == N_DATA &&
		strcmp(w.refusal.section_name, ".data") == 0 &&
		w.refusal.index == 2 && w.refusal.has_offset &&
		w.refusal.offset == A_DATA - 3,
	    "%s", world_reason(&w));
	world_end(&w);

	good_aout_build(&o);
	o.sym[A_COUNTER].value = 0;
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "entry");
	ok(w.refusal.section == N_BSS && w.refusal.index == A_COUNTER &&
		strcmp(w.refusal.symbol, "_counter") == 0,
	    "%s", world_reason(&w));
	world_end(&w);

	good_aout_build(&o);
	o.h.midmag = netbsd_magic(0, 134, ZMAGIC);
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "entry");
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
	for (size_t i = 0; i < sizeof(defects) / sizeof(defects[0]); i++)
		ok(is_refused(&defects[i]), "%s", defects[i].name);
	test_truncation();
	test_mutation();
	test_failures();
	test_places();
	test_too_many_symbols();
	return done();
}
