/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names and symbols of a.out objects: underscores, weak symbols and sizes,
 * commons, what is missing, the entry.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../objects/goodaout.h"
#include "kobjtest.h"

#define PRINTF 0xc0101230u

static const struct test_name kernel[] = {{"printf", PRINTF}, {NULL, 0}};
static const struct test_name all[] = {{"printf", PRINTF},
    {"maybe", 0xc0555550}, {"unused", 0xc0666660}, {NULL, 0}};
static const struct test_name nothing[] = {{NULL, 0}};

static struct goodaout o;

static void
start(struct world *w)
{
	goodaout_build(&o);
	world_start(w, (const uint8_t *)&o, sizeof(o));
	w->known = kernel;
}

/* An address, and the name that is found at it. */
static bool
is_at(const struct world *w, uint32_t off, const char *name, uint32_t behind)
{
	uint32_t n = 0;
	const char *found = kobj_symbol_at(&w->img, TEST_BASE + off, &n);

	return found != NULL && strcmp(found, name) == 0 && n == behind;
}

static void
test_symbols(void)
{
	struct world w;
	kobj_addr_t v = 0;

	start(&w);
	world_load(&w, "xxxinit");
	ok(kobj_symbol_value(&w.img, "table", &v) == 0 &&
		v == TEST_BASE + A_DATA_OFF,
	    "a global symbol by its name in C");
	ok(kobj_symbol_value(&w.img, "_table", &v) == ENOENT,
	    "and not by the one in the object");
	ok(kobj_symbol_value(&w.img, "soft", &v) == 0 && v == TEST_BASE + 48,
	    "a weak definition");
	ok(kobj_symbol_value(&w.img, "helper", &v) == ENOENT &&
		kobj_local_value(&w.img, "helper", &v) == 0 &&
		v == TEST_BASE + 32,
	    "a local one is not for others");
	ok(kobj_local_value(&w.img, "table", &v) == ENOENT,
	    "a global one is not local");
	ok(kobj_symbol_value(&w.img, "printf", &v) == ENOENT &&
		kobj_symbol_value(&w.img, "stab", &v) == ENOENT &&
		kobj_local_value(&w.img, "stab", &v) == ENOENT &&
		kobj_local_value(&w.img, "good.s", &v) == ENOENT,
	    "nor are others' symbols, stabs or names of files");
	ok(is_at(&w, 35, "helper", 3) && is_at(&w, 0, "xxxinit", 0) &&
		is_at(&w, A_DATA_OFF + 5, "table", 5) &&
		is_at(&w, A_BSS_OFF + A_BSS, "shared", 0) &&
		is_at(&w, A_TEXT + 2, "label", 2),
	    "addresses have names");
	world_end(&w);

	start(&w);
	memcpy(o.str[A_HELPER], "__module", 9);
	world_load(&w, "xxxinit");
	ok(kobj_local_value(&w.img, "_module", &v) == 0 && v == TEST_BASE + 32,
	    "exactly one underscore is left out");
	world_end(&w);

	start(&w);
	memcpy(o.str[A_SOFT], "xxxinit", 8);
	memcpy(o.str[A_MAGIC], "_", 2);
	ok(world_load(&w, "xxxinit") == 0 && w.img.entry == TEST_BASE &&
		kobj_symbol_value(&w.img, "", &v) == ENOENT,
	    "entry and _entry are two names, and _ is one");
	world_end(&w);
}

/* 0x0d: a weak symbol, or the size of the one before. */
static void
test_weak(void)
{
	struct world w;

	start(&w);
	w.known = all;
	o.sym[A_MAYBE].type = N_UNDF | N_EXT;
	o.sym[A_MAYBE].other = BIND_WEAK << 4;
	ok(world_load(&w, "xxxinit") == 0 && world_word(&w, 20) == 0xc0555550,
	    "NetBSD's weak symbols: somebody has it");
	world_end(&w);

	start(&w);
	o.sym[A_MAYBE].type = N_UNDF | N_EXT;
	o.sym[A_MAYBE].other = BIND_WEAK << 4;
	ok(world_load(&w, "xxxinit") == 0 && world_word(&w, 20) == 0,
	    "nobody has it");
	world_end(&w);

	start(&w);
	o.sym[A_SIZE].value = 0;
	ok(world_load(&w, "xxxinit") == 0, "a size of 0");
	world_end(&w);

	start(&w);
	o.sym[A_SIZE].type = N_SIZE;
	ok(world_load(&w, "xxxinit") == 0, "a size of type 0x0c");
	world_end(&w);

	start(&w);
	o.sym[A_MAGIC].type = N_WEAKA;
	o.sym[A_TABLE].type = N_WEAKD;
	ok(world_load(&w, "xxxinit") == 0 &&
		world_word(&w, A_DATA_OFF + 24) == 0x1234,
	    "weak data, and a weak absolute symbol");
	world_end(&w);
}

/* Each common symbol has its place and an alignment that its size allows. */
static void
test_commons(void)
{
	static const uint32_t sizes[] = {1, 2, 3, 4, 8, 12, 16, 100, 4096};
	enum { N = sizeof(sizes) / sizeof(sizes[0]) };
	struct {
		struct aout_exec h;
		struct aout_sym sym[N];
		uint32_t str_size;
		char str[N][4];
	} c = {.h = {.midmag = OMAGIC, .bss = 3, .syms = sizeof(c.sym)}};
	struct world w;
	uint32_t end = TEST_BASE + 3;
	bool good = true;

	c.str_size = 4 + sizeof(c.str);
	for (uint32_t i = 0; i < N; i++) {
		c.sym[i] = (struct aout_sym){
		    4 + 4 * i, {{.type = N_UNDF | N_EXT}}, sizes[i]};
		c.str[i][0] = '_';
		c.str[i][1] = (char)('a' + i);
	}
	world_start(&w, (const uint8_t *)&c, sizeof(c));
	ok(world_load(&w, NULL) == 0, "commons of many sizes");
	for (uint32_t i = 0; i < N; i++) {
		char name[2] = {(char)('a' + i), '\0'};
		kobj_addr_t v = 0;
		uint32_t align = 1;

		while (align < 64 && 2 * align <= sizes[i])
			align *= 2;
		good &= kobj_symbol_value(&w.img, name, &v) == 0 &&
		    (v - w.img.base) % align == 0 && v >= end;
		end = v + sizes[i];
	}
	ok(good &&
		end - w.img.base ==
		    w.img.layout.bss_off + w.img.layout.bss_size,
	    "are aligned, do not overlap, and end where bss ends");
	ok(world_end(&w), "nothing leaked");
}

static void
test_missing(void)
{
	struct world w;

	start(&w);
	o.rel_data[0].info = A_EXT(A_UNUSED);
	o.rel_text[3].info = A_EXT(A_UNUSED);
	w.known = nothing;
	ok(world_load(&w, "xxxinit") == ENOEXEC && w.nmissing == 2,
	    "all missing symbols are told");
	ok(strcmp(w.missing, "printf@.text+0x4 unused@.text+0x21 ") == 0,
	    "each once, with its first use: %s", w.missing);
	ok(strncmp(world_reason(&w),
	       "undefined-symbols: printf and 1 more: ", 38) == 0 &&
		w.refusal.section == N_TEXT && w.refusal.offset == 4,
	    "%s", world_reason(&w));
	ok(world_end(&w), "nothing leaked");

	start(&w);
	memcpy(o.str[A_PRINTF], "printf", 7);
	ok(world_load(&w, "xxxinit") == ENOEXEC &&
		w.refusal.code == KOBJ_NO_UNDERSCORE,
	    "%s", world_reason(&w));
	world_end(&w);

	start(&w);
	memcpy(o.str[A_PRINTF], "_mcount", 8);
	ok(world_load(&w, "xxxinit") == ENOEXEC &&
		w.refusal.code == KOBJ_PROFILED,
	    "%s", world_reason(&w));
	world_end(&w);
}

static void
test_entry(void)
{
	static const char *const second[] = {
	    "nobody", "helper", "xxxinit", NULL};
	struct world w;

	start(&w);
	ok(kobj_open(&w.env, &w.k, &w.refusal) == 0 &&
		kobj_entry(w.k, second) == 0 && kobj_link(w.k, &w.img) == 0 &&
		w.img.entry == TEST_BASE,
	    "the first of the names there is");
	ok(world_end(&w), "nothing leaked");

	start(&w);
	memcpy(o.str[A_ENTRY], "_x_lkmentry", 12);
	ok(world_load(&w, "xxxinit") == ENOEXEC &&
		strstr(world_reason(&w),
		    "no function xxxinit, but there is x_lkmentry") != NULL,
	    "%s", world_reason(&w));
	world_end(&w);

	start(&w);
	o.sym[A_SOFT].type = N_TEXT;
	o.sym[A_SOFT].strx = 0;
	ok(world_load(&w, "nobody") == ENOEXEC &&
		strstr(world_reason(&w), "but there is xxxinit") != NULL,
	    "the only function; and a local symbol without a name is good");
	world_end(&w);
}

/* What other modules can use: C's names of this object's own globals. */
static void
test_exports(void)
{
	struct world w;
	const char *name = NULL;
	kobj_addr_t addr = 0, v = 0;
	uint32_t count = 0, known = 0;

	start(&w);
	memcpy(o.str[A_SOFT], "soft", 5); /* no name of C */
	world_load(&w, "xxxinit");
	for (uint32_t i = 0; kobj_export(&w.img, &i, &name, &addr); count++)
		known += (strcmp(name, "table") == 0 ||
			     strcmp(name, "shared") == 0) &&
		    kobj_symbol_value(&w.img, name, &v) == 0 && v == addr;
	ok(count == 2 && known == 2 && kobj_exports(&w.img) == 2,
	    "two symbols for others, without the entry");
	world_end(&w);
}

int
main(void)
{
	test_symbols();
	test_weak();
	test_commons();
	test_exports();
	test_missing();
	test_entry();
	return done();
}
