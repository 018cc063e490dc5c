/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kauth.h: may somebody do it?  As sources of NetBSD 4 ask, of whom most want
 * to know whether it is root.  Real and saved ids are a process's, not in its
 * credentials: see struct pcred in sys/proc.h.
 */
#ifndef _SYS_KAUTH_H_
#define _SYS_KAUTH_H_

#ifdef _KERNEL
#include <sys/proc.h>

typedef struct ucred *kauth_cred_t;
enum kauth_generic { KAUTH_GENERIC_ISSUSER };

/* 0 or EPERM. */
static inline int
kauth_authorize_generic(kauth_cred_t cr, enum kauth_generic what, void *arg)
{
	return (suser)(cr, NULL);
}
static inline uid_t
kauth_cred_geteuid(kauth_cred_t cr)
{
	return cr->cr_uid;
}
static inline gid_t
kauth_cred_getegid(kauth_cred_t cr)
{
	return cr->cr_gid;
}
/* The caller's; it lasts as long as the call. */
static inline kauth_cred_t
kauth_cred_get(void)
{
	return curproc->p_ucred;
}
#endif /* _KERNEL */

#endif /* _SYS_KAUTH_H_ */
