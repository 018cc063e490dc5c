/* SPDX-License-Identifier: BSD-2-Clause */
/* loadpanic: takes the kernel down as it is loaded. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("loadpanic")

static int
loadpanic_load(struct lkm_table *lkmtp, int cmd)
{
	panic("loadpanic: as it is loaded");
}

int loadpanic_lkmentry(struct lkm_table *, int, int);

int
loadpanic_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, loadpanic_load, lkm_nofunc, lkm_nofunc);
}
