/* SPDX-License-Identifier: BSD-2-Clause */
/* noentry: its entry has a name that modload has to be told. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("noentry")

int start_here(struct lkm_table *, int, int);
int not_code = 1;

int
start_here(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
