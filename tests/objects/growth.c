/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * No step of a link is quadratic, whatever somebody made: of each thing
 * that an object can have many of, four times as many take less than nine
 * times as long. Quadratic would be sixteen times. And what has names that
 * are slow to tell apart is not much slower than what has not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../../kern/kobj/kobj_impl.h"
#include "../host/kobjtest.h"
#include "goodaout.h"
#include "large.h"

#define LARGE 48000

enum { TIMES = 5, TOO_MUCH = 9 };

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec;
}

/* A source and memory without the checks of kobjtest, which take longer. */
static int
plain_read(void *cookie, void *buf, uint32_t off, uint32_t len)
{
	struct object *f = cookie;

	memcpy(buf, f->bytes + off, len);
	return 0;
}

static void *
plain_alloc(void *cookie, size_t size, bool keep)
{
	(void)cookie, (void)keep;
	return malloc(size);
}

static void
plain_free(void *cookie, void *p, size_t size)
{
	(void)cookie, (void)size;
	free(p);
}

static int
plain_image(
    void *cookie, const struct kobj_layout *layout, struct kobj_image *img)
{
	(void)cookie;
	img->mem = malloc(layout->total);
	img->base = TEST_BASE;
	return img->mem == NULL;
}

static void
plain_image_free(void *cookie, struct kobj_image *img)
{
	(void)cookie;
	free(img->mem);
}

/* Whoever has the name, it is somewhere. */
static int
plain_resolve(void *cookie, const char *name, kobj_addr_t *value)
{
	(void)cookie;
	*value = GOOD_PRINTF + (uint8_t)name[0];
	return 0;
}

/* All of a load, in seconds. */
static double
load(struct object *f, enum kobj_code wanted)
{
	static const char *const entry[] = {GOOD_ENTRY, NULL};
	struct kobj_env env = {
	    .source = {f, f->size, plain_read},
	    .memory = {NULL, 1u << 30, plain_alloc, plain_free, plain_image,
		plain_image_free},
	    .names = {NULL, plain_resolve, NULL},
	};
	struct kobj_refusal refusal;
	struct kobj_image img = {0};
	struct kobj *k;
	kobj_addr_t addr;
	double start = seconds();

	if (kobj_open(&env, &k, &refusal) == 0) {
		if (kobj_entry(k, entry) == 0 && kobj_link(k, &img) == 0) {
			kobj_local_value(&img, "nobody", &addr);
			kobj_symbol_value(&img, "nobody", &addr);
			kobj_image_free(&env, &img);
		}
		kobj_close(k);
	}
	start = seconds() - start;
	if (refusal.code != wanted) {
		note("wanted %s, got %s", kobj_code_name(wanted),
		    kobj_code_name(refusal.code));
		return -1;
	}
	return start;
}

/* ---- objects with n of something ---- */

struct growing {
	const char *what;
	void (*make)(struct object *f, uint32_t n);
	enum kobj_code code;
};

#define GROWING(name, ...)                             \
	static void name(struct object *f, uint32_t n) \
	{                                              \
		__VA_ARGS__;                           \
	}

GROWING(in_order, many_sections(f, n, FORWARD))
GROWING(backward, many_sections(f, n, BACKWARD))
GROWING(mixed, many_sections(f, n, MIXED))
GROWING(same_place, many_sections(f, n, SAME_PLACE))
GROWING(plain, many_symbols(f, n, PLAIN_NAMES, S_TEXT))
GROWING(same_hash, many_symbols(f, n, SAME_HASH, S_TEXT))
GROWING(same_hash_common, many_symbols(f, n, SAME_HASH, SHN_COMMON))
GROWING(nested, many_symbols(f, n / 2, NESTED, S_TEXT))
GROWING(one_string, many_symbols(f, n, ONE_STRING, S_TEXT))
GROWING(undefined, many_symbols(f, n, SAME_HASH, SHN_UNDEF); use_all(f))
GROWING(relocs, many_relocs(f, n * 4))
GROWING(slow_relocs, many_relocs(f, n * 4)->type = 0)
GROWING(tables, many_tables(f, n))

/* a.out begins anew. */
static void
aout(struct object *f, uint32_t n, enum names names)
{
	f->size = 0;
	goodaout_build(
	    (struct goodaout *)object_grow(f, sizeof(struct goodaout)));
	aout_symbols(f, n, names);
}

GROWING(aout_plain, aout(f, n, PLAIN_NAMES))
GROWING(aout_same_hash, aout(f, n, SAME_HASH))
GROWING(aout_one_string, aout(f, n, ONE_STRING))

static const struct growing all[] = {
    {"sections in order", in_order, KOBJ_OK},
    {"sections backwards", backward, KOBJ_OK},
    {"sections mixed", mixed, KOBJ_OK},
    {"sections in one place", same_place, KOBJ_SECTION_OVERLAP},
    {"symbols", plain, KOBJ_OK},
    {"symbols of one hash", same_hash, KOBJ_OK},
    {"common symbols of one hash", same_hash_common, KOBJ_OK},
    {"symbols that begin others", nested, KOBJ_OK},
    {"symbols named by one string", one_string, KOBJ_SYMBOL_NAME_TOO_LONG},
    {"undefined symbols of one hash", undefined, KOBJ_OK},
    {"relocations", relocs, KOBJ_OK},
    {"relocations, looked at one by one", slow_relocs, KOBJ_OK},
    {"tables of relocations", tables, KOBJ_OK},
    {"a.out: symbols", aout_plain, KOBJ_OK},
    {"a.out: symbols of one hash", aout_same_hash, KOBJ_OK},
    {"a.out: symbols named by one string", aout_one_string,
	KOBJ_SYMBOL_NAME_TOO_LONG},
};

/* The best of several loads: what else runs does not matter then. */
static double
measure(const struct growing *g, uint32_t n)
{
	struct object f = {NULL, 0};
	double best = -1, t;

	goodelf_build(
	    (struct goodelf *)object_grow(&f, sizeof(struct goodelf)));
	g->make(&f, n);
	for (int i = 0; i < TIMES; i++) {
		t = load(&f, g->code);
		if (t < 0) {
			best = -1;
			break;
		}
		if (i == 0 || t < best)
			best = t;
	}
	free(f.bytes);
	return best;
}

static void
test_growth(const struct growing *g)
{
	double few = measure(g, LARGE / 4), many = measure(g, LARGE);

	ok(few > 0 && many > 0 && many < few * TOO_MUCH,
	    "%s: %.2f ms, four times as many %.2f ms: factor %.1f", g->what,
	    few * 1e3, many * 1e3, many / few);
}

/* With hostile names, against the same with others. */
static void
test_names(const char *what, void (*hostile)(struct object *, uint32_t),
    void (*usual)(struct object *, uint32_t))
{
	double slow = measure(&(struct growing){"", hostile, KOBJ_OK}, LARGE);
	double fast = measure(&(struct growing){"", usual, KOBJ_OK}, LARGE);

	ok(slow > 0 && fast > 0 && slow < fast * TOO_MUCH,
	    "%s of one hash: %.2f ms, usual ones %.2f ms: factor %.1f", what,
	    slow * 1e3, fast * 1e3, slow / fast);
}

/* ---- the set of names ---- */

/* Names entered in some order, many of them again; all are looked for. */
static void
test_nameset(enum names names, const char *what)
{
	enum { N = 1500 };
	struct kobj_env env = {.memory = {NULL, 0, plain_alloc, plain_free,
				   plain_image, plain_image_free}};
	struct kobj_refusal refusal;
	struct kobj k = {.env = &env, .refusal = &refusal};
	struct kobj_nameset set = {0};
	uint32_t *where, seed = 1, there, entered = 0, id[N] = {0};
	char *strings = malloc(names_room(names, N));
	bool good = true;

	names_make(names, N, '\0', strings, &where);
	kobj_nameset_start(&k, &set, strings, N);
	for (uint32_t i = 0; i < N; i++) {
		seed = seed * 1664525 + 1013904223;
		there = (seed >> 8) % N;
		good &=
		    kobj_nameset_add(&set, where[there], i + 1) == id[there];
		if (id[there] == 0) {
			id[there] = i + 1;
			entered++;
		}
		for (uint32_t j = i % 7; j < N; j += 7)
			good &= kobj_nameset_find(&set, strings + where[j]) ==
			    id[j];
	}
	good &= entered == set.n && set.n < N && set.n > N / 2;
	kobj_nameset_free(&k, &set);
	names_free(where);
	free(strings);
	ok(good, "a set of names: %s", what);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		test_growth(&all[i]);
	test_names("ELF symbols", same_hash, plain);
	test_names("a.out symbols", aout_same_hash, aout_plain);
	test_nameset(PLAIN_NAMES, "usual ones");
	test_nameset(SAME_HASH, "of one hash");
	test_nameset(NESTED, "that begin others");
	return done();
}
