/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_prot.c: who a process is: user and group ids.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>

MALLOC_DEFINE(M_CRED, "cred", "credentials");

struct ucred *
crget(void)
{
	struct ucred *cr = malloc(sizeof(*cr), M_CRED, M_WAITOK | M_ZERO);

	cr->cr_ref = 1;
	return cr;
}

void
crfree(struct ucred *cr)
{
	if (--cr->cr_ref == 0)
		free(cr, M_CRED);
}

struct ucred *
crcopy(struct ucred *cr)
{
	struct ucred *new;

	if (cr->cr_ref == 1)
		return cr;
	new = crget();
	*new = *cr;
	new->cr_ref = 1;
	crfree(cr);
	return new;
}

int
groupmember(gid_t gid, const struct ucred *cr)
{
	int i;

	if (cr->cr_gid == gid)
		return 1;
	for (i = 0; i < cr->cr_ngroups; i++)
		if (cr->cr_groups[i] == gid)
			return 1;
	return 0;
}

int(suser)(const struct ucred *cr, u_short *acflag)
{
	return cr->cr_uid == 0 ? 0 : EPERM;
}

int
sys_getuid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_cred->p_ruid;
	retval[1] = p->p_ucred->cr_uid;
	return 0;
}

int
sys_geteuid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_ucred->cr_uid;
	return 0;
}

int
sys_getgid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_cred->p_rgid;
	retval[1] = p->p_ucred->cr_gid;
	return 0;
}

int
sys_getegid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_ucred->cr_gid;
	return 0;
}

int
sys_setuid(struct proc *p, void *v, register_t *retval)
{
	struct sys_setuid_args *uap = v;
	uid_t uid = uap->uid;

	if (uid != p->p_cred->p_ruid && uid != p->p_cred->p_svuid &&
	    suser(p->p_ucred, NULL) != 0)
		return EPERM;
	p->p_ucred = crcopy(p->p_ucred);
	/* Root gives up all of it; others only change the effective one. */
	if (p->p_ucred->cr_uid == 0)
		p->p_cred->p_ruid = p->p_cred->p_svuid = uid;
	p->p_ucred->cr_uid = uid;
	p->p_flag |= P_SUGID;
	return 0;
}

int
sys_seteuid(struct proc *p, void *v, register_t *retval)
{
	struct sys_setuid_args *uap = v;

	if (uap->uid != p->p_cred->p_ruid && uap->uid != p->p_cred->p_svuid &&
	    suser(p->p_ucred, NULL) != 0)
		return EPERM;
	p->p_ucred = crcopy(p->p_ucred);
	p->p_ucred->cr_uid = uap->uid;
	p->p_flag |= P_SUGID;
	return 0;
}

int
sys_setgid(struct proc *p, void *v, register_t *retval)
{
	struct sys_setgid_args *uap = v;
	gid_t gid = uap->gid;

	if (gid != p->p_cred->p_rgid && gid != p->p_cred->p_svgid &&
	    suser(p->p_ucred, NULL) != 0)
		return EPERM;
	p->p_ucred = crcopy(p->p_ucred);
	if (p->p_ucred->cr_uid == 0)
		p->p_cred->p_rgid = p->p_cred->p_svgid = gid;
	p->p_ucred->cr_gid = gid;
	p->p_flag |= P_SUGID;
	return 0;
}

int
sys_setegid(struct proc *p, void *v, register_t *retval)
{
	struct sys_setgid_args *uap = v;

	if (uap->gid != p->p_cred->p_rgid && uap->gid != p->p_cred->p_svgid &&
	    suser(p->p_ucred, NULL) != 0)
		return EPERM;
	p->p_ucred = crcopy(p->p_ucred);
	p->p_ucred->cr_gid = uap->gid;
	p->p_flag |= P_SUGID;
	return 0;
}

/* May who has the three ids have this one? */
static int
may_have(u_int id, u_int real, u_int effective, u_int saved)
{
	return id == (u_int)-1 || id == real || id == effective || id == saved;
}

int
do_setresuid(struct proc *p, uid_t ruid, uid_t euid, uid_t svuid)
{
	struct pcred *pc = p->p_cred;
	uid_t r = pc->p_ruid, e = p->p_ucred->cr_uid, s = pc->p_svuid;

	if ((!may_have(ruid, r, e, s) || !may_have(euid, r, e, s) ||
		!may_have(svuid, r, e, s)) &&
	    suser(p->p_ucred, NULL) != 0)
		return EPERM;
	if (ruid != (uid_t)-1)
		pc->p_ruid = ruid;
	if (svuid != (uid_t)-1)
		pc->p_svuid = svuid;
	if (euid != (uid_t)-1) {
		p->p_ucred = crcopy(p->p_ucred);
		p->p_ucred->cr_uid = euid;
	}
	p->p_flag |= P_SUGID;
	return 0;
}

int
do_setresgid(struct proc *p, gid_t rgid, gid_t egid, gid_t svgid)
{
	struct pcred *pc = p->p_cred;
	gid_t r = pc->p_rgid, e = p->p_ucred->cr_gid, s = pc->p_svgid;

	if ((!may_have(rgid, r, e, s) || !may_have(egid, r, e, s) ||
		!may_have(svgid, r, e, s)) &&
	    suser(p->p_ucred, NULL) != 0)
		return EPERM;
	if (rgid != (gid_t)-1)
		pc->p_rgid = rgid;
	if (svgid != (gid_t)-1)
		pc->p_svgid = svgid;
	if (egid != (gid_t)-1) {
		p->p_ucred = crcopy(p->p_ucred);
		p->p_ucred->cr_gid = egid;
	}
	p->p_flag |= P_SUGID;
	return 0;
}

int
sys_getgroups(struct proc *p, void *v, register_t *retval)
{
	struct sys_getgroups_args *uap = v;
	int n = p->p_ucred->cr_ngroups;

	retval[0] = n;
	if (uap->gidsetsize == 0)
		return 0;
	if (uap->gidsetsize < n)
		return EINVAL;
	return copyout(p->p_ucred->cr_groups, uap->gidset, n * sizeof(gid_t));
}

int
sys_setgroups(struct proc *p, void *v, register_t *retval)
{
	struct sys_setgroups_args *uap = v;
	gid_t groups[NGROUPS];
	int error, n = uap->gidsetsize;

	if ((error = suser(p->p_ucred, NULL)) != 0)
		return error;
	if (n < 0 || n > NGROUPS)
		return EINVAL;
	if ((error = copyin(uap->gidset, groups, n * sizeof(gid_t))) != 0)
		return error;
	p->p_ucred = crcopy(p->p_ucred);
	memcpy(p->p_ucred->cr_groups, groups, n * sizeof(gid_t));
	p->p_ucred->cr_ngroups = n;
	p->p_flag |= P_SUGID;
	return 0;
}
