/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_elfnote.c: the notes of an ELF program (System V ABI, chapter 5,
 * "Note Section"): who has made it, and for whom.  They come from a file, so
 * every size in them may be a lie.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/exec_elf.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/vnode.h>

#define MAXNOTES 1024 /* of one header; what follows is not looked at */

static int
each_note(const char *notes, size_t len, elf_note_fn *fn, void *arg)
{
	const Elf32_Nhdr *n;
	size_t at = 0, name, desc;
	int result = 0;

	while (result == 0 && len - at >= sizeof(*n)) {
		n = (const void *)(notes + at);
		at += sizeof(*n);
		if (n->n_namesz > len - at || n->n_descsz > len - at)
			break;
		name = at;
		desc = name + roundup(n->n_namesz, 4);
		at = desc + roundup(n->n_descsz, 4);
		if (at > len)
			break;
		result = fn(n, notes + name, notes + desc, arg);
	}
	return result;
}

int
elf_notes(
    struct proc *p, const struct exec_package *ep, elf_note_fn *fn, void *arg)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	size_t len, resid;
	char *notes;
	int i, result = 0;

	for (i = 0; i < eh->e_phnum && result == 0; i++) {
		if (ph[i].p_type != PT_NOTE)
			continue;
		notes = malloc(MAXNOTES, M_TEMP, M_WAITOK);
		len = MIN(ph[i].p_filesz, MAXNOTES);
		if (vn_rdwr(UIO_READ, ep->ep_vp, notes, len, ph[i].p_offset,
			UIO_SYSSPACE, 0, p->p_ucred, &resid, p) == 0)
			result = each_note(notes, len - resid, fn, arg);
		free(notes, M_TEMP);
	}
	return result;
}
