/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pmap.h: the bits of PAE page tables (Intel SDM volume 3, 4.4.2).
 */
#ifndef _I386_PMAP_H
#define _I386_PMAP_H

#include <sys/malloc.h>
#include <sys/types.h>

struct vm_page;

typedef uint64_t pte_t;

#define PTE_P          0x001ULL /* present */
#define PTE_W          0x002ULL /* writable */
#define PTE_U          0x004ULL /* for programs too */
#define PTE_PWT        0x008ULL
#define PTE_PCD        0x010ULL /* not cached */
#define PTE_PS         0x080ULL /* a directory entry that maps 2 MiB itself */
#define PTE_G          0x100ULL /* survives a load of %cr3 */
/*
 * Ours, where PTE_P is not set: a program's page is here, but nobody may
 * touch it, not even the kernel on the program's behalf.
 */
#define PTE_NONE       0x200ULL
#define PTE_HERE       (PTE_P | PTE_NONE)
#define PTE_NX         0x8000000000000000ULL
#define PTE_FRAME      0x000ffffffffff000ULL

#define PTE_N          512         /* entries of a directory or table */
#define PD_SIZE        (1UL << 21) /* what one directory entry maps */
#define PDPT_SIZE      (1UL << 30)
#define KERNEL_PDPT    3
#define PDPT_INDEX(va) ((vaddr_t)(va) >> 30)
#define PD_INDEX(va)   (((vaddr_t)(va) >> 21) & (PTE_N - 1))
#define PT_INDEX(va)   (((vaddr_t)(va) >> 12) & (PTE_N - 1))

/* The CPU wants the four pointers aligned to 32: malloc's 64 bytes are. */
struct pmap {
	pte_t pm_pdpt[4];
	uint32_t pm_cr3;
	u_long pm_resident;
} __aligned(64);

MALLOC_DECLARE(M_PMAP);
extern pte_t kernel_pd[], boot_pdpt[];

struct vm_page *pmap_table_alloc(void);
void pmap_table_free(struct vm_page *); /* every entry is 0 again */
pte_t pmap_prot_bits(int prot);
int pmap_bits_prot(pte_t);

#endif
