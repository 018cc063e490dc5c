/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_ids.c: who a process is.  The calls whose names end in 32 have ids of
 * 32 bits, the old ones of 16: there, -1 is 65535, and one that does not fit
 * is told as 65534.
 */
#include <sys/ucred.h>

#include "linux.h"

#define OVERFLOW_ID 65534
#define TO16(id)    ((id) > 0xffff ? OVERFLOW_ID : (id))
#define FROM16(id)  ((uint16_t)(id) == 0xffff ? (u_int)-1 : (uint16_t)(id))

int
linux_getuid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_cred->p_ruid;
	return 0;
}

int
linux_getgid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_cred->p_rgid;
	return 0;
}

int
linux_getuid16(struct proc *p, void *v, register_t *retval)
{
	retval[0] = TO16(p->p_cred->p_ruid);
	return 0;
}

int
linux_getgid16(struct proc *p, void *v, register_t *retval)
{
	retval[0] = TO16(p->p_cred->p_rgid);
	return 0;
}

int
linux_geteuid16(struct proc *p, void *v, register_t *retval)
{
	retval[0] = TO16(p->p_ucred->cr_uid);
	return 0;
}

int
linux_getegid16(struct proc *p, void *v, register_t *retval)
{
	retval[0] = TO16(p->p_ucred->cr_gid);
	return 0;
}

/* EINVAL for -1, which elsewhere leaves an id as it is. */
static int
set_id(struct proc *p, u_int id,
    int (*native)(struct proc *, void *, register_t *))
{
	struct sys_setuid_args a = {id}; /* sys_setgid_args is the same */
	register_t unused[2];

	return id == (u_int)-1 ? EINVAL : native(p, &a, unused);
}

int
linux_setuid(struct proc *p, void *v, register_t *retval)
{
	return set_id(p, *(u_int *)v, sys_setuid);
}

int
linux_setgid(struct proc *p, void *v, register_t *retval)
{
	return set_id(p, *(u_int *)v, sys_setgid);
}

int
linux_setuid16(struct proc *p, void *v, register_t *retval)
{
	return set_id(p, FROM16(*(u_int *)v), sys_setuid);
}

int
linux_setgid16(struct proc *p, void *v, register_t *retval)
{
	return set_id(p, FROM16(*(u_int *)v), sys_setgid);
}

struct linux_setresid_args {
	u_int real, effective, saved;
};

int
linux_setresuid(struct proc *p, void *v, register_t *retval)
{
	struct linux_setresid_args *uap = v;

	return do_setresuid(p, uap->real, uap->effective, uap->saved);
}

int
linux_setresgid(struct proc *p, void *v, register_t *retval)
{
	struct linux_setresid_args *uap = v;

	return do_setresgid(p, uap->real, uap->effective, uap->saved);
}

/*
 * The saved id follows the effective one where the real one is set, or the
 * effective one to what is not the real one.
 */
static u_int
saved_id(const struct linux_setresid_args *uap, u_int real, u_int effective)
{
	if (uap->real == (u_int)-1 &&
	    (uap->effective == (u_int)-1 || uap->effective == real))
		return -1;
	return uap->effective != (u_int)-1 ? uap->effective : effective;
}

/* Nobody's real id becomes its saved one that way, but root's. */
int
linux_setreuid(struct proc *p, void *v, register_t *retval)
{
	struct linux_setresid_args *uap = v;
	u_int real = p->p_cred->p_ruid, effective = p->p_ucred->cr_uid;

	if (uap->real != (u_int)-1 && uap->real != real &&
	    uap->real != effective && suser(p->p_ucred, NULL) != 0)
		return EPERM;
	return do_setresuid(
	    p, uap->real, uap->effective, saved_id(uap, real, effective));
}

int
linux_setregid(struct proc *p, void *v, register_t *retval)
{
	struct linux_setresid_args *uap = v;
	u_int real = p->p_cred->p_rgid, effective = p->p_ucred->cr_gid;

	if (uap->real != (u_int)-1 && uap->real != real &&
	    uap->real != effective && suser(p->p_ucred, NULL) != 0)
		return EPERM;
	return do_setresgid(
	    p, uap->real, uap->effective, saved_id(uap, real, effective));
}

struct linux_getresid_args {
	u_int *real, *effective, *saved;
};

static int
out_ids(const struct linux_getresid_args *uap, u_int real, u_int effective,
    u_int saved)
{
	int error;

	if ((error = copyout(&real, uap->real, sizeof(real))) != 0 ||
	    (error = copyout(&effective, uap->effective, sizeof(effective))) !=
		0)
		return error;
	return copyout(&saved, uap->saved, sizeof(saved));
}

int
linux_getresuid(struct proc *p, void *v, register_t *retval)
{
	return out_ids(
	    v, p->p_cred->p_ruid, p->p_ucred->cr_uid, p->p_cred->p_svuid);
}

int
linux_getresgid(struct proc *p, void *v, register_t *retval)
{
	return out_ids(
	    v, p->p_cred->p_rgid, p->p_ucred->cr_gid, p->p_cred->p_svgid);
}

/*
 * Ids for files alone are the effective ones here.  These calls have no
 * error: they return what was, and a program that asks again sees whether it
 * has changed.
 */
int
linux_setfsuid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_ucred->cr_uid;
	return 0;
}

int
linux_setfsgid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_ucred->cr_gid;
	return 0;
}
