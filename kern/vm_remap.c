/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_remap.c: a piece of an address space gets another length or another
 * place, and keeps its pages: none is copied.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/vm.h>
#include <sys/vnode.h>

/*
 * Map the pages of [from, from + len) at to as well, where none is mapped.
 * Nobody writes through both: they come read-only, and a fault finds out,
 * once the old place is gone, that nobody else has them.  ENOMEM.
 */
static int
share_pages(struct pmap *pm, vaddr_t from, vsize_t len, vaddr_t to)
{
	struct vm_page *pg;
	vsize_t at;
	int prot;

	for (at = 0; at < len; at += PAGE_SIZE) {
		if ((pg = pmap_lookup(pm, from + at, &prot)) == NULL)
			continue;
		vm_page_hold(pg);
		if (pmap_enter(pm, to + at, pg, VM_PROT_READ) != 0) {
			vm_page_release(pg);
			pmap_remove(pm, to, to + at);
			return ENOMEM;
		}
		pmap_protect(
		    pm, to + at, to + at + PAGE_SIZE, prot & ~VM_PROT_WRITE);
	}
	return 0;
}

/* The mapping behind which a list by address continues with address va. */
static struct vm_entry *
entry_before(struct vmspace *vm, vaddr_t va)
{
	struct vm_entry *ve, *before = NULL;

	TAILQ_FOREACH(ve, &vm->vm_entries, ve_list) {
		if (ve->ve_start >= va)
			break;
		before = ve;
	}
	return before;
}

/*
 * The mappings of [from, from + len), which begin and end there, go to to,
 * outside of it.
 */
static void
move_entries(struct vmspace *vm, vaddr_t from, vsize_t len, vaddr_t to)
{
	struct vm_entry *ve, *next, *before;

	TAILQ_FOREACH_SAFE(ve, &vm->vm_entries, ve_list, next) {
		if (ve->ve_start < from || ve->ve_end > from + len)
			continue;
		TAILQ_REMOVE(&vm->vm_entries, ve, ve_list);
		ve->ve_start += to - from;
		ve->ve_end += to - from;
		ve->ve_fileend += to - from;
		if ((before = entry_before(vm, ve->ve_start)) == NULL)
			TAILQ_INSERT_HEAD(&vm->vm_entries, ve, ve_list);
		else
			TAILQ_INSERT_AFTER(
			    &vm->vm_entries, before, ve, ve_list);
	}
}

/*
 * Let the mapping that ends at `end' reach to newend, where there is room: a
 * file's goes on in the file, unless zeros follow its bytes already.
 */
static void
extend(struct vmspace *vm, vaddr_t end, vaddr_t newend)
{
	struct vm_entry *ve = vm_lookup(vm, end - PAGE_SIZE);

	if (ve->ve_vp != NULL && ve->ve_fileend >= ve->ve_end)
		ve->ve_fileend = newend;
	ve->ve_end = newend;
	vm->vm_size += newend - end;
}

/* Is nothing mapped there? */
static int
is_free(struct vmspace *vm, vaddr_t start, vaddr_t end)
{
	vaddr_t at;

	return vm_range_ok(start, end) &&
	    vm_findspace(vm, start, end - start, &at) == 0 && at == start;
}

/* Move it all to `to', where newlen bytes are free. */
static int
move(struct vmspace *vm, vaddr_t old, vsize_t len, vsize_t newlen, vaddr_t to)
{
	int error;

	if ((error = vm_clip_range(vm, old, old + len)) != 0 ||
	    (error = share_pages(vm->vm_pmap, old, len, to)) != 0)
		return error;
	pmap_remove(vm->vm_pmap, old, old + len);
	move_entries(vm, old, len, to);
	if (newlen > len)
		extend(vm, to + len, to + newlen);
	return 0;
}

/* To a place that the caller has chosen. */
static int
move_fixed(
    struct vmspace *vm, vaddr_t old, vsize_t oldlen, vsize_t newlen, vaddr_t to)
{
	int error;

	if (!vm_range_ok(to, to + newlen) ||
	    (to < old + oldlen && old < to + newlen))
		return EINVAL;
	if ((error = vm_unmap(vm, to, to + newlen)) != 0)
		return error;
	if (newlen < oldlen) {
		error = vm_unmap(vm, old + newlen, old + oldlen);
		if (error != 0)
			return error;
		oldlen = newlen;
	}
	return move(vm, old, oldlen, newlen, to);
}

int
vm_remap(struct vmspace *vm, vaddr_t old, vsize_t oldlen, vsize_t newlen,
    int flags, vaddr_t *at)
{
	vaddr_t to;

	if (oldlen == 0 || newlen == 0 || oldlen > VM_MAX_ADDRESS ||
	    newlen > VM_MAX_ADDRESS || !vm_range_ok(old, old + oldlen))
		return EINVAL;
	if (!vm_mapped(vm, old, old + oldlen))
		return EFAULT;
	if (flags & VM_REMAP_FIXED)
		return move_fixed(vm, old, oldlen, newlen, *at);
	*at = old;
	if (newlen == oldlen)
		return 0;
	if (newlen < oldlen)
		return vm_unmap(vm, old + newlen, old + oldlen);
	if (is_free(vm, old + oldlen, old + newlen)) {
		if (vm_lookup(vm, old + oldlen - 1)->ve_flags & VE_SIGCODE)
			return EINVAL;
		extend(vm, old + oldlen, old + newlen);
		return 0;
	}
	if ((flags & VM_REMAP_MAYMOVE) == 0 ||
	    vm_findspace(vm, VM_MMAP_BASE, newlen, &to) != 0)
		return ENOMEM;
	*at = to;
	return move(vm, old, oldlen, newlen, to);
}

int
vm_discard(struct vmspace *vm, vaddr_t start, vaddr_t end)
{
	struct vm_entry *ve;

	if (!vm_range_ok(start, end))
		return EINVAL;
	if (!vm_mapped(vm, start, end))
		return ENOMEM;
	TAILQ_FOREACH(ve, &vm->vm_entries, ve_list) {
		if (ve->ve_start >= end || ve->ve_end <= start)
			continue;
		if (ve->ve_flags & VE_SIGCODE)
			return EINVAL;
		pmap_remove(vm->vm_pmap, MAX(ve->ve_start, start),
		    MIN(ve->ve_end, end));
	}
	return 0;
}
