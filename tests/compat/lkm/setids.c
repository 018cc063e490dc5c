/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * setids: gives a process other ids, by the fields that 4.4BSD had them in,
 * and asks who is root in each of the ways that there were.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/user.h>
#include <sys/acct.h>
#include <sys/kauth.h>
#include <sys/resourcevar.h>
#include <sys/lkm.h>
#include <uvm/uvm_extern.h>
#include <machine/cpu.h>
#include <machine/cpufunc.h>

struct setids_args {
	uid_t	uid;
};

static int setids __P((struct proc *, void *, register_t *));
static struct sysent setids_sysent = { 1, sizeof(struct setids_args), setids };

MOD_SYSCALL("setids", 215, &setids_sysent)

static int
setids(p, v, retval)
	struct proc *p;
	void *v;
	register_t *retval;
{
	register struct setids_args *uap = v;
	register struct pcred *pc = p->p_cred;
	struct lwp *l = p;
	int error, wrong;

	if ((error = suser(pc->pc_ucred, &p->p_acflag)) != 0)
		return (error);
	wrong = suser(p, 0) || kauth_authorize_generic(l->l_cred,
	    KAUTH_GENERIC_ISSUSER, &l->l_acflag);
	pc->pc_ucred = crcopy(pc->pc_ucred);
	pc->pc_ucred->cr_uid = uap->uid;
	wrong |= suser(p, 0) != (uap->uid ? EPERM : 0);
	wrong |= kauth_authorize_generic(l->l_cred, KAUTH_GENERIC_ISSUSER,
	    NULL) != suser(p->p_ucred, NULL);
	*retval = wrong ? -1 : kauth_cred_geteuid(l->l_cred);
	return (0);
}

int
setids_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc)
}
