/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * manyconst: has pages of read-only data, which hold no code, and a system
 * call, 212, that runs what is in the middle of them: a return instruction.
 * With an argument of 0 it only reads it.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

#define PAGES  3
#define MIDDLE (PAGES * PAGE_SIZE / 2)

static const unsigned char many[PAGES * PAGE_SIZE] = {[MIDDLE] = 0xc3};

int run_constant(int how);

int __noinline
run_constant(int how)
{
	const volatile unsigned char *code = &many[MIDDLE];

	__asm volatile("" : "+r"(code)); /* the compiler shall not know */
	if (how != 0)
		((void (*)(void))(vaddr_t)code)();
	return *code;
}

static int
manyconst(struct proc *p, void *v, register_t *retval)
{
	*retval = run_constant(*(int *)v);
	return 0;
}

static struct sysent entry = {1, sizeof(int), manyconst};
MOD_SYSCALL("manyconst", 212, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
