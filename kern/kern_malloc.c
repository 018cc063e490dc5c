/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_malloc.c: malloc(9).
 *
 * Sizes are rounded up to a class; a page serves one class only, and its
 * entry in the page table keeps the list of its free pieces.  A page all
 * of whose pieces are free goes back at once, so what is not in use is
 * never held.  A page or more is had from the page allocator or, with
 * several pages, from kernel address space.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/selfcheck.h>
#include <sys/vm.h>

MALLOC_DEFINE(M_TEMP, "temp", "memory for the length of a call");
MALLOC_DEFINE(M_DEVBUF, "devbuf", "device drivers");
MALLOC_DEFINE(M_CALL, "call", "what a system call takes along while it waits");
MALLOC_DEFINE(M_LOST, "lost", "what modules left behind under own types");
MALLOC_DEFINE(M_SLAB, "malloc", "pages that malloc divides");

struct malloc_type *kmemstatistics;

static const uint16_t class_size[] = {
    16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1360, 2048};
#define NCLASS nitems(class_size)
static LIST_HEAD(, vm_page) class_pages[NCLASS]; /* that have a free piece */

/* Class by size, in steps of 16 bytes. */
static uint8_t size_class[2048 / 16 + 1];

static u_int
class_of(u_long size)
{
	u_int c, i;

	if (size_class[1] == 0)
		for (i = 1, c = 0; i < sizeof(size_class); i++) {
			if (i * 16 > class_size[c])
				c++;
			size_class[i] = c + 1;
		}
	return size_class[(size + 15) / 16] - 1;
}

static void *
piece_alloc(u_int c)
{
	struct vm_page *pg = LIST_FIRST(&class_pages[c]);
	void **piece;

	if (pg == NULL) {
		if ((pg = vm_page_alloc(M_SLAB, 0)) == NULL)
			return NULL;
		pg->vp_class = c + 1;
		pg->vp_fresh = PAGE_SIZE / class_size[c] - 1;
		pg->vp_pieces = NULL;
		LIST_INSERT_HEAD(&class_pages[c], pg, vp_list);
		pg->vp_used = 1;
		return (char *)vm_page_va(pg) + pg->vp_fresh * class_size[c];
	}
	pg->vp_used++;
	if ((piece = pg->vp_pieces) != NULL)
		pg->vp_pieces = *piece;
	else
		piece = (void **)((char *)vm_page_va(pg) +
		    --pg->vp_fresh * class_size[c]);
	if (pg->vp_pieces == NULL && pg->vp_fresh == 0)
		LIST_REMOVE(pg, vp_list);
	return piece;
}

static void
piece_free(struct vm_page *pg, void *addr)
{
	u_int c = pg->vp_class - 1;

	if (pg->vp_used == 0)
		panic("free: %p is free already", addr);
	if (pg->vp_pieces == NULL && pg->vp_fresh == 0)
		LIST_INSERT_HEAD(&class_pages[c], pg, vp_list);
	if (--pg->vp_used == 0) {
		LIST_REMOVE(pg, vp_list);
		vm_page_release(pg);
		return;
	}
	*(void **)addr = pg->vp_pieces;
	pg->vp_pieces = addr;
}

/* Types that modules have brought. */
static u_int modules_types;

static int
is_modules(const struct malloc_type *type)
{
	return (vaddr_t)type >= KERN_LKM_BASE && (vaddr_t)type < KERN_LKM_END;
}

void
malloc_book(struct malloc_type *type, u_long pieces, u_long bytes)
{
	if (type->ks_calls == 0) {
		type->ks_next = kmemstatistics;
		kmemstatistics = type;
		if (is_modules(type))
			modules_types++;
	}
	type->ks_calls += pieces;
	type->ks_inuse += pieces;
	type->ks_memuse += bytes;
	if (type->ks_memuse > type->ks_maxused)
		type->ks_maxused = type->ks_memuse;
}

void
malloc_unbook(struct malloc_type *type, u_long bytes)
{
	type->ks_inuse--;
	type->ks_memuse -= bytes;
}

/* What is still in use of a type that goes is M_LOST from now on. */
static void
lose(const struct malloc_type *type)
{
	u_long i;

	malloc_book(M_LOST, type->ks_inuse, type->ks_memuse);
	for (i = 0; i < vm_page_total; i++)
		if (vm_page_array[i].vp_ref > 0 &&
		    vm_page_array[i].vp_type == type)
			vm_page_array[i].vp_type = M_LOST;
}

void
malloc_forget(const void *start, u_long len,
    void (*leaked)(void *, const struct malloc_type *), void *arg)
{
	struct malloc_type **pp = &kmemstatistics, *type;
	int s;

	if (modules_types == 0)
		return;
	s = splvm();
	while ((type = *pp) != NULL) {
		if ((vaddr_t)type - (vaddr_t)start >= len) {
			pp = &type->ks_next;
			continue;
		}
		*pp = type->ks_next;
		modules_types--;
		if (type->ks_inuse > 0) {
			leaked(arg, type);
			lose(type);
		}
	}
	splx(s);
}

static void *
try_malloc(u_long size, struct malloc_type *type, int flags)
{
	struct vm_page *pg;
	void *p;
	u_int c;

	if (size > class_size[NCLASS - 1]) {
		/* Booked by whoever gives the pages. */
		if (size > PAGE_SIZE)
			return kmem_get(kernel_map, size, type, flags);
		pg = vm_page_alloc(type, 0);
		return pg == NULL ? NULL : vm_page_va(pg);
	}
	c = class_of(size);
	if ((p = piece_alloc(c)) == NULL)
		return NULL;
	malloc_book(type, 1, class_size[c]);
	return p;
}

void *
malloc(unsigned long size, struct malloc_type *type, int flags)
{
	void *p;
	int s;

	if (size == 0)
		size = 1;
	if (flags & (M_NOWAIT | M_CANFAIL) && inject_fail(type->ks_shortdesc))
		return NULL;
	for (;;) {
		s = splvm();
		p = try_malloc(size, type, flags);
		splx(s);
		if (p != NULL)
			break;
		if (flags & (M_NOWAIT | M_CANFAIL))
			return NULL;
		if (cold || size > vm_page_total * PAGE_SIZE / 2)
			panic("malloc: no memory for %lu bytes of %s", size,
			    type->ks_shortdesc);
		vm_page_wait();
	}
	if (flags & M_ZERO)
		memset(p, 0, size);
	return p;
}

void
free(void *addr, struct malloc_type *type)
{
	struct vm_page *pg;
	u_int c;
	int s;

	if (addr == NULL)
		return;
	s = splvm();
	if ((vaddr_t)addr >= KERN_DIRECT_END) {
		kmem_free(kernel_map, addr, kmem_size(kernel_map, addr));
		splx(s);
		vm_page_wakeup();
		return;
	}
	pg = vm_page_of_va(addr);
	if (pg->vp_class == 0) {
		if (pg->vp_type != type)
			panic("free: %p is not %s but %s", addr,
			    type->ks_shortdesc, pg->vp_type->ks_shortdesc);
		vm_page_release(pg);
	} else {
		c = pg->vp_class - 1;
		if (type->ks_inuse == 0)
			panic("free: nothing of %s is in use",
			    type->ks_shortdesc);
		malloc_unbook(type, class_size[c]);
		piece_free(pg, addr);
	}
	splx(s);
	vm_page_wakeup();
}

/* The bytes that a piece really has. */
static u_long
piece_size(void *addr)
{
	struct vm_page *pg;

	if ((vaddr_t)addr >= KERN_DIRECT_END)
		return kmem_size(kernel_map, addr);
	pg = vm_page_of_va(addr);
	return pg->vp_class == 0 ? PAGE_SIZE : class_size[pg->vp_class - 1];
}

void *
realloc(void *old, unsigned long size, struct malloc_type *type, int flags)
{
	void *new;
	u_long had;

	if (old == NULL)
		return malloc(size, type, flags);
	had = piece_size(old);
	if (size <= had)
		return old;
	if ((new = malloc(size, type, flags)) == NULL)
		return NULL;
	memcpy(new, old, had);
	if (flags & M_ZERO)
		memset((char *)new + had, 0, size - had);
	free(old, type);
	return new;
}

/* ---- self-check ---- */

/*
 * What grows and shrinks as programs come, go, wait, and use files and
 * devices, whatever modules do.
 */
static const char *const of_programs[] = {"buf", "call", "cred", "cwd", "exec",
    "file", "filedesc", "filepage", "fpu", "kstack", "kstackspare", "lockf",
    "malloc", "mount", "namei", "pgrp", "pipe", "pmap", "pmapspare", "proc",
    "specdev", "tmpfs", "tmpfsdata", "user", "vmmap", "vnode"};

int
malloc_is_programs(const struct malloc_type *type)
{
	u_int i;

	/* A module's own type is its own, whatever its name is. */
	if (selfcheck_in_modules(type))
		return 0;
	for (i = 0; i < nitems(of_programs); i++)
		if (strcmp(type->ks_shortdesc, of_programs[i]) == 0)
			return 1;
	return 0;
}

/*
 * What is in use of each type, not what there has ever been: a type that is
 * used up is as good as one that was never used.  Pages kept for reuse are
 * free ones: vm_page_digest() has them.
 */
static int
counts(const struct digest *d, const struct malloc_type *type)
{
	if (type->ks_inuse == 0 && type->ks_memuse == 0)
		return 0;
	if (type == M_PMAPSPARE || type == M_KSTACKSPARE)
		return 0;
	return d->d_all || !malloc_is_programs(type);
}

void
malloc_digest(struct digest *d)
{
	const struct malloc_type *type;
	int s = splvm();

	for (type = kmemstatistics; type != NULL; type = type->ks_next) {
		digest_item(d);
		if (!selfcheck_data(d, type, sizeof(*type), "a type of memory"))
			break;
		if (!counts(d, type)) {
			digest_item_drop(d);
			continue;
		}
		digest_string(d, type->ks_shortdesc);
		digest_word(d, type->ks_inuse);
		digest_word(d, type->ks_memuse);
		digest_item_end(d);
	}
	splx(s);
}
