/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * statful: its stat function says that it was asked, sleeps for a second
 * when the host is called "sleepy", and fails when it is called "sick".
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("statful")

static int
statful_stat(struct lkm_table *lkmtp, int cmd)
{
	printf("statful: asked\n");
	if (strcmp(hostname, "sleepy") == 0)
		tsleep(&hostname, PWAIT, "statful", hz);
	return strcmp(hostname, "sick") == 0 ? EIO : 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, statful_stat);
}
