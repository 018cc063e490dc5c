/* SPDX-License-Identifier: BSD-2-Clause */
/* forgetful: goes without freeing 16 bytes of a type of its own. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/systm.h>

static MALLOC_DEFINE(M_FORGET, "forgetful", "a module's own memory");

MOD_MISC("forgetful")

static int
load(struct lkm_table *lkmtp, int cmd)
{
	return malloc(16, M_FORGET, M_NOWAIT) == NULL ? ENOMEM : 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, lkm_nofunc, lkm_nofunc);
}
