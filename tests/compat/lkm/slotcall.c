/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slotcall: system call 211, for root only, with an argument structure that
 * comes as a pointer to nothing in particular.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/ioctl.h>
#include <sys/conf.h>
#include <sys/mount.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/syscall.h>

struct slotcall_args {
	caddr_t	from;
	caddr_t	to;
	int	len;
};

int slotcall __P((struct proc *, void *, register_t *));

static struct sysent slotcall_sysent = {
	3, sizeof(struct slotcall_args), slotcall
};

MOD_SYSCALL("slotcall", 211, &slotcall_sysent);

int
slotcall(p, v, retval)
	struct proc *p;
	void *v;
	register_t *retval;
{
	register struct slotcall_args *uap = (struct slotcall_args *)v;
	char buf[64];
	int error, i;

	if (error = suser(p->p_ucred, &p->p_acflag))
		return (error);
	if (uap->len < 0 || uap->len > sizeof buf)
		return (EINVAL);
	if (error = copyin(uap->from, buf, (u_int)uap->len))
		return (error);
	for (i = 0; i < uap->len; i++)
		if (buf[i] >= 'a' && buf[i] <= 'z')
			buf[i] -= 'a' - 'A';
	retval[0] = i;
	return (copyout((caddr_t)buf, uap->to, (u_int)uap->len));
}

int
slotcall_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
