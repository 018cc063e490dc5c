/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkobjects DIR: write every hostile object as DIR/NAME.o, and DIR/INDEX
 * with a line for each:
 *
 *	file code status kind
 *
 * status is modload's. kind is "file"; or "source" where not the file is
 * wrong but what it is read from or the machine is short of, and the file
 * is "-": that only the host's test can arrange.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include "objects.h"

static const struct defect_line world[] = {
#define WORLD(c, what, ...) {what, KOBJ_##c},
#include "world.def"
#undef WORLD
};

/* The names and errnos of all codes. */
static const struct {
	const char *name;
	int error;
} codes[] = {
#define KOBJ_CODE(id, n, e, a) [KOBJ_##id] = {n, e},
#include "../../kern/kobj/kobj_codes.h"
#undef KOBJ_CODE
};

static FILE *
create(const char *dir, const char *name, const char *suffix)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s%s", dir, name, suffix);
	f = fopen(path, "wb");
	if (f == NULL) {
		perror(path);
		exit(1);
	}
	return f;
}

static void
finish(FILE *f)
{
	if (ferror(f) != 0 || fclose(f) != 0) {
		perror("mkobjects");
		exit(1);
	}
}

/* What modload exits with for the errno of a code: see usr.sbin/modload.c. */
static int
status_of(enum kobj_code code)
{
	switch (codes[code].error) {
	case ENOMEM:
		return 9;
	case ENOEXEC:
	case EFBIG:
		return 1;
	default:
		return 11;
	}
}

int
main(int argc, char **argv)
{
	struct defect d;
	FILE *index, *out;

	if (argc != 2) {
		fprintf(stderr, "usage: mkobjects directory\n");
		return 1;
	}
	index = create(argv[1], "INDEX", "");
	for (uint32_t i = 0; object_defect(i, &d); i++) {
		struct object f = object_make(&d);

		out = create(argv[1], d.name, ".o");
		fwrite(f.bytes, 1, f.size, out);
		finish(out);
		free(f.bytes);
		fprintf(index, "%s.o %s %d file\n", d.name, codes[d.code].name,
		    status_of(d.code));
	}
	for (size_t i = 0; i < sizeof(world) / sizeof(world[0]); i++)
		fprintf(index, "- %s %d source\n", codes[world[i].code].name,
		    status_of(world[i].code));
	finish(index);
	return 0;
}
