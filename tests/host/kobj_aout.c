/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What comes out when an a.out object is good: layout, every relocated
 * word, the three spellings of the header. Its symbols are in
 * kobj_aout_names.c, objects with something wrong in kobj_aout_bad.c.
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

static struct goodaout o;

static void
start(struct world *w)
{
	goodaout_build(&o);
	world_start(w, (const uint8_t *)&o, sizeof(o));
	w->known = kernel;
}

static void
test_layout(void)
{
	struct world w;
	const struct kobj_layout *l = &w.img.layout;
	bool zero = true;

	start(&w);
	ok(world_load(&w, "xxxinit") == 0, "loads");
	ok(l->text_size == A_TEXT && l->rodata_size == 0 &&
		l->ro_start == 4096 && l->rw_start == 4096 && l->total == 8192,
	    "two pages: code, data");
	ok(l->data_off == A_DATA_OFF && l->data_size == A_DATA,
	    "data, at its link address modulo a page");
	ok(l->bss_off == A_BSS_OFF && l->bss_size == A_BSS + 8,
	    "bss, directly behind data, and the common symbol");
	for (uint32_t i = A_TEXT; i < A_DATA_OFF; i++)
		zero &= w.img.mem[i] == 0;
	for (uint32_t i = A_BSS_OFF; i < 8192; i++)
		zero &= w.img.mem[i] == 0;
	ok(zero, "all between and behind is zero");
	ok(world_end(&w), "nothing leaked, nothing read twice");
}

static void
test_words(void)
{
	struct world w;
	uint32_t base = TEST_BASE;

	start(&w);
	world_load(&w, "xxxinit");
	ok(w.img.base == base && w.img.entry == base, "base and entry");
	ok(world_word(&w, 4) == PRINTF - (base + 4) - 4, "a call");
	ok(world_word(&w, 12) == base + A_BSS_OFF + 4, "a variable in bss");
	ok(world_word(&w, 20) == 0, "a weak symbol that nobody has is 0");
	ok(world_word(&w, 33) == base + A_BSS_OFF + A_BSS,
	    "a common, from an odd address");
	ok(world_word(&w, 40) == A_DATA_OFF + 12 - 40,
	    "from text to data, relative");
	ok(world_word(&w, 64) == base + A_DATA_OFF + 8,
	    "with addend, the last word");
	ok(world_word(&w, A_DATA_OFF) == base + 32, "in data");
	ok(world_word(&w, A_DATA_OFF + 8) == 32 - (A_DATA_OFF + 8),
	    "from data to text, relative");
	ok(world_word(&w, A_DATA_OFF + 24) == 0x1234, "an absolute symbol");
	ok(w.img.mem[8] == 0x90 && w.img.mem[37] == 0x90 &&
		world_word(&w, A_DATA_OFF + 12) == 0xdddddddd,
	    "no byte beside");
	world_end(&w);

	start(&w);
	w.known = all;
	world_load(&w, NULL);
	ok(world_word(&w, 20) == 0xc0555550, "a weak symbol that somebody has");
	ok(w.img.entry == 0, "no entry asked for");
	world_end(&w);
}

/* The same object with every header that there is. */
static void
test_spellings(void)
{
	const struct {
		const char *name;
		uint32_t midmag;
	} good[] = {
	    {"NetBSD, position-independent", netbsd_magic(0x10, 134, OMAGIC)},
	    {"Linux", 100 << 16 | OMAGIC},
	    {"plain", OMAGIC},
	};
	uint8_t first[8192];
	struct world w;

	start(&w);
	world_load(&w, "xxxinit");
	memcpy(first, w.img.mem, sizeof(first));
	world_end(&w);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		start(&w);
		o.h.midmag = good[i].midmag;
		o.h.entry = 0x1000; /* means nothing */
		ok(world_load(&w, "xxxinit") == 0 &&
			memcmp(w.img.mem, first, sizeof(first)) == 0,
		    "the header of %s: the same image", good[i].name);
		world_end(&w);
	}
}

/*
 * Sizes of text around the end of a page, with and without data: what is
 * aligned in the linked program is so in memory, and bss stays where it is.
 */
static void
test_page_ends(void)
{
	static const uint32_t sizes[] = {
	    A_TEXT, 4092, 4095, 4096, 4097, 8191, 8192};
	static uint8_t file[32 + 8192 + 64];
	struct world w;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (int data = 0; data < 2; data++) {
			struct aout_exec h = {.midmag = OMAGIC,
			    .text = sizes[i],
			    .data = data ? 8 : 0,
			    .bss = 24,
			    .syms = sizeof(struct aout_sym)};
			struct aout_sym s = {
			    .strx = 4, {{.type = N_UNDF | N_EXT}}, .value = 64};
			uint8_t *p = file + sizeof(h) + h.text + h.data;
			uint32_t link = h.text + h.data;
			kobj_addr_t v = 0;

			memcpy(file, &h, sizeof(h));
			memcpy(p, &s, sizeof(s));
			memcpy(p + sizeof(s), "\7\0\0\0_c", 7);
			world_start(&w, file,
			    sizeof(h) + h.text + h.data + sizeof(s) + 7);
			ok(world_load(&w, NULL) == 0 &&
				w.img.layout.bss_off % 4096 == link % 4096 &&
				w.img.layout.rw_start >= h.text &&
				w.img.layout.rw_start % 4096 == 0 &&
				kobj_symbol_value(&w.img, "c", &v) == 0 &&
				(v - TEST_BASE + 4096) % 64 == 0 &&
				v - w.img.base >=
				    w.img.layout.bss_off + h.bss &&
				v - w.img.base + 64 <= w.img.layout.total,
			    "%u bytes of text, %u of data", (unsigned)h.text,
			    (unsigned)h.data);
			world_end(&w);
		}
	}
}

/* Fields of 8 and 16 bits. */
static void
test_small_fields(void)
{
	struct world w;

	start(&w);
	o.rel_text[0] =
	    (struct kobj_rel){5, {A_SHORT(A_EXT(A_MAGIC))}}; /* -2 */
	o.text[5] = 0xfe, o.text[6] = 0xff;
	o.rel_text[2] = (struct kobj_rel){20, {A_BYTE(A_SEG(N_ABS))}};
	o.text[20] = 0x7f;
	o.rel_data[0] = (struct kobj_rel){26, {A_SHORT(A_SEG(N_TEXT) | A_PC)}};
	o.data[26] = 0x00, o.data[27] = 0x10;
	o.rel_data[2] = (struct kobj_rel){24, {A_BYTE(A_SEG(N_DATA) | A_PC)}};
	o.data[24] = 0xf0;
	ok(world_load(&w, "xxxinit") == 0, "8 and 16 bits load");
	ok(w.img.mem[5] == 0x32 && w.img.mem[6] == 0x12, "16 bits");
	ok(w.img.mem[20] == 0x7f, "8 bits, absolute without a symbol");
	ok(w.img.mem[A_DATA_OFF + 24] == 0xf0,
	    "8 bits, relative, in the same segment: as it was");
	/* Data is moved a page further than text. */
	ok(w.img.mem[A_DATA_OFF + 26] == 0x00 &&
		w.img.mem[A_DATA_OFF + 27] == 0x00,
	    "16 bits, relative, to another segment");
	world_end(&w);
}

/* What fits into a byte and into two, with and without a sign. */
static void
test_overflow(void)
{
	static const struct {
		uint32_t value, kind;
		bool fits;
	} cases[] = {
	    {255, A_BYTE(0), true},
	    {256, A_BYTE(0), false},
	    {-128u, A_BYTE(0), true},
	    {-129u, A_BYTE(0), false},
	    {65535, A_SHORT(0), true},
	    {65536, A_SHORT(0), false},
	    {-32768u, A_SHORT(0), true},
	    {-32769u, A_SHORT(0), false},
	    /* Relative: what is taken away is TEST_BASE. */
	    {TEST_BASE + 127, A_BYTE(A_PC), true},
	    {TEST_BASE + 128, A_BYTE(A_PC), false},
	    {TEST_BASE - 128, A_BYTE(A_PC), true},
	    {TEST_BASE - 129, A_BYTE(A_PC), false},
	    {TEST_BASE + 32767, A_SHORT(A_PC), true},
	    {TEST_BASE + 32768, A_SHORT(A_PC), false},
	    {TEST_BASE - 32768, A_SHORT(A_PC), true},
	    {TEST_BASE - 32769, A_SHORT(A_PC), false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct world w;
		int error;

		start(&w);
		o.text[4] = o.text[5] = 0;
		o.rel_text[0].info =
		    A_MAGIC | AOUT_RELOC_EXTERN | cases[i].kind;
		o.sym[A_MAGIC].value = cases[i].value;
		error = world_load(&w, NULL);
		ok(cases[i].fits ? error == 0
				 : w.refusal.code == KOBJ_RELOC_OVERFLOW &&
			    w.refusal.section == N_TEXT &&
			    w.refusal.index == 0 && w.refusal.offset == 4 &&
			    strcmp(w.refusal.symbol, "magic") == 0,
		    "%s of value 0x%x: %s",
		    cases[i].kind & AOUT_RELOC_LENGTH ? "16 bits" : "8 bits",
		    cases[i].value, cases[i].fits ? "fits" : "does not fit");
		world_end(&w);
	}
}

static void
test_sections(void)
{
	struct world w;
	const char *name = NULL;
	kobj_addr_t addr = 0;
	char list[256] = "";

	start(&w);
	world_load(&w, "xxxinit");
	for (uint32_t i = 0; world_section(&w, &i, &name, &addr);) {
		size_t n = strlen(list);

		snprintf(list + n, sizeof(list) - n, "%s=%x ", name,
		    addr - TEST_BASE);
	}
	ok(strcmp(list, ".text=0 .data=1044 .bss=1060 ") == 0,
	    "the segments: %s", list);
	world_end(&w);
}

/* Things that look odd and are right. */
static void
test_tolerance(void)
{
	struct aout_exec empty = {.midmag = OMAGIC};
	uint8_t longer[sizeof(o) + 5];
	struct world w;

	world_start(&w, (const uint8_t *)&empty, sizeof(empty));
	ok(kobj_open(&w.env, &w.k, &w.refusal) == 0,
	    "an empty object without strings, as GNU as writes it");
	ok(world_end(&w), "nothing leaked");

	start(&w);
	memcpy(longer, &o, sizeof(o));
	memset(longer + sizeof(o), 0x77, 5);
	world_end(&w);
	world_start(&w, longer, sizeof(longer));
	w.known = kernel;
	ok(world_load(&w, "xxxinit") == 0, "bytes behind the strings");
	world_end(&w);

	start(&w);
	o.h.trsize = o.h.drsize = 0;
	memmove(o.rel_text, o.sym, sizeof(o) - offsetof(struct goodaout, sym));
	w.env.source.size -= sizeof(o.rel_text) + sizeof(o.rel_data);
	ok(world_load(&w, "xxxinit") == 0, "no relocations");
	ok(world_end(&w), "nothing leaked");
}

int
main(void)
{
	test_layout();
	test_words();
	test_spellings();
	test_page_ends();
	test_small_fields();
	test_overflow();
	test_sections();
	test_tolerance();
	return done();
}
