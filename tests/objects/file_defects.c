/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files that are no object: files.def.
 */
#include <string.h>
#include "goodelf.h"

static const struct defect_line lines[] = {
#define FILE_(c, what, ...) {what, KOBJ_##c},
#include "files.def"
#undef FILE_
};

/* As in elf_defects.c. */
static void
make(struct object *f, uint32_t n)
{
	enum { FIRST = __COUNTER__ + 1 };
	uint8_t *p;

	f->size = 0;
	p = object_grow(f, sizeof(struct goodelf));
	goodelf_build((struct goodelf *)p);
	switch (n) {
#define FILE_(c, what, ...)         \
	case __COUNTER__ - FIRST: { \
		__VA_ARGS__;        \
		break;              \
	}
#include "files.def"
#undef FILE_
	}
}

const struct defect_table file_defects = {
    "file", lines, sizeof(lines) / sizeof(lines[0]), make};
