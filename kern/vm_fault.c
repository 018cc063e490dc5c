/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_fault.c: pages come into an address space when they are touched.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/vm.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_USER, "user", "memory of programs");

/*
 * A private page for a write: zeros, or a copy of old.  The page that is
 * there already may do when nobody else has it.
 */
static int
fault_private(
    struct vmspace *vm, struct vm_entry *ve, vaddr_t va, struct vm_page *old)
{
	struct vm_page *pg;

	if (old != NULL && old->vp_ref == 1 && old->vp_type == M_USER) {
		vm_page_hold(old); /* pmap_enter() drops the old mapping's */
		return pmap_enter(vm->vm_pmap, va, old, ve->ve_prot);
	}
	pg = vm_page_alloc(M_USER, VM_PG_USER | (old == NULL ? VM_PG_ZERO : 0));
	if (pg == NULL)
		return ENOMEM;
	if (old != NULL)
		memcpy(vm_page_va(pg), vm_page_va(old), PAGE_SIZE);
	if (pmap_enter(vm->vm_pmap, va, pg, ve->ve_prot) != 0) {
		vm_page_release(pg);
		return ENOMEM;
	}
	return 0;
}

/*
 * The file's page at va; beyond fileend it is zeros, so the page in which
 * the file's part ends is a copy with the rest cleared.
 */
static int
file_page(struct vm_entry *ve, vaddr_t va, struct vm_page **out)
{
	struct vm_page *pg, *copy;
	vsize_t valid;
	int error;

	error = VOP_GETPAGE(ve->ve_vp, ve->ve_off + (va - ve->ve_start), &pg);
	if (error != 0)
		return error;
	if (va + PAGE_SIZE <= ve->ve_fileend) {
		*out = pg;
		return 0;
	}
	copy = vm_page_alloc(M_USER, VM_PG_USER);
	if (copy != NULL) {
		valid = ve->ve_fileend - va;
		memcpy(vm_page_va(copy), vm_page_va(pg), valid);
		memset((char *)vm_page_va(copy) + valid, 0, PAGE_SIZE - valid);
	}
	vm_page_release(pg);
	*out = copy;
	return copy == NULL ? ENOMEM : 0;
}

/*
 * Map the file's pages next to one that was asked for: programs are read
 * along.  Only where nothing is mapped yet and the range is read-only.
 */
#define AROUND 8
static void
fault_around(struct vmspace *vm, struct vm_entry *ve, vaddr_t va)
{
	vaddr_t end = MIN(va + AROUND * PAGE_SIZE, trunc_page(ve->ve_fileend));
	struct vm_page *pg;

	end = MIN(end, ve->ve_end);
	for (va += PAGE_SIZE; va < end; va += PAGE_SIZE) {
		if (pmap_lookup(vm->vm_pmap, va, NULL) != NULL)
			return;
		if (file_page(ve, va, &pg) != 0)
			return;
		if (pmap_enter(vm->vm_pmap, va, pg,
			ve->ve_prot & ~VM_PROT_WRITE) != 0) {
			vm_page_release(pg);
			return;
		}
	}
}

int
vm_fault_files(struct vmspace *vm)
{
	struct vm_entry *ve;
	vaddr_t va;
	int error;

	TAILQ_FOREACH(ve, &vm->vm_entries, ve_list) {
		if (ve->ve_vp == NULL)
			continue;
		for (va = ve->ve_start; va < MIN(ve->ve_end, ve->ve_fileend);
		     va += PAGE_SIZE) {
			error = vm_fault(vm, va, ve->ve_prot & ~VM_PROT_WRITE);
			if (error != 0)
				return error;
		}
	}
	return 0;
}

int
vm_fault(struct vmspace *vm, vaddr_t va, int prot)
{
	struct vm_entry *ve = vm_lookup(vm, va);
	struct vm_page *pg, *there;
	int error, write = prot & VM_PROT_WRITE;

	va = trunc_page(va);
	if (ve == NULL || (ve->ve_prot & prot) != prot)
		return EFAULT;
	there = pmap_lookup(vm->vm_pmap, va, NULL);
	if (there != NULL) {
		if (write)
			return fault_private(vm, ve, va, there);
		/* It is there and may be read: a stale entry of the TLB, or
		 * a protection that was widened. */
		vm_page_hold(there);
		return pmap_enter(
		    vm->vm_pmap, va, there, ve->ve_prot & ~VM_PROT_WRITE);
	}
	if (ve->ve_vp == NULL || va >= ve->ve_fileend)
		return fault_private(vm, ve, va, NULL);

	if ((error = file_page(ve, va, &pg)) != 0)
		return error == ENOMEM ? ENOMEM : EFAULT;
	/* The file may have slept: the range, or the page, may have changed. */
	if (vm_lookup(vm, va) != ve ||
	    pmap_lookup(vm->vm_pmap, va, NULL) != NULL) {
		vm_page_release(pg);
		return 0; /* fault again */
	}
	if (write) {
		if (pg->vp_ref == 1 && pg->vp_type == M_USER) {
			error = pmap_enter(vm->vm_pmap, va, pg, ve->ve_prot);
		} else {
			error = fault_private(vm, ve, va, pg);
			vm_page_release(pg);
			return error;
		}
	} else {
		error = pmap_enter(
		    vm->vm_pmap, va, pg, ve->ve_prot & ~VM_PROT_WRITE);
		if (error == 0)
			fault_around(vm, ve, va);
	}
	if (error != 0)
		vm_page_release(pg);
	return error;
}
