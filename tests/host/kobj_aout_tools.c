/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out objects as tools write them: nasm in both its formats, and
 * tools/elf2aout from what gcc, clang, tcc, nasm and ld -r make.
 *
 * Each is linked, and the whole image compared with one that this file
 * computes from the bytes of the object, in the plainest way. Those that
 * have an ELF form are compared with that one, linked at the same address:
 * text, read-only data and data must be the same.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "kobjtest.h"

#define SRC   "tests/host/objects"
#define GCC   "i686-linux-gnu-gcc -ffreestanding -march=i686"
#define CLANG "clang-14 --target=i686-linux-gnu -ffreestanding -march=i686"
#define PLAIN "-fno-pic -fno-stack-protector"

static uint32_t
word(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

/* An a.out object, taken apart once more. */
struct parts {
	const uint8_t *segment[2];
	uint32_t size[3];
	const uint8_t *rel[2];
	uint32_t nrel[2];
	const uint8_t *sym;
	uint32_t nsyms;
	const char *strings;
};

static void
take_apart(const uint8_t *p, struct parts *o)
{
	for (int i = 0; i < 3; i++)
		o->size[i] = word(p + 4 + 4 * i);
	o->segment[0] = p + 32;
	o->segment[1] = o->segment[0] + o->size[0];
	o->rel[0] = o->segment[1] + o->size[1];
	o->nrel[0] = word(p + 24) / 8;
	o->rel[1] = o->rel[0] + word(p + 24);
	o->nrel[1] = word(p + 28) / 8;
	o->sym = o->rel[1] + word(p + 28);
	o->nsyms = word(p + 16) / 12;
	o->strings = (const char *)o->sym + word(p + 16);
}

/* By how much a segment is moved: 2 absolute, 4 text, 6 data, 8 bss. */
static uint32_t
moved(const struct world *w, const struct parts *o, uint32_t segment)
{
	const struct kobj_layout *l = &w->img.layout;

	if (segment == 2)
		return 0;
	if (segment == 4)
		return w->img.base;
	if (segment == 6)
		return w->img.base + l->data_off - o->size[0];
	return w->img.base + l->bss_off - o->size[0] - o->size[1];
}

/*
 * The value of a symbol. Where commons are is the linker's choice: it is
 * asked, and must have put them into bss.
 */
static uint32_t
value_of(const struct world *w, const struct parts *o, uint32_t i, bool *good)
{
	const uint8_t *s = o->sym + 12 * i;
	const char *name = o->strings + word(s);
	uint32_t type = s[4], value = word(s + 8);
	kobj_addr_t v = 0;

	*good &= i < o->nsyms && name[0] == '_';
	if (type == 1 && value == 0)
		return invented_value(name + 1);
	if (type == 1) {
		*good &= kobj_symbol_value(&w->img, name + 1, &v) == 0 &&
		    v - w->img.base >= w->img.layout.bss_off &&
		    v - w->img.base + value <= w->img.layout.total;
		return v;
	}
	if (type == 0x0d)
		return invented_value(name + 1);
	if (type >= 0x0e)
		return value + moved(w, o, 2 + 2 * (type - 0x0e));
	return value + moved(w, o, type & ~1u);
}

/* The image, computed. Returns false if something does not add up. */
static bool
compute(const struct world *w, const struct parts *o, uint8_t *image)
{
	bool good = true;

	memset(image, 0, w->img.layout.total);
	memcpy(image, o->segment[0], o->size[0]);
	memcpy(image + w->img.layout.data_off, o->segment[1], o->size[1]);
	for (uint32_t s = 0; s < 2; s++) {
		uint8_t *start = image + (s == 0 ? 0 : w->img.layout.data_off);

		for (uint32_t i = 0; i < o->nrel[s]; i++) {
			uint32_t at = word(o->rel[s] + 8 * i);
			uint32_t bits = word(o->rel[s] + 8 * i + 4);
			uint32_t number = bits & 0xffffff, sum = 0;
			unsigned width = 1u << (bits >> 25 & 3);

			for (unsigned b = 0; b < width; b++)
				sum |= (uint32_t)start[at + b] << 8 * b;
			if ((bits >> 27 & 1) != 0)
				sum += value_of(w, o, number, &good);
			else
				sum += moved(w, o, number);
			if ((bits >> 24 & 1) != 0)
				sum -= moved(w, o, 4 + 2 * s);
			for (unsigned b = 0; b < width; b++)
				start[at + b] = (uint8_t)(sum >> 8 * b);
		}
	}
	return good;
}

/* Link an a.out object and compare with what it should be. */
static bool
link_aout(struct world *w, const uint8_t *bytes, size_t size, const char *entry)
{
	struct parts o;
	uint8_t *image;
	bool good;

	world_start(w, bytes, size);
	w->resolve_all = true;
	if (world_load(w, entry) != 0) {
		note("%s", world_reason(w));
		return false;
	}
	take_apart(bytes, &o);
	image = malloc(w->img.layout.total);
	good = compute(w, &o, image);
	for (uint32_t i = 0; i < w->img.layout.total; i++) {
		if (image[i] == w->img.mem[i])
			continue;
		note("byte 0x%x is 0x%02x, not 0x%02x", i, w->img.mem[i],
		    image[i]);
		good = false;
		break;
	}
	free(image);
	return good;
}

/* The ELF object at the same address: the same bytes up to bss? */
static bool
same_as_elf(const struct world *aout, const char *path, const char *entry)
{
	struct world w;
	size_t size = 0;
	uint8_t *bytes = read_file(path, &size);
	const struct kobj_layout *a = &aout->img.layout, *e = &w.img.layout;
	bool same;

	world_start(&w, bytes, size);
	w.resolve_all = true;
	same = world_load(&w, entry) == 0 && a->rw_start == e->rw_start &&
	    a->data_off == e->data_off &&
	    a->data_off + a->data_size == e->bss_off &&
	    aout->img.entry == w.img.entry;
	if (!same)
		note("another layout");
	for (uint32_t i = 0; same && i < e->bss_off; i++) {
		if (aout->img.mem[i] != w.img.mem[i]) {
			note("byte 0x%x is 0x%02x, in ELF 0x%02x", i,
			    aout->img.mem[i], w.img.mem[i]);
			same = false;
		}
	}
	world_end(&w);
	free(bytes);
	return same;
}

/* Convert an ELF object in each spelling, link and compare. */
static void
test_conversion(
    const char *name, const char *elf, const char *entry, const char *differs)
{
	static const char *const spellings[] = {"netbsd", "linux", "plain"};

	for (size_t i = 0; i < 3; i++) {
		char aout[256];
		struct world w;
		uint8_t *bytes;
		size_t size = 0;

		snprintf(aout, sizeof(aout), "%s/converted.o", work_dir());
		if (run("build/host/elf2aout -f %s %s %s", spellings[i], elf,
			aout) != 0) {
			ok(false, "%s: elf2aout -f %s", name, spellings[i]);
			continue;
		}
		bytes = read_file(aout, &size);
		ok(link_aout(&w, bytes, size, entry), "%s: %s, as it should be",
		    name, spellings[i]);
		if (w.k != NULL && differs == NULL)
			ok(same_as_elf(&w, elf, entry), "%s: %s, as in ELF",
			    name, spellings[i]);
		else if (differs != NULL)
			note("not compared with ELF: %s", differs);
		ok(world_end(&w), "%s: %s, nothing left", name, spellings[i]);
		free(bytes);
	}
}

static const struct object {
	const char *name;
	const char *tool;
	const char *command; /* makes $O */
	const char *entry;
	const char *differs; /* why the bytes are not those of ELF, or NULL */
} objects[] = {
    {"gcc -O2", "i686-linux-gnu-gcc",
	GCC " -O2 " PLAIN " -c " SRC "/all.c -o $O", "entry", NULL},
    {"gcc -O2, no common", "i686-linux-gnu-gcc",
	GCC " -O2 " PLAIN " -c " SRC "/other.c -o $O", "other", NULL},
    {"gcc -O0 -g", "i686-linux-gnu-gcc",
	GCC " -O0 -g " PLAIN " -c " SRC "/all.c -o $O", "entry", NULL},
    {"gcc -O2, PIC but without a GOT", "i686-linux-gnu-gcc",
	GCC " -O2 -fno-pic -fplt -c " SRC "/all.c -o $O", "entry", NULL},
    {"gcc -ffunction-sections -fdata-sections", "i686-linux-gnu-gcc",
	GCC " -O2 -ffunction-sections -fdata-sections " PLAIN " -c " SRC
	    "/all.c -o $O",
	"entry", NULL},
    {"gcc -fcommon", "i686-linux-gnu-gcc",
	GCC " -O1 -fcommon " PLAIN " -c " SRC "/all.c -o $O", "entry", NULL},
    {"gcc -std=gnu89, old style", "i686-linux-gnu-gcc",
	GCC " -std=gnu89 -O2 " PLAIN " -c " SRC "/old.c -o $O", "entry", NULL},
    {"clang -O2", "clang-14", CLANG " -O2 " PLAIN " -c " SRC "/all.c -o $O",
	"entry", NULL},
    {"clang -O0 -g", "clang-14",
	CLANG " -O0 -g " PLAIN " -c " SRC "/all.c -o $O", "entry", NULL},
    {"gcc -fcommon, of sizes that alignment does not follow from",
	"i686-linux-gnu-gcc",
	"printf 'char c; int b[5]; int entry(void) { return b[1] + c; }' | " GCC
	" -O1 -fcommon " PLAIN " -x c -c - -o $O",
	"entry",
	"in ELF the alignment of a common symbol is recorded, in a.out it is "
	"guessed"},
    {"tcc", "i386-tcc", "i386-tcc -c " SRC "/all.c -o $O", "entry", NULL},
    {"tcc -fcommon", "i386-tcc", "i386-tcc -fcommon -c " SRC "/all.c -o $O",
	"entry", NULL},
    {"genmod, 200 functions, 2,000 relocations", "i686-linux-gnu-as",
	"seq -f symbol%g 50 > $O.n && build/host/genmod 200 65536 2000 50 "
	"$O.n gen entry > $O.s && i686-linux-gnu-as $O.s -o $O",
	"entry", NULL},
    {"nasm -f elf32", "nasm", "nasm -f elf32 " SRC "/all.asm -o $O", "entry",
	NULL},
    {"as, small fields", "i686-linux-gnu-as",
	"i686-linux-gnu-as " SRC "/types.s -o $O", "entry", NULL},
    {"ld -r of gcc and clang", "clang-14",
	GCC " -O2 " PLAIN " -c " SRC "/all.c -o $O.1 && " CLANG " -O2 " PLAIN
	    " -c " SRC "/other.c -o $O.2 && "
	    "i686-linux-gnu-ld -r $O.1 $O.2 -o $O",
	"entry", NULL},
};

static void
test_objects(void)
{
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		const struct object *t = &objects[i];
		char elf[256];

		if (!have_tool(t->tool)) {
			skip_tool(t->name, t->tool);
			continue;
		}
		snprintf(elf, sizeof(elf), "%s/t%zu.o", work_dir(), i);
		if (run("O=%s; %s", elf, t->command) != 0)
			ok(false, "%s: could not be made", t->name);
		else
			test_conversion(t->name, elf, t->entry, t->differs);
	}
}

/* The example modules, which make all has built. */
static void
test_modules(void)
{
	glob_t g;

	if (glob("build/lkm/*.o", 0, NULL, &g) != 0) {
		ok(false, "no modules in build/lkm");
		return;
	}
	for (size_t i = 0; i < g.gl_pathc; i++) {
		const char *base = strrchr(g.gl_pathv[i], '/') + 1;
		char entry[128];

		snprintf(entry, sizeof(entry), "%.*s_lkmentry",
		    (int)strlen(base) - 2, base);
		test_conversion(base, g.gl_pathv[i], entry, NULL);
	}
	globfree(&g);
}

/* What nasm writes in its own a.out formats. */
static void
test_nasm(void)
{
	static const struct {
		const char *name, *command;
	} cases[] = {
	    {"nasm -f aoutb", "nasm -f aoutb " SRC "/aout.asm -o $O"},
	    {"nasm -f aout", "nasm -f aout " SRC "/aout.asm -o $O"},
	    {"nasm -f aout --prefix",
		"nasm -f aout --prefix _ -DPLAIN " SRC "/aout.asm -o $O"},
	};

	if (!have_tool("nasm")) {
		skip_tool("nasm", "nasm");
		return;
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char object[256];
		struct world w;
		uint8_t *bytes;
		size_t size = 0;

		snprintf(object, sizeof(object), "%s/n%zu.o", work_dir(), i);
		if (run("O=%s; %s", object, cases[i].command) != 0) {
			ok(false, "%s: could not be made", cases[i].name);
			continue;
		}
		bytes = read_file(object, &size);
		ok(link_aout(&w, bytes, size, "entry"), "%s: as it should be",
		    cases[i].name);
		ok(world_end(&w), "%s: nothing left", cases[i].name);
		free(bytes);
	}
}

/*
 * One source in assembly language as ELF and as a.out, both by nasm: code
 * comes out the same where no address is in it. Addresses differ, because
 * a.out has no section for constants, and data behind a text that is not
 * whole pages.
 */
static void
test_both(void)
{
	struct world aout, elf;
	uint8_t *a, *e;
	size_t asize = 0, esize = 0, n = 0, same = 0;

	a = read_file("build/lkm/aout/hello_asm.o", &asize);
	e = read_file("build/lkm/hello_asm.o", &esize);
	ok(a != NULL && link_aout(&aout, a, asize, "hello_asm_lkmentry"),
	    "hello_asm, by nasm -f aoutb");
	world_start(&elf, e, esize);
	elf.resolve_all = true;
	ok(world_load(&elf, "hello_asm_lkmentry") == 0, "and -f elf32");
	for (n = 0; n < elf.img.layout.text_size; n++)
		same += aout.img.mem[n] == elf.img.mem[n];
	ok(n != 0 && n - same <= 4 * 3,
	    "%zu of %zu bytes of code are the same: all but three addresses",
	    same, n);
	world_end(&aout);
	world_end(&elf);
	free(a);
	free(e);
}

int
main(void)
{
	test_nasm();
	test_objects();
	test_modules();
	test_both();
	return done();
}
