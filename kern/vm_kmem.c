/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_kmem.c: kernel address space by the page: a bitmap for each region,
 * the lowest fit first, so that the same loads get the same addresses.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/vm.h>

#define WORD_BITS 32

struct kva_arena {
	vaddr_t ka_base;
	u_int ka_npages;
	u_int ka_hint;	  /* no page below it is free */
	uint32_t *ka_map; /* a bit a page: in use */
	uint32_t *ka_last; /* a bit a page: an allocation's last one */
};

#define ARENA(name, base, end)                                                 \
	static uint32_t name##_bits[2]                                         \
				   [((end) - (base)) / PAGE_SIZE / WORD_BITS]; \
	static struct kva_arena name##_arena = {(base),                        \
	    ((end) - (base)) / PAGE_SIZE, 0, name##_bits[0], name##_bits[1]};  \
	struct kva_arena *name = &name##_arena

ARENA(kernel_map, KERN_MAP_BASE, KERN_MAP_END);
ARENA(lkm_map, KERN_LKM_BASE, KERN_LKM_END);
ARENA(stack_map, KERN_STACK_BASE, KERN_STACK_END);

static int
bit(const uint32_t *map, u_int i)
{
	return map[i / WORD_BITS] >> (i % WORD_BITS) & 1;
}
static void
set_bit(uint32_t *map, u_int i, int on)
{
	if (on)
		map[i / WORD_BITS] |= 1U << (i % WORD_BITS);
	else
		map[i / WORD_BITS] &= ~(1U << (i % WORD_BITS));
}

/* n free pages in a row; their first, or ka_npages when there are none. */
static u_int
find_run(struct kva_arena *ka, u_int n)
{
	u_int i = ka->ka_hint, run = 0;

	while (i < ka->ka_npages) {
		if (i % WORD_BITS == 0 && ka->ka_map[i / WORD_BITS] == ~0U) {
			i += WORD_BITS;
			run = 0;
			continue;
		}
		run = bit(ka->ka_map, i) ? 0 : run + 1;
		i++;
		if (run == n)
			return i - n;
	}
	return ka->ka_npages;
}

/* Address space only.  0: there is none left, or no page table for it. */
static vaddr_t
kva_alloc(struct kva_arena *ka, u_int n)
{
	u_int first = find_run(ka, n), i;
	vaddr_t va = ka->ka_base + first * PAGE_SIZE;

	if (first == ka->ka_npages || n == 0)
		return 0;
	if (pmap_kgrow(va, va + n * PAGE_SIZE) != 0)
		return 0;
	for (i = first; i < first + n; i++)
		set_bit(ka->ka_map, i, 1);
	set_bit(ka->ka_last, first + n - 1, 1);
	if (first == ka->ka_hint)
		ka->ka_hint = first + n;
	return va;
}

static void
kva_free(struct kva_arena *ka, vaddr_t va, u_int n)
{
	u_int first = (va - ka->ka_base) / PAGE_SIZE, i;

	for (i = first; i < first + n; i++) {
		KASSERT(bit(ka->ka_map, i));
		set_bit(ka->ka_map, i, 0);
	}
	set_bit(ka->ka_last, first + n - 1, 0);
	if (first < ka->ka_hint)
		ka->ka_hint = first;
}

/* The size in bytes of the allocation that starts at addr. */
vsize_t
kmem_size(struct kva_arena *ka, void *addr)
{
	u_int first = ((vaddr_t)addr - ka->ka_base) / PAGE_SIZE, i = first;

	KASSERT(first < ka->ka_npages && bit(ka->ka_map, first));
	while (!bit(ka->ka_last, i))
		i++;
	return (i + 1 - first) * PAGE_SIZE;
}

void *
kmem_alloc(struct kva_arena *ka, vsize_t size, struct malloc_type *type)
{
	u_int n = round_page(size) >> PAGE_SHIFT, i;
	struct vm_page *pg;
	vaddr_t va;

	if (size > ka->ka_npages * PAGE_SIZE || n > vm_page_nfree)
		return NULL;
	if ((va = kva_alloc(ka, n)) == 0)
		return NULL;
	for (i = 0; i < n; i++) {
		if ((pg = vm_page_alloc(type, 0)) == NULL) {
			while (i-- > 0)
				vm_page_release(vm_page_of_pa(
				    pmap_kremove(va + i * PAGE_SIZE)));
			kva_free(ka, va, n);
			return NULL;
		}
		pmap_kenter(va + i * PAGE_SIZE, vm_page_pa(pg),
		    VM_PROT_READ | VM_PROT_WRITE);
	}
	return (void *)va;
}

void
kmem_free(struct kva_arena *ka, void *addr, vsize_t size)
{
	u_int n = round_page(size) >> PAGE_SHIFT, i;
	vaddr_t va = (vaddr_t)addr;

	for (i = 0; i < n; i++)
		vm_page_release(
		    vm_page_of_pa(pmap_kremove(va + i * PAGE_SIZE)));
	kva_free(ka, va, n);
}

void *
kmem_mapdev(paddr_t pa, vsize_t size)
{
	vsize_t off = pa & PAGE_MASK;
	u_int n = round_page(size + off) >> PAGE_SHIFT, i;
	vaddr_t va;

	if ((va = kva_alloc(kernel_map, n)) == 0)
		return NULL;
	for (i = 0; i < n; i++)
		pmap_kenter(va + i * PAGE_SIZE, pa - off + i * PAGE_SIZE,
		    VM_PROT_READ | VM_PROT_WRITE | PMAP_NOCACHE);
	return (void *)(va + off);
}

void
kmem_unmapdev(void *addr, vsize_t size)
{
	vaddr_t va = trunc_page(addr);
	u_int n = round_page(size + ((vaddr_t)addr & PAGE_MASK)) >> PAGE_SHIFT,
	      i;

	for (i = 0; i < n; i++)
		pmap_kremove(va + i * PAGE_SIZE);
	kva_free(kernel_map, va, n);
}

/*
 * A kernel stack: USPACE bytes below which a page stays unmapped, so that
 * an overflow faults instead of reaching the neighbour.  NULL: no memory.
 */
MALLOC_DEFINE(M_KSTACK, "kstack", "kernel stacks");
MALLOC_DEFINE(M_KSTACKSPARE, "kstackspare", "kernel stacks kept for reuse");

#define KEEP_STACKS 4
static void *spare_stacks[KEEP_STACKS];
static int nspare;

static void
kstack_book(void *stack, struct malloc_type *type)
{
	int i;

	for (i = 0; i < USPACE_PAGES; i++)
		vm_page_book(vm_page_of_pa(pmap_kextract((vaddr_t)stack +
				 i * PAGE_SIZE)),
		    type);
}

void *
kstack_alloc(void)
{
	struct vm_page *pg;
	vaddr_t va;
	int i;

	if (nspare > 0) {
		kstack_book(spare_stacks[--nspare], M_KSTACK);
		return spare_stacks[nspare];
	}
	if ((va = kva_alloc(stack_map, USPACE_PAGES + 1)) == 0)
		return NULL;
	for (i = 1; i <= USPACE_PAGES; i++) {
		if ((pg = vm_page_alloc(M_KSTACK, 0)) == NULL) {
			while (--i >= 1)
				vm_page_release(vm_page_of_pa(
				    pmap_kremove(va + i * PAGE_SIZE)));
			kva_free(stack_map, va, USPACE_PAGES + 1);
			return NULL;
		}
		pmap_kenter(va + i * PAGE_SIZE, vm_page_pa(pg),
		    VM_PROT_READ | VM_PROT_WRITE);
	}
	return (void *)(va + PAGE_SIZE);
}

void
kstack_free(void *stack)
{
	vaddr_t va = (vaddr_t)stack;
	int i;

	if (nspare < KEEP_STACKS) {
		kstack_book(stack, M_KSTACKSPARE);
		spare_stacks[nspare++] = stack;
		return;
	}
	for (i = 0; i < USPACE_PAGES; i++)
		vm_page_release(
		    vm_page_of_pa(pmap_kremove(va + i * PAGE_SIZE)));
	kva_free(stack_map, va - PAGE_SIZE, USPACE_PAGES + 1);
}
