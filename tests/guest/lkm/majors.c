/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * majors: a driver for each major number that modules are given, until none
 * is free.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/systm.h>

static struct cdevsw switches[DEVSW_MAX];
static char names[DEVSW_MAX][12];
static int n;

MOD_MISC("majors")

static int
majors_load(struct lkm_table *lkmtp, int cmd)
{
	int error, major;

	for (n = 0; n < DEVSW_MAX; n++) {
		snprintf(names[n], sizeof(names[n]), "major%d", n);
		major = -1;
		error =
		    devsw_attach(names[n], NULL, NULL, &switches[n], &major);
		if (error != 0)
			break;
	}
	printf("majors: %d\n", n);
	return 0;
}

static int
majors_unload(struct lkm_table *lkmtp, int cmd)
{
	while (n > 0)
		devsw_detach(NULL, &switches[--n]);
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, majors_load, majors_unload, lkm_nofunc);
}
