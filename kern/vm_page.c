/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_page.c: the allocator of physical pages: one free list, and a table
 * with an entry for each page of memory.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/malloc.h>
#include <sys/selfcheck.h>
#include <sys/vm.h>
#include <machine/cpu.h>

/*
 * User space leaves these to the kernel: with them a process can still be
 * killed and its memory freed when all else is used up.
 */
#define RESERVE_PAGES 64

struct vm_page *vm_page_array;
u_long vm_page_total, vm_page_nfree;
static struct vm_page *free_list;
static int waiters; /* those who wait for memory */

MALLOC_DEFINE(M_PAGETAB, "pagetab", "the table of pages");

static void
make_free(struct vm_page *pg)
{
	pg->vp_ref = 0;
	pg->vp_class = VM_PG_FREE;
	pg->vp_next = free_list;
	free_list = pg;
	vm_page_nfree++;
}

/* Take over what memory the boot loader tells of. */
void
vm_page_init(void)
{
	paddr_t start, end, top = 0, table = boot_end(), tabend, pa;
	int i;

	for (i = 0; boot_range(i, &start, &end); i++)
		top = MAX(top, end);
	vm_page_total = atop(top);
	vm_page_array = (struct vm_page *)(KERNBASE + (vaddr_t)table);
	tabend = table + round_page(vm_page_total * sizeof(struct vm_page));
	if (tabend > top)
		panic("not enough memory");
	memset(vm_page_array, 0, (vaddr_t)(tabend - table));

	/*
	 * From the top down, so that the list hands out low pages first, and
	 * v86 and small machines see the same addresses as large ones.
	 */
	while (--i >= 0) {
		boot_range(i, &start, &end);
		for (pa = end & ~(paddr_t)PAGE_MASK; pa >= start + PAGE_SIZE;) {
			pa -= PAGE_SIZE;
			if (pa < tabend && (pa >= table || boot_reserved(pa)))
				continue;
			make_free(vm_page_of_pa(pa));
		}
	}
}

void
vm_page_giveback(paddr_t start, paddr_t end)
{
	for (start &= ~(paddr_t)PAGE_MASK; start < end; start += PAGE_SIZE)
		if (vm_page_of_pa(start)->vp_ref == 0)
			make_free(vm_page_of_pa(start));
}

/* A page from the free list, with one reference, type's. */
static inline void
take(struct vm_page *pg, struct malloc_type *type)
{
	pg->vp_type = type;
	pg->vp_ref = 1;
	pg->vp_class = 0;
	pg->vp_used = 0;
}

struct vm_page *
vm_page_alloc(struct malloc_type *type, int flags)
{
	struct vm_page *pg;
	int s;

	if (flags & VM_PG_CANFAIL && inject_fail(type->ks_shortdesc))
		return NULL;
	s = splvm(); /* a driver's interrupt may call malloc(9) */
	pg = free_list;
	if (pg == NULL ||
	    (flags & VM_PG_USER && vm_page_nfree < RESERVE_PAGES)) {
		splx(s);
		return NULL;
	}
	free_list = pg->vp_next;
	vm_page_nfree--;
	take(pg, type);
	malloc_book(type, 1, PAGE_SIZE);
	splx(s);
	if (flags & VM_PG_ZERO)
		memset(vm_page_va(pg), 0, PAGE_SIZE);
	return pg;
}

struct vm_page *
vm_page_alloc_list(struct malloc_type *type, u_int n)
{
	struct vm_page *first, *pg, *next;
	int s = splvm();
	u_int i;

	if (n > vm_page_nfree) {
		splx(s);
		return NULL;
	}
	for (i = n, pg = first = free_list;; pg = next) {
		next = pg->vp_next;
		take(pg, type);
		pg->vp_link = next;
		if (--i == 0)
			break;
	}
	pg->vp_link = NULL;
	free_list = next;
	vm_page_nfree -= n;
	malloc_book(type, n, n * PAGE_SIZE);
	splx(s);
	return first;
}

/* At splvm.  Pages that are nobody's, but are not memory, do not count. */
int
vm_page_isfree(const struct vm_page *pg)
{
	return pg->vp_class == VM_PG_FREE;
}

void
vm_page_alloc_run(struct vm_page *first, u_int n, struct malloc_type *type)
{
	struct vm_page **pp = &free_list, *pg;
	u_int left = n;

	while (left > 0)
		if ((pg = *pp) - first < (ptrdiff_t)n && pg >= first) {
			*pp = pg->vp_next;
			take(pg, type);
			left--;
		} else
			pp = &pg->vp_next;
	vm_page_nfree -= n;
	malloc_book(type, n, n * PAGE_SIZE);
}

void
vm_page_free(struct vm_page *pg)
{
	int s = splvm();

	malloc_unbook(pg->vp_type, PAGE_SIZE);
	make_free(pg);
	splx(s);
	vm_page_wakeup();
}

/* Memory was freed: those who wait for some look again. */
void
vm_page_wakeup(void)
{
	if (waiters == 0)
		return;
	waiters = 0;
	wakeup(&vm_page_nfree);
}

int
vm_page_scarce(void)
{
	return vm_page_nfree < RESERVE_PAGES / 2;
}

void
vm_page_release_list(struct vm_page *pages)
{
	struct vm_page *next;

	for (; pages != NULL; pages = next) {
		next = pages->vp_link;
		vm_page_release(pages);
	}
}

/* The page changes hands. */
void
vm_page_book(struct vm_page *pg, struct malloc_type *type)
{
	int s = splvm();

	malloc_unbook(pg->vp_type, PAGE_SIZE);
	pg->vp_type = type;
	malloc_book(type, 1, PAGE_SIZE);
	splx(s);
}

void
vm_page_wait(void)
{
	vm_oom();
	waiters = 1;
	tsleep(&vm_page_nfree, PVM, "nomem", HZ / 10);
}

/* ---- self-check ---- */

/* Free pages are programs' business, even how many; those kept count, too. */
void
vm_page_digest(struct digest *d)
{
	const struct vm_page *pg;
	u_long n = 0, kept = M_PMAPSPARE->ks_inuse + M_KSTACKSPARE->ks_inuse;
	int s = splvm();

	for (pg = free_list; pg != NULL && n <= vm_page_nfree;
	     pg = pg->vp_next) {
		if (pg->vp_ref != 0)
			selfcheck_broken(d, "page %p is free and in use",
			    (void *)vm_page_va(pg));
		n++;
	}
	if (n != vm_page_nfree)
		selfcheck_broken(d, "%lu pages are free, but %lu were counted",
		    n, vm_page_nfree);
	if (d->d_all)
		digest_word(d, vm_page_nfree + kept);
	splx(s);
}
