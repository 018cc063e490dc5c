/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hello: the smallest module: it greets when it is loaded, and says
 * good-bye when it is unloaded.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

/* The name that modstat lists, and modunload -n takes. */
MOD_MISC("hello")

/* Runs once the module is linked and known.  0, or an errno: no module. */
static int
hello_load(struct lkm_table *lkmtp, int cmd)
{
	printf("hello: loaded at 0x%lx as module %d\n", lkmtp->area, lkmtp->id);
	return 0;
}

/* Runs before the module goes.  An errno refuses: it stays. */
static int
hello_unload(struct lkm_table *lkmtp, int cmd)
{
	printf("hello: good-bye\n");
	return 0;
}

int hello_lkmentry(struct lkm_table *, int, int);

int
hello_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, hello_load, hello_unload, lkm_nofunc);
}
