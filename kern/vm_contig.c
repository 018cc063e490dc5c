/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_contig.c: pages one behind the other.  A device with DMA knows physical
 * addresses only, and some know few bits of one.
 *
 * They are looked for from the top down, where memory is least used and what
 * lies low stays for those devices that reach no further.  That is slow (the
 * table of pages is searched, then the free list), as befits what a driver
 * does when it attaches; transfers use the memory that they find.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/malloc.h>
#include <sys/vm.h>

/* May the run begin at pa? */
static int
fits(paddr_t pa, paddr_t bytes, unsigned long alignment, paddr_t boundary)
{
	return (pa & (alignment - 1)) == 0 &&
	    (boundary == 0 ||
		(pa & ~(boundary - 1)) == ((pa + bytes - 1) & ~(boundary - 1)));
}

/* The highest run of n free pages between low and high, or NULL. */
static struct vm_page *
find_run(
    u_int n, u_long low, u_long high, unsigned long alignment, paddr_t boundary)
{
	u_long i = high;
	u_int run = 0;

	while (i-- > low) {
		run = vm_page_isfree(&vm_page_array[i]) ? run + 1 : 0;
		if (run >= n && fits(ptoa(i), ptoa(n), alignment, boundary))
			return &vm_page_array[i];
	}
	return NULL;
}

void *
contigmalloc(unsigned long size, struct malloc_type *type, int flags,
    paddr_t low, paddr_t high, unsigned long alignment, paddr_t boundary)
{
	u_long first = atop(low + PAGE_MASK);
	u_long end = MIN(atop(high), vm_page_total);
	u_int n = atop(round_page(size));
	struct vm_page *pg;
	int s;

	KASSERT(powerof2(alignment) && powerof2(boundary));
	if (n == 0 || n > vm_page_total || inject_fail(type->ks_shortdesc))
		return NULL;
	s = splvm();
	pg = find_run(n, first, end, MAX(alignment, 1), boundary);
	if (pg != NULL)
		vm_page_alloc_run(pg, n, type);
	splx(s);
	if (pg == NULL)
		return NULL;
	if (flags & M_ZERO)
		memset(vm_page_va(pg), 0, n * PAGE_SIZE);
	return vm_page_va(pg);
}

void
contigfree(void *addr, unsigned long size, struct malloc_type *type)
{
	struct vm_page *pg = vm_page_of_va(addr);
	u_int n = atop(round_page(size));

	KASSERT(pg->vp_type == type);
	while (n-- > 0)
		vm_page_release(pg++);
}
