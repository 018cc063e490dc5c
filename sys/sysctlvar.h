/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysctlvar.h: what a part of the kernel needs to offer variables.
 */
#ifndef _SYS_SYSCTLVAR_H_
#define _SYS_SYSCTLVAR_H_

#include <sys/queue.h>
#include <sys/sysctl.h>

struct sysctl_req {
	void *sr_old;
	size_t sr_oldlen;   /* room there */
	size_t sr_done;     /* bytes that there are */
	const void *sr_new; /* NULL: nothing is to be set */
	size_t sr_newlen;
	const int *sr_name; /* what follows the leaf's numbers */
	u_int sr_namelen;
	struct proc *sr_proc;
	const struct sysctl_leaf *sr_leaf; /* the kernel's, as the rest */
	LIST_ENTRY(sysctl_req) sr_list;
};

int sysctl_attach(struct sysctl_leaf *, int num);
void sysctl_detach(struct sysctl_leaf *);
int sysctl_out(struct sysctl_req *, const void *, size_t);
int sysctl_in(struct sysctl_req *, void *, size_t);
int sysctl_in_string(struct sysctl_req *, char *, size_t);

#endif /* _SYS_SYSCTLVAR_H_ */
