/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pmap_kernel.c: the kernel's own mappings, and the pages that all page
 * tables are made of.
 *
 * A table page counts its entries in vp_used and goes when the last one
 * does.  Emptied tables are full of zeros, which is how new ones are
 * wanted: a few are kept, so that fork and exec need not clear any.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/malloc.h>
#include <sys/vm.h>
#include <machine/cpu.h>
#include "pmap.h"

MALLOC_DEFINE(M_PMAP, "pmap", "page tables");
MALLOC_DEFINE(M_PMAPSPARE, "pmapspare", "empty page tables kept for reuse");

extern char __kernel_start[], __kernel_text_end[], __kernel_rodata_end[],
    __kernel_bss_end[], __kernel_end[];

int pmap_nx;
static pte_t pte_nx;     /* PTE_NX, or 0 where the CPU lacks it */
static pte_t pte_global; /* PTE_G likewise */

#define KEEP_TABLES 8
static struct vm_page *spare_tables[KEEP_TABLES];
static int nspare;

/* An empty table, or NULL: no memory. */
struct vm_page *
pmap_table_alloc(void)
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

/* Every entry is 0 again. */
void
pmap_table_free(struct vm_page *pg)
{
	if (nspare < KEEP_TABLES) {
		vm_page_book(pg, M_PMAPSPARE);
		spare_tables[nspare++] = pg;
	} else
		vm_page_release(pg);
}

/* VM_PROT_ bits as those of an entry, and back. */
pte_t
pmap_prot_bits(int prot)
{
	pte_t bits = 0;

	if (prot & VM_PROT_WRITE)
		bits |= PTE_W;
	if ((prot & VM_PROT_EXECUTE) == 0)
		bits |= pte_nx;
	return bits;
}

int
pmap_bits_prot(pte_t pte)
{
	if ((pte & PTE_P) == 0)
		return VM_PROT_NONE;
	return VM_PROT_READ | (pte & PTE_W ? VM_PROT_WRITE : 0) |
	    (pte & pte_nx ? 0 : VM_PROT_EXECUTE);
}

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

/* Take a table, which is empty, away from where it stands for va. */
static void
drop_table(vaddr_t va, struct vm_page *pg)
{
	kernel_pd[PD_INDEX(va)] = 0;
	lcr3(rcr3()); /* CPUs remember directory entries, too */
	pmap_table_free(pg);
}

/*
 * Make page tables for [start, end) of kernel memory outside the direct
 * map.
 */
int
pmap_kgrow(vaddr_t start, vaddr_t end, int flags)
{
	struct vm_page *pg;
	vaddr_t va;

	for (va = start & ~(PD_SIZE - 1); va < end && va >= start - PD_SIZE;
	     va += PD_SIZE) {
		if (kernel_pd[PD_INDEX(va)] & PTE_P)
			continue;
		if ((flags & (M_NOWAIT | M_CANFAIL) &&
			inject_fail("page table")) ||
		    (pg = pmap_table_alloc()) == NULL) {
			pmap_kshrink(start, va);
			return ENOMEM;
		}
		kernel_pd[PD_INDEX(va)] = vm_page_pa(pg) | PTE_P | PTE_W;
	}
	return 0;
}

void
pmap_kshrink(vaddr_t start, vaddr_t end)
{
	struct vm_page *pg;
	vaddr_t va;
	pte_t *pte;

	for (va = start & ~(PD_SIZE - 1); va < end && va >= start - PD_SIZE;
	     va += PD_SIZE) {
		if ((pte = kernel_pte(va)) == NULL)
			continue;
		pg = vm_page_of_va(pte);
		if (pg->vp_used == 0)
			drop_table(va, pg);
	}
}

/* Map pa at va, where pmap_kgrow() has made a table and nothing is mapped. */
void
pmap_kenter(vaddr_t va, paddr_t pa, int prot)
{
	pte_t *pte = kernel_pte(va);

	*pte = pa | PTE_P | pte_global | pmap_prot_bits(prot) |
	    (prot & PMAP_NOCACHE ? PTE_PCD | PTE_PWT : 0);
	vm_page_of_va(pte)->vp_used++;
}

/* n entries of the table with this one, all that it had for va, are gone. */
static void
kernel_table_unused(pte_t *pte, vaddr_t va, u_int n)
{
	struct vm_page *pg = vm_page_of_va(pte);

	pg->vp_used -= n;
	if (pg->vp_used == 0)
		drop_table(va, pg);
}

paddr_t
pmap_kremove(vaddr_t va)
{
	pte_t *pte = kernel_pte(va);
	paddr_t pa;

	if (pte == NULL || (*pte & PTE_P) == 0)
		return 0;
	pa = *pte & PTE_FRAME;
	*pte = 0;
	invlpg(va);
	kernel_table_unused(pte, va, 1);
	return pa;
}

/* How many of the n pages from va on has va's page table? */
static u_int
in_table(vaddr_t va, u_int n)
{
	return MIN(n, PTE_N - PT_INDEX(va));
}

void
pmap_kenter_list(vaddr_t va, struct vm_page *pg, int prot)
{
	pte_t bits = PTE_P | pte_global | pmap_prot_bits(prot), *pte;
	u_int n;

	while (pg != NULL) {
		pte = kernel_pte(va);
		for (n = in_table(va, PTE_N); n > 0 && pg != NULL; n--) {
			/* 32 bits: all memory is in the direct map. */
			*pte++ = ((vaddr_t)vm_page_va(pg) - KERNBASE) | bits;
			pg = pg->vp_link;
		}
		n = in_table(va, PTE_N) - n;
		vm_page_of_va(pte - 1)->vp_used += n;
		va += n * PAGE_SIZE;
	}
}

struct vm_page *
pmap_kremove_list(vaddr_t va, u_int n)
{
	struct vm_page *first, **link = &first;
	pte_t *pte;
	u_int i, k;

	for (; n > 0; n -= k) {
		pte = kernel_pte(va);
		k = in_table(va, n);
		for (i = 0; i < k; i++, va += PAGE_SIZE) {
			*link = vm_page_of_pa((vaddr_t)(pte[i] & PTE_FRAME));
			link = &(*link)->vp_link;
			pte[i] = 0;
			invlpg(va);
		}
		kernel_table_unused(pte, va - PAGE_SIZE, k);
	}
	*link = NULL;
	return first;
}

paddr_t
pmap_kextract(vaddr_t va)
{
	pte_t *pte;

	if (va >= KERNBASE && va < KERN_DIRECT_END)
		return va - KERNBASE;
	pte = kernel_pte(va);
	return pte == NULL || (*pte & PTE_P) == 0
	    ? 0
	    : (*pte & PTE_FRAME) | (va & PAGE_MASK);
}

void
pmap_kprotect(vaddr_t start, vaddr_t end, int prot)
{
	pte_t bits = pmap_prot_bits(prot), *pte;
	vaddr_t va = start;
	u_int n;

	while (va < end) {
		pte = kernel_pte(va);
		n = in_table(va, (end - va) / PAGE_SIZE);
		for (; n > 0; n--, pte++, va += PAGE_SIZE) {
			*pte = (*pte & ~(pte_t)(PTE_W | PTE_NX)) | bits;
			invlpg(va);
		}
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
		return pmap_bits_prot(pde);
	pte = kernel_pte(va);
	return pte == NULL ? VM_PROT_NONE : pmap_bits_prot(*pte);
}

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
		if (pmap_kgrow(regions[i], regions[i] + 1, 0) != 0)
			panic("no memory for page tables");
		vm_page_of_va(kernel_pte(regions[i]))->vp_used++;
	}
}
