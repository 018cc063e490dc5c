/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel.c: the kernel that somebody names (modload -A).  It was once what
 * an object was linked with.  Here the running kernel links, with its own
 * names; so a wrong one does no harm any more.  But who names one ought to
 * hear when it is another than he thinks: when the names that the object has
 * from the kernel have other values in that file.
 */
#include <kern/kobj/elf32.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modload.h"

/* A kernel's file in memory, and its table of symbols. */
struct file {
	const char *p;
	size_t size;
	const struct elf_sym *sym;
	uint32_t nsyms;
	const char *strings;
	uint32_t strings_size;
};

/* Is this in the file, so that it can be looked at where it is? */
static int
within(const struct file *f, uint32_t off, uint32_t size)
{
	return off % 4 == 0 && off <= f->size && size <= f->size - off;
}

/* Its symbols: 0, or -1 if it has none that could be read. */
static int
find_symbols(struct file *f)
{
	const struct elf_ehdr *eh = (const void *)f->p;
	const struct elf_shdr *sh, *str;
	uint32_t i;

	if (!within(f, 0, sizeof(*eh)) ||
	    memcmp(eh->ident, "\177ELF", 4) != 0 ||
	    eh->ident[EI_CLASS] != ELFCLASS32 || eh->type != ET_EXEC ||
	    eh->shentsize != sizeof(*sh) ||
	    !within(f, eh->shoff, eh->shnum * sizeof(*sh)))
		return -1;
	sh = (const void *)(f->p + eh->shoff);
	for (i = 0; i < eh->shnum; i++)
		if (sh[i].type == SHT_SYMTAB)
			break;
	if (i == eh->shnum || sh[i].link >= eh->shnum ||
	    !within(f, sh[i].offset, sh[i].size))
		return -1;
	str = &sh[sh[i].link];
	if (str->size == 0 || str->offset > f->size ||
	    str->size > f->size - str->offset ||
	    f->p[str->offset + str->size - 1] != '\0')
		return -1;
	f->sym = (const void *)(f->p + sh[i].offset);
	f->nsyms = sh[i].size / sizeof(*f->sym);
	f->strings = f->p + str->offset;
	f->strings_size = str->size;
	return 0;
}

/* Has it this global name, with this value? */
static int
has(const struct file *f, const char *name, uint32_t value)
{
	const struct elf_sym *s;

	for (s = f->sym; s < f->sym + f->nsyms; s++)
		if (s->value == value && s->info >> 4 != STB_LOCAL &&
		    s->name < f->strings_size &&
		    strcmp(f->strings + s->name, name) == 0)
			return 1;
	return 0;
}

void
check_kernel(const char *path, const struct records *map)
{
	struct file f = {.p = NULL};
	const struct lmm_symbol *y;
	const char *why;
	size_t i;

	f.p = read_file(path, &f.size, &why);
	if (f.p == NULL) {
		warnx("-A %s: %s: linked with the running kernel", path, why);
		return;
	}
	if (find_symbols(&f) == -1) {
		warnx("-A %s: not a kernel with symbols: linked with the "
		      "running kernel",
		    path);
		free((void *)f.p);
		return;
	}
	for (i = 0; i < records_count(map, LMM_SYMBOL); i++) {
		y = records_of(map, LMM_SYMBOL, i);
		if (y->from != LMM_FROM_OUTSIDE || y->provider != LMM_NONE ||
		    has(&f, STRING(y, 0), y->value))
			continue;
		warnx("-A %s: not the running kernel, with which the module "
		      "was linked: %s is not at 0x%x there",
		    path, STRING(y, 0), y->value);
		break;
	}
	free((void *)f.p);
}
