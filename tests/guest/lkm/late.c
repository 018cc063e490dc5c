/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * late: its unload function sleeps for a second; its system call, 224, sets a
 * timeout of two.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int channel;

static void
late_tick(void *arg)
{
	printf("late: ticked\n");
}

static int
late(struct proc *p, void *v, register_t *retval)
{
	timeout(late_tick, NULL, 2 * hz);
	*retval = 1;
	return 0;
}

static struct sysent entry = {0, 0, late};
MOD_SYSCALL("late", 224, &entry)

static int
late_unload(struct lkm_table *lkmtp, int cmd)
{
	printf("late: sleeps\n");
	(void)tsleep(&channel, PWAIT, "late", hz);
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, late_unload, lkm_nofunc);
}
