/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Images that somebody else has linked (kobj_adopt): what the symbols that
 * come along say of text and data, which of them are kept, and which are
 * refused.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../kern/kobj/elf32.h"
#include "../../kern/kobj/kobj_aout.h"
#include "kobjtest.h"

#define BASE   0xf0401000u
#define TOTAL  16384u
#define FILLED 9000u

/* What a program sends: symbols, then their names. */
struct sent {
	struct aout_sym sym[16];
	char strings[2048];
	uint32_t n, size; /* symbols; bytes of strings, with the length */
};

static void *
get(void *cookie, size_t size, bool keep)
{
	(void)keep;
	return *(bool *)cookie ? malloc(size) : NULL;
}

static void
put(void *cookie, void *p, size_t size)
{
	(void)cookie, (void)size;
	free(p);
}

static void
add(struct sent *s, const char *name, unsigned type, uint32_t off)
{
	struct aout_sym *sym = &s->sym[s->n++];

	*sym = (struct aout_sym){.value = BASE + off};
	sym->type = (uint8_t)type;
	if (s->size == 0)
		s->size = 4;
	if (name[0] == '\0')
		return;
	sym->strx = s->size;
	memcpy(s->strings + s->size, name, strlen(name) + 1);
	s->size += (uint32_t)strlen(name) + 1;
}

/* Hand it over, after a change of the length, in a block of exactly its size. */
static int
adopt_as(struct sent *s, struct kobj_image *img, uint32_t length, bool memory)
{
	uint32_t table = s->n * (uint32_t)sizeof(s->sym[0]);
	const struct kobj_memory m = {
	    .cookie = &memory, .alloc = get, .free = put};
	char *block = malloc(table + s->size);
	int error;

	memcpy(s->strings, &length, sizeof(length));
	memcpy(block, s->sym, table);
	memcpy(block + table, s->strings, s->size);
	*img = (struct kobj_image){.base = BASE, .layout = {.total = TOTAL}};
	error = kobj_adopt(&m, img, FILLED, block, table, table + s->size);
	free(block);
	return error;
}

static int
adopt(struct sent *s, struct kobj_image *img)
{
	return adopt_as(s, img, s->size, true);
}

/* Nobody has said where text ends. */
static bool
unknown(const struct kobj_layout *l)
{
	return l->rw_start == 0 && l->text_size == FILLED && l->data_off == 0 &&
	    l->data_size == FILLED && l->bss_off == FILLED &&
	    l->bss_size == TOTAL - FILLED && l->total == TOTAL;
}

static bool
says(const struct kobj_layout *l, uint32_t rw, uint32_t code)
{
	return l->ro_start == rw && l->rw_start == rw && l->text_size == code &&
	    l->data_off == rw && l->data_size == FILLED - rw &&
	    l->total == TOTAL;
}

static void
test_none(void)
{
	struct kobj_image img = {.base = BASE, .layout = {.total = TOTAL}};
	bool memory = true;
	const struct kobj_memory m = {
	    .cookie = &memory, .alloc = get, .free = put};

	ok(kobj_adopt(&m, &img, FILLED, NULL, 0, 0) == 0 &&
		unknown(&img.layout) && img.symbols == NULL,
	    "no symbols: all that came may be code");
}

static void
test_kept(void)
{
	struct sent s = {0};
	struct kobj_image img;
	kobj_addr_t v = 0;
	uint32_t off = 0, cursor = 0, exports = 0;
	const char *name;

	add(&s, "_xxxinit", N_TEXT | N_EXT, 16);
	add(&s, "helper", N_TEXT | N_EXT, 32); /* not a name of C */
	add(&s, "_static", N_TEXT, 48);
	add(&s, "_weak", N_WEAKT, 64);
	add(&s, "_etext", N_TEXT | N_EXT, 5000);
	add(&s, "_table", N_DATA | N_EXT, 5008);
	add(&s, "_soft", N_WEAKD, 5012);
	add(&s, "_local", N_DATA, 5016);
	add(&s, "_count", N_BSS, 9008);
	add(&s, "_shared", N_BSS | N_EXT, 9012);
	add(&s, "_weakbss", N_WEAKB, 9016);
	add(&s, "_number", N_ABS | N_EXT, 100);
	add(&s, "_constant", N_ABS, 200);
	add(&s, "_stab", 0x24, 16);
	add(&s, "_printf", N_TEXT | N_EXT, TOTAL); /* the kernel's */
	add(&s, "", N_TEXT, 80);
	ok(adopt(&s, &img) == 0 && says(&img.layout, 4096, 5000),
	    "etext tells where text ends");
	ok(img.nsymbols == 11 && img.nlocals == 4 && img.ndefined == 7,
	    "%u symbols are kept, %u of them local", img.nsymbols, img.nlocals);
	ok(kobj_symbol_value(&img, "table", &v) == 0 && v == BASE + 5008 &&
		kobj_local_value(&img, "static", &v) == 0 && v == BASE + 48 &&
		kobj_local_value(&img, "helper", &v) == 0 && v == BASE + 32,
	    "by their names in C");
	ok(kobj_symbol_value(&img, "number", &v) == ENOENT &&
		kobj_symbol_value(&img, "printf", &v) == ENOENT &&
		kobj_local_value(&img, "stab", &v) == ENOENT,
	    "not numbers, others' or debuggers'");
	name = kobj_symbol_at(&img, BASE + 50, &off);
	ok(name != NULL && strcmp(name, "static") == 0 && off == 2,
	    "addresses have names");
	while (kobj_export(&img, &cursor, &name, &v))
		exports++;
	ok(exports == kobj_exports(&img) && exports == 7, "and for others");
	free(img.symbols);
}

/* Where text ends, if there is no etext. */
static void
test_places(void)
{
	struct sent s = {0};
	struct kobj_image img;

	add(&s, "_f", N_TEXT | N_EXT, 100);
	add(&s, "_a", N_DATA, 8200);
	add(&s, "_b", N_BSS | N_EXT, 9100);
	ok(adopt(&s, &img) == 0 && says(&img.layout, 8192, 8200),
	    "static data: text may go on up to there");
	free(img.symbols);

	s.sym[1].type = N_DATA | N_EXT;
	ok(adopt(&s, &img) == 0 && says(&img.layout, 0, 8200),
	    "others alone: surely up to the last function");
	free(img.symbols);

	s.sym[1].value = BASE + 50;
	ok(adopt(&s, &img) == 0 && unknown(&img.layout),
	    "data before text: who knows");
	free(img.symbols);

	s.n = 1;
	ok(adopt(&s, &img) == 0 && unknown(&img.layout),
	    "text alone says nothing");
	free(img.symbols);

	add(&s, "_etext", N_TEXT | N_EXT, FILLED + 1);
	ok(adopt(&s, &img) == 0 && unknown(&img.layout),
	    "an end behind what came");
	free(img.symbols);

	s.sym[1].value = BASE + 90;
	ok(adopt(&s, &img) == 0 && unknown(&img.layout),
	    "an end before a function");
	free(img.symbols);

	s.sym[1].value = BASE + 8192;
	add(&s, "_d", N_DATA, 4096);
	ok(adopt(&s, &img) == 0 && unknown(&img.layout), "an end behind data");
	free(img.symbols);

	s = (struct sent){0};
	add(&s, "", N_TEXT, 16);
	ok(adopt(&s, &img) == 0 && img.symbols == NULL, "no names at all");
}

/* Refused: ENOEXEC, with the layout of an image without symbols. */
static void
refused(const char *what, int error, const struct kobj_image *img)
{
	ok(error == ENOEXEC && unknown(&img->layout) && img->symbols == NULL,
	    "%s", what);
}

static void
test_refused(void)
{
	struct sent s = {0}, t;
	struct kobj_image img = {.base = BASE, .layout = {.total = TOTAL}};
	bool memory = true;
	const struct kobj_memory m = {
	    .cookie = &memory, .alloc = get, .free = put};
	static const char none[24];

	refused("a symbol and a half",
	    kobj_adopt(&m, &img, FILLED, none, 18, sizeof(none)), &img);
	refused("a table larger than all",
	    kobj_adopt(&m, &img, FILLED, none, 36, sizeof(none)), &img);
	refused("no room for the length of the names",
	    kobj_adopt(&m, &img, FILLED, none, 24, sizeof(none)), &img);

	add(&s, "_f", N_TEXT | N_EXT, 100);
	refused("a length that does not count itself",
	    adopt_as(&s, &img, 3, true), &img);
	refused("names longer than what came",
	    adopt_as(&s, &img, s.size + 1, true), &img);
	refused("a name that does not end",
	    adopt_as(&s, &img, s.size - 1, true), &img);
	refused(
	    "a name, where there are none", adopt_as(&s, &img, 4, true), &img);
	t = s;
	t.sym[0].strx = 2;
	refused("a name in the length", adopt(&t, &img), &img);
	t = s;
	t.sym[0].strx = t.size;
	refused("a name behind all", adopt(&t, &img), &img);
	t = s;
	memset(t.strings + 4, 'a', 600);
	t.size = 605;
	refused("a name that is too long", adopt(&t, &img), &img);

	ok(adopt_as(&s, &img, s.size, false) == ENOMEM && unknown(&img.layout),
	    "no memory");
}

/* The same of ELF: the first of each is empty. */
static void
test_elf(void)
{
	enum { LOCAL = STB_LOCAL << 4, GLOBAL = STB_GLOBAL << 4 };
	static const struct {
		const char *name;
		uint32_t value;
		unsigned info, shndx;
	} rows[] = {{"", 0, 0, SHN_UNDEF},
	    {"xxxinit", 16, GLOBAL | STT_FUNC, 1},
	    {"static", 48, LOCAL | STT_FUNC, 1},
	    {"label", 60, LOCAL | STT_NOTYPE, 1},
	    {"weak", 64, STB_WEAK << 4 | STT_FUNC, 1},
	    {"table", 5008, GLOBAL | STT_OBJECT, 2},
	    {"local", 5016, LOCAL | STT_OBJECT, 2},
	    {"file.c", 0, LOCAL | STT_FILE, SHN_ABS},
	    {"", 0, LOCAL | STT_SECTION, 1},
	    {"printf", 100, GLOBAL | STT_NOTYPE, SHN_UNDEF},
	    {"number", 100, GLOBAL | STT_NOTYPE, SHN_ABS},
	    {"", 64, LOCAL | STT_FUNC, 1}};
	const uint32_t n = sizeof(rows) / sizeof(rows[0]);
	struct kobj_image img = {.base = BASE, .layout = {.total = TOTAL}};
	struct elf_sym block[64] = {{.name = 0}};
	char *strings = (char *)(block + n);
	uint32_t size = 1, table = n * sizeof(block[0]), i;
	bool memory = true;
	const struct kobj_memory m = {
	    .cookie = &memory, .alloc = get, .free = put};
	kobj_addr_t v = 0;

	for (i = 1; i < n; i++) {
		block[i].value = BASE + rows[i].value;
		block[i].info = (uint8_t)rows[i].info;
		block[i].shndx = (uint16_t)rows[i].shndx;
		if (rows[i].name[0] == '\0')
			continue;
		block[i].name = size;
		strcpy(strings + size, rows[i].name);
		size += (uint32_t)strlen(rows[i].name) + 1;
	}
	ok(kobj_adopt(&m, &img, FILLED, block, table, table + size) == 0 &&
		says(&img.layout, 4096, 5008),
	    "ELF: variables tell where text ends");
	ok(img.nsymbols == 6 && img.nlocals == 3 &&
		kobj_symbol_value(&img, "table", &v) == 0 && v == BASE + 5008 &&
		kobj_symbol_value(&img, "weak", &v) == 0 &&
		kobj_local_value(&img, "label", &v) == 0 && v == BASE + 60 &&
		kobj_symbol_value(&img, "printf", &v) == ENOENT,
	    "ELF: %u symbols are kept, by their names", img.nsymbols);
	free(img.symbols);
	img = (struct kobj_image){.base = BASE, .layout = {.total = TOTAL}};
	block[5].name = size;
	refused("ELF: a name behind all",
	    kobj_adopt(&m, &img, FILLED, block, table, table + size), &img);
	block[5].name = 1;
	refused("ELF: no names",
	    kobj_adopt(&m, &img, FILLED, block, table, table), &img);
	strings[size - 1] = 'x';
	refused("ELF: names that do not end",
	    kobj_adopt(&m, &img, FILLED, block, table, table + size), &img);
	strings[size - 1] = '\0';
	block[0].value = 1;
	refused("ELF: the first is not empty",
	    kobj_adopt(&m, &img, FILLED, block, table, table + size), &img);
}

/* A few million symbols that share one long name: their copies are too much. */
static void
test_shared_name(void)
{
	const uint32_t n = 1u << 20, length = 4 + 1 + 500 + 1;
	const uint32_t table = n * (uint32_t)sizeof(struct aout_sym);
	struct kobj_image img = {.base = BASE, .layout = {.total = TOTAL}};
	bool memory = true;
	const struct kobj_memory m = {
	    .cookie = &memory, .alloc = get, .free = put};
	char *block = malloc(table + length);
	struct aout_sym *sym = (struct aout_sym *)block;

	for (uint32_t i = 0; i < n; i++) {
		sym[i] = (struct aout_sym){.value = BASE + i % FILLED};
		sym[i].type = N_TEXT;
		sym[i].strx = 4;
	}
	memset(block + table, 'a', length);
	memcpy(block + table, &length, sizeof(length));
	block[table + 4] = '_';
	block[table + length - 1] = '\0';
	refused("a name that is shared too often",
	    kobj_adopt(&m, &img, FILLED, block, table, table + length), &img);
	if (img.symbols != NULL)
		free(img.symbols);
	free(block);
}

int
main(void)
{
	test_none();
	test_kept();
	test_places();
	test_refused();
	test_elf();
	test_shared_name();
	return done();
}
