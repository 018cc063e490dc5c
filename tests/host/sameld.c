/* SPDX-License-Identifier: BSD-2-Clause */
/* See sameld.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "sameld.h"

const struct elf_shdr *
find_section(const uint8_t *p, const char *name)
{
	const struct elf_ehdr *h = (const struct elf_ehdr *)p;
	const struct elf_shdr *sh = (const struct elf_shdr *)(p + h->shoff);
	const char *names = (const char *)p + sh[h->shstrndx].offset;

	for (int i = 1; i < h->shnum; i++) {
		if (strcmp(names + sh[i].name, name) == 0)
			return &sh[i];
	}
	return NULL;
}

/*
 * A script that makes GNU ld put each loaded section where we have it.
 * Output sections get names of their own, in our order.
 */
static void
write_script(const struct world *w, const char *path, const char *object)
{
	FILE *f = fopen(path, "w");
	const char *name;
	kobj_addr_t addr;

	fprintf(f, "SECTIONS {\n");
	for (uint32_t i = 0; world_section(w, &i, &name, &addr);)
		fprintf(f, " .x%u 0x%x : SUBALIGN(1) { %s(%s) }\n", i, addr,
		    object, name);
	fprintf(f, " /DISCARD/ : { *(.eh_frame) *(.note*) }\n}\n");
	fclose(f);
}

/*
 * For ld: the values that world_resolve invents, and the places that
 * common symbols were given. False if some are local (tcc): what ld makes
 * of those is wrong.
 */
static bool
write_symbols(const struct world *w, const char *object, const char *path)
{
	char command[1024], name[256], type;
	kobj_addr_t v;
	bool complete = true;
	FILE *f = fopen(path, "w"), *nm;

	snprintf(command, sizeof(command), "i686-linux-gnu-nm -P %s", object);
	nm = popen(command, "r");
	while (nm != NULL && fscanf(nm, "%255s %c%*[^\n]", name, &type) == 2) {
		if (strchr("UwvC", type) == NULL)
			continue;
		v = invented_value(name);
		if (type == 'C' && kobj_symbol_value(&w->img, name, &v) != 0)
			complete = false;
		fprintf(f, "%s = 0x%x;\n", name, v);
	}
	if (nm != NULL)
		pclose(nm);
	fclose(f);
	return complete;
}

bool
same_as_ld(const struct world *w, const char *object)
{
	char script[256], symbols[256], program[256], name[32];
	const struct elf_shdr *sh;
	const char *section;
	kobj_addr_t addr;
	uint8_t *p;
	size_t size;
	bool same = true;

	snprintf(script, sizeof(script), "%s.ld", object);
	snprintf(symbols, sizeof(symbols), "%s.sym", object);
	snprintf(program, sizeof(program), "%s.out", object);
	write_script(w, script, object);
	if (!write_symbols(w, object, symbols)) {
		note("local common symbols: not compared");
		return true;
	}
	if (run("i686-linux-gnu-ld --no-check-sections -e entry -T %s %s %s "
		"-o %s",
		script, symbols, object, program) != 0) {
		note("GNU ld did not link");
		return false;
	}
	p = read_file(program, &size);
	for (uint32_t i = 0; world_section(w, &i, &section, &addr);) {
		snprintf(name, sizeof(name), ".x%u", i);
		sh = find_section(p, name);
		if (sh == NULL || sh->type == SHT_NOBITS)
			continue; /* empty, or bss */
		if (sh->addr != addr ||
		    memcmp(p + sh->offset, w->img.mem + (addr - TEST_BASE),
			sh->size) != 0) {
			note("section %s differs", section);
			same = false;
		}
	}
	free(p);
	return same;
}
