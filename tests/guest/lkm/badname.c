/* SPDX-License-Identifier: BSD-2-Clause */
/* badname: the name begins with the last byte of the module's memory. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

static char page[4096] __attribute__((aligned(4096))) = {[4095] = 'x'};

MOD_MISC(page + 4095)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
