/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_elf.h: ELF programs as exec sees them (System V ABI, chapters 4 and
 * 5): the file header and the program headers.  The linker of modules has a
 * header of its own, about sections.
 */
#ifndef _SYS_EXEC_ELF_H_
#define _SYS_EXEC_ELF_H_

#include <sys/types.h>

#define EI_CLASS      4
#define EI_DATA       5
#define EI_OSABI      7
#define EI_NIDENT     16
#define ELFCLASS32    1
#define ELFDATA2LSB   1
#define ELFOSABI_SYSV 0
#define ET_EXEC       2
#define ET_DYN        3
#define EM_386        3
#define PT_LOAD       1
#define PT_DYNAMIC    2
#define PT_INTERP     3
#define PT_NOTE       4
#define PT_PHDR       6
#define NT_ABI_TAG    1 /* a note: the system that a program is for */
#define PF_X          1
#define PF_W          2
#define PF_R          4

typedef struct {
	uint8_t e_ident[EI_NIDENT];
	uint16_t e_type, e_machine;
	uint32_t e_version, e_entry, e_phoff, e_shoff, e_flags;
	uint16_t e_ehsize, e_phentsize, e_phnum, e_shentsize, e_shnum,
	    e_shstrndx;
} Elf32_Ehdr;

typedef struct {
	uint32_t p_type, p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_flags,
	    p_align;
} Elf32_Phdr;

typedef struct {
	uint32_t n_namesz, n_descsz, n_type;
} Elf32_Nhdr;

/* What a vector behind a program's environment tells it, in pairs. */
#define AT_NULL     0
#define AT_PHDR     3
#define AT_PHENT    4
#define AT_PHNUM    5
#define AT_PAGESZ   6
#define AT_BASE     7
#define AT_FLAGS    8
#define AT_ENTRY    9
#define AT_UID      11
#define AT_EUID     12
#define AT_GID      13
#define AT_EGID     14
#define AT_PLATFORM 15
#define AT_HWCAP    16
#define AT_CLKTCK   17

#ifdef _KERNEL
struct exec_package;

/*
 * For es_check: the program headers, e_phnum of them, of an ELF program for
 * this processor of type ET_EXEC or ET_DYN; or NULL.  They lie in ep_hdr.
 */
const Elf32_Phdr *elf_headers(const struct exec_package *);
/*
 * Fill in the segments and the entry of such a program, all of it bias bytes,
 * a multiple of pages, above the addresses in the file.  ENOEXEC: what it
 * wants cannot be mapped.
 */
int elf_segments(struct exec_package *, vaddr_t bias);
/*
 * The run-time linker that such a program wants, or NULL.  It is a name, if it
 * stands in ep_hdr and can be shown, and else words that say that there is one.
 */
const char *elf_interpreter(const struct exec_package *);
/*
 * Call a function for each note of such a program until it returns something
 * else than 0, and return that; else 0.  Name (n_namesz bytes, which need not
 * end in a zero) and contents lie in memory for the time of the call.  Notes
 * that cannot be read, or lie about their size, are not there.  May sleep.
 */
typedef int elf_note_fn(
    const Elf32_Nhdr *, const char *name, const void *desc, void *arg);
int elf_notes(
    struct proc *, const struct exec_package *, elf_note_fn *, void *arg);
#endif

#endif /* _SYS_EXEC_ELF_H_ */
