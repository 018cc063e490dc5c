/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every hostile object must be refused with its own code, before an image
 * is allocated, with nothing leaked; the sanitizers watch. At the end,
 * every code must have been seen.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../host/kobjtest.h"
#include "goodaout.h"
#include "goodelf.h"

static const struct test_name kernel[] = {
    {GOOD_EXTERNAL, GOOD_PRINTF}, {NULL, 0}};
static const struct test_name nothing[] = {{NULL, 0}};

static bool seen[KOBJ_NCODES];

/* Codes that can only be found out after the image was allocated. */
static bool
late(enum kobj_code code)
{
	return code == KOBJ_RELOC_OVERFLOW || code == KOBJ_READ_FAILED;
}

/* It must be refused, with that code and a line that begins with it. */
static bool
refused(struct world *w, enum kobj_code code)
{
	const char *name = kobj_code_name(code), *line;
	size_t n = strlen(name);
	int error = world_load(w, GOOD_ENTRY);
	bool right;

	line = world_reason(w);
	right = error != 0 && w->refusal.code == code &&
	    w->refusal.error == error && (w->images == 0 || late(code)) &&
	    strncmp(line, name, n) == 0 && strncmp(line + n, ": ", 2) == 0;
	if (!right)
		note("wanted %s, got %s", name, line);
	else
		seen[code] = true;
	if (getenv("VERBOSE") != NULL)
		note("%s", line);
	return right;
}

static bool
try(const struct defect *d)
{
	struct object f = object_make(d);
	/* Of exactly that size, so that a read behind it is seen. */
	uint8_t *bytes = malloc(f.size + (f.size == 0));
	struct world w;
	bool right;

	memcpy(bytes, f.bytes, f.size);
	world_start(&w, bytes, f.size);
	w.known = kernel;
	right = refused(&w, d->code);
	right &= world_end(&w);
	free(bytes);
	free(f.bytes);
	return right;
}

/* ---- the good ones, and what can be wrong around them ---- */

static const char *const formats[] = {"ELF", "a.out"};
#define NFORMATS 2

static union {
	struct goodelf elf;
	struct goodaout aout;
} good;

static void
start(struct world *w, size_t format)
{
	if (format == 0)
		goodelf_build(&good.elf);
	else
		goodaout_build(&good.aout);
	world_start(w, (const uint8_t *)&good,
	    format == 0 ? sizeof(good.elf) : sizeof(good.aout));
	w->known = kernel;
}

static void
test_good(size_t format)
{
	struct world w;

	start(&w, format);
	ok(world_load(&w, GOOD_ENTRY) == 0, "the good object loads: %s",
	    formats[format]);
	if (w.refusal.code != KOBJ_OK)
		note("%s", world_reason(&w));
	ok(world_end(&w), "and leaves nothing");
}

#define WORLD(c, what, ...)          \
	start(w, format);            \
	__VA_ARGS__;                 \
	good = refused(w, KOBJ_##c); \
	good &= world_end(w);        \
	ok(good, "%s: %s", formats[format], what);

static void
test_world(size_t format)
{
	struct world world, *w = &world;
	bool good;

#include "world.def"
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
		if (i != KOBJ_OK)
			good &= seen[i];
		ok(good && kobj_code_advice(i)[0] != '\0',
		    "code %s: well formed, unique, seen", name);
	}
	ok(strcmp(kobj_code_name(KOBJ_NCODES), "unknown") == 0,
	    "a number that is no code");
}

/* The names are those of files: each once, and nothing odd in them. */
static void
test_names(void)
{
	uint32_t n = 0, bad = 0;
	struct defect d;
	char(*names)[128];

	while (object_defect(n, &d))
		n++;
	names = calloc(n, sizeof(*names));
	for (uint32_t i = 0; object_defect(i, &d); i++) {
		snprintf(names[i], sizeof(names[i]), "%s", d.name);
		bad += strlen(d.name) > 100;
	}
	qsort(names, n, sizeof(*names),
	    (int (*)(const void *, const void *))strcmp);
	for (uint32_t i = 1; i < n; i++) {
		if (strcmp(names[i - 1], names[i]) == 0) {
			note("%s is there twice", names[i]);
			bad++;
		}
	}
	ok(bad == 0, "%u names of files, all different", (unsigned)n);
	free(names);
}

int
main(void)
{
	struct defect d;

	for (size_t i = 0; i < NFORMATS; i++) {
		test_good(i);
		test_world(i);
	}
	for (uint32_t i = 0; object_defect(i, &d); i++)
		ok(try(&d), "%s", d.name);
	test_codes();
	test_names();
	return done();
}
