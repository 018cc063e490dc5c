/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_linux: static ELF programs of Linux for the i386, on the emulation
 * that compat_linux brings.  To the processor they are programs like any
 * other; what tells them apart is in linux_mark.c, and what more they find on
 * their stack in linux_stack.c.
 */
#include <sys/lkm.h>

#include "exec_linux.h"

/* The name of the run-time linker, as far as the header has been read. */
static const char *
interpreter(const struct exec_package *ep, const Elf32_Phdr *ph)
{
	if (ph->p_filesz == 0 || ph->p_offset > ep->ep_hdrvalid ||
	    ph->p_filesz > ep->ep_hdrvalid - ph->p_offset ||
	    ep->ep_hdr[ph->p_offset + ph->p_filesz - 1] != '\0')
		return "that it names";
	return ep->ep_hdr + ph->p_offset;
}

/*
 * ENOEXEC: no program for Linux; EOPNOTSUPP: a dynamic one, as its terminal
 * is told.  No shell takes the latter for a script of its own.
 */
static int
linux_check(struct proc *p, struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	int i;

	if (ph == NULL || !linux_marked(p, ep))
		return ENOEXEC;
	for (i = 0; i < eh->e_phnum; i++) {
		if (ph[i].p_type != PT_INTERP)
			continue;
		uprintf("%s: it wants the run-time linker %s, and only static "
			"programs run here: link it with -static\n",
		    exec_path(ep), interpreter(ep, &ph[i]));
		return EOPNOTSUPP;
	}
	return elf_segments(ep, linux_bias(ep));
}

static struct execsw linux_execsw = {.es_name = "linux",
    .es_check = linux_check,
    .es_setup_stack = linux_setup_stack};

MOD_EXEC("exec_linux", -1, &linux_execsw, "linux")

int exec_linux_lkmentry(struct lkm_table *, int, int);

int
exec_linux_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
