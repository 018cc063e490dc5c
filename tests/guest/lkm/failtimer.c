/* SPDX-License-Identifier: BSD-2-Clause */
/* failtimer: its load function sets a timeout, and then fails. */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/systm.h>

static void
failtimer_tick(void *arg)
{
	printf("failtimer: ticked\n");
}

MOD_MISC("failtimer")

static int
failtimer_load(struct lkm_table *lkmtp, int cmd)
{
	timeout(failtimer_tick, NULL, hz);
	return EIO;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, failtimer_load, lkm_nofunc, lkm_nofunc);
}
