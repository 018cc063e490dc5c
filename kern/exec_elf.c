/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_elf.c: static ELF programs (System V ABI, chapters 4 and 5, and its
 * i386 supplement).  This reader knows program headers only; the linker of
 * modules has its own, which knows sections.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/mman.h>
#include <sys/proc.h>

#define EI_NIDENT   16
#define ELFCLASS32  1
#define ELFDATA2LSB 1
#define ET_EXEC     2
#define EM_386      3
#define PT_LOAD     1
#define PT_DYNAMIC  2
#define PT_INTERP   3
#define PF_X        1
#define PF_W        2
#define PF_R        4

struct elf_ehdr {
	uint8_t e_ident[EI_NIDENT];
	uint16_t e_type, e_machine;
	uint32_t e_version, e_entry, e_phoff, e_shoff, e_flags;
	uint16_t e_ehsize, e_phentsize, e_phnum, e_shentsize, e_shnum,
	    e_shstrndx;
};

struct elf_phdr {
	uint32_t p_type, p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_flags,
	    p_align;
};

/* Take one PT_LOAD over into ep.  ENOEXEC if it cannot be mapped. */
static int
add_segment(struct exec_package *ep, const struct elf_phdr *ph)
{
	struct exec_seg *es;
	uint32_t slack = ph->p_vaddr & PAGE_MASK;

	if (ph->p_memsz == 0)
		return 0;
	if (ep->ep_nseg == EXEC_MAXSEGS || ph->p_filesz > ph->p_memsz ||
	    (ph->p_offset & PAGE_MASK) != slack ||
	    ph->p_vaddr < VM_MIN_ADDRESS || ph->p_vaddr >= VM_MAX_ADDRESS ||
	    ph->p_memsz > VM_MAX_ADDRESS - ph->p_vaddr ||
	    ph->p_offset > ep->ep_size ||
	    ph->p_filesz > ep->ep_size - ph->p_offset)
		return ENOEXEC;
	es = &ep->ep_seg[ep->ep_nseg++];
	es->es_addr = ph->p_vaddr - slack;
	es->es_len = ph->p_memsz + slack;
	es->es_filesz = ph->p_filesz != 0 ? ph->p_filesz + slack : 0;
	es->es_off = ph->p_offset - slack;
	es->es_prot = (ph->p_flags & PF_R ? PROT_READ : 0) |
	    (ph->p_flags & PF_W ? PROT_WRITE : 0) |
	    (ph->p_flags & PF_X ? PROT_EXEC : 0);
	return 0;
}

static int
elf_check(struct proc *p, struct exec_package *ep)
{
	const struct elf_ehdr *eh = (const void *)ep->ep_hdr;
	const struct elf_phdr *ph;
	int i;

	if (ep->ep_hdrvalid < sizeof(*eh) ||
	    memcmp(eh->e_ident, "\177ELF", 4) != 0 ||
	    eh->e_ident[4] != ELFCLASS32 || eh->e_ident[5] != ELFDATA2LSB ||
	    eh->e_type != ET_EXEC || eh->e_machine != EM_386)
		return ENOEXEC;
	/* Program headers follow the file header; a linker writes few. */
	if (eh->e_phentsize != sizeof(*ph) || eh->e_phnum == 0 ||
	    eh->e_phoff > ep->ep_hdrvalid ||
	    eh->e_phnum * sizeof(*ph) > ep->ep_hdrvalid - eh->e_phoff ||
	    eh->e_phoff & 3)
		return ENOEXEC;
	ph = (const void *)(ep->ep_hdr + eh->e_phoff);
	for (i = 0; i < eh->e_phnum; i++) {
		/* A dynamic program wants a linker that is not there. */
		if (ph[i].p_type == PT_INTERP || ph[i].p_type == PT_DYNAMIC)
			return ENOEXEC;
		if (ph[i].p_type == PT_LOAD && add_segment(ep, &ph[i]) != 0)
			return ENOEXEC;
	}
	ep->ep_entry = eh->e_entry;
	return ep->ep_nseg == 0 ? ENOEXEC : 0;
}

static struct execsw exec_elf = {
    .es_name = "elf", .es_check = elf_check, .es_emul = &emul_native};

void
exec_init(void)
{
	emul_init();
	execsw_attach(&exec_elf);
}
