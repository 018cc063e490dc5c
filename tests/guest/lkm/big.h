/* SPDX-License-Identifier: BSD-2-Clause */
/* big.h: a module with BYTES of bss. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

char big_bss[BYTES];

MOD_MISC(NAME)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
