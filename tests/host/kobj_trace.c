/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a watcher of a link is told, of an object in which everything is
 * known. That watching changes nothing is tested with every object of
 * kobj_compilers.c.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "../objects/goodaout.h"
#include "../objects/goodelf.h"
#include "kobjtest.h"

static const struct test_name kernel[] = {{"printf", GOOD_PRINTF}, {NULL, 0}};

static struct goodelf o;
static struct goodaout a;
static struct world w;
static char told[8192];

static void __attribute__((format(printf, 1, 2))) tell(const char *fmt, ...)
{
	size_t n = strlen(told);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(told + n, sizeof(told) - n, fmt, ap);
	va_end(ap);
}

static void
section(void *cookie, const struct kobj_trace_section *s)
{
	(void)cookie;
	tell("%u %s %x+%u %d\n", s->number, s->name, s->addr - TEST_BASE,
	    s->size, s->part);
}

static void
symbol(void *cookie, const struct kobj_trace_symbol *s)
{
	static const char binding[] = "lgw";
	static const char *const origin[] = {
	    "section", "common", "number", "outside", "nobody", "skipped"};

	(void)cookie;
	tell("%u %s %x %c %s", s->number, s->name,
	    s->value - (s->origin <= KOBJ_FROM_COMMON ? TEST_BASE : 0),
	    binding[s->binding], origin[s->origin]);
	if (s->origin == KOBJ_FROM_SECTION)
		tell(" %u", s->section);
	tell("\n");
}

static void
reloc(void *cookie, const struct kobj_trace_reloc *r)
{
	(void)cookie;
	tell("%u.%u %u+%x %s %d %x->%x\n", r->table, r->index, r->section,
	    r->offset, r->type_name, r->symbol, r->old, r->new);
}

static const struct kobj_trace trace = {
    .section = section, .symbol = symbol, .reloc = reloc};

static int
load_bytes(const void *p, size_t size)
{
	world_start(&w, p, size);
	w.known = kernel;
	w.env.trace = &trace;
	told[0] = '\0';
	return world_load(&w, "xxxinit");
}

static int
load(void)
{
	return load_bytes(&o, sizeof(o));
}

/* The part of what was told from one line to another. */
static bool
contains(const char *lines)
{
	if (strstr(told, lines) != NULL)
		return true;
	for (char *line = strtok(told, "\n"); line != NULL;
	     line = strtok(NULL, "\n"))
		note("%s", line);
	return false;
}

static void
test_all(void)
{
	goodelf_build(&o);
	ok(load() == 0, "loads");
	ok(strcmp(kobj_format_name(w.k), "elf") == 0, "the format's name");
	ok(contains("1 .text 0+64 0\n3 .data 1000+32 2\n5 .bss 1040+40 3\n"
		    "6 .rodata 40+16 1\n7 .extra 1020+16 2\n"
		    "1 "),
	    "sections, with their parts, before symbols");
	ok(contains("\n2 .text 0 l section 1\n3 .data 1000 l section 3\n"
		    "4 helper 20 l section 1\n5 counter 1044 l section 5\n"
		    "6 label 40 l section 1\n7 xxxinit 0 g section 1\n"
		    "8 table 1000 g section 3\n9 shared 1068 g common\n"
		    "10 printf c0101230 g outside\n11 maybe 0 w nobody\n"
		    "12 unused 0 g nobody\n13 magic 1234 g number\n"),
	    "symbols, and who has them");
	ok(contains("2.0 1+4 R_386_PC32 10 fffffffc->"),
	    "a relocation, with its symbol and the old word");
	ok(world_end(&w), "nothing leaked");
}

/* Relocations come one by one: what is applied is told, then it fails. */
static void
test_overflow(void)
{
	goodelf_build(&o);
	o.rel_text[1].info = ELF_INFO(Y_ENTRY, 22);
	load();
	ok(w.refusal.code == KOBJ_RELOC_OVERFLOW && w.refusal.index == 1,
	    "an address that does not fit: %s", world_reason(&w));
	ok(strstr(told, "2.0 ") != NULL && strstr(told, "2.1 ") == NULL,
	    "what was done is told, and what was not is not");
	ok(world_end(&w), "nothing leaked");
}

/* Nobody is told of an object that is refused before it is linked. */
static void
test_refused(void)
{
	goodelf_build(&o);
	o.rel_text[0].offset = 0x10000;
	ok(load() != 0 && told[0] == '\0', "a bad object is not told of");
	ok(world_end(&w), "nothing leaked");
}

/* The same of an a.out object: segments have the numbers of their symbols. */
static void
test_aout(void)
{
	goodaout_build(&a);
	a.sym[A_TABLE].type = N_WEAKD;
	ok(load_bytes(&a, sizeof(a)) == 0, "a.out: loads");
	ok(strcmp(kobj_format_name(w.k), "a.out") == 0, "the format's name");
	ok(strstr(told,
	       "4 .text 0+68 0\n6 .data 1044+28 2\n"
	       "8 .bss 1060+40 3\n2 ") == told,
	    "segments, before symbols");
	ok(contains("\n2 xxxinit 0 g section 4\n3 helper 20 l section 4\n"
		    "4 table 1044 w section 6\n6 counter 1064 l section 8\n"
		    "7 label 44 l section 4\n8 shared 1088 g common\n"
		    "9 printf c0101230 g outside\n10 maybe 0 w nobody\n"
		    "11 unused 0 g nobody\n12 magic 1234 g number\n"
		    "13 soft 30 w section 4\n"),
	    "symbols, and who has them; not those of debuggers");
	ok(contains("4.0 4+4 DISP32 9 fffffff8->") &&
		contains("4.1 4+c 32 -1 64->"),
	    "relocations, with and without a symbol");
	ok(world_end(&w), "nothing leaked");

	goodaout_build(&a);
	a.rel_text[1].info = A_BYTE(A_SEG(N_BSS));
	load_bytes(&a, sizeof(a));
	ok(w.refusal.code == KOBJ_RELOC_OVERFLOW && w.refusal.index == 1 &&
		strstr(told, "4.0 ") != NULL && strstr(told, "4.1 ") == NULL,
	    "an address that does not fit: %s", world_reason(&w));
	ok(world_end(&w), "nothing leaked");
}

int
main(void)
{
	test_all();
	test_aout();
	test_overflow();
	test_refused();
	return done();
}
