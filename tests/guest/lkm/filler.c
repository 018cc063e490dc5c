/* SPDX-License-Identifier: BSD-2-Clause */
/* filler: takes every system call number that is free. */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

MOD_MISC("filler")

static int
filler(struct proc *p, void *v, register_t *retval)
{
	return ENOSYS;
}

static void
replace(int (*from)(struct proc *, void *, register_t *),
    int (*to)(struct proc *, void *, register_t *))
{
	int i;

	for (i = 0; i < nsysent; i++)
		if (sysent[i].sy_call == from)
			sysent[i].sy_call = to;
}

static int
load(struct lkm_table *lkmtp, int cmd)
{
	replace(sys_lkmnosys, filler);
	return 0;
}

static int
unload(struct lkm_table *lkmtp, int cmd)
{
	replace(filler, sys_lkmnosys);
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}
