/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_elf.c: static ELF programs (System V ABI, chapters 4 and 5, and its
 * i386 supplement).  This reader knows program headers only; the linker of
 * modules has its own, which knows sections.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/exec_elf.h>
#include <sys/mman.h>
#include <sys/proc.h>

/* Take one PT_LOAD over into ep.  ENOEXEC if it cannot be mapped. */
static int
add_segment(struct exec_package *ep, const Elf32_Phdr *ph, vaddr_t bias)
{
	uint32_t slack = ph->p_vaddr & PAGE_MASK;
	vaddr_t addr = ph->p_vaddr + bias;
	struct exec_seg *es;

	if (ph->p_memsz == 0)
		return 0;
	if (ep->ep_nseg == EXEC_MAXSEGS || ph->p_filesz > ph->p_memsz ||
	    (ph->p_offset & PAGE_MASK) != slack || addr < bias ||
	    addr < VM_MIN_ADDRESS || addr >= VM_MAX_ADDRESS ||
	    ph->p_memsz > VM_MAX_ADDRESS - addr || ph->p_offset > ep->ep_size ||
	    ph->p_filesz > ep->ep_size - ph->p_offset)
		return ENOEXEC;
	es = &ep->ep_seg[ep->ep_nseg++];
	es->es_addr = addr - slack;
	es->es_len = ph->p_memsz + slack;
	es->es_filesz = ph->p_filesz != 0 ? ph->p_filesz + slack : 0;
	es->es_off = ph->p_offset - slack;
	es->es_prot = (ph->p_flags & PF_R ? PROT_READ : 0) |
	    (ph->p_flags & PF_W ? PROT_WRITE : 0) |
	    (ph->p_flags & PF_X ? PROT_EXEC : 0);
	return 0;
}

const Elf32_Phdr *
elf_headers(const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;

	if (ep->ep_hdrvalid < sizeof(*eh) ||
	    memcmp(eh->e_ident, "\177ELF", 4) != 0 ||
	    eh->e_ident[EI_CLASS] != ELFCLASS32 ||
	    eh->e_ident[EI_DATA] != ELFDATA2LSB ||
	    (eh->e_type != ET_EXEC && eh->e_type != ET_DYN) ||
	    eh->e_machine != EM_386)
		return NULL;
	/* Program headers follow the file header; a linker writes few. */
	if (eh->e_phentsize != sizeof(Elf32_Phdr) || eh->e_phnum == 0 ||
	    eh->e_phoff > ep->ep_hdrvalid ||
	    eh->e_phnum * sizeof(Elf32_Phdr) > ep->ep_hdrvalid - eh->e_phoff ||
	    eh->e_phoff & 3)
		return NULL;
	return (const void *)(ep->ep_hdr + eh->e_phoff);
}

int
elf_segments(struct exec_package *ep, vaddr_t bias)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	int i;

	for (i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_LOAD &&
		    add_segment(ep, &ph[i], bias) != 0)
			return ENOEXEC;
	ep->ep_entry = eh->e_entry + bias;
	return ep->ep_nseg == 0 ? ENOEXEC : 0;
}

/* A dynamic program wants a linker that is not there. */
static int
elf_check(struct proc *p, struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	int i;

	if (ph == NULL || eh->e_type != ET_EXEC)
		return ENOEXEC;
	for (i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_INTERP || ph[i].p_type == PT_DYNAMIC)
			return ENOEXEC;
	return elf_segments(ep, 0);
}

static struct execsw exec_elf = {
    .es_name = "elf", .es_check = elf_check, .es_emul = &emul_native};

void
exec_init(void)
{
	emul_init();
	execsw_attach(&exec_elf);
}
