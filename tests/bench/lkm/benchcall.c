/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * benchcall: a system call that does what getppid does, in a module: so that
 * all that it can cost more is what modules cost.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int
benchcall(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_pptr->p_pid;
	return 0;
}

static struct sysent benchcall_sysent = {0, 0, benchcall};

MOD_SYSCALL("benchcall", -1, &benchcall_sysent)

int ENTRY(struct lkm_table *, int, int);

int
ENTRY(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
