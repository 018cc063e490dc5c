/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mksyms: from the output of `nm -n` to the kernel's symbol table, as
 * assembly: see sys/ksyms.h for its form.  With no input the table is
 * empty, for the kernel's first link.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../sys/ksyms.h"

struct sym {
	uint32_t value;
	char *name;
	int local;
};

static struct sym *syms;
static uint32_t nsyms;

static void
read_symbols(void)
{
	char line[512], name[400], type;
	uint32_t value, cap = 0;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (sscanf(line, "%x %c %399s", &value, &type, name) != 3)
			continue;
		/* Not the linker script's own numbers, nor what is undefined. */
		if (strchr("TtRrDdBbWVC", type) == NULL || name[0] == '.')
			continue;
		if (nsyms == cap) {
			cap = cap == 0 ? 1024 : cap * 2;
			syms = realloc(syms, cap * sizeof(*syms));
			if (syms == NULL)
				err(1, NULL);
		}
		syms[nsyms++] = (struct sym){
		    value, strdup(name), strchr("trdb", type) != NULL};
	}
	if (ferror(stdin))
		err(1, "standard input");
}

/* Nearest symbols are looked for by address, and a global name is nicer. */
static int
by_value(const void *a, const void *b)
{
	const struct sym *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	if (x->local != y->local)
		return y->local - x->local;
	return strcmp(x->name, y->name);
}

int
main(void)
{
	uint32_t nb = 1, i, off = 0, *bucket, *slot;
	struct ksym *table;

	read_symbols();
	qsort(syms, nsyms, sizeof(*syms), by_value);
	while (nb < nsyms)
		nb *= 2;
	table = calloc(nsyms + 1, sizeof(*table));
	bucket = calloc(nb, sizeof(*bucket));
	if (table == NULL || bucket == NULL)
		err(1, NULL);
	for (i = 0; i < nsyms; i++) {
		table[i].ks_value = syms[i].value;
		table[i].ks_name = off | (syms[i].local ? KSYM_LOCAL : 0);
		off += strlen(syms[i].name) + 1;
		/* Locals are never looked up by name: they stay off the chains. */
		if (syms[i].local)
			continue;
		table[i].ks_hash =
		    ksyms_hash(syms[i].name, strlen(syms[i].name));
		slot = &bucket[table[i].ks_hash & (nb - 1)];
		table[i].ks_next = *slot;
		*slot = i + 1;
	}
	printf("\t.section .ksyms, \"a\"\n\t.balign 4\n"
	       "\t.globl ksyms_header\nksyms_header:\n"
	       "\t.long %u, %u, symbols, bucket, strings\nsymbols:\n",
	    nsyms, nb);
	for (i = 0; i < nsyms; i++)
		printf("\t.long 0x%x, 0x%x, 0x%x, %u\n", table[i].ks_value,
		    table[i].ks_name, table[i].ks_hash, table[i].ks_next);
	printf("bucket:\n");
	for (i = 0; i < nb; i++)
		printf("\t.long %u\n", bucket[i]);
	printf("strings:\n");
	for (i = 0; i < nsyms; i++)
		printf("\t.asciz \"%s\"\n", syms[i].name);
	printf("\t.section .note.GNU-stack, \"\"\n");
	return fflush(stdout) == 0 ? 0 : 1;
}
