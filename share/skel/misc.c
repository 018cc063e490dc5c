/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NAME: a module of type MISC: it has to wire itself into whatever it
 * extends, and out of it again.  Here it runs a clock: once a second a
 * function of its own counts.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC("NAME")

static int seconds;

/* From the clock's soft interrupt: it must not sleep. */
static void
NAME_tick(void *arg)
{
	seconds++;
	timeout(NAME_tick, NULL, hz);
}

/* The last thing that can fail comes first, what others can see comes last. */
static int
NAME_load(struct lkm_table *lkmtp, int cmd)
{
	timeout(NAME_tick, NULL, hz);
	printf("NAME: module %d counts\n", lkmtp->id);
	return 0;
}

/* In reverse order; an error here would keep the module loaded. */
static int
NAME_unload(struct lkm_table *lkmtp, int cmd)
{
	untimeout(NAME_tick, NULL);
	printf("NAME: %d seconds\n", seconds);
	return 0;
}

int NAME_lkmentry(struct lkm_table *, int, int);

int
NAME_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, NAME_load, NAME_unload, lkm_nofunc);
}
