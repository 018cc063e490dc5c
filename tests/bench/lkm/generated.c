/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generated: the entry of a module that tools/genmod writes.
 */
#include <sys/param.h>
#include <sys/lkm.h>

extern const char genmod_name[];

MOD_MISC(genmod_name)

int ENTRY(struct lkm_table *, int, int);

int
ENTRY(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
