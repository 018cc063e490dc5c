/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * floor.c: what a load costs at the very least, to compare ours with: each
 * byte of the object is copied once, by the instruction made for it, and
 * each word that a relocation names is changed once.  Nothing is checked,
 * looked up or allocated, and all of the memory has been used before.
 *
 * A repeated instruction counts as one for each time (see check()), so the
 * copy is one instruction for each four bytes; a relocation is five.
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "../../kern/kobj/elf32.h"
#include "bench.h"

struct rel {
	uint32_t offset, info;
};

/* The relocations of one section, and where that section is in the copy. */
struct patch {
	const struct rel *rel, *end;
	char *section;
};

static inline void
copy(void *to, const void *from, size_t size)
{
	size_t words = size / 4, rest = size % 4;

	__asm volatile("rep movsl\n"
		       "movl %3, %2\n"
		       "rep movsb"
		       : "+D"(to), "+S"(from), "+c"(words)
		       : "g"(rest)
		       : "memory");
}

/* In assembly, so that it is the same loop whatever the compiler thinks. */
static inline void
patch(const struct patch *p, uint32_t value)
{
	const struct rel *rel = p->rel;
	uint32_t offset;

	if (rel == p->end)
		return;
	__asm volatile("1: movl (%0), %1\n"
		       "addl %2, (%3,%1)\n"
		       "addl $8, %0\n"
		       "cmpl %4, %0\n"
		       "jne 1b"
		       : "+r"(rel), "=&r"(offset)
		       : "r"(value), "r"(p->section), "r"(p->end)
		       : "memory", "cc");
}

/* Does the object have these bytes? */
static void
must_have(const struct object *o, uint32_t off, uint32_t size)
{
	if (off > o->size || size > o->size - off)
		errx(1, "%s: not an object, or damaged", o->file);
}

/*
 * Find the relocations of loaded sections, for a copy of the object at to.
 * Returns how many sections have some; those in *n.
 */
static size_t
find_patches(const struct object *o, char *to, struct patch **pp, size_t *n)
{
	const struct elf_ehdr *eh = (const void *)o->bytes;
	const struct elf_shdr *sh, *target;
	size_t found = 0;

	must_have(o, 0, sizeof(*eh));
	must_have(o, eh->shoff, eh->shnum * sizeof(*sh));
	sh = (const void *)(o->bytes + eh->shoff);
	if ((*pp = calloc(eh->shnum, sizeof(**pp))) == NULL)
		err(1, "%s", o->file);
	*n = 0;
	for (int i = 0; i < eh->shnum; i++) {
		struct patch *p = &(*pp)[found];

		if (sh[i].type != SHT_REL || sh[i].info >= eh->shnum)
			continue;
		target = &sh[sh[i].info];
		if ((target->flags & SHF_ALLOC) == 0)
			continue;
		must_have(o, sh[i].offset, sh[i].size);
		must_have(o, target->offset, target->size);
		p->rel = (const void *)(o->bytes + sh[i].offset);
		p->end = p->rel + sh[i].size / sizeof(*p->rel);
		p->section = to + target->offset;
		for (const struct rel *r = p->rel; r != p->end; r++)
			if (target->size < 4 || r->offset > target->size - 4)
				errx(1, "%s: damaged", o->file);
		*n += p->end - p->rel;
		found++;
	}
	return found;
}

/* argv: what to call it in the report, the object's file. */
void
measure_floor(char **argv)
{
	struct object o;
	struct patch *p;
	size_t count, nrelocs;
	uint64_t t, copied;
	char *to;

	read_object(argv[1], &o);
	if ((to = malloc(o.size)) == NULL)
		err(1, "%s", o.file);
	memset(to, 1, o.size);
	count = find_patches(&o, to, &p, &nrelocs);
	settle();
	t = count_begin();
	copy(to, o.bytes, o.size);
	copied = count_end(t);
	settle();
	t = count_begin();
	for (size_t i = 0; i < count; i++)
		patch(&p[i], 0x1000);
	t = count_end(t);
	report_part(argv[0], "floor", copied + t);
	report_part(argv[0], "floor.copy", copied);
	report_part(argv[0], "relocations", nrelocs);
	report_part(argv[0], "bytes", o.size);
}
