/* SPDX-License-Identifier: BSD-2-Clause */
/* weakling: fails to load with EDOM where nobody offers provided_sum(). */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

int provided_sum(int, int) __attribute__((weak));

MOD_MISC("weakling")

static int
load(struct lkm_table *lkmtp, int cmd)
{
	if (provided_sum == NULL)
		return EDOM;
	return provided_sum(1, 2) == 3 ? 0 : EIO;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, lkm_nofunc, lkm_nofunc);
}
