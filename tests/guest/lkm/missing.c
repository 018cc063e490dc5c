/* SPDX-License-Identifier: BSD-2-Clause */
/* missing: wants three things that the kernel has not. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

extern int no_such_variable;
int no_such_function(int);
int nor_this_one(void);

MOD_MISC("missing")

static int
load(struct lkm_table *lkmtp, int cmd)
{
	return no_such_function(no_such_variable) + nor_this_one();
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, lkm_nofunc, lkm_nofunc);
}
