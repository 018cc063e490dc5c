/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * descfuzz: modules whose data is wrong.  Each word of an object's .data,
 * where the description is and what it leads to, is replaced by each of
 * some numbers, and the object loaded.  It is refused, or comes and goes;
 * the kernel lives, and nothing remains.  (A pointer is moved far away, not
 * by a little: what leads into the middle of a function, nobody can tell.)
 *
 *	descfuzz object ...
 */
#include <elf.h>

#include "tap.h"

#include "selfutil.h"

/* What a pointer, a size, a slot, a type or a version may be by mistake. */
static const uint32_t edges[] = {0, 1, 2, 3, 7, 8, 255, 0x1000, 0x7fffffff,
    0x80000000, 0xbffffffc, 0xc0000000, 0xe0000000, 0xf0000000, 0xfffff000,
    0xfffffffc, 0xffffffff};
#define EDGES (sizeof(edges) / sizeof(edges[0]))

static const Elf32_Shdr *
section(const struct object *o, const char *name)
{
	const Elf32_Ehdr *eh = (const void *)o->bytes;
	const Elf32_Shdr *sh = (const void *)(o->bytes + eh->e_shoff);
	const char *names = o->bytes + sh[eh->e_shstrndx].sh_offset;
	int i;

	for (i = 0; i < eh->e_shnum; i++)
		if (strcmp(names + sh[i].sh_name, name) == 0)
			return &sh[i];
	return NULL;
}

/* A pointer into a section or to a symbol, to which the word is added. */
static bool
is_pointer(const struct object *o, uint32_t at)
{
	const Elf32_Shdr *sh = section(o, ".rel.data");
	const Elf32_Rel *rel;
	uint32_t i;

	if (sh == NULL)
		return false;
	rel = (const void *)(o->bytes + sh->sh_offset);
	for (i = 0; i < sh->sh_size / sizeof(*rel); i++)
		if (rel[i].r_offset == at)
			return true;
	return false;
}

static bool
is_far(uint32_t value)
{
	return value >= 0x7fffffff && value <= 0xe0000000;
}

/* The module comes, and goes.  False: it came and does not go. */
static bool
come_and_go(int fd, const struct object *o, int *loaded)
{
	int id = load_object(fd, o);

	if (id == -1)
		return true;
	++*loaded;
	return unload_id(fd, id) == 0;
}

static void
fuzz(int fd, const char *path)
{
	struct object o = read_object(path);
	const Elf32_Shdr *data = section(&o, ".data");
	int tried = 0, loaded = 0, stuck = 0;
	static struct check before, after;
	uint32_t at, word;
	size_t i;

	first_check(&before, &after);
	for (at = 0; data != NULL && at + 4 <= data->sh_size; at += 4)
		for (i = 0; i < EDGES; i++) {
			char *p = o.bytes + data->sh_offset + at;

			if (is_pointer(&o, at) && !is_far(edges[i]))
				continue;
			memcpy(&word, p, 4);
			memcpy(p, &edges[i], 4);
			tried++;
			if (!come_and_go(fd, &o, &loaded) && stuck++ < 5)
				diag("%s: 0x%x at 0x%x: error %d: %s", path,
				    edges[i], at, errno, reason);
			memcpy(p, &word, 4);
		}
	ok(tried > 0 && loaded < tried, "%s: %d tried, %d loaded", path, tried,
	    loaded);
	is(stuck, 0, "%s: what came has gone", path);
	take_check(&after);
	ok(!broken(after.all) && same_check(&before, &after),
	    "%s: nothing is left", path);
}

int
main(int argc, char **argv)
{
	int fd = open("/dev/lkm", O_RDWR);

	while (*++argv != NULL)
		fuzz(fd, *argv);
	return tap_done();
}
