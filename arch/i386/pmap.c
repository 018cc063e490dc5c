/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pmap.c: page tables, in the PAE format (Intel SDM volume 3, 4.4): four
 * directory pointers, directories and tables of 512 entries of 8 bytes.
 *
 * The fourth directory is the kernel's and one for all processes, so a
 * change of a kernel mapping is seen everywhere at once.  All of memory is
 * mapped from KERNBASE on, and page tables are reached through that map.
 *
 * A table page counts its entries in vp_used and goes when the last one
 * does.  Emptied tables are full of zeros, which is how new ones are
 * wanted: a few are kept, so that fork and exec need not clear any.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/vm.h>
#include <machine/cpu.h>
#include "pmap.h"

MALLOC_DEFINE(M_PMAP, "pmap", "page tables");
MALLOC_DEFINE(M_PMAPSPARE, "pmapspare", "empty page tables kept for reuse");

extern char __kernel_start[], __kernel_text_end[], __kernel_rodata_end[],
    __kernel_bss_end[], __kernel_end[];
extern pte_t kernel_pd[], boot_pdpt[];

int pmap_nx;
static pte_t pte_nx;	 /* PTE_NX, or 0 where the CPU lacks it */
static pte_t pte_global; /* PTE_G likewise */
static struct pmap *curpmap;

#define KEEP_TABLES 8
static struct vm_page *spare_tables[KEEP_TABLES];
static int nspare;

static struct vm_page *
table_alloc(void)
{
	struct vm_page *pg;

	if (nspare > 0) {
		pg = spare_tables[--nspare];
		vm_page_book(pg, M_PMAP);
	} else if ((pg = vm_page_alloc(M_PMAP, VM_PG_ZERO)) == NULL)
		return NULL;
	pg->vp_used = 0;
	pg->vp_low = PTE_N;
	pg->vp_high = 0;
	return pg;
}

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

/* Every entry is 0 again. */
static void
table_free(struct vm_page *pg)
{
	if (nspare < KEEP_TABLES) {
		vm_page_book(pg, M_PMAPSPARE);
		spare_tables[nspare++] = pg;
	} else
		vm_page_release(pg);
}

static pte_t
prot_bits(int prot)
{
	pte_t bits = 0;

	if (prot & VM_PROT_WRITE)
		bits |= PTE_W;
	if ((prot & VM_PROT_EXECUTE) == 0)
		bits |= pte_nx;
	return bits;
}

static int
bits_prot(pte_t pte)
{
	if ((pte & PTE_P) == 0)
		return VM_PROT_NONE;
	return VM_PROT_READ | (pte & PTE_W ? VM_PROT_WRITE : 0) |
	    (pte & pte_nx ? 0 : VM_PROT_EXECUTE);
}

/* ---- the kernel's half ---- */

/*
 * Replace the large pages that hold the kernel's image by small ones, each
 * with what its section may do; above it the direct map keeps large pages,
 * not executable where the CPU can say so.
 */
void
pmap_bootstrap(void)
{
	static pte_t image_pt[4][PTE_N] __aligned(PAGE_SIZE);
	vaddr_t va, end = roundup2((vaddr_t)__kernel_end, PD_SIZE);
	int i, n = (end - KERNBASE) / PD_SIZE;
	pte_t pte;

	if (cpu_ext_feature & CPUID_EXT_NX) {
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
		pmap_nx = 1;
		pte_nx = PTE_NX;
	}
	if (cpu_feature & CPUID_PGE) {
		lcr4(rcr4() | CR4_PGE);
		pte_global = PTE_G;
	}
	if (n > (int)nitems(image_pt))
		panic("the kernel is larger than its page tables");
	for (va = KERNBASE; va < end; va += PAGE_SIZE) {
		pte = (va - KERNBASE) | PTE_P | pte_global;
		if (va < (vaddr_t)__kernel_start)
			pte |= PTE_W | pte_nx;
		else if (va < (vaddr_t)__kernel_text_end)
			;
		else if (va < (vaddr_t)__kernel_rodata_end)
			pte |= pte_nx;
		else if (va >= (vaddr_t)__kernel_bss_end &&
		    va < (vaddr_t)__kernel_end)
			pte |= pte_nx;
		else
			pte |= PTE_W | pte_nx;
		image_pt[(va - KERNBASE) / PD_SIZE][PT_INDEX(va)] = pte;
	}
	for (i = 0; i < PTE_N; i++)
		if (kernel_pd[i] & PTE_P)
			kernel_pd[i] |= pte_global | pte_nx;
	for (i = 0; i < n; i++)
		kernel_pd[i] =
		    ((vaddr_t)image_pt[i] - KERNBASE) | PTE_P | PTE_W;
	boot_pdpt[0] = 0; /* nothing runs at low addresses any more */
	lcr3(rcr3());
}

static pte_t *
kernel_pte(vaddr_t va)
{
	pte_t pde = kernel_pd[PD_INDEX(va)];

	if ((pde & (PTE_P | PTE_PS)) != PTE_P)
		return NULL;
	return (pte_t *)(KERNBASE + (vaddr_t)(pde & PTE_FRAME)) + PT_INDEX(va);
}

/*
 * Make page tables for [start, end) of kernel memory outside the direct
 * map.  ENOMEM: nothing has changed but for tables that stay empty until
 * their range is used.
 */
int
pmap_kgrow(vaddr_t start, vaddr_t end)
{
	struct vm_page *pg;
	vaddr_t va;

	for (va = start & ~(PD_SIZE - 1); va < end && va >= start - PD_SIZE;
	     va += PD_SIZE) {
		if (kernel_pd[PD_INDEX(va)] & PTE_P)
			continue;
		if ((pg = table_alloc()) == NULL)
			return ENOMEM;
		kernel_pd[PD_INDEX(va)] = vm_page_pa(pg) | PTE_P | PTE_W;
	}
	return 0;
}

/* Map pa at va, where pmap_kgrow() has made a table and nothing is mapped. */
void
pmap_kenter(vaddr_t va, paddr_t pa, int prot)
{
	pte_t *pte = kernel_pte(va);

	*pte = pa | PTE_P | pte_global | prot_bits(prot) |
	    (prot & PMAP_NOCACHE ? PTE_PCD | PTE_PWT : 0);
	vm_page_of_va(pte)->vp_used++;
}

paddr_t
pmap_kremove(vaddr_t va)
{
	pte_t *pte = kernel_pte(va);
	struct vm_page *pg;
	paddr_t pa;

	if (pte == NULL || (*pte & PTE_P) == 0)
		return 0;
	pa = *pte & PTE_FRAME;
	*pte = 0;
	invlpg(va);
	pg = vm_page_of_va(pte);
	if (--pg->vp_used == 0) {
		kernel_pd[PD_INDEX(va)] = 0;
		table_free(pg);
	}
	return pa;
}

paddr_t
pmap_kextract(vaddr_t va)
{
	pte_t *pte;

	if (va >= KERNBASE && va < KERN_DIRECT_END)
		return va - KERNBASE;
	pte = kernel_pte(va);
	return pte == NULL || (*pte & PTE_P) == 0 ?
	    0 :
	    (*pte & PTE_FRAME) | (va & PAGE_MASK);
}

void
pmap_kprotect(vaddr_t start, vaddr_t end, int prot)
{
	vaddr_t va;
	pte_t *pte;

	for (va = start; va < end; va += PAGE_SIZE) {
		pte = kernel_pte(va);
		*pte = (*pte & ~(pte_t)(PTE_W | PTE_NX)) | prot_bits(prot);
		invlpg(va);
	}
}

int
pmap_kaccess(vaddr_t va)
{
	pte_t *pte, pde = kernel_pd[PD_INDEX(va)];

	if (va < KERNBASE)
		return VM_PROT_NONE;
	if (va < KERN_DIRECT_END &&
	    va - KERNBASE >= (vaddr_t)vm_page_total << PAGE_SHIFT)
		return VM_PROT_NONE; /* mapped, but no memory is there */
	if ((pde & (PTE_P | PTE_PS)) == (PTE_P | PTE_PS))
		return bits_prot(pde);
	pte = kernel_pte(va);
	return pte == NULL ? VM_PROT_NONE : bits_prot(*pte);
}

/* ---- address spaces of processes ---- */

/*
 * The first table of each region stays for good: nearly always something
 * is mapped there, and the first load of a module need not pay for it.
 */
void
pmap_init(void)
{
	static const vaddr_t regions[] = {
	    KERN_STACK_BASE, KERN_LKM_BASE, KERN_MAP_BASE};
	u_int i;

	for (i = 0; i < nitems(regions); i++) {
		if (pmap_kgrow(regions[i], regions[i] + 1) != 0)
			panic("no memory for page tables");
		vm_page_of_va(kernel_pte(regions[i]))->vp_used++;
	}
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
			table_free(pg);
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
		if ((pg = table_alloc()) == NULL)
			return NULL;
		*pdpte = vm_page_pa(pg) | PTE_P;
		/* The CPU reads the four pointers only with %cr3. */
		if (pm == curpmap)
			lcr3(pm->pm_cr3);
	}
	pde = table_at(*pdpte) + PD_INDEX(va);
	if ((*pde & PTE_P) == 0) {
		if ((pg = table_alloc()) == NULL)
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
	table_free(pg);
}

int
pmap_enter(struct pmap *pm, vaddr_t va, struct vm_page *pg, int prot)
{
	pte_t *pte = user_pte_make(pm, va), old;

	if (pte == NULL)
		return ENOMEM;
	old = *pte;
	*pte = vm_page_pa(pg) | PTE_P | PTE_U | prot_bits(prot);
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
		*protp = bits_prot(*pte);
	return vm_page_of_pa(*pte & PTE_FRAME);
}

/* Call fn for each entry that maps something, table by table. */
static int
for_each(struct pmap *pm, vaddr_t va, vaddr_t end,
    int (*fn)(struct pmap *, pte_t *, vaddr_t, void *), void *arg)
{
	vaddr_t stop, last;
	pte_t *pd, *pt;
	int error = 0;

	while (va < end && error == 0) {
		if ((pm->pm_pdpt[PDPT_INDEX(va)] & PTE_P) == 0) {
			va = (va | (PDPT_SIZE - 1)) + 1;
			continue;
		}
		pd = table_at(pm->pm_pdpt[PDPT_INDEX(va)]);
		stop = MIN(end, (va | (PD_SIZE - 1)) + 1);
		if ((pd[PD_INDEX(va)] & PTE_P) == 0) {
			va = stop;
			continue;
		}
		pt = table_at(pd[PD_INDEX(va)]);
		last = table_bounds(pt, &va, stop);
		for (; va < last && error == 0; va += PAGE_SIZE)
			if (pt[PT_INDEX(va)] & PTE_HERE)
				error = fn(pm, &pt[PT_INDEX(va)], va, arg);
		va = stop;
	}
	return error;
}

/*
 * Remove what is mapped in [start, end), and the tables that become empty.
 */
void
pmap_remove(struct pmap *pm, vaddr_t start, vaddr_t end)
{
	vaddr_t va = start, stop, last;
	pte_t *pd, *pt, old;
	struct vm_page *ptpg;

	while (va < end) {
		if ((pm->pm_pdpt[PDPT_INDEX(va)] & PTE_P) == 0) {
			va = (va | (PDPT_SIZE - 1)) + 1;
			continue;
		}
		pd = table_at(pm->pm_pdpt[PDPT_INDEX(va)]);
		stop = MIN(end, (va | (PD_SIZE - 1)) + 1);
		if ((pd[PD_INDEX(va)] & PTE_P) == 0) {
			va = stop;
			continue;
		}
		pt = table_at(pd[PD_INDEX(va)]);
		ptpg = vm_page_of_va(pt);
		last = table_bounds(pt, &va, stop);
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
		if (ptpg->vp_used == 0) {
			pd[PD_INDEX(stop - 1)] = 0;
			vm_page_of_va(pd)->vp_used--;
			table_free(ptpg);
			drop_directory(pm, stop - 1);
		}
		va = stop;
	}
}

static int
protect_one(struct pmap *pm, pte_t *pte, vaddr_t va, void *arg)
{
	int prot = *(int *)arg;
	pte_t new = *pte & ~(pte_t)(PTE_W | PTE_NX | PTE_U | PTE_HERE);

	/* Write permission is only taken here; a fault gives it. */
	new |= prot != VM_PROT_NONE ? PTE_P | PTE_U : PTE_NONE;
	new |= *pte & PTE_W & prot_bits(prot);
	new |= prot_bits(prot) & PTE_NX;
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
