/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * GNU ld as a second opinion: an object that was linked by us is linked by
 * it at the same addresses, and every loaded section compared.
 */
#ifndef SAMELD_H
#define SAMELD_H

#include "../../kern/kobj/elf32.h"
#include "kobjtest.h"

/* How the compilers are called for a module. */
#define GCC   "i686-linux-gnu-gcc -ffreestanding -march=i686"
#define CLANG "clang-14 --target=i686-linux-gnu -ffreestanding -march=i686"
#define PLAIN "-fno-pic -fno-stack-protector"

/* A section of an ELF file in memory, by its name; NULL if there is none. */
const struct elf_shdr *find_section(const uint8_t *p, const char *name);

/*
 * Does GNU ld get the same bytes from the object of that name? It must have
 * been linked with world_resolve's invented values, and not been closed.
 */
bool same_as_ld(const struct world *w, const char *object);

#endif /* !SAMELD_H */
