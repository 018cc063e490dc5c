/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * malloc.h: malloc(9), kernel memory accounted by type.
 */
#ifndef _SYS_MALLOC_H_
#define _SYS_MALLOC_H_

#include <sys/types.h>

#if defined(_LKM) && __STDC_HOSTED__
#pragma GCC system_header /* as in sys/systm.h */
#endif

#define M_WAITOK  0x0000 /* sleep until there is memory; never fails */
#define M_NOWAIT  0x0001 /* NULL when there is none */
#define M_ZERO    0x0002 /* filled with zeros */
#define M_CANFAIL 0x0004 /* may fail even with M_WAITOK */

struct malloc_type {
	const char *ks_shortdesc; /* one word, for tables */
	const char *ks_longdesc;
	u_long ks_inuse;   /* pieces in use */
	u_long ks_memuse;  /* bytes in use, as asked for and rounded up */
	u_long ks_maxused; /* the most bytes so far */
	u_long ks_calls;   /* allocations ever */
	struct malloc_type *ks_next;
};

#define MALLOC_DEFINE(type, shortdesc, longdesc) \
	struct malloc_type type[1] = {{shortdesc, longdesc, 0, 0, 0, 0, NULL}}
#define MALLOC_DECLARE(type) extern struct malloc_type type[1]

MALLOC_DECLARE(M_TEMP);   /* for the length of a call */
MALLOC_DECLARE(M_DEVBUF); /* drivers */
MALLOC_DECLARE(M_PROC);
MALLOC_DECLARE(M_LKM);       /* the module system */
MALLOC_DECLARE(M_EXEC);      /* execve(2) */
MALLOC_DECLARE(M_CALL);      /* what a system call takes along to sleep */
MALLOC_DECLARE(M_PMAPSPARE); /* pages kept for reuse, as good as free */
MALLOC_DECLARE(M_KSTACKSPARE);

/*
 * malloc() returns memory aligned for anything, of size bytes; a page or
 * more is page aligned.  With M_NOWAIT it is safe at spl vm and below.
 * free() takes what malloc() gave, under the same type; NULL is ignored.
 */
void *malloc(unsigned long size, struct malloc_type *type, int flags);
void *realloc(
    void *old, unsigned long size, struct malloc_type *type, int flags);
void free(void *addr, struct malloc_type *type);
/* The same, as old sources write it. */
#define MALLOC(space, cast, size, type, flags) \
	((space) = (cast)malloc((u_long)(size), (type), (flags)))
#define FREE(addr, type) free((void *)(addr), (type))

/*
 * Pages that lie one behind the other in memory, for devices that read and
 * write it themselves: size bytes, rounded up to pages, from low on, not
 * reaching above high, the first a multiple of alignment and none of them
 * across a multiple of boundary (powers of two; boundary 0: it does not
 * matter).  kern/vm_contig.c.  NULL: there are none such; it never waits.
 * vtophys() tells where they are.  Flags: M_ZERO.  contigfree() wants the
 * same size.
 */
void *contigmalloc(unsigned long size, struct malloc_type *type, int flags,
    paddr_t low, paddr_t high, unsigned long alignment, paddr_t boundary);
void contigfree(void *addr, unsigned long size, struct malloc_type *type);

/*
 * What the allocators share: pieces of some bytes together are type's now;
 * one is not any more.  At splvm.
 */
void malloc_book(struct malloc_type *type, u_long pieces, u_long bytes);
void malloc_unbook(struct malloc_type *type, u_long bytes);
/*
 * Types that lie in this memory are no more: a module goes.  leaked() is
 * told of each with something in use, which is the type "lost" from then on.
 */
void malloc_forget(const void *start, u_long len,
    void (*leaked)(void *arg, const struct malloc_type *), void *arg);

/* Does it grow and shrink as programs come and go, whatever modules do? */
int malloc_is_programs(const struct malloc_type *);

/* Every type that was ever used, for sysctl vm.malloc and self-checks. */
extern struct malloc_type *kmemstatistics;

#endif /* _SYS_MALLOC_H_ */
