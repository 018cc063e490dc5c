/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chain_a: system call 217 sleeps in the module until a signal comes.  It is
 * compiled without frame pointers, and leaves %ebp alone: what it calls has
 * a frame that leads to the frame of its caller, and so past the address
 * that it returns to.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int
chain_a(struct proc *p, void *v, register_t *retval)
{
	int error = tsleep(&p, PWAIT | PCATCH, "chain", 0);

	*retval = 1;
	return error == 0 ? EAGAIN : error;
}

static struct sysent entry = {0, 0, chain_a};
MOD_SYSCALL("chain_a", 217, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
