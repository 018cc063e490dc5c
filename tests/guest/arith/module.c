/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arith: a module that is there only if what compute.c has computed in the
 * kernel is right.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("arith")

u_int arith_wrong(void);

static int
arith_load(struct lkm_table *lkmtp, int cmd)
{
	u_int wrong = arith_wrong();

	printf("arith: wrong: 0x%x\n", wrong);
	return wrong == 0 ? 0 : EIO;
}

int arith_lkmentry(struct lkm_table *, int, int);

int
arith_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, arith_load, lkm_nofunc, lkm_nofunc);
}
