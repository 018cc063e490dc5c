/* SPDX-License-Identifier: BSD-2-Clause */
/* pic: a module that is compiled with -fPIC. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

int global; /* found through a table that modules have not */

MOD_MISC("pic")

static int
load(struct lkm_table *lkmtp, int cmd)
{
	global++;
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, lkm_nofunc, lkm_nofunc);
}
