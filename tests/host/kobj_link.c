/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What comes out when an object is good: layout, every relocated word,
 * symbols, entry, missing symbols, and the refusal as a line.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../objects/goodelf.h"
#include "kobjtest.h"

static const struct test_name kernel[] = {{"printf", GOOD_PRINTF}, {NULL, 0}};
static const struct test_name all[] = {{"printf", GOOD_PRINTF},
    {"maybe", 0xc0555550}, {"unused", 0xc0666660}, {NULL, 0}};
static const struct test_name nothing[] = {{NULL, 0}};

static struct goodelf o;

static void
start(struct world *w)
{
	goodelf_build(&o);
	world_start(w, (const uint8_t *)&o, sizeof(o));
	w->known = kernel;
}

static void
test_layout(void)
{
	struct world w;
	const struct kobj_layout *l = &w.img.layout;

	start(&w);
	ok(world_load(&w, "xxxinit") == 0, "loads");
	ok(l->text_size == 64 && l->rodata_off == 64 && l->rodata_size == 16,
	    "read-only data lies behind the code");
	ok(l->ro_start == 4096 && l->rw_start == 4096 && l->total == 8192,
	    "two pages: code with read-only data, data with bss");
	ok(l->data_off == 4096 && l->data_size == 48, "data and .extra");
	ok(l->bss_off == 4096 + 64 && l->bss_size == 48,
	    "bss, aligned to 32, and the common symbol");
	ok(memcmp(w.img.mem + 64, o.rodata, 16) == 0, "read-only data");
	ok(memcmp(w.img.mem + 4096 + 32, o.extra, 16) == 0, ".extra");
	bool zero = true;

	for (uint32_t i = 80; i < 4096; i++)
		zero &= w.img.mem[i] == 0;
	for (uint32_t i = 4096 + 48; i < 8192; i++)
		zero &= w.img.mem[i] == 0;
	ok(zero, "all else is zero");
	ok(world_end(&w), "nothing leaked");
}

static void
test_words(void)
{
	struct world w;
	uint32_t data = 4096, bss = data + 64, base = TEST_BASE;

	start(&w);
	world_load(&w, "xxxinit");
	ok(w.img.base == base && w.img.entry == base, "base and entry");
	ok(world_word(&w, 4) == GOOD_PRINTF - (base + 4) - 4, "a call");
	ok(world_word(&w, 12) == base + bss + 4, "a variable in bss");
	ok(world_word(&w, 20) == 0, "a weak symbol that nobody has is 0");
	ok(world_word(&w, 33) == base + bss + 40,
	    "a common, from an odd address");
	ok(world_word(&w, 60) == base + data + 8, "with addend, the last word");
	ok(world_word(&w, data) == base + 32 + world_word(&w, data + 4),
	    "in data");
	ok(world_word(&w, data + 28) == 0x1234, "an absolute symbol");
	ok(w.img.mem[8] == 0x90 && w.img.mem[37] == 0x90, "no byte beside");
	world_end(&w);

	start(&w);
	w.known = all;
	world_load(&w, NULL);
	ok(world_word(&w, 20) == 0xc0555550, "a weak symbol that somebody has");
	ok(w.img.entry == 0, "no entry asked for");
	world_end(&w);
}

/* The types that are rare in modules. */
static void
test_small_fields(void)
{
	struct world w;

	start(&w);
	o.rel_text[0] = (struct kobj_rel){5, {ELF_INFO(Y_MAGIC, 20)}};
	o.rel_text[1] = (struct kobj_rel){12, {ELF_INFO(Y_HELPER, 23)}};
	o.rel_text[2] = (struct kobj_rel){20, {ELF_INFO(Y_HELPER, 21)}};
	o.rel_text[3] = (struct kobj_rel){63, {ELF_INFO(Y_NULL, 22)}};
	o.rel_text[4] = (struct kobj_rel){64, {ELF_INFO(Y_NULL, 0)}};
	o.text[5] = 0xfe, o.text[6] = 0xff; /* -2 */
	o.text[20] = 0xfe, o.text[21] = 0xff;
	o.text[63] = 0x7f;
	ok(world_load(&w, "xxxinit") == 0, "8 and 16 bits, and NONE, load");
	note("%s", world_reason(&w));
	ok(w.img.mem[5] == 0x32 && w.img.mem[6] == 0x12, "16 bits");
	ok(w.img.mem[12] == 32 - 12, "8 bits, relative");
	ok(w.img.mem[20] == 32 - 20 - 2 && w.img.mem[21] == 0,
	    "16 bits, relative");
	ok(w.img.mem[63] == 0x7f, "8 bits, symbol 0");
	world_end(&w);
}

/* tcc -fcommon makes common symbols that are local. */
static void
test_local_common(void)
{
	struct world w;
	uint32_t bss = 4096 + 64;

	start(&w);
	o.sym[Y_COUNTER].shndx = SHN_COMMON;
	o.sym[Y_COUNTER].value = 16;
	o.sym[Y_COUNTER].size = 12;
	ok(world_load(&w, "xxxinit") == 0, "a local common symbol");
	ok(world_word(&w, 12) == TEST_BASE + bss + 48 &&
		world_word(&w, 33) == TEST_BASE + bss + 64,
	    "has its own place, aligned, and so has the global one");
	ok(w.img.layout.bss_size == 72, "at the end of bss");
	world_end(&w);
}

/* R_386_8 of a value in a byte: what fits and what does not. */
static void
test_overflow(void)
{
	static const struct {
		uint32_t value;
		uint8_t type;
		bool fits;
	} cases[] = {
	    {0, 22, true},
	    {255, 22, true},
	    {256, 22, false},
	    {-128u, 22, true},
	    {-129u, 22, false},
	    {0x7fffffff, 22, false},
	    {65535, 20, true},
	    {65536, 20, false},
	    {-32768u, 20, true},
	    {-32769u, 20, false},
	    {0x80000000, 20, false},
	    /* Relative: the field is at TEST_BASE + 4, and text[4] is 0. */
	    {TEST_BASE + 4 + 127, 23, true},
	    {TEST_BASE + 4 + 128, 23, false},
	    {TEST_BASE + 4 - 128, 23, true},
	    {TEST_BASE + 4 - 129, 23, false},
	    {TEST_BASE + 4 + 32767, 21, true},
	    {TEST_BASE + 4 + 32768, 21, false},
	    {TEST_BASE + 4 - 32768, 21, true},
	    {TEST_BASE + 4 - 32769, 21, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world w;
		int error;

		start(&w);
		o.text[4] = o.text[5] = 0;
		o.rel_text[0].info = ELF_INFO(Y_MAGIC, cases[i].type);
		o.sym[Y_MAGIC].value = cases[i].value;
		error = world_load(&w, NULL);
		ok(cases[i].fits ? error == 0
				 : w.refusal.code == KOBJ_RELOC_OVERFLOW,
		    "type %u, value 0x%x: %s", cases[i].type, cases[i].value,
		    cases[i].fits ? "fits" : "does not fit");
		world_end(&w);
	}
}

static void
test_symbols(void)
{
	struct world w;
	kobj_addr_t v = 0;
	uint32_t off = 0, cursor = 0;
	const char *name;

	start(&w);
	world_load(&w, "xxxinit");
	ok(kobj_symbol_value(&w.img, "table", &v) == 0 && v == TEST_BASE + 4096,
	    "a global symbol by its name");
	ok(kobj_symbol_value(&w.img, "helper", &v) == ENOENT,
	    "a local one is not for others");
	ok(kobj_local_value(&w.img, "helper", &v) == 0 &&
		v - TEST_BASE < w.img.layout.text_size &&
		kobj_local_value(&w.img, "table", &v) == ENOENT,
	    "a local symbol's address, and only a local one's");
	ok(kobj_symbol_value(&w.img, "printf", &v) == ENOENT,
	    "nor is what the object itself took from outside");
	ok(kobj_symbol_value(&w.img, "nobody", &v) == ENOENT, "nor nobody");
	ok(kobj_import(&w.img, &cursor, GOOD_PRINTF - 16, 32, &name, &v) &&
		strcmp(name, "printf") == 0 && v == GOOD_PRINTF &&
		!kobj_import(&w.img, &cursor, GOOD_PRINTF - 16, 32, &name, &v),
	    "what it took from outside, by where that lies");
	cursor = 0;
	ok(!kobj_import(&w.img, &cursor, GOOD_PRINTF + 1, 16, &name, &v),
	    "and not elsewhere");
	name = kobj_symbol_at(&w.img, TEST_BASE + 35, &off);
	ok(name != NULL && strcmp(name, "helper") == 0 && off == 3,
	    "an address in a local function");
	name = kobj_symbol_at(&w.img, TEST_BASE, &off);
	ok(name != NULL && strcmp(name, "xxxinit") == 0 && off == 0,
	    "the first byte");
	name = kobj_symbol_at(&w.img, TEST_BASE + 8191, &off);
	ok(name != NULL && strcmp(name, "shared") == 0, "the last byte");
	ok(kobj_symbol_at(&w.img, TEST_BASE - 1, &off) == NULL &&
		kobj_symbol_at(&w.img, TEST_BASE + 8192, &off) == NULL &&
		kobj_symbol_at(&w.img, 0, &off) == NULL,
	    "addresses outside");
	world_end(&w);
}

static void
test_sections(void)
{
	struct world w;
	const char *name = NULL;
	kobj_addr_t addr = 0;
	char list[256] = "";
	size_t n;

	start(&w);
	world_load(&w, "xxxinit");
	for (uint32_t i = 0; world_section(&w, &i, &name, &addr);) {
		n = strlen(list);
		snprintf(list + n, sizeof(list) - n, "%s=%x ", name,
		    addr - TEST_BASE);
	}
	ok(strcmp(list,
	       ".text=0 .data=1000 .bss=1040 .rodata=40 "
	       ".extra=1020 ") == 0,
	    "the sections: %s", list);
	world_end(&w);
}

static void
test_entry(void)
{
	static const char *const second[] = {
	    "nobody", "helper", "xxxinit", NULL};
	static const char *const none[] = {NULL};
	struct world w;

	start(&w);
	ok(kobj_open(&w.env, &w.k, &w.refusal) == 0, "opens");
	ok(kobj_entry(w.k, none) == ENOEXEC, "no name, no entry");
	ok(kobj_entry(w.k, second) == 0, "the first of the names there is");
	ok(kobj_link(w.k, &w.img) == 0 && w.img.entry == TEST_BASE,
	    "links, with that entry");
	ok(world_end(&w), "nothing leaked");
}

static void
test_missing(void)
{
	struct world w;

	start(&w);
	o.sym[Y_COUNTER] = o.sym[Y_TEXT];
	o.rel_data[0].info = ELF_INFO(Y_UNUSED, 1);
	o.rel_text[3].info = ELF_INFO(Y_UNUSED, 1);
	w.known = nothing;
	ok(world_load(&w, "xxxinit") == ENOEXEC && w.nmissing == 2,
	    "all missing symbols are told");
	ok(strcmp(w.missing, "printf@.text+0x4 unused@.text+0x21 ") == 0,
	    "each once, with its first use: %s", w.missing);
	ok(strncmp(world_reason(&w),
	       "undefined-symbols: printf and 1 more: ", 38) == 0,
	    "%s", world_reason(&w));
	ok(world_end(&w), "nothing leaked");

	start(&w);
	w.known = nothing;
	w.env.names.missing = NULL;
	ok(world_load(&w, "xxxinit") == ENOEXEC, "nobody need listen");
	world_end(&w);
}

/* Things that look odd and are right. */
static void
test_tolerance(void)
{
	struct world w;

	start(&w);
	o.sh[S_TEXT].addr = 0x8048000; /* ld -r -T leaves addresses */
	o.h.ident[7] = 3;              /* the system that it was made for */
	o.h.phnum = 77;
	o.h.entry = 0x1000;
	o.h.flags = 1;
	o.sh[S_COMMENT].addralign = 12345;
	o.sh[S_EXTRA].type = SHT_NOTE;
	o.sh[S_SPARE] = (struct elf_shdr){.type = SHT_INIT_ARRAY,
	    .flags = SHF_ALLOC,
	    .name = M_CTORS * 16,
	    .offset = 0xffff};
	ok(world_load(&w, "xxxinit") == 0,
	    "fields without a meaning, a note, "
	    "an empty .init_array");
	ok(world_end(&w), "nothing leaked");

	start(&w);
	o.sh[S_REL_DATA].info = S_COMMENT;
	o.rel_data[0] = (struct kobj_rel){0xffffffff, {0xffffffff}};
	o.rel_data[1] = (struct kobj_rel){0xffffffff, {0xffffffff}};
	ok(world_load(&w, "xxxinit") == 0,
	    "wild relocations of a section that is not loaded");
	ok(world_end(&w), "nothing leaked");

	start(&w);
	o.sh[S_SYMTAB].link = S_SHSTRTAB;
	o.sh[S_STRTAB].type = 0;
	o.sym[Y_PRINTF].name = S_TEXT * 16 + 2; /* the end of a string */
	w.resolve_all = true;
	ok(world_load(&w, ".extra") == 0 && w.img.entry == TEST_BASE,
	    "one string table for sections and symbols, as clang has it");
	ok(world_end(&w), "nothing read twice");

	start(&w);
	w.env.memory.limit = 8192;
	o.sh[S_BSS].size = 4096 - 64 - 8;
	ok(world_load(&w, "xxxinit") == 0 && w.img.layout.bss_size == 4096 - 64,
	    "an image as large as the limit, to the last byte");
	world_end(&w);

	start(&w);
	o.sh[S_SYMTAB].info = Y_COUNTER + 1;
	o.sh[S_SYMTAB].size = (Y_COUNTER + 1) * sizeof(struct elf_sym);
	o.sh[S_REL_TEXT].type = o.sh[S_REL_DATA].type = SHT_NULL;
	ok(world_load(&w, NULL) == 0, "no global symbol, no relocation");
	ok(world_end(&w), "nothing leaked");
}

/* Names of sections that mean nothing, and parts of the file that touch. */
static void
test_sections_tolerated(void)
{
	struct {
		struct goodelf o;
		char names[M_COUNT][16];
	} touching;
	struct world w;

	for (int name = M_ODD; name < M_COUNT; name++) {
		start(&w);
		o.sh[S_EXTRA].name = (uint32_t)name * 16;
		ok(world_load(&w, "xxxinit") == 0 &&
			w.img.layout.data_size == 48,
		    "a section named %s is loaded", o.shstr[name]);
		world_end(&w);
	}
	goodelf_build(&touching.o);
	memcpy(touching.names, touching.o.shstr, sizeof(touching.names));
	touching.o.sh[S_SHSTRTAB].offset = sizeof(touching.o);
	world_start(&w, (const uint8_t *)&touching, sizeof(touching));
	w.known = kernel;
	ok(world_load(&w, "xxxinit") == 0, "names right behind the table");
	ok(world_end(&w), "nothing leaked");
}

static void
test_format(void)
{
	struct world w;
	char line[256], small[16];
	int n;

	start(&w);
	memset(o.str[Y_PRINTF], 0x1b, 8);
	w.known = nothing;
	world_load(&w, "xxxinit");
	n = kobj_refusal_format(&w.refusal, line, sizeof(line));
	ok(n > 0 && n == (int)strlen(line), "the length of the line");
	ok(strchr(line, 0x1b) == NULL && strstr(line, "????????") != NULL,
	    "control characters do not get out");
	ok(kobj_refusal_format(&w.refusal, small, sizeof(small)) == n &&
		strncmp(small, line, 15) == 0 && small[15] == '\0',
	    "a line cut to 15 characters");
	ok(kobj_refusal_format(&w.refusal, NULL, 0) == n, "no line at all");
	world_end(&w);

	start(&w);
	o.h.type = ET_EXEC;
	world_load(&w, NULL);
	ok(strcmp(world_reason(&w),
	       "not-relocatable: an executable program, not an object: "
	       "compile with -c") == 0,
	    "%s", world_reason(&w));
	world_end(&w);
}

int
main(void)
{
	test_layout();
	test_words();
	test_small_fields();
	test_local_common();
	test_overflow();
	test_symbols();
	test_sections();
	test_entry();
	test_missing();
	test_tolerance();
	test_sections_tolerated();
	test_format();
	return done();
}
