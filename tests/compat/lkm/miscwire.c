/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * miscwire: a module of type MISC, which looks for a free system call itself,
 * takes it, and gives it back.
 */
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/mount.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/file.h>
#include <sys/errno.h>
#include <sys/syscall.h>

extern int sys_lkmnosys __P((struct proc *, void *, register_t *));
extern int lkmexists __P((struct lkm_table *));
extern struct sysent sysent[];

static int misccall __P((struct proc *, void *, register_t *));
static struct sysent misc_sysent = { 1, sizeof(int), misccall };
static struct sysent misc_oldent;
static int misc_slot = -1;

MOD_MISC("miscwire")

static int
misccall(p, v, retval)
	struct proc *p;
	void *v;
	register_t *retval;
{
	struct a { int n; } *uap = v;

	*retval = uap->n * 2;
	return 0;
}

static int
wire(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	register int i;
	int s;

	switch (cmd) {
	case LKM_E_LOAD:
		if (lkmexists(lkmtp))
			return (EEXIST);
		for (i = 0; i < SYS_MAXSYSCALL; i++)
			if (sysent[i].sy_call == sys_lkmnosys)
				break;
		if (i == SYS_MAXSYSCALL)
			return (ENFILE);
		s = splhigh();
		bcopy((caddr_t)&sysent[i], (caddr_t)&misc_oldent,
		    sizeof(struct sysent));
		bcopy((caddr_t)&misc_sysent, (caddr_t)&sysent[i],
		    sizeof(struct sysent));
		splx(s);
		misc_slot = i;
		printf("miscwire: %s, system call %d\n",
		    lkmtp->private.lkm_misc->lkm_name, i);
		break;
	case LKM_E_UNLOAD:
		sysent[misc_slot] = misc_oldent;
		break;
	default:
		return (EINVAL);
	}
	return (0);
}

int
xxxinit(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd;
	int ver;
{
	DISPATCH(lkmtp, cmd, ver, wire, wire, lkm_nofunc)
}
