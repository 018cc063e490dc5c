/* SPDX-License-Identifier: BSD-2-Clause */
/* See objects.h. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include "objects.h"

static const struct defect_table *const tables[] = {&file_defects, &elf_defects,
    &large_defects, &aout_defects[0], &aout_defects[1], &aout_defects[2]};

uint8_t *
object_grow(struct object *f, uint32_t more)
{
	f->bytes = realloc(f->bytes, f->size + more);
	if (f->bytes == NULL) {
		perror("realloc");
		exit(1);
	}
	f->size += more;
	return f->bytes + f->size - more;
}

/* "elf-symbol-size-15" of "symbol size 15". */
static const char *
file_name(const char *prefix, const char *what)
{
	static char name[128];
	size_t n = (size_t)snprintf(name, sizeof(name), "%s-", prefix);

	for (; *what != '\0' && n + 1 < sizeof(name); what++) {
		if (isalnum((unsigned char)*what))
			name[n++] = (char)tolower((unsigned char)*what);
		else if (name[n - 1] != '-')
			name[n++] = '-';
	}
	name[n] = '\0';
	return name;
}

bool
object_defect(uint32_t i, struct defect *d)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		const struct defect_table *table = tables[t];

		if (i < table->n) {
			*d = (struct defect){.name = file_name(table->prefix,
						 table->lines[i].what),
			    .what = table->lines[i].what,
			    .code = table->lines[i].code,
			    .make = table->make,
			    .n = i};
			return true;
		}
		i -= table->n;
	}
	return false;
}

struct object
object_make(const struct defect *d)
{
	struct object f = {NULL, 0};

	d->make(&f, d->n);
	return f;
}
