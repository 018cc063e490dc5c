/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm.h: memory: physical pages, kernel address space, the address spaces
 * of processes.
 *
 * A page has a reference count: one for each mapping of it and one for
 * each holder (a file, a pipe).  A page that is mapped writable in one
 * process only has a count of 1; whoever wants to write to a page with
 * more takes a copy.
 */
#ifndef _SYS_VM_H_
#define _SYS_VM_H_

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/queue.h>

struct malloc_type;
struct vnode;
struct proc;
struct trapframe;

/* ---- physical pages: kern/vm_page.c ---- */
struct vm_page {
	union {
		struct vm_page *vp_next;     /* on the free list */
		struct malloc_type *vp_type; /* whom it is booked to */
	};
	uint32_t vp_ref;  /* 0: free */
	uint16_t vp_used; /* malloc: pieces in use; page table: entries */
	uint8_t vp_class; /* malloc: size class + 1; 0: not malloc's;
			   * VM_PG_FREE: on the free list */
	uint8_t vp_fresh; /* malloc: pieces never yet handed out */
	union {
		struct { /* malloc's: pages of a class that have room, and
			  * the free pieces of this one */
			LIST_ENTRY(vm_page) vp_list;
			void *vp_pieces;
		};
		struct { /* page table: no entry in use lies outside */
			uint16_t vp_low, vp_high;
		};
		struct vm_page *vp_link; /* on the way from or to a list */
	};
};
extern struct vm_page *vm_page_array; /* indexed by physical page number */
extern u_long vm_page_total;          /* pages of memory that we manage */
extern u_long vm_page_nfree;

#define VM_PG_FREE    0xff

#define VM_PG_ZERO    0x1 /* filled with zeros */
#define VM_PG_USER    0x2 /* for user space: leaves a reserve to the kernel */
#define VM_PG_CANFAIL 0x4 /* NULL ends the call: it can be injected */

/*
 * One page with a reference count of 1, booked to type; NULL when there
 * is no memory.  vm_page_release() frees it with the last reference.
 */
struct vm_page *vm_page_alloc(struct malloc_type *type, int flags);
/* n of them, at least 1, chained through vp_link; or NULL. */
struct vm_page *vm_page_alloc_list(struct malloc_type *type, u_int n);
void vm_page_release_list(struct vm_page *pages);
/* Those from first on, n of them, all free; kern/vm_contig.c looks for them. */
int vm_page_isfree(const struct vm_page *);
void vm_page_alloc_run(struct vm_page *first, u_int n, struct malloc_type *);
void vm_page_free(struct vm_page *pg); /* the count has come to 0 */
void vm_page_book(struct vm_page *pg, struct malloc_type *type);
/* Memory that the boot loader filled and nobody needs any more. */
void vm_page_giveback(paddr_t start, paddr_t end);
/*
 * No memory: have somebody killed for it, and sleep until a page has been
 * freed, or a while.
 */
void vm_page_wait(void);
void vm_page_wakeup(void);
/*
 * Has even the reserve, which user space's own pages never touch, been used
 * up to half?  Then what the kernel allocates for a program is refused, too.
 */
int vm_page_scarce(void);
void vm_oom(void); /* kern/vm_oom.c: choose, and kill */
static inline void
vm_page_hold(struct vm_page *pg)
{
	pg->vp_ref++;
}
static inline void
vm_page_release(struct vm_page *pg)
{
	if (--pg->vp_ref == 0)
		vm_page_free(pg);
}
static inline paddr_t
vm_page_pa(const struct vm_page *pg)
{
	return (paddr_t)(pg - vm_page_array) << PAGE_SHIFT;
}
/* Its address in the direct map, where all of memory is always mapped. */
static inline void *
vm_page_va(const struct vm_page *pg)
{
	return (
	    void *)(KERNBASE + ((vaddr_t)(pg - vm_page_array) << PAGE_SHIFT));
}
static inline struct vm_page *
vm_page_of_pa(paddr_t pa)
{
	return &vm_page_array[pa >> PAGE_SHIFT];
}
static inline struct vm_page *
vm_page_of_va(const void *va)
{
	return &vm_page_array[((vaddr_t)va - KERNBASE) >> PAGE_SHIFT];
}

/* ---- kernel address space: kern/vm_kmem.c ---- */
struct kva_arena;
extern struct kva_arena *kernel_map; /* KERN_MAP_BASE on */
extern struct kva_arena *lkm_map;    /* KERN_LKM_BASE on */
extern struct kva_arena *stack_map;  /* kernel stacks */

/*
 * Page-granular kernel memory, mapped read-write, not zeroed, booked to
 * type.  NULL when there is none.  size in bytes, rounded up to pages.
 */
void *kmem_alloc(struct kva_arena *, vsize_t size, struct malloc_type *type);
/* The same for who waits for memory, or not: malloc()'s flags. */
void *kmem_get(
    struct kva_arena *, vsize_t size, struct malloc_type *type, int flags);
void kmem_free(struct kva_arena *, void *va, vsize_t size);
vsize_t kmem_size(struct kva_arena *, void *va); /* of what starts there */
u_int kmem_used(const struct kva_arena *);       /* pages */
/* Is this one allocation, of so many bytes? */
int kmem_is(const struct kva_arena *, vaddr_t va, vsize_t size);
void *kstack_alloc(void);
void kstack_free(void *);
/* Map device memory, uncached.  NULL when there is no address space. */
void *kmem_mapdev(paddr_t pa, vsize_t size);
void kmem_unmapdev(void *va, vsize_t size);

/* ---- machine-dependent maps: arch/i386/pmap.c ---- */
#define VM_PROT_NONE    0
#define VM_PROT_READ    1
#define VM_PROT_WRITE   2
#define VM_PROT_EXECUTE 4

struct pmap;                      /* an address space's page tables */
struct pmap *pmap_create(void);   /* NULL when there is no memory */
void pmap_destroy(struct pmap *); /* all mappings are gone already */
/*
 * Map a page, whose reference the map takes over; an older mapping at va
 * is released.  ENOMEM without memory for a page table (the reference
 * stays the caller's).
 */
int pmap_enter(struct pmap *, vaddr_t va, struct vm_page *, int prot);
void pmap_remove(struct pmap *, vaddr_t start, vaddr_t end);
void pmap_protect(struct pmap *, vaddr_t start, vaddr_t end, int prot);
/* The page at va and how it is mapped, or NULL. */
struct vm_page *pmap_lookup(struct pmap *, vaddr_t va, int *protp);
/*
 * Share every page between start and end with dst, read-only in both:
 * the first step of a copy on write.  ENOMEM.
 */
int pmap_copy(struct pmap *dst, struct pmap *src, vaddr_t start, vaddr_t end);
void pmap_activate(struct pmap *);
u_long pmap_resident(const struct pmap *); /* pages mapped */

#define PMAP_NOCACHE 0x100 /* beside VM_PROT_ bits, for device memory */
void pmap_kenter(vaddr_t va, paddr_t pa, int prot); /* page table is there */
void pmap_init(void);
/* Make page tables for it; flags as malloc()'s.  ENOMEM: nothing changed. */
int pmap_kgrow(vaddr_t start, vaddr_t end, int flags);
/* Those that nothing was mapped in after all go. */
void pmap_kshrink(vaddr_t start, vaddr_t end);
paddr_t pmap_kremove(vaddr_t va); /* what was mapped, or 0 */
/* Map a list of pages one behind the other, and back: n are mapped at va. */
void pmap_kenter_list(vaddr_t va, struct vm_page *pages, int prot);
struct vm_page *pmap_kremove_list(vaddr_t va, u_int n);
paddr_t pmap_kextract(vaddr_t va); /* 0 if nothing */
/* Where a device finds it; the next page of it may lie elsewhere. */
#define vtophys(va) pmap_kextract((vaddr_t)(va))
void pmap_kprotect(vaddr_t start, vaddr_t end, int prot);
int pmap_kaccess(vaddr_t va); /* VM_PROT_ bits the kernel has there */
extern int pmap_nx;           /* 1 where the CPU knows no-execute */

/* ---- address spaces: kern/vm_map.c, vm_fault.c ---- */
struct vm_entry {
	TAILQ_ENTRY(vm_entry) ve_list;
	vaddr_t ve_start, ve_end;
	int ve_prot;
	int ve_flags;
	struct vnode *ve_vp; /* a reference; NULL: zeros */
	off_t ve_off;        /* of ve_start in the file */
	vaddr_t ve_fileend;  /* from here on zeros, although ve_vp is set */
};
#define VE_STACK   0x1 /* grows downwards */
#define VE_SIGCODE 0x2 /* the trampoline: not to be unmapped or changed */

TAILQ_HEAD(vm_entryq, vm_entry);
struct vmspace {
	struct pmap *vm_pmap;
	struct vm_entryq vm_entries; /* by address, disjoint */
	vaddr_t vm_brkbase, vm_brk;  /* the heap, as break(2) moves it */
	vsize_t vm_size;             /* bytes in entries */
	u_long vm_nentries;
	u_int vm_refcnt; /* processes that have it: see vfork1() */
};

struct vmspace *vmspace_alloc(void);            /* NULL: no memory */
struct vmspace *vmspace_fork(struct vmspace *); /* NULL: no memory */
void vmspace_free(struct vmspace *);            /* with the last reference */
/*
 * Map [start, end): anonymous memory, or the file vp from off (its
 * reference is taken).  File bytes reach to fileend.  ENOMEM; EINVAL when
 * the range is not within user space; EEXIST when something is there.
 */
int vm_map(struct vmspace *, vaddr_t start, vaddr_t end, int prot, int flags,
    struct vnode *vp, off_t off, vaddr_t fileend);
int vm_unmap(struct vmspace *, vaddr_t start, vaddr_t end);
int vm_protect(struct vmspace *, vaddr_t start, vaddr_t end, int prot);
/*
 * Give [old, old + oldlen), all of it mapped, another length and maybe
 * another place, with its pages; *at is where it is then.  What is new
 * continues what was mapped last.  Lengths in whole pages, at least one.
 * VM_REMAP_MAYMOVE: it may be moved, to where there is room; with
 * VM_REMAP_FIXED: to *at, where what is mapped goes.  EINVAL: not within user
 * space, or old and new overlap; EFAULT: there is a hole; ENOMEM.
 */
#define VM_REMAP_MAYMOVE 1
#define VM_REMAP_FIXED   2
int vm_remap(struct vmspace *, vaddr_t old, vsize_t oldlen, vsize_t newlen,
    int flags, vaddr_t *at);
/*
 * Forget what was written to the pages of a range: they are again zeros, or
 * what the file has.  EINVAL; ENOMEM: not all of it is mapped.
 */
int vm_discard(struct vmspace *, vaddr_t start, vaddr_t end);
/* Cut mappings at both ends, so that those inside can be dealt with whole. */
int vm_clip_range(struct vmspace *, vaddr_t start, vaddr_t end);
int vm_range_ok(vaddr_t start, vaddr_t end);
/* Is all of it mapped? */
int vm_mapped(struct vmspace *, vaddr_t start, vaddr_t end);
int vm_findspace(struct vmspace *, vaddr_t hint, vsize_t len, vaddr_t *out);
struct vm_entry *vm_lookup(struct vmspace *, vaddr_t va);
/*
 * Make the page at va accessible as prot asks.  EFAULT: no mapping allows
 * it; ENOMEM.  May sleep (a file's page).
 */
int vm_fault(struct vmspace *, vaddr_t va, int prot);
/*
 * All that is mapped of files comes in now, and stays as it is whatever is
 * written to them.  For the first process alone: nobody else may change the
 * space meanwhile.  Errors as of vm_fault().
 */
int vm_fault_files(struct vmspace *);

#endif /* _KERNEL */

#endif /* _SYS_VM_H_ */
