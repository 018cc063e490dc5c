/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * newcall: a system call in any free slot.  No semicolons behind the macros,
 * no types where int will do.
 */
#include <sys/cdefs.h>
__KERNEL_RCSID(0, "newcall");

#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/mount.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/file.h>
#include <sys/errno.h>

static int newcall __P((struct proc *, void *, register_t *));
extern int lkm_nofunc __P((struct lkm_table *, int));

static struct sysent newcall_sysent = {
	0, 0, newcall
};

MOD_SYSCALL("newcall", -1, &newcall_sysent)

static int
newcall(p, uap, retval)
	struct proc *p;
	void *uap;
	register_t *retval;
{
	uprintf("newcall: called by %d\n", p->p_pid);
	*retval = 1990;
	return (0);
}

static
newcall_load(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	if (cmd == LKM_E_LOAD)
		printf("newcall: in slot %ld\n",
		    (long)lkmtp->private.lkm_syscall->lkm_offset);
	return (0);
}

xxxinit(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd;
	int ver;
{
	DISPATCH(lkmtp, cmd, ver, newcall_load, lkm_nofunc, lkm_nofunc)
}
