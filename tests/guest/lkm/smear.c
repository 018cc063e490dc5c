/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smear: a system call that writes one byte value to all memory that the
 * next call may find left over: what the caller's kernel stack will have,
 * free pieces of malloc(9)'s pages, and free pages.
 * (A page all of whose pieces are free is a free page.)
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vm.h>

#define STACK  5000 /* of 8 KiB; the way here has some */
#define PIECES 64   /* of a class */
#define PAGES  512

struct smear_args {
	int value;
};

/* None of these is part of smear(), whose frame has to be small. */
static void __noinline
smear_stack(int value)
{
	char room[STACK];

	memset(room, value, sizeof(room));
	__asm volatile("" : : "r"(room) : "memory");
}

/* All of them are had before any is given back, or it would be one. */
static void __noinline
smear_heap(int value)
{
	char *piece[PIECES];
	size_t size;
	u_int i;

	for (size = 16; size <= 2048; size += 16) {
		for (i = 0; i < PIECES; i++)
			if ((piece[i] = malloc(size, M_TEMP, M_NOWAIT)) != NULL)
				memset(piece[i], value, size);
		for (i = 0; i < PIECES; i++)
			free(piece[i], M_TEMP);
	}
}

static void __noinline
smear_pages(int value)
{
	struct vm_page *list = vm_page_alloc_list(M_TEMP, PAGES), *pg;

	for (pg = list; pg != NULL; pg = pg->vp_link)
		memset(vm_page_va(pg), value, PAGE_SIZE);
	vm_page_release_list(list);
}

static int
smear(struct proc *p, void *v, register_t *retval)
{
	struct smear_args *uap = v;

	smear_heap(uap->value);
	smear_pages(uap->value);
	smear_stack(uap->value);
	return 0;
}

static struct sysent sysent_smear = {1, sizeof(struct smear_args), smear};

MOD_SYSCALL("smear", -1, &sysent_smear)

int smear_lkmentry(struct lkm_table *, int, int);

int
smear_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
