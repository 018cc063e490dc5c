/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects with one defect each (kobj_defects.def): each must be refused
 * with its own code, before an image is allocated, with nothing leaked.
 * At the end, every code must have been seen.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "goodobj.h"
#include "kobjtest.h"

static const struct test_name kernel[] = {{"printf", GOOD_PRINTF}, {NULL, 0}};
static const struct test_name nothing[] = {{NULL, 0}};

#define JOIN_(a, b) a##b
#define JOIN(a, b)  JOIN_(a, b)

#define DEFECT(c, n, ...)                                       \
	static void JOIN(defect_, __LINE__)(                    \
	    struct good * o, uint32_t * size, struct world * w) \
	{                                                       \
		(void)o, (void)size, (void)w;                   \
		__VA_ARGS__;                                    \
	}
#include "kobj_defects.def"
#undef DEFECT

static const struct defect {
	const char *name;
	enum kobj_code code;
	void (*make)(struct good *o, uint32_t *size, struct world *w);
} defects[] = {
#define DEFECT(c, n, ...) {n, KOBJ_##c, JOIN(defect_, __LINE__)},
#include "kobj_defects.def"
#undef DEFECT
};

static bool seen[KOBJ_NCODES];

/* Codes that can only be found out after the image was allocated. */
static bool
late(const struct defect *d)
{
	return d->code == KOBJ_RELOC_OVERFLOW || d->code == KOBJ_READ_FAILED;
}

static bool
try(const struct defect *d)
{
	struct good good, *o;
	uint32_t size = sizeof(good);
	struct world w;
	const char *line;
	size_t n = strlen(kobj_code_name(d->code));
	bool right;
	int error;

	good_build(&good);
	world_start(&w, NULL, sizeof(good));
	w.known = kernel;
	d->make(&good, &size, &w);
	/* A copy of exactly that size, so that a read behind it is seen. */
	o = malloc(size < sizeof(good) ? size + 1 : sizeof(good));
	memcpy(o, &good, size < sizeof(good) ? size : sizeof(good));
	w.bytes = (const uint8_t *)o;
	w.env.source.size = size;

	error = world_load(&w, "entry");
	line = world_reason(&w);
	right = error != 0 && w.refusal.code == d->code &&
	    w.refusal.error == error && (w.images == 0 || late(d)) &&
	    strncmp(line, kobj_code_name(d->code), n) == 0 &&
	    strncmp(line + n, ": ", 2) == 0;
	if (!right)
		note("wanted %s, got %s", kobj_code_name(d->code), line);
	else
		seen[d->code] = true;
	if (getenv("VERBOSE") != NULL)
		note("%s", line);
	right &= world_end(&w);
	free(o);
	return right;
}

static void
test_good(void)
{
	struct good o;
	struct world w;

	good_build(&o);
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	w.known = kernel;
	ok(world_load(&w, "entry") == 0, "the good object loads");
	if (w.refusal.code != KOBJ_OK)
		note("%s", world_reason(&w));
	ok(world_end(&w), "and leaves nothing");
}

/* The table of codes: names that tools can match, errnos that say why. */
static void
test_codes(void)
{
	for (int i = 0; i < KOBJ_NCODES; i++) {
		const char *name = kobj_code_name(i);
		bool good = name[0] != '\0' &&
		    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
			strlen(name);

		for (int j = 0; j < i; j++)
			good &= strcmp(name, kobj_code_name(j)) != 0;
		/* Two are for a.out alone: see kobj_aout.c. */
		if (i != KOBJ_OK && i != KOBJ_SYMBOL_TYPE &&
		    i != KOBJ_NO_UNDERSCORE)
			good &= seen[i];
		ok(good && kobj_code_advice(i)[0] != '\0',
		    "code %s: well formed, unique, seen", name);
	}
	ok(strcmp(kobj_code_name(KOBJ_NCODES), "unknown") == 0,
	    "a number that is no code");
}

int
main(void)
{
	test_good();
	for (size_t i = 0; i < sizeof(defects) / sizeof(defects[0]); i++)
		ok(try(&defects[i]), "%s", defects[i].name);
	test_codes();
	return done();
}
