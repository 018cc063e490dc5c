/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Large objects, of any size: they begin as the good one, of ELF if nothing
 * is said. With nothing
 * else changed, each of them loads, but for SAME_PLACE and ONE_STRING.
 */
#ifndef LARGE_H
#define LARGE_H

#include "goodelf.h"
#include "names.h"

enum order { FORWARD, BACKWARD, MIXED, SAME_PLACE, PAGES };

/* n sections more, of 4 bytes each; PAGES: of one byte of bss, on a page of its own. */
void many_sections(struct object *f, uint32_t n, enum order order);

/* n global symbols more, in a section of that number. */
void many_symbols(
    struct object *f, uint32_t n, enum names names, uint16_t shndx);

/* A relocation of the data for each of those. */
void use_all(struct object *f);

/* n relocations of the data instead of its own. Returns the last. */
struct kobj_rel *many_relocs(struct object *f, uint32_t n);

/* n tables of one relocation of the data each. Returns the last of them. */
struct kobj_rel *many_tables(struct object *f, uint32_t n);

/* a.out: n global symbols more, in the text of the good object. */
void aout_symbols(struct object *f, uint32_t n, enum names names);

#endif /* !LARGE_H */
