/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hostile objects: files with one defect each, and the code with which
 * each must be refused. The tables (*.def) have one line a defect;
 * mkobjects writes them as files for the guest, and the host's test
 * (objects.c) links them under sanitizers.
 */
#ifndef OBJECTS_H
#define OBJECTS_H

#include "../../sys/kobj.h"

/* The entry of every good object, which modload looks for unasked. */
#define GOOD_ENTRY    "xxxinit"

/* What the good objects take from outside, and where it is on the host. */
#define GOOD_EXTERNAL "printf"
#define GOOD_PRINTF   0xc0101230u

/* A file in the making. */
struct object {
	uint8_t *bytes; /* allocated; size of them, at least */
	uint32_t size;
};

/*
 * Make a file longer, by bytes of no particular content; size may shrink
 * freely. Returns where the new ones are: all else may have moved.
 */
uint8_t *object_grow(struct object *f, uint32_t more);

struct defect {
	const char *name; /* the file's, without .o */
	const char *what; /* in words */
	enum kobj_code code;
	void (*make)(struct object *f, uint32_t n);
	uint32_t n; /* for make */
};

/*
 * Defect i of all, in an order that never changes; false when there are no
 * more. object_make makes its file, for the caller to free.
 */
bool object_defect(uint32_t i, struct defect *d);
struct object object_make(const struct defect *d);

/* A table: how many lines, what each says, and the file of one. */
struct defect_line {
	const char *what;
	enum kobj_code code;
};

struct defect_table {
	const char *prefix; /* of the files' names */
	const struct defect_line *lines;
	uint32_t n;
	void (*make)(struct object *f, uint32_t n);
};

extern const struct defect_table file_defects, elf_defects, large_defects,
    aout_defects[3];

#endif /* !OBJECTS_H */
