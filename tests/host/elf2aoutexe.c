/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tools/elf2aoutexe: what it refuses, and why; that each byte of a program is
 * where it was; that no file can do it harm; and how the program behaves.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../sys/exec_aout.h"
#include "../../tools/elf2aout.h"
#include "kobjtest.h"

#define AS "i686-linux-gnu-as -o $O.1 - && i686-linux-gnu-ld -o $O $O.1 "
#define AT "-Ttext-segment=0x1000 -z noseparate-code "
#define SOURCE                                                           \
	"printf '.globl _start\\n_start: ret\\n.data\\nd: .long 1,2\\n'" \
	"'.bss\\n.skip 5000\\n' | "

static const struct {
	const char *name;
	const char *command; /* makes $O */
	const char *reason;  /* the start of it */
	const char *options;
} refused[] = {
    {"text", "echo '#!/bin/sh' >$O", "this is no ELF file", ""},
    {"nothing", ": >$O", "this is no ELF file", ""},
    {"an object", SOURCE "i686-linux-gnu-as -o $O -", "this is an object", ""},
    {"a 64-bit program",
	"printf '.globl _start\\n_start: ret\\n' | as -o $O.1 - && "
	"ld -o $O $O.1",
	"this is not for the i386", ""},
    {"one that can be moved", SOURCE AS "-pie", "this is an object", ""},
    {"one linked for elsewhere", SOURCE AS,
	"its text begins at 0x8048000, and has to begin at 0x1000: link", ""},
    {"one linked for the first page",
	SOURCE AS "-Ttext-segment=0 -z noseparate-code", "it begins at 0x0, ",
	""},
    {"text that can be written", SOURCE AS "-Ttext=0x1000 -N",
	"it has code that can be written: that is OMAGIC alone", ""},
    {"data alone",
	SOURCE AS AT "-N && printf '\\006' | dd of=$O bs=1 seek=76 "
		     "conv=notrunc 2>/dev/null",
	"it has no text", "-k omagic"},
    {"code among data",
	"printf '.globl _start\\n_start: ret\\n.section .x,\"awx\"\\nret\\n' "
	"| " AS AT,
	"it has code that can be written", ""},
    {"data far away", SOURCE AS AT "-Tdata=0x400000",
	"its data, at 0x400000, lie too far behind its text", ""},
    {"data below", SOURCE AS "-Ttext=0x5000 -Tdata=0x1000 -n",
	"its data, at 0x1000, do not lie behind its text", ""},
    {"no room for the header", SOURCE AS "-Ttext=0x1000 -Tdata=0x3000 -n",
	"the header needs the first 32 bytes", "-k qmagic"},
    {"an entry nowhere", SOURCE AS AT "-e 0x2000000",
	"it begins at 0x2000000, which is not in its text", ""},
};

static void
test_refused(void)
{
	char object[200], log[210], expected[512];
	uint8_t *said;
	size_t size;
	bool good;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		snprintf(object, sizeof(object), "%s/%zu", work_dir(), i);
		snprintf(log, sizeof(log), "%s.log", object);
		if (run("O=%s; %s", object, refused[i].command) != 0) {
			ok(false, "%s: could not be made", refused[i].name);
			continue;
		}
		good =
		    run("build/host/elf2aoutexe %s %s %s.out 2>%s; "
			"test $? -eq 1 && test ! -e %s.out",
			refused[i].options, object, object, log, object) == 0;
		said = read_file(log, &size);
		said[size] = '\0';
		snprintf(expected, sizeof(expected), "elf2aoutexe: %s: %s",
		    object, refused[i].reason);
		good &= strncmp((char *)said, expected, strlen(expected)) == 0;
		ok(good, "%s: %s", refused[i].name, refused[i].reason);
		if (!good)
			note("%s", said);
		free(said);
	}
}

/* ---- a small program, with its segments at known places ---- */

#define TEXT 0x5aa /* bytes */
#define DATA 0x123
#define BSS  0x2001

struct small {
	uint8_t ident[16];
	uint16_t type, machine;
	uint32_t version, entry, phoff, shoff, flags;
	uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
	struct {
		uint32_t type, offset, vaddr, paddr, filesz, memsz, flags,
		    align;
	} ph[2];
	uint8_t rest[TEXT + DATA - 116]; /* the headers are text, too */
};

static void
build_small(struct small *e)
{
	*e = (struct small){.ident = {0x7f, 'E', 'L', 'F', 1, 1, 1},
	    .type = 2,
	    .machine = 3,
	    .version = 1,
	    .entry = 0x1100,
	    .phoff = 52,
	    .ehsize = 52,
	    .phentsize = 32,
	    .phnum = 2,
	    .ph = {{1, 0, 0x1000, 0, TEXT, TEXT, 5, 4096},
		{1, TEXT, 0x2000, 0, DATA, DATA + BSS, 6, 4096}}};
	for (size_t i = 0; i < sizeof(e->rest); i++)
		e->rest[i] = (uint8_t)(i * 7 + 1);
}

static const unsigned magics[] = {OMAGIC, NMAGIC, ZMAGIC, QMAGIC};

/* Is the header true to the program, and is each byte where it says? */
static bool
same(const struct small *e, const uint8_t *p, size_t size, unsigned magic)
{
	const uint8_t *bytes = (const uint8_t *)e;
	struct exec ex;
	size_t skip;

	if (size < sizeof(ex))
		return false;
	memcpy(&ex, p, sizeof(ex));
	skip = N_ISPAGED(&ex) ? sizeof(ex) : 0;
	return N_GETMAGIC(&ex) == magic && ex.a_entry == e->entry &&
	    ex.a_syms + ex.a_trsize + ex.a_drsize == 0 && ex.a_text >= TEXT &&
	    N_DATADDR(&ex) == 0x2000 && ex.a_data == DATA && ex.a_bss == BSS &&
	    N_DATOFF(&ex) + DATA == size &&
	    memcmp(p + N_TXTOFF(&ex) + skip, bytes + skip, TEXT - skip) == 0 &&
	    memcmp(p + N_DATOFF(&ex), bytes + TEXT, DATA) == 0;
}

static void
test_good(void)
{
	static const uint8_t first[][4] = {[AOUT_NETBSD] = {0, 134, 1, 7},
	    [AOUT_LINUX] = {7, 1, 100, 0},
	    [AOUT_PLAIN] = {7, 1, 0, 0}};
	static const char *const names[] = {
	    "omagic", "nmagic", "zmagic", "qmagic"};
	char reason[200] = "";
	struct small e;
	size_t size = 0;
	uint8_t *p;

	build_small(&e);
	for (int s = AOUT_NETBSD; s <= AOUT_PLAIN; s++) {
		for (int k = 0; k < 4; k++) {
			p = elf2aoutexe((uint8_t *)&e, TEXT + DATA, magics[k],
			    s, &size, reason, sizeof(reason));
			ok(p != NULL && same(&e, p, size, magics[k]) &&
				(k > 0 || memcmp(p, first[s], 4) == 0),
			    "%s, spelling %d%s", names[k], s, reason);
			free(p);
		}
	}
}

/* Every byte of the headers changed: a reason, or a program that is whole. */
static void
test_mutation(void)
{
	static const uint8_t values[] = {0, 1, 2, 3, 4, 5, 8, 0x10, 0x1f, 0x20,
	    0x34, 0x3f, 0x40, 0x7f, 0x80, 0xf0, 0xfe, 0xff};
	long tried = 0, made = 0, bad = 0;
	struct small e;
	uint8_t *bytes = (uint8_t *)&e, old;

	build_small(&e);
	for (size_t i = 0; i < 116; i++) {
		old = bytes[i];
		for (size_t v = 0; v < sizeof(values); v++, tried++) {
			char reason[200] = "";
			size_t size = 0;
			struct exec ex;
			uint8_t *p;

			bytes[i] = values[v];
			p = elf2aoutexe(bytes, TEXT + DATA, magics[v % 4],
			    AOUT_NETBSD, &size, reason, sizeof(reason));
			if (p == NULL) {
				bad += reason[0] == '\0';
				continue;
			}
			made++;
			memcpy(&ex, p, sizeof(ex));
			bad += N_DATOFF(&ex) + ex.a_data != size ||
			    ex.a_entry >= N_TXTADDR(&ex) + ex.a_text;
			free(p);
		}
		bytes[i] = old;
	}
	ok(bad == 0 && made != 0, "%ld changes, %ld programs, all whole", tried,
	    made);
	for (size_t n = 0; n < TEXT + DATA; n++) {
		char reason[200] = "";
		size_t size;
		uint8_t *cut = malloc(n + 1);

		memcpy(cut, &e, n);
		if (elf2aoutexe(cut, n, ZMAGIC, AOUT_NETBSD, &size, reason,
			sizeof(reason)) != NULL ||
		    reason[0] == '\0')
			bad++;
		free(cut);
	}
	ok(bad == 0, "cut off anywhere");
}

static void
test_program(void)
{
	const char *d = work_dir();

	ok(run("build/host/elf2aoutexe --help | grep '^usage: elf2aoutexe'") ==
		0,
	    "--help");
	ok(run("build/host/elf2aoutexe; test $? -eq 1") == 0, "no arguments");
	ok(run("build/host/elf2aoutexe -k xmagic a b 2>&1 | grep 'not a "
	       "kind'") == 0,
	    "an unknown kind");
	ok(run("build/host/elf2aoutexe -f coff a b 2>&1 | grep "
	       "'not a format'") == 0,
	    "an unknown format");
	ok(run("build/host/elf2aoutexe %s/none %s/x 2>&1 | grep "
	       "'none: No such file'",
	       d, d) == 0,
	    "no such file");
	ok(run("O=%s/in; " SOURCE AS AT
	       "&& build/host/elf2aoutexe $O $O.a && test -x $O.a && "
	       "build/host/elf2aoutexe $O $O && cmp $O.a $O",
	       d) == 0,
	    "a file made of itself, the same every time, executable");
	ok(run("O=%s/in; " SOURCE AS "-Ttext=0x1000 -N && "
	       "build/host/elf2aoutexe -k omagic $O $O.a && "
	       "test \"$(od -A n -t x4 -j 4 -N 24 $O.a | tr -s ' \\n' ' ')\" "
	       "= ' 00000009 00000000 0000138b 00000000 00001000 00000000 ' && "
	       "test $(stat -c %%s $O.a) = 41",
	       d) == 0,
	    "OMAGIC, of text that can be written");
}

int
main(void)
{
	test_refused();
	test_good();
	test_mutation();
	test_program();
	return done();
}
