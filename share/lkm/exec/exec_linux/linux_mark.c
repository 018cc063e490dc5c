/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_mark.c: what tells a program for Linux from one of our own.  Both
 * are ELF for the same processor, and the same instruction makes their
 * system calls.
 *
 * 1. The file header names the system: Linux (3; linkers write it if the
 *    program needs what only GNU has, elfedit(1) writes it into any).  If it
 *    names another but 0, it is not for Linux.
 * 2. A note says for whom it is.  "GNU" of type 1, which C libraries put
 *    into a program, has the system's number in its first word; Linux is 0.
 *    Our own programs have a note "Graft".
 * 3. There is no mark: a program without a library.  The GNU linker, as one
 *    for Linux is set up, gives each a header that says whether its stack is
 *    executable; ours are linked without.  So one that has it is for Linux.
 */
#include "exec_linux.h"

#define ELFOSABI_LINUX 3
#define ABI_LINUX      0

enum mark { NONE, LINUX, OTHER }; /* what a note says; NONE: read on */

static int
note_mark(const Elf32_Nhdr *n, const char *name, const void *desc, void *arg)
{
	if (n->n_type != NT_ABI_TAG)
		return NONE;
	if (n->n_namesz == 4 && memcmp(name, "GNU", 4) == 0 &&
	    n->n_descsz >= sizeof(uint32_t))
		return *(const uint32_t *)desc == ABI_LINUX ? LINUX : OTHER;
	if (n->n_namesz == 6 && memcmp(name, "Graft", 6) == 0)
		return OTHER;
	return NONE;
}

int
linux_marked(struct proc *p, const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	enum mark mark;
	int i;

	if (eh->e_ident[EI_OSABI] != ELFOSABI_SYSV)
		return eh->e_ident[EI_OSABI] == ELFOSABI_LINUX;
	mark = elf_notes(p, ep, note_mark, NULL);
	for (i = 0; i < eh->e_phnum && mark == NONE; i++)
		if (ph[i].p_type == PT_GNU_STACK)
			mark = LINUX;
	return mark == LINUX;
}
