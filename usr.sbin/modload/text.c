/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.c: a map for people (modload -n -v), and for a debugger (-d).
 */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "modload.h"

static void
print_object(const struct answer *a)
{
	const struct lmm_object *o = records_one(&a->map, LMM_OBJECT);
	uint32_t i;

	if (o == NULL)
		return;
	printf("format %s, entry ", STRING(o, 0));
	lkm_print_name(STRING(o, 1));
	printf(" at 0x%08x\n", o->entry);
	for (i = 0; i < LMM_NPARTS; i++)
		if (o->part[i].size != 0)
			printf("  0x%08x %8u %s %s\n", o->part[i].addr,
			    o->part[i].size, prot_name(o->part[i].prot),
			    part_name(i));
}

static void
print_section_table(const struct records *m)
{
	const struct lmm_section *s;
	size_t i;

	printf("sections:\n");
	for (i = 0; i < records_count(m, LMM_SECTION); i++) {
		s = records_of(m, LMM_SECTION, i);
		printf("  0x%08x %8u %s %-6s %3u ", s->addr, s->size,
		    prot_name(s->prot), part_name(s->part), s->number);
		lkm_print_name(STRING(s, 0));
		printf("\n");
	}
}

/* Who has it: a section, the kernel, a module, nobody. */
static void
print_provider(const struct records *m, const struct lmm_symbol *s)
{
	const struct lmm_section *section;

	switch (s->from) {
	case LMM_FROM_SECTION:
		section = records_section(m, s->section);
		lkm_print_name(section != NULL ? STRING(section, 0) : "?");
		break;
	case LMM_FROM_COMMON:
		printf("common, in bss");
		break;
	case LMM_FROM_NUMBER:
		printf("a number");
		break;
	case LMM_FROM_OUTSIDE:
		if (s->provider == LMM_NONE)
			printf("the kernel");
		else {
			printf("module ");
			lkm_print_name(STRING(s, 1));
		}
		break;
	case LMM_FROM_NOBODY:
		printf("nobody: 0");
		break;
	default:
		printf("a section that is not loaded");
	}
}

static void
print_symbols(const struct records *m)
{
	const struct lmm_symbol *s;
	size_t i;

	printf("symbols:\n");
	for (i = 0; i < records_count(m, LMM_SYMBOL); i++) {
		s = records_of(m, LMM_SYMBOL, i);
		printf("  0x%08x %-6s ", s->value, binding_name(s->binding));
		lkm_print_name(STRING(s, 0)[0] != '\0' ? STRING(s, 0) : "-");
		printf(" (");
		print_provider(m, s);
		printf(")\n");
	}
}

static void
print_relocs(const struct records *m)
{
	const struct lmm_section *section;
	const struct lmm_symbol *symbol;
	const struct lmm_reloc *r;
	size_t i;

	printf("relocations:\n");
	for (i = 0; i < records_count(m, LMM_RELOC); i++) {
		r = records_of(m, LMM_RELOC, i);
		section = records_section(m, r->section);
		symbol = records_symbol(m, r->symbol);
		printf("  0x%08x ", r->addr);
		lkm_print_name(section != NULL ? STRING(section, 0) : "?");
		printf("+0x%x %s 0x%0*x -> 0x%0*x ", r->offset, STRING(r, 0),
		    2 * r->width, r->old_word, 2 * r->width, r->new_word);
		if (symbol == NULL)
			section = records_section(m, r->segment);
		lkm_print_name(symbol != NULL ? STRING(symbol, 0)
			: section != NULL     ? STRING(section, 0)
					      : "-");
		printf("\n");
	}
}

/* One number of a driver's. */
static void
print_major(const char *kind, int number, int wanted)
{
	if (number != LMM_NONE)
		printf("%s major %d, %s\n", kind, number,
		    wanted == LMM_NONE ? "the first that is free"
				       : "which is free");
}

static void
print_slot(const struct lmm_module *m)
{
	if (m->type == LM_DEV) {
		print_major("block", m->block, m->block_wanted);
		print_major("character", m->slot, m->wanted);
		return;
	}
	if (m->slot == LMM_NONE)
		return;
	printf("slot %d", m->slot);
	if (m->wanted == LMM_NONE)
		printf(", the first that is free");
	else if (m->holder == 0)
		printf(", which is free");
	else {
		printf(", overriding ");
		lkm_print_name(STRING(m, 1));
		printf(" of ");
		if (STRING(m, 2)[0] != '\0') {
			printf("module ");
			lkm_print_name(STRING(m, 2));
		} else
			printf("the kernel");
	}
	printf("\n");
}

static void
print_module(const struct records *map)
{
	const struct lmm_module *m = records_one(map, LMM_MODULE);

	if (m == NULL)
		return;
	if (!m->described) {
		printf("module: no symbol _module says what it is; its entry "
		       "would\n");
		return;
	}
	printf("module ");
	lkm_print_name(STRING(m, 0));
	printf(", type %s, for interface %d, kernel %d", type_name(m->type),
	    m->interface, m->kernel);
	if (m->loaded != LMM_NONE)
		printf("; one of that name is loaded (ID %d)", m->loaded);
	printf("\n");
	print_slot(m);
}

void
print_map(const struct answer *a)
{
	print_object(a);
	print_section_table(&a->map);
	print_symbols(&a->map);
	print_relocs(&a->map);
	print_module(&a->map);
}

void
describe(const struct answer *a)
{
	const struct lmc_loadobj *lo = &a->lo;

	printf("%s: %lu bytes at 0x%lx", a->path, lo->memsize, lo->area);
	if (lo->id != -1) {
		printf(", %s module %s", type_name(lo->type), lo->name);
		if (lo->type == LM_DEV)
			printf(", majors %d/%d", (short)(lo->offset >> 16),
			    (short)lo->offset);
		else if ((long)lo->offset >= 0)
			printf(", slot %ld", (long)lo->offset);
	} else
		printf(" if it were loaded now");
	printf("\n");
}

/*
 * What a debugger wants to know: where each section is.  It runs elsewhere
 * and has folders of its own, so the file's name comes without ours.
 */
void
print_sections(const struct answer *a)
{
	const char *base = strrchr(a->path, '/');
	const struct lmm_section *s;
	uint32_t text = 0;
	size_t i;

	for (i = 0; i < records_count(&a->map, LMM_SECTION); i++) {
		s = records_of(&a->map, LMM_SECTION, i);
		if (strcmp(STRING(s, 0), ".text") == 0)
			text = s->addr;
	}
	printf(
	    "add-symbol-file %s 0x%x", base != NULL ? base + 1 : a->path, text);
	for (i = 0; i < records_count(&a->map, LMM_SECTION); i++) {
		s = records_of(&a->map, LMM_SECTION, i);
		if (strcmp(STRING(s, 0), ".text") != 0)
			printf(" -s %s 0x%x", STRING(s, 0), s->addr);
	}
	printf("\n");
	/* The debugger may stop the kernel next: all of it goes out now. */
	if (fflush(stdout) != 0)
		err(EX_OTHER, "standard output");
	(void)tcdrain(STDOUT_FILENO);
}
