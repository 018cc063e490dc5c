/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_stack.c: the stack that a Linux program starts with: that of any
 * other, and behind the environment a vector of what its library wants to
 * know (System V ABI, i386 supplement, figure 3-31, and Linux's additions).
 */
#include <sys/malloc.h>
#include <sys/mman.h>
#include <machine/cpu.h>

#include "exec_linux.h"

#define AT_SECURE    23
#define AT_RANDOM    25
#define AT_EXECFN    31
#define LINUX_CLKTCK 100 /* what times(2) counts in there */
#define NRANDOM      16
#define PLATFORM     "i686"

/* What the vector points to, at the very top. */
struct extras {
	char random[NRANDOM];
	char platform[8];
	char name[];
};

/* Where the program headers are in memory, or 0. */
static vaddr_t
headers_address(const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	int i;

	for (i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_LOAD && ph[i].p_offset <= eh->e_phoff &&
		    eh->e_phoff - ph[i].p_offset < ph[i].p_filesz)
			return ph[i].p_vaddr + (eh->e_phoff - ph[i].p_offset) +
			    linux_bias(ep);
	return 0;
}

/* Push the strings and the random bytes.  EFAULT. */
static int
push_extras(const struct exec_package *ep, vaddr_t top, vaddr_t *at)
{
	size_t size = sizeof(struct extras) + strlen(ep->ep_name) + 1;
	struct extras *x = malloc(size, M_TEMP, M_WAITOK | M_ZERO);
	int error;

	*at = (top - size) & ~15UL;
	random_fill(x->random, sizeof(x->random));
	strlcpy(x->platform, PLATFORM, sizeof(x->platform));
	strlcpy(x->name, ep->ep_name, strlen(ep->ep_name) + 1);
	error = copyout(x, (void *)*at, size);
	free(x, M_TEMP);
	return error;
}

/*
 * A compiler that has put code on the stack (functions within functions)
 * says so in the header about the stack.
 */
static int
protect_stack(struct vmspace *vm, const struct exec_package *ep, vaddr_t top)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	int i;

	for (i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_GNU_STACK && ph[i].p_flags & PF_X)
			return vm_protect(vm, top - VM_MAXSTACK, top,
			    PROT_READ | PROT_WRITE | PROT_EXEC);
	return 0;
}

int
linux_setup_stack(
    struct proc *p, struct exec_package *ep, vaddr_t top, vaddr_t *sp)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	struct vmspace *vm = p->p_vmspace;
	uid_t ruid = p->p_cred->p_ruid;
	gid_t rgid = p->p_cred->p_rgid;
	vaddr_t x;
	int error;

	if ((error = protect_stack(vm, ep, top)) != 0 ||
	    (error = push_extras(ep, top, &x)) != 0)
		return error;
	/* A heap begins with a page of its own there. */
	vm->vm_brkbase = vm->vm_brk = round_page(vm->vm_brk);

	/* clang-format off */
	const uint32_t aux[] = {
	    AT_PHDR,	 headers_address(ep),
	    AT_PHENT,	 sizeof(Elf32_Phdr),
	    AT_PHNUM,	 eh->e_phnum,
	    AT_PAGESZ,	 PAGE_SIZE,
	    AT_BASE,	 0, /* no run-time linker */
	    AT_FLAGS,	 0,
	    AT_ENTRY,	 ep->ep_entry,
	    AT_UID,	 ruid,
	    AT_EUID,	 ep->ep_uid,
	    AT_GID,	 rgid,
	    AT_EGID,	 ep->ep_gid,
	    AT_SECURE,	 ep->ep_uid != ruid || ep->ep_gid != rgid,
	    AT_HWCAP,	 cpu_feature,
	    AT_CLKTCK,	 LINUX_CLKTCK,
	    AT_PLATFORM, x + offsetof(struct extras, platform),
	    AT_RANDOM,	 x + offsetof(struct extras, random),
	    AT_EXECFN,	 x + offsetof(struct extras, name),
	    AT_NULL,	 0,
	};
	/* clang-format on */

	return exec_setup_stack_aux(p, ep, x, aux, nitems(aux), sp);
}
