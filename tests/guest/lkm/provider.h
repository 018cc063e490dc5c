/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A module that offers others a function, and a variable with a value of
 * its own: included with NAME and SUM defined.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/systm.h>

MOD_MISC(NAME)

int provided_count = SUM;
int provided_sum(int, int);

int
provided_sum(int a, int b)
{
	provided_count++;
	return a + b + SUM;
}

/* Who is being unloaded, while the host is called so, takes a second. */
static int
unload(struct lkm_table *lkmtp, int cmd)
{
	if (strcmp(hostname, "sleepy") == 0)
		tsleep(&provided_count, PWAIT, "provider", hz);
	return strcmp(hostname, "stubborn") == 0 ? EBUSY : 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, unload, lkm_nofunc);
}
