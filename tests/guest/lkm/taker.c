/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * taker: takes system call 215 by hand, as old modules did: what was there
 * it keeps, and puts back when it goes.  The call returns 9.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static struct sysent kept;

static int
taker_call(struct proc *p, void *v, register_t *retval)
{
	*retval = 9;
	return 0;
}

MOD_MISC("taker")

static int
taker_load(struct lkm_table *lkmtp, int cmd)
{
	kept = sysent[215];
	sysent[215] = (struct sysent){0, 0, taker_call};
	return 0;
}

static int
taker_unload(struct lkm_table *lkmtp, int cmd)
{
	sysent[215] = kept;
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, taker_load, taker_unload, lkm_nofunc);
}
