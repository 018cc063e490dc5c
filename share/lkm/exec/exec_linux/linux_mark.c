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
#include <sys/malloc.h>
#include <sys/vnode.h>

#include "exec_linux.h"

#define ELFOSABI_LINUX 3
#define NT_ABI_TAG     1
#define ABI_LINUX      0
#define MAXNOTES       1024 /* more of them is not looked at */

enum mark { NONE, LINUX, OTHER };

/* One note, whose name and contents are there. */
static enum mark
note_mark(const Elf32_Nhdr *n, const char *name, const uint32_t *desc)
{
	if (n->n_type != NT_ABI_TAG)
		return NONE;
	if (n->n_namesz == 4 && memcmp(name, "GNU", 4) == 0 &&
	    n->n_descsz >= sizeof(*desc))
		return *desc == ABI_LINUX ? LINUX : OTHER;
	if (n->n_namesz == 6 && memcmp(name, "Graft", 6) == 0)
		return OTHER;
	return NONE;
}

static enum mark
notes_mark(const char *notes, size_t len)
{
	const Elf32_Nhdr *n;
	enum mark mark;
	size_t at = 0, name, desc;

	while (len - at >= sizeof(*n)) {
		n = (const void *)(notes + at);
		at += sizeof(*n);
		if (n->n_namesz > len - at || n->n_descsz > len - at)
			break;
		name = at;
		desc = name + roundup(n->n_namesz, 4);
		at = desc + roundup(n->n_descsz, 4);
		if (at > len)
			break;
		mark = note_mark(n, notes + name, (const void *)(notes + desc));
		if (mark != NONE)
			return mark;
	}
	return NONE;
}

/* Those of one header, read from the file.  If they cannot be: none. */
static enum mark
segment_mark(
    struct proc *p, const struct exec_package *ep, const Elf32_Phdr *ph)
{
	size_t len = MIN(ph->p_filesz, MAXNOTES), resid;
	enum mark mark = NONE;
	char *notes = malloc(MAXNOTES, M_TEMP, M_WAITOK);

	if (vn_rdwr(UIO_READ, ep->ep_vp, notes, len, ph->p_offset, UIO_SYSSPACE,
		0, p->p_ucred, &resid, p) == 0)
		mark = notes_mark(notes, len - resid);
	free(notes, M_TEMP);
	return mark;
}

int
linux_marked(struct proc *p, const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	enum mark mark = NONE;
	int i, gnu_stack = 0;

	if (eh->e_ident[EI_OSABI] != ELFOSABI_SYSV)
		return eh->e_ident[EI_OSABI] == ELFOSABI_LINUX;
	for (i = 0; i < eh->e_phnum && mark == NONE; i++) {
		if (ph[i].p_type == PT_NOTE)
			mark = segment_mark(p, ep, &ph[i]);
		else if (ph[i].p_type == PT_GNU_STACK)
			gnu_stack = 1;
	}
	return mark == LINUX || (mark == NONE && gnu_stack);
}
