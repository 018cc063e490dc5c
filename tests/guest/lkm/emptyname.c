/* SPDX-License-Identifier: BSD-2-Clause */
/* emptyname: a module whose name is empty. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("")

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
