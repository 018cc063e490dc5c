/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every reason of elf2aout's own, once: identifier, stable name, and for
 * docs/refusals.md what it means and what to do. What is wrong with the ELF
 * object as such is kern/kobj/kobj_codes.h's. Included with ELF2AOUT_CODE
 * defined; no include guard on purpose.
 *
 * clang-format off: this is a table.
 */
/* clang-format off */
ELF2AOUT_CODE(NO_MEMORY, "no-memory", "this machine has no memory for it just now")
ELF2AOUT_CODE(NOT_ELF, "not-elf", "it is an a.out object already: load it as it is")
ELF2AOUT_CODE(COMDAT_GROUP, "comdat-group", "a.out cannot say that only one of several equal sections is to stay: compile without what makes them, such as -fpic")
ELF2AOUT_CODE(WEAK_COMMON, "weak-common", "a.out has no weak common symbols: compile with -fno-common")
ELF2AOUT_CODE(EMPTY_COMMON, "empty-common", "in a.out a common symbol of no size is an undefined one: compile with -fno-common")
ELF2AOUT_CODE(COMMON_ALIGNMENT, "common-alignment", "a.out does not record how common symbols are aligned, and its size does not tell: compile with -fno-common")
ELF2AOUT_CODE(RELOC_OVERFLOW, "reloc-overflow", "a.out has the link address in the field, and it does not fit: use a 32-bit word")
ELF2AOUT_CODE(TOO_MANY_SYMBOLS, "too-many-symbols", "relocations of a.out can name some 16 million symbols and no more: make it several modules")
ELF2AOUT_CODE(TOO_BIG, "too-big", "the a.out object would be larger than the kernel loads: make it several modules")
