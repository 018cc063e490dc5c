/* SPDX-License-Identifier: BSD-2-Clause */
/* thirtyone: a module whose name is as long as a name may be. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("a234567890123456789012345678901")

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
