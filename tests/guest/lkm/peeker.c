/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * peeker: a system call, 225, that reads a word of the program's memory,
 * where it may fault.  The function that does, the kernel's fuword(), keeps
 * no frame: of this module, only a return address lies on the stack.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int
peeker(struct proc *p, void *v, register_t *retval)
{
	*retval = fuword(*(void **)v);
	return 0;
}

static struct sysent entry = {1, sizeof(int), peeker};
MOD_SYSCALL("peeker", 225, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
