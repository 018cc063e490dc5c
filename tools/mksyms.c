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
		syms[nsyms++] = (struct sym){value, strdup(name),
		    strchr("trdb", type) != NULL};
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

static void
words(const char *label, const uint32_t *w, uint32_t n)
{
	uint32_t i;

	printf("%s:\n", label);
	for (i = 0; i < n; i++)
		printf("\t.long 0x%x\n", w[i]);
}

int
main(void)
{
	uint32_t nb = 1, i, off = 0, *value, *name, *hash, *bucket, *chain,
	    *slot;

	read_symbols();
	qsort(syms, nsyms, sizeof(*syms), by_value);
	while (nb < nsyms)
		nb *= 2;
	value = calloc(nsyms + 1, 4);
	name = calloc(nsyms + 1, 4);
	hash = calloc(nsyms + 1, 4);
	chain = calloc(nsyms + 1, 4);
	bucket = calloc(nb, 4);
	if (value == NULL || name == NULL || hash == NULL || chain == NULL || bucket == NULL)
		err(1, NULL);
	for (i = 0; i < nsyms; i++) {
		value[i] = syms[i].value;
		name[i] = off | (syms[i].local ? KSYM_LOCAL : 0);
		off += strlen(syms[i].name) + 1;
		/* Locals are never looked up by name: they stay off the chains. */
		if (syms[i].local)
			continue;
		hash[i] = ksyms_hash(syms[i].name, strlen(syms[i].name));
		slot = &bucket[hash[i] & (nb - 1)];
		chain[i] = *slot;
		*slot = i + 1;
	}
	printf("\t.section .ksyms, \"a\"\n\t.balign 4\n"
	       "\t.globl ksyms_header\nksyms_header:\n"
	       "\t.long %u, %u, hash, value, name, bucket, chain, strings\n",
	    nsyms, nb);
	words("hash", hash, nsyms);
	words("value", value, nsyms);
	words("name", name, nsyms);
	words("bucket", bucket, nb);
	words("chain", chain, nsyms);
	printf("strings:\n");
	for (i = 0; i < nsyms; i++)
		printf("\t.asciz \"%s\"\n", syms[i].name);
	printf("\t.section .note.GNU-stack, \"\"\n");
	return fflush(stdout) == 0 ? 0 : 1;
}
