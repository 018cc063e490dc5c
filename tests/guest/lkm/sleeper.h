/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sleeper.h: a module with a system call that sleeps inside the module until a signal comes;
 * its argument says how many functions deep.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int channel;

int sleep_here(int deep);

int __noinline
sleep_here(int deep)
{
	int error;

	if (deep > 0)
		error = sleep_here(deep - 1);
	else
		error = tsleep(&channel, PWAIT | PCATCH, "sleeper", 0);
	return error == 0 ? EAGAIN : error;
}

static int
sleeper(struct proc *p, void *v, register_t *retval)
{
	*retval = 7;
	return sleep_here(*(int *)v);
}

static struct sysent entry = {1, sizeof(int), sleeper};
MOD_SYSCALL(NAME, 216, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
