/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lwpcall: as NetBSD 4 had it: who calls is a struct lwp.
 */
#include <sys/cdefs.h>
__KERNEL_RCSID(0, "$NetBSD$");

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/lkm.h>
#include <sys/syscallargs.h>

static int lwpcall(struct lwp *, void *, register_t *);

static struct sysent lwpcall_sysent = { 0, 0, lwpcall };

MOD_SYSCALL("lwpcall", 213, &lwpcall_sysent);

static int
lwpcall(struct lwp *l, void *v, register_t *retval)
{
	struct proc *p = l->l_proc;

	if (l != curlwp || p != curproc)
		return EINVAL;
	*retval = p->p_pid == p->p_pptr->p_pid ? 0 : p->p_ucred->cr_uid + 4;
	return 0;
}

int lwpcall_lkmentry(struct lkm_table *, int, int);

int
lwpcall_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
