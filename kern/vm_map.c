/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_map.c: the address space of a process: a list of ranges, by address,
 * each of zeros or of a file's bytes, private to the process.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/mman.h>
#include <sys/vm.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_VMMAP, "vmmap", "address spaces and their ranges");

struct vmspace *
vmspace_alloc(void)
{
	struct vmspace *vm = malloc(sizeof(*vm), M_VMMAP, M_NOWAIT | M_ZERO);

	if (vm == NULL)
		return NULL;
	TAILQ_INIT(&vm->vm_entries);
	vm->vm_refcnt = 1;
	if ((vm->vm_pmap = pmap_create()) == NULL) {
		free(vm, M_VMMAP);
		return NULL;
	}
	return vm;
}

static void
entry_free(struct vmspace *vm, struct vm_entry *ve)
{
	vm->vm_nentries--;
	if (ve->ve_vp != NULL)
		vrele(ve->ve_vp);
	free(ve, M_VMMAP);
}

void
vmspace_free(struct vmspace *vm)
{
	struct vm_entry *ve;

	if (--vm->vm_refcnt > 0)
		return;
	while ((ve = TAILQ_FIRST(&vm->vm_entries)) != NULL) {
		TAILQ_REMOVE(&vm->vm_entries, ve, ve_list);
		pmap_remove(vm->vm_pmap, ve->ve_start, ve->ve_end);
		entry_free(vm, ve);
	}
	pmap_destroy(vm->vm_pmap);
	free(vm, M_VMMAP);
}

/* A program can ask for any number of them: not from the reserve. */
static struct vm_entry *
entry_alloc(struct vmspace *vm)
{
	struct vm_entry *ve;

	if (vm_page_scarce())
		return NULL;
	ve = malloc(sizeof(*ve), M_VMMAP, M_NOWAIT);
	if (ve != NULL)
		vm->vm_nentries++;
	return ve;
}

static struct vm_entry *
entry_dup(struct vmspace *vm, const struct vm_entry *ve)
{
	struct vm_entry *new = entry_alloc(vm);

	if (new == NULL)
		return NULL;
	*new = *ve;
	if (new->ve_vp != NULL)
		vref(new->ve_vp);
	return new;
}

struct vmspace *
vmspace_fork(struct vmspace *from)
{
	struct vmspace *vm = vmspace_alloc();
	struct vm_entry *ve, *new;

	if (vm == NULL)
		return NULL;
	vm->vm_brkbase = from->vm_brkbase;
	vm->vm_brk = from->vm_brk;
	vm->vm_size = from->vm_size;
	TAILQ_FOREACH(ve, &from->vm_entries, ve_list) {
		if ((new = entry_dup(vm, ve)) == NULL)
			goto undo;
		TAILQ_INSERT_TAIL(&vm->vm_entries, new, ve_list);
		if (pmap_copy(vm->vm_pmap, from->vm_pmap, ve->ve_start,
			ve->ve_end) != 0)
			goto undo;
	}
	return vm;
undo:
	vmspace_free(vm);
	return NULL;
}

/* The range that holds va, or NULL. */
struct vm_entry *
vm_lookup(struct vmspace *vm, vaddr_t va)
{
	struct vm_entry *ve;

	TAILQ_FOREACH(ve, &vm->vm_entries, ve_list)
		if (va < ve->ve_end)
			return va >= ve->ve_start ? ve : NULL;
	return NULL;
}

int
vm_range_ok(vaddr_t start, vaddr_t end)
{
	return start < end && start >= VM_MIN_ADDRESS &&
	    end <= VM_MAX_ADDRESS && ((start | end) & PAGE_MASK) == 0;
}

int
vm_map(struct vmspace *vm, vaddr_t start, vaddr_t end, int prot, int flags,
    struct vnode *vp, off_t off, vaddr_t fileend)
{
	struct vm_entry *ve, *next, *prev = NULL;

	if (!vm_range_ok(start, end))
		return EINVAL;
	TAILQ_FOREACH(next, &vm->vm_entries, ve_list) {
		if (next->ve_start >= end)
			break;
		if (next->ve_end > start)
			return EEXIST;
		prev = next;
	}
	/* Zeros that continue zeros: the heap, growing. */
	if (vp == NULL && prev != NULL && prev->ve_end == start &&
	    prev->ve_vp == NULL && prev->ve_prot == prot &&
	    prev->ve_flags == flags) {
		prev->ve_end = end;
		vm->vm_size += end - start;
		return 0;
	}
	if ((ve = entry_alloc(vm)) == NULL)
		return ENOMEM;
	*ve = (struct vm_entry){.ve_start = start,
	    .ve_end = end,
	    .ve_prot = prot,
	    .ve_flags = flags,
	    .ve_vp = vp,
	    .ve_off = off,
	    .ve_fileend = fileend};
	if (vp != NULL)
		vref(vp);
	if (next != NULL)
		TAILQ_INSERT_BEFORE(next, ve, ve_list);
	else
		TAILQ_INSERT_TAIL(&vm->vm_entries, ve, ve_list);
	vm->vm_size += end - start;
	return 0;
}

/* Cut the range in two at va, which lies within it.  ENOMEM. */
static int
clip(struct vmspace *vm, struct vm_entry *ve, vaddr_t va)
{
	struct vm_entry *tail;

	if (va <= ve->ve_start || va >= ve->ve_end)
		return 0;
	if ((tail = entry_dup(vm, ve)) == NULL)
		return ENOMEM;
	tail->ve_start = va;
	tail->ve_off += va - ve->ve_start;
	ve->ve_end = va;
	TAILQ_INSERT_AFTER(&vm->vm_entries, ve, tail, ve_list);
	return 0;
}

int
vm_clip_range(struct vmspace *vm, vaddr_t start, vaddr_t end)
{
	struct vm_entry *ve;

	TAILQ_FOREACH(ve, &vm->vm_entries, ve_list) {
		if (ve->ve_start >= end)
			break;
		if (ve->ve_end <= start)
			continue;
		if (ve->ve_flags & VE_SIGCODE)
			return EINVAL;
		if (clip(vm, ve, start) != 0 || clip(vm, ve, end) != 0)
			return ENOMEM;
	}
	return 0;
}

int
vm_unmap(struct vmspace *vm, vaddr_t start, vaddr_t end)
{
	struct vm_entry *ve, *next;
	int error;

	if (!vm_range_ok(start, end))
		return EINVAL;
	if ((error = vm_clip_range(vm, start, end)) != 0)
		return error;
	TAILQ_FOREACH_SAFE(ve, &vm->vm_entries, ve_list, next) {
		if (ve->ve_start < start || ve->ve_end > end)
			continue;
		TAILQ_REMOVE(&vm->vm_entries, ve, ve_list);
		pmap_remove(vm->vm_pmap, ve->ve_start, ve->ve_end);
		vm->vm_size -= ve->ve_end - ve->ve_start;
		entry_free(vm, ve);
	}
	return 0;
}

int
vm_mapped(struct vmspace *vm, vaddr_t start, vaddr_t end)
{
	struct vm_entry *ve;

	for (; start < end; start = ve->ve_end)
		if ((ve = vm_lookup(vm, start)) == NULL)
			return 0;
	return 1;
}

/* ENOMEM also when part of the range is not mapped. */
int
vm_protect(struct vmspace *vm, vaddr_t start, vaddr_t end, int prot)
{
	struct vm_entry *ve;
	int error;

	if (!vm_range_ok(start, end))
		return EINVAL;
	if (!vm_mapped(vm, start, end))
		return ENOMEM;
	if ((error = vm_clip_range(vm, start, end)) != 0)
		return error;
	TAILQ_FOREACH(ve, &vm->vm_entries, ve_list)
		if (ve->ve_start >= start && ve->ve_end <= end)
			ve->ve_prot = prot;
	pmap_protect(vm->vm_pmap, start, end, prot);
	return 0;
}

/* len bytes that are free, at hint or above.  ENOMEM. */
int
vm_findspace(struct vmspace *vm, vaddr_t hint, vsize_t len, vaddr_t *out)
{
	struct vm_entry *ve;
	vaddr_t at = MAX(round_page(hint), VM_MIN_ADDRESS);

	if (len == 0 || len > VM_MAX_ADDRESS)
		return ENOMEM;
	TAILQ_FOREACH(ve, &vm->vm_entries, ve_list) {
		if (ve->ve_end <= at)
			continue;
		if (ve->ve_start >= at && ve->ve_start - at >= len)
			break;
		at = ve->ve_end;
	}
	if (at > VM_MAX_ADDRESS - len)
		return ENOMEM;
	*out = at;
	return 0;
}
