/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_kmem.c: kernel address space by the page: a bitmap for each region,
 * the lowest fit first, so that the same loads get the same addresses.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/malloc.h>
#include <sys/selfcheck.h>
#include <sys/vm.h>

#define WORD_BITS 32
#define ctz(w)    ((u_int)__builtin_ctz(w)) /* zeros below the lowest one */

struct kva_arena {
	vaddr_t ka_base;
	u_int ka_npages;
	u_int ka_hint;     /* no page below it is free */
	uint32_t *ka_map;  /* a bit a page: in use */
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

/* The bits from i to the end of their word; bit i is the lowest. */
static uint32_t
rest_of_word(const uint32_t *map, u_int i)
{
	return map[i / WORD_BITS] >> (i % WORD_BITS);
}

static void
flip_bit(uint32_t *map, u_int i)
{
	map[i / WORD_BITS] ^= 1U << (i % WORD_BITS);
}

/* Turn over n bits from i on, which are all the same. */
static void
flip_bits(uint32_t *map, u_int i, u_int n)
{
	uint32_t mask;
	u_int k;

	for (; n > 0; i += k, n -= k) {
		k = MIN(n, WORD_BITS - i % WORD_BITS);
		mask = ~0U >> (WORD_BITS - k) << (i % WORD_BITS);
		map[i / WORD_BITS] ^= mask;
	}
}

/* n free pages in a row; their first, or ka_npages when there are none. */
static u_int
find_run(struct kva_arena *ka, u_int n)
{
	u_int i = ka->ka_hint, run = 0, k;
	uint32_t used;

	while (i < ka->ka_npages) {
		used = rest_of_word(ka->ka_map, i);
		if (used & 1) {
			i += used == ~0U ? WORD_BITS : ctz(~used);
			run = 0;
			continue;
		}
		k = used == 0 ? WORD_BITS - i % WORD_BITS : ctz(used);
		i += k;
		run += k;
		if (run >= n)
			return i - run;
	}
	return ka->ka_npages;
}

/* Address space only.  0: there is none left, or no page table for it. */
static vaddr_t
kva_alloc(struct kva_arena *ka, u_int n, int flags)
{
	u_int first = find_run(ka, n);
	vaddr_t va = ka->ka_base + first * PAGE_SIZE;

	if (first == ka->ka_npages || n == 0)
		return 0;
	if (pmap_kgrow(va, va + n * PAGE_SIZE, flags) != 0)
		return 0;
	flip_bits(ka->ka_map, first, n);
	flip_bit(ka->ka_last, first + n - 1);
	if (first == ka->ka_hint)
		ka->ka_hint = first + n;
	return va;
}

static void
kva_free(struct kva_arena *ka, vaddr_t va, u_int n)
{
	u_int first = (va - ka->ka_base) / PAGE_SIZE;

	KASSERT(bit(ka->ka_map, first) && bit(ka->ka_last, first + n - 1));
	flip_bits(ka->ka_map, first, n);
	flip_bit(ka->ka_last, first + n - 1);
	if (first < ka->ka_hint)
		ka->ka_hint = first;
}

/* Nothing was mapped there after all. */
static void
kva_cancel(struct kva_arena *ka, vaddr_t va, u_int n)
{
	pmap_kshrink(va, va + n * PAGE_SIZE);
	kva_free(ka, va, n);
}

/* The size in bytes of the allocation that starts at addr. */
vsize_t
kmem_size(struct kva_arena *ka, void *addr)
{
	u_int first = ((vaddr_t)addr - ka->ka_base) / PAGE_SIZE, i = first;
	uint32_t last;

	KASSERT(first < ka->ka_npages && bit(ka->ka_map, first));
	while ((last = rest_of_word(ka->ka_last, i)) == 0)
		i += WORD_BITS - i % WORD_BITS;
	return (i + ctz(last) + 1 - first) * PAGE_SIZE;
}

void *
kmem_alloc(struct kva_arena *ka, vsize_t size, struct malloc_type *type)
{
	if (inject_fail("address space"))
		return NULL;
	return kmem_get(ka, size, type, M_NOWAIT);
}

void *
kmem_get(
    struct kva_arena *ka, vsize_t size, struct malloc_type *type, int flags)
{
	u_int n = round_page(size) >> PAGE_SHIFT;
	struct vm_page *pages;
	vaddr_t va;

	if (size > ka->ka_npages * PAGE_SIZE ||
	    (va = kva_alloc(ka, n, flags)) == 0)
		return NULL;
	if ((flags & (M_NOWAIT | M_CANFAIL) && inject_fail("pages")) ||
	    (pages = vm_page_alloc_list(type, n)) == NULL) {
		kva_cancel(ka, va, n);
		return NULL;
	}
	pmap_kenter_list(va, pages, VM_PROT_READ | VM_PROT_WRITE);
	return (void *)va;
}

void
kmem_free(struct kva_arena *ka, void *addr, vsize_t size)
{
	u_int n = round_page(size) >> PAGE_SHIFT;
	vaddr_t va = (vaddr_t)addr;

	vm_page_release_list(pmap_kremove_list(va, n));
	kva_free(ka, va, n);
}

void *
kmem_mapdev(paddr_t pa, vsize_t size)
{
	vsize_t off = pa & PAGE_MASK;
	u_int n = round_page(size + off) >> PAGE_SHIFT, i;
	vaddr_t va;

	if ((va = kva_alloc(kernel_map, n, M_NOWAIT)) == 0)
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
		vm_page_book(vm_page_of_pa(
				 pmap_kextract((vaddr_t)stack + i * PAGE_SIZE)),
		    type);
}

void *
kstack_alloc(void)
{
	struct vm_page *pages;
	vaddr_t va;

	if (nspare > 0) {
		kstack_book(spare_stacks[--nspare], M_KSTACK);
		return spare_stacks[nspare];
	}
	if ((va = kva_alloc(stack_map, USPACE_PAGES + 1, M_NOWAIT)) == 0)
		return NULL;
	if (inject_fail(M_KSTACK->ks_shortdesc) ||
	    (pages = vm_page_alloc_list(M_KSTACK, USPACE_PAGES)) == NULL) {
		kva_cancel(stack_map, va, USPACE_PAGES + 1);
		return NULL;
	}
	va += PAGE_SIZE;
	pmap_kenter_list(va, pages, VM_PROT_READ | VM_PROT_WRITE);
	return (void *)va;
}

void
kstack_free(void *stack)
{
	vaddr_t va = (vaddr_t)stack;

	if (nspare < KEEP_STACKS) {
		kstack_book(stack, M_KSTACKSPARE);
		spare_stacks[nspare++] = stack;
		return;
	}
	vm_page_release_list(pmap_kremove_list(va, USPACE_PAGES));
	kva_free(stack_map, va - PAGE_SIZE, USPACE_PAGES + 1);
}

/* ---- self-check ---- */

u_int
kmem_used(const struct kva_arena *ka)
{
	u_int i, n = 0;

	for (i = 0; i < ka->ka_npages / WORD_BITS; i++)
		n += __builtin_popcount(ka->ka_map[i]);
	return n;
}

int
kmem_is(const struct kva_arena *ka, vaddr_t va, vsize_t size)
{
	u_int first = (va - ka->ka_base) / PAGE_SIZE;
	u_int n = round_page(size) >> PAGE_SHIFT, i;

	if (first >= ka->ka_npages || n == 0 || n > ka->ka_npages - first)
		return 0;
	for (i = 0; i < n; i++)
		if (!bit(ka->ka_map, first + i) ||
		    bit(ka->ka_last, first + i) != (i == n - 1))
			return 0;
	return 1;
}

/* What is below the hint is taken, and allocations end where one is. */
static void
arena_check(struct digest *d, const struct kva_arena *ka)
{
	u_int i, forgotten = 0;

	for (i = 0; i < ka->ka_hint; i++)
		forgotten += !bit(ka->ka_map, i);
	if (forgotten > 0)
		selfcheck_broken(d, "%u free pages above %p are forgotten",
		    forgotten, (void *)ka->ka_base);
	for (i = 0; i < ka->ka_npages / WORD_BITS; i++)
		if (ka->ka_last[i] & ~ka->ka_map[i])
			selfcheck_broken(d, "an allocation ends unused near %p",
			    (void *)(ka->ka_base + i * WORD_BITS * PAGE_SIZE));
}

/* Is this page a program's, in one way or another? */
static int
is_programs(vaddr_t va)
{
	paddr_t pa = pmap_kextract(va);

	return pa != 0 && atop(pa) < vm_page_total &&
	    malloc_is_programs(vm_page_of_pa(pa)->vp_type);
}

/* The ranges in use; those that programs have only if it is for all. */
static void
arena_digest(struct digest *d, const struct kva_arena *ka)
{
	u_int i, first = 0;
	int fresh = 1;

	for (i = 0; i < ka->ka_npages; i++) {
		if (ka->ka_map[i / WORD_BITS] == 0) {
			i |= WORD_BITS - 1;
			continue;
		}
		if (!bit(ka->ka_map, i))
			continue;
		if (fresh)
			first = i;
		fresh = bit(ka->ka_last, i);
		if (fresh &&
		    (d->d_all ||
			!is_programs(ka->ka_base + first * PAGE_SIZE))) {
			digest_word(d, first);
			digest_word(d, i);
		}
	}
}

/* Kernel stacks are left out: they are programs', or kept for them. */
void
kmem_digest(struct digest *d)
{
	int s = splvm();

	arena_check(d, lkm_map);
	arena_check(d, kernel_map);
	arena_check(d, stack_map);
	arena_digest(d, lkm_map);
	arena_digest(d, kernel_map);
	splx(s);
}
