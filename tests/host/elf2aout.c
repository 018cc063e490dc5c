/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tools/elf2aout: what it refuses, and why; that what it makes loads; that
 * no object can do it harm; and how the program behaves. That what it makes
 * is right is in kobj_aout_tools.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../tools/elf2aout.h"
#include "../objects/goodelf.h"
#include "kobjtest.h"

#define GCC "i686-linux-gnu-gcc -ffreestanding -march=i686 -O1"
#define AS  "i686-linux-gnu-as -o $O"

static const struct {
	const char *name;
	const char *command; /* makes $O */
	const char *reason;  /* the start of it */
} refused[] = {
    {"gcc -fpic",
	"echo 'extern int x; int f(void) { return x; }' | " GCC
	" -fpic -x c -c - -o $O",
	"reloc-pic: "},
    {"__thread",
	"echo '__thread int x = 1;' | " GCC " -fno-pic -x c -c - -o $O",
	"section-tls: "},
    {"a constructor",
	"echo 'int x; __attribute__((constructor)) void f(void) { x = 1; }' "
	"| " GCC " -fno-pic -x c -c - -o $O",
	"constructors: "},
    {"alignment of 8192", "echo '.data; .balign 8192; .long 1' | " AS,
	"section-alignment: "},
    {"a writable section of code",
	"printf '.section .x,\"awx\"\\nret\\n' | " AS,
	"section-writable-code: "},
    {"a COMDAT group",
	"printf '.section .x,\"axG\",@progbits,f,comdat\\nf: ret\\n' | " AS,
	"comdat-group: "},
    {"an ifunc",
	"printf '.type f,@gnu_indirect_function\\n.globl f\\nf: ret\\n' | " AS,
	"symbol-ifunc: "},
    {"a common symbol of 4 bytes, aligned to 16",
	"printf '.comm c,4,16\\n' | " AS, "common-alignment: "},
    {"a common symbol of a page, aligned to a page",
	"printf '.comm c,4096,4096\\n' | " AS, "common-alignment: "},
    {"a link address in a byte",
	"printf 'f: .byte 0\\n.reloc f,R_386_8,g\\n.data\\ng: .long 1\\n' "
	"| " AS,
	"reloc-overflow: "},
    {"a distance of 16 bits, from far away",
	"printf '.skip 40000\\n.word x - .\\n' | " AS, "reloc-overflow: "},
    {"a program",
	"printf '.globl _start\\n_start: ret\\n' | i686-linux-gnu-as -o $O.1 "
	"- && i686-linux-gnu-ld $O.1 -o $O",
	"not-relocatable: "},
    {"a 64-bit object", "echo 'int x;' | gcc -x c -c - -o $O", "wrong-class: "},
    {"an a.out object",
	"echo '.globl f; f: ret' | i686-linux-gnu-as -o $O.1 - && "
	"build/host/elf2aout $O.1 $O",
	"not-elf: "},
    {"text", "echo 'int x;' >$O", "text-file: "},
    {"nothing", ": >$O", "empty-file: "},
};

static void
test_refused(void)
{
	char object[200], out[256], log[256], expected[512];
	size_t size;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		uint8_t *said;
		bool good;

		snprintf(object, sizeof(object), "%s/%zu.o", work_dir(), i);
		snprintf(out, sizeof(out), "%s.out", object);
		snprintf(log, sizeof(log), "%s.log", object);
		if (run("O=%s; %s", object, refused[i].command) != 0) {
			ok(false, "%s: could not be made", refused[i].name);
			continue;
		}
		good = run("build/host/elf2aout %s %s 2>%s; test $? -eq 1 && "
			   "test ! -e %s",
			   object, out, log, out) == 0;
		said = read_file(log, &size);
		said[size] = '\0';
		snprintf(expected, sizeof(expected), "elf2aout: %s: %s", object,
		    refused[i].reason);
		good &= strncmp((char *)said, expected, strlen(expected)) == 0;
		ok(good, "%s: %s", refused[i].name, refused[i].reason);
		if (!good)
			note("%s", said);
		free(said);
	}
}

/* The good ELF object as a.out: by hand, each kind of symbol. */
static uint8_t *
convert(const struct goodelf *o, size_t *size, char *reason)
{
	return elf2aout(
	    (const uint8_t *)o, sizeof(*o), AOUT_PLAIN, size, reason, 200);
}

static void
test_good(void)
{
	struct goodelf o;
	struct world w;
	char reason[200] = "";
	size_t size = 0;
	kobj_addr_t v = 0;
	uint8_t *p;

	goodelf_build(&o);
	p = convert(&o, &size, reason);
	ok(p != NULL, "the good object %s", reason);
	world_start(&w, p, size);
	w.resolve_all = true;
	ok(world_load(&w, "xxxinit") == 0, "loads");
	ok(kobj_local_value(&w.img, "helper", &v) == 0 && v == TEST_BASE + 32,
	    "its local symbols are there");
	ok(kobj_symbol_value(&w.img, "table", &v) == 0 && v == TEST_BASE + 4096,
	    "its global ones, too");
	ok(w.img.layout.text_size == 4096 && w.img.layout.data_size == 64,
	    "text and data are padded");
	ok(world_end(&w), "nothing left");
	free(p);

	goodelf_build(&o);
	o.sym[Y_COUNTER].shndx = SHN_COMMON;
	o.sym[Y_COUNTER].value = 16;
	o.sym[Y_COUNTER].size = 12;
	o.sym[Y_COUNTER].name = 0;
	p = convert(&o, &size, reason);
	world_start(&w, p, size);
	w.resolve_all = true;
	ok(world_load(&w, "xxxinit") == 0 &&
		w.img.layout.bss_size == 40 + 8 + 12 + 4 + 8,
	    "a local common symbol without a name gets its own place");
	world_end(&w);
	free(p);
}

/* No assembler writes these. */
static void
test_odd_commons(void)
{
	struct goodelf o;
	char reason[200] = "";
	size_t size = 0;

	goodelf_build(&o);
	o.sym[Y_SHARED].info = STB_WEAK << 4;
	ok(convert(&o, &size, reason) == NULL &&
		strncmp(reason, "weak-common: ", 13) == 0,
	    "%s", reason);
	goodelf_build(&o);
	o.sym[Y_SHARED].size = 0;
	ok(convert(&o, &size, reason) == NULL &&
		strncmp(reason, "empty-common: ", 14) == 0,
	    "%s", reason);
}

/*
 * Every byte changed in many ways: a reason, or an object that the kernel's
 * reader takes as it took the ELF one.
 */
static void
test_mutation(void)
{
	static const uint8_t values[] = {0, 1, 2, 3, 4, 8, 0x0a, 0x0d, 0x10,
	    0x20, 0x40, 0x7f, 0x80, 0xf1, 0xf2, 0xfe, 0xff};
	long tried = 0, made = 0, bad = 0;
	struct goodelf o;
	uint8_t *bytes = (uint8_t *)&o, old;

	goodelf_build(&o);
	for (size_t i = 0; i < sizeof(o); i++) {
		old = bytes[i];
		for (size_t v = 0; v < sizeof(values); v++, tried++) {
			char reason[200] = "";
			size_t size = 0;
			struct world w;
			uint8_t *p;

			bytes[i] = values[v];
			p = convert(&o, &size, reason);
			if (p == NULL) {
				bad += reason[0] == '\0';
				continue;
			}
			made++;
			world_start(&w, p, size);
			w.resolve_all = true;
			/*
			 * An address may not fit into its field; and this
			 * world is smaller than the tool's.
			 */
			if (world_load(&w, NULL) != 0 &&
			    w.refusal.code != KOBJ_RELOC_OVERFLOW &&
			    w.refusal.code != KOBJ_TOO_BIG) {
				note("byte %zu = %u: %s", i, values[v],
				    world_reason(&w));
				bad++;
			}
			bad += !world_end(&w);
			free(p);
		}
		bytes[i] = old;
	}
	ok(bad == 0 && made != 0, "%ld changes, %ld objects, all good", tried,
	    made);
}

static void
test_program(void)
{
	const char *d = work_dir();

	ok(run("build/host/elf2aout --help | grep '^usage: elf2aout'") == 0,
	    "--help");
	ok(run("build/host/elf2aout; test $? -eq 1") == 0, "no arguments");
	ok(run("build/host/elf2aout -f coff a b 2>&1 | grep 'not a format'") ==
		0,
	    "an unknown format");
	ok(run("build/host/elf2aout %s/none.o %s/x.o 2>&1 | grep "
	       "'none.o: No such file'",
	       d, d) == 0,
	    "no such file");
	ok(run("build/host/elf2aout %s %s/x.o 2>&1 | grep -i directory", d,
	       d) == 0,
	    "a folder");
	ok(run("echo '.globl f; f: ret' | i686-linux-gnu-as -o %s/in.o - && "
	       "build/host/elf2aout %s/in.o %s/none/out.o 2>&1 | grep "
	       "'out.o: No such file'",
	       d, d, d) == 0,
	    "nowhere to write to");
	ok(run("cd %s && \"$OLDPWD\"/build/host/elf2aout in.o a.o && "
	       "\"$OLDPWD\"/build/host/elf2aout in.o in.o && cmp a.o in.o",
	       d) == 0,
	    "a file made of itself, the same every time");
}

int
main(void)
{
	test_refused();
	test_good();
	test_odd_commons();
	test_mutation();
	test_program();
	return done();
}
