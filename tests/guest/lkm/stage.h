/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stage.h: a module that says at its load how far the boot has come: what
 * is mounted, and the securelevel.  NAME is the module's.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/mount.h>
#include <sys/systm.h>

MOD_MISC(NAME)

static int
stage_load(struct lkm_table *lkmtp, int cmd)
{
	const struct mount *mp;
	int mounts = 0;

	TAILQ_FOREACH(mp, &mountlist, mnt_list)
		mounts++;
	printf("boot: %s: %d mounted, securelevel %d\n", NAME, mounts,
	    securelevel);
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, stage_load, lkm_nofunc, lkm_nofunc);
}
