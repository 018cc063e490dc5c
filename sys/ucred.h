/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ucred.h: who a process acts as.  Shared between processes and open
 * files; whoever wants to change one that is shared takes a copy.
 */
#ifndef _SYS_UCRED_H_
#define _SYS_UCRED_H_

#include <sys/param.h>

struct ucred {
	u_int cr_ref;
	uid_t cr_uid; /* effective */
	gid_t cr_gid; /* effective */
	int cr_ngroups;
	gid_t cr_groups[NGROUPS];
};
#define NOCRED ((struct ucred *)0)

#ifdef _KERNEL
struct ucred *crget(void);            /* a new one, count 1, zeros */
struct ucred *crcopy(struct ucred *); /* own copy; drops one reference */
static inline void
crhold(struct ucred *cr)
{
	cr->cr_ref++;
}
void crfree(struct ucred *);
int groupmember(gid_t, const struct ucred *);
int suser(const struct ucred *, u_short *acflag); /* 0 or EPERM */
#endif

#endif /* _SYS_UCRED_H_ */
