/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pmap.c: the page tables of processes, in the PAE format (Intel SDM volume
 * 3, 4.4): four directory pointers, directories and tables of 512 entries of
 * 8 bytes.
 *
 * The fourth directory is the kernel's and one for all processes, so a
 * change of a kernel mapping is seen everywhere at once: pmap_kernel.c.  All
 * of memory is mapped from KERNBASE on, and page tables are reached through
 * that map.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/vm.h>
#include <machine/cpu.h>
#include "pmap.h"

static struct pmap *curpmap;

/* An entry of a table has come into use. */
static inline void
table_used(pte_t *pte)
{
	struct vm_page *pg = vm_page_of_va(pte);
	u_int i = ((vaddr_t)pte & PAGE_MASK) / sizeof(*pte);

	pg->vp_used++;
	if (i < pg->vp_low)
		pg->vp_low = i;
	if (i > pg->vp_high)
		pg->vp_high = i;
}

/*
 * Cut [*va, stop), which one table maps, to what of it can be in use: a
 * stack has a few pages at the end of its table.
 */
static inline vaddr_t
table_bounds(const pte_t *pt, vaddr_t *va, vaddr_t stop)
{
	struct vm_page *pg = vm_page_of_va(pt);
	vaddr_t base = *va & ~(PD_SIZE - 1);

	*va = MAX(*va, base + pg->vp_low * PAGE_SIZE);
	return MIN(stop, base + (pg->vp_high + 1) * PAGE_SIZE);
}

struct pmap *
pmap_create(void)
{
	struct pmap *pm = malloc(sizeof(*pm), M_PMAP, M_NOWAIT | M_ZERO);

	if (pm == NULL)
		return NULL;
	pm->pm_pdpt[KERNEL_PDPT] = boot_pdpt[KERNEL_PDPT];
	pm->pm_cr3 = (vaddr_t)pm->pm_pdpt - KERNBASE;
	return pm;
}

void
pmap_destroy(struct pmap *pm)
{
	struct vm_page *pg;
	int i;

	KASSERT(pm->pm_resident == 0);
	for (i = 0; i < KERNEL_PDPT; i++)
		if (pm->pm_pdpt[i] & PTE_P) {
			/* Left by a table that could not be had. */
			pg = vm_page_of_pa(pm->pm_pdpt[i] & PTE_FRAME);
			KASSERT(pg->vp_used == 0);
			pmap_table_free(pg);
		}
	if (curpmap == pm) {
		curpmap = NULL;
		lcr3((vaddr_t)boot_pdpt - KERNBASE);
	}
	free(pm, M_PMAP);
}

/* Switch to an address space; NULL: to none, the kernel's own. */
void
pmap_activate(struct pmap *pm)
{
	if (pm == NULL || pm == curpmap)
		return; /* a kernel thread lives in whatever is there */
	curpmap = pm;
	lcr3(pm->pm_cr3);
}

u_long
pmap_resident(const struct pmap *pm)
{
	return pm->pm_resident;
}

static pte_t *
table_at(pte_t entry)
{
	return (pte_t *)(KERNBASE + (vaddr_t)(entry & PTE_FRAME));
}

static pte_t *
user_pte(struct pmap *pm, vaddr_t va)
{
	pte_t e = pm->pm_pdpt[PDPT_INDEX(va)];

	if ((e & PTE_P) == 0)
		return NULL;
	e = table_at(e)[PD_INDEX(va)];
	if ((e & PTE_P) == 0)
		return NULL;
	return table_at(e) + PT_INDEX(va);
}

/* The entry for va, with the tables on the way made.  NULL: no memory. */
static pte_t *
user_pte_make(struct pmap *pm, vaddr_t va)
{
	pte_t *pdpte = &pm->pm_pdpt[PDPT_INDEX(va)], *pde;
	struct vm_page *pg;

	if ((*pdpte & PTE_P) == 0) {
		if ((pg = pmap_table_alloc()) == NULL)
			return NULL;
		*pdpte = vm_page_pa(pg) | PTE_P;
		/* The CPU reads the four pointers only with %cr3. */
		if (pm == curpmap)
			lcr3(pm->pm_cr3);
	}
	pde = table_at(*pdpte) + PD_INDEX(va);
	if ((*pde & PTE_P) == 0) {
		if ((pg = pmap_table_alloc()) == NULL)
			return NULL;
		*pde = vm_page_pa(pg) | PTE_P | PTE_W | PTE_U;
		vm_page_of_pa(*pdpte & PTE_FRAME)->vp_used++;
	}
	return table_at(*pde) + PT_INDEX(va);
}

/* A directory pointer is gone or new: only %cr3 makes the CPU read it. */
static void
drop_directory(struct pmap *pm, vaddr_t va)
{
	pte_t *pdpte = &pm->pm_pdpt[PDPT_INDEX(va)];
	struct vm_page *pg = vm_page_of_pa(*pdpte & PTE_FRAME);

	if (pg->vp_used != 0)
		return;
	*pdpte = 0;
	if (pm == curpmap)
		lcr3(pm->pm_cr3);
	pmap_table_free(pg);
}

int
pmap_enter(struct pmap *pm, vaddr_t va, struct vm_page *pg, int prot)
{
	pte_t *pte = user_pte_make(pm, va), old;

	if (pte == NULL)
		return ENOMEM;
	old = *pte;
	*pte = vm_page_pa(pg) | PTE_P | PTE_U | pmap_prot_bits(prot);
	if (old & PTE_HERE) {
		if (pm == curpmap)
			invlpg(va);
		vm_page_release(vm_page_of_pa(old & PTE_FRAME));
	} else {
		table_used(pte);
		pm->pm_resident++;
	}
	return 0;
}

struct vm_page *
pmap_lookup(struct pmap *pm, vaddr_t va, int *protp)
{
	pte_t *pte = user_pte(pm, va);

	if (pte == NULL || (*pte & PTE_HERE) == 0)
		return NULL;
	if (protp != NULL)
		*protp = pmap_bits_prot(*pte);
	return vm_page_of_pa(*pte & PTE_FRAME);
}

/*
 * The next page table that [*vap, end) has, or NULL.  *vap moves to the first
 * address that it can map, *lastp is behind the last; *stopp is where the
 * next table begins.
 */
static pte_t *
next_table(
    struct pmap *pm, vaddr_t *vap, vaddr_t end, vaddr_t *lastp, vaddr_t *stopp)
{
	vaddr_t va = *vap;
	pte_t *pd, *pt;

	while (va < end) {
		if ((pm->pm_pdpt[PDPT_INDEX(va)] & PTE_P) == 0) {
			va = (va | (PDPT_SIZE - 1)) + 1;
			continue;
		}
		pd = table_at(pm->pm_pdpt[PDPT_INDEX(va)]);
		*stopp = MIN(end, (va | (PD_SIZE - 1)) + 1);
		if (pd[PD_INDEX(va)] & PTE_P) {
			pt = table_at(pd[PD_INDEX(va)]);
			*lastp = table_bounds(pt, &va, *stopp);
			*vap = va;
			return pt;
		}
		va = *stopp;
	}
	return NULL;
}

/* Call fn for each entry that maps something, table by table. */
static int
for_each(struct pmap *pm, vaddr_t va, vaddr_t end,
    int (*fn)(struct pmap *, pte_t *, vaddr_t, void *), void *arg)
{
	vaddr_t stop, last;
	pte_t *pt;
	int error;

	for (; (pt = next_table(pm, &va, end, &last, &stop)) != NULL; va = stop)
		for (; va < last; va += PAGE_SIZE) {
			if ((pt[PT_INDEX(va)] & PTE_HERE) == 0)
				continue;
			error = fn(pm, &pt[PT_INDEX(va)], va, arg);
			if (error != 0)
				return error;
		}
	return 0;
}

/* The table that maps va has no entry in use any more. */
static void
drop_table(struct pmap *pm, vaddr_t va)
{
	pte_t *pd = table_at(pm->pm_pdpt[PDPT_INDEX(va)]);
	struct vm_page *pg = vm_page_of_pa(pd[PD_INDEX(va)] & PTE_FRAME);

	pd[PD_INDEX(va)] = 0;
	vm_page_of_va(pd)->vp_used--;
	pmap_table_free(pg);
	drop_directory(pm, va);
}

/*
 * Remove what is mapped in [start, end), and the tables that become empty.
 */
void
pmap_remove(struct pmap *pm, vaddr_t start, vaddr_t end)
{
	vaddr_t va = start, stop, last;
	struct vm_page *ptpg;
	pte_t *pt, old;

	for (; (pt = next_table(pm, &va, end, &last, &stop)) != NULL;
	     va = stop) {
		ptpg = vm_page_of_va(pt);
		for (; va < last && ptpg->vp_used > 0; va += PAGE_SIZE) {
			old = pt[PT_INDEX(va)];
			if ((old & PTE_HERE) == 0)
				continue;
			pt[PT_INDEX(va)] = 0;
			ptpg->vp_used--;
			pm->pm_resident--;
			if (pm == curpmap)
				invlpg(va);
			vm_page_release(vm_page_of_pa(old & PTE_FRAME));
		}
		if (ptpg->vp_used == 0)
			drop_table(pm, stop - 1);
	}
}

static int
protect_one(struct pmap *pm, pte_t *pte, vaddr_t va, void *arg)
{
	int prot = *(int *)arg;
	pte_t new = *pte & ~(pte_t)(PTE_W | PTE_NX | PTE_U | PTE_HERE);

	/* Write permission is only taken here; a fault gives it. */
	new |= prot != VM_PROT_NONE ? PTE_P | PTE_U : PTE_NONE;
	new |= pmap_prot_bits(prot) & (PTE_NX | (*pte & PTE_W));
	*pte = new;
	if (pm == curpmap)
		invlpg(va);
	return 0;
}

void
pmap_protect(struct pmap *pm, vaddr_t start, vaddr_t end, int prot)
{
	for_each(pm, start, end, protect_one, &prot);
}

static int
copy_one(struct pmap *pm, pte_t *pte, vaddr_t va, void *arg)
{
	struct pmap *dst = arg;
	pte_t *to = user_pte_make(dst, va);

	if (to == NULL)
		return ENOMEM;
	*pte &= ~(pte_t)PTE_W;
	*to = *pte;
	vm_page_hold(vm_page_of_pa(*pte & PTE_FRAME));
	table_used(to);
	dst->pm_resident++;
	return 0;
}

int
pmap_copy(struct pmap *dst, struct pmap *src, vaddr_t start, vaddr_t end)
{
	int error = for_each(src, start, end, copy_one, dst);

	if (src == curpmap)
		lcr3(src->pm_cr3); /* writable entries may be cached */
	return error;
}
