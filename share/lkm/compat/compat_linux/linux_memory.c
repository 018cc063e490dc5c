/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_memory.c: a program's memory.
 */
#include <sys/mman.h>
#include <sys/vm.h>

#include "linux.h"

#define LINUX_PROT_MASK      (PROT_READ | PROT_WRITE | PROT_EXEC)
#define LINUX_PROT_SEM       0x8 /* means nothing on this processor */

#define LINUX_MAP_TYPE       0x00000f
#define LINUX_MAP_SHARED     0x000001
#define LINUX_MAP_PRIVATE    0x000002
#define LINUX_MAP_FIXED      0x000010
#define LINUX_MAP_ANONYMOUS  0x000020
#define LINUX_MAP_NOREPLACE  0x100000 /* MAP_FIXED, where nothing is */

#define LINUX_MREMAP_MAYMOVE 1
#define LINUX_MREMAP_FIXED   2

#define LINUX_MADV_DONTNEED  4 /* those below change nothing */

/* Returns where the heap ends, moved or not: that is all of its errors. */
int
linux_brk(struct proc *p, void *v, register_t *retval)
{
	register_t unused[2];

	if (*(vaddr_t *)v != 0)
		(void)sys_break(p, v, unused);
	retval[0] = p->p_vmspace->vm_brk;
	return 0;
}

struct linux_mmap_args {
	vaddr_t addr;
	size_t len;
	int prot, flags, fd;
	u_int off; /* in bytes, or for mmap2 in pages of 4 KiB */
};

/* What a flag means that is not here a program cannot see. */
static int
linux_mmap_at(struct proc *p, const struct linux_mmap_args *uap, off_t off,
    register_t *rv)
{
	struct sys_mmap_args a = {.addr = (void *)uap->addr,
	    .len = uap->len,
	    .prot = uap->prot & LINUX_PROT_MASK,
	    .fd = uap->fd,
	    .pos = off};
	vaddr_t there;

	if ((uap->flags & LINUX_MAP_TYPE) == LINUX_MAP_PRIVATE)
		a.flags = MAP_PRIVATE;
	else if ((uap->flags & LINUX_MAP_TYPE) == LINUX_MAP_SHARED)
		a.flags = MAP_SHARED;
	else
		return EINVAL;
	if (uap->flags & LINUX_MAP_ANONYMOUS)
		a.flags |= MAP_ANON;
	if (uap->flags & LINUX_MAP_NOREPLACE) {
		if (uap->addr & PAGE_MASK)
			return EINVAL;
		if (vm_findspace(p->p_vmspace, uap->addr, uap->len, &there) ==
			0 &&
		    there != uap->addr)
			return EEXIST;
	}
	if (uap->flags & (LINUX_MAP_FIXED | LINUX_MAP_NOREPLACE))
		a.flags |= MAP_FIXED;
	return sys_mmap(p, &a, rv);
}

/* The old call: its arguments lie in memory. */
int
linux_old_mmap(struct proc *p, void *v, register_t *retval)
{
	struct linux_mmap_args a;
	int error;

	if ((error = copyin(*(void **)v, &a, sizeof(a))) != 0)
		return error;
	return linux_mmap_at(p, &a, a.off, retval);
}

int
linux_mmap2(struct proc *p, void *v, register_t *retval)
{
	struct linux_mmap_args *uap = v;

	return linux_mmap_at(p, uap, (off_t)uap->off << 12, retval);
}

struct linux_mprotect_args {
	vaddr_t addr;
	size_t len;
	int prot;
};

int
linux_mprotect(struct proc *p, void *v, register_t *retval)
{
	struct linux_mprotect_args *uap = v;
	struct sys_mprotect_args a = {.addr = (void *)uap->addr,
	    .len = uap->len,
	    .prot = uap->prot & ~LINUX_PROT_SEM};

	return sys_mprotect(p, &a, retval);
}

struct linux_mremap_args {
	vaddr_t addr;
	size_t oldlen, newlen;
	int flags;
	vaddr_t newaddr;
};

int
linux_mremap(struct proc *p, void *v, register_t *retval)
{
	struct linux_mremap_args *uap = v;
	vsize_t oldlen = round_page(uap->oldlen),
		newlen = round_page(uap->newlen);
	vaddr_t at = uap->newaddr;
	int error;

	if (uap->flags & ~(LINUX_MREMAP_MAYMOVE | LINUX_MREMAP_FIXED) ||
	    uap->flags == LINUX_MREMAP_FIXED || oldlen < uap->oldlen ||
	    newlen < uap->newlen)
		return EINVAL;
	error = vm_remap(p->p_vmspace, uap->addr, oldlen, newlen,
	    (uap->flags & LINUX_MREMAP_MAYMOVE ? VM_REMAP_MAYMOVE : 0) |
		(uap->flags & LINUX_MREMAP_FIXED ? VM_REMAP_FIXED : 0),
	    &at);
	retval[0] = at;
	return error;
}

struct linux_madvise_args {
	vaddr_t addr;
	size_t len;
	int advice;
};

int
linux_madvise(struct proc *p, void *v, register_t *retval)
{
	struct linux_madvise_args *uap = v;
	vsize_t len = round_page(uap->len);

	if (uap->addr & PAGE_MASK || len < uap->len || uap->advice < 0 ||
	    uap->advice > LINUX_MADV_DONTNEED)
		return EINVAL;
	if (len == 0)
		return 0;
	if (uap->advice == LINUX_MADV_DONTNEED)
		return vm_discard(p->p_vmspace, uap->addr, uap->addr + len);
	return vm_range_ok(uap->addr, uap->addr + len) &&
		vm_mapped(p->p_vmspace, uap->addr, uap->addr + len)
	    ? 0
	    : ENOMEM;
}
