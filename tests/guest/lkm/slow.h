/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slow.h: a system call that sleeps inside the module until a signal comes,
 * in a module that sleeps for a second when it is loaded or unloaded: long
 * enough for a process to come in meanwhile.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int call_channel, slow_channel;

int sleep_here(void);

int __noinline
sleep_here(void)
{
	int error = tsleep(&call_channel, PWAIT | PCATCH, "slow", 0);

	return error == 0 ? EAGAIN : error;
}

static int
slow(struct proc *p, void *v, register_t *retval)
{
	int error = sleep_here();

	*retval = 7;
	return error;
}

static struct sysent entry = {0, 0, slow};
MOD_SYSCALL(NAME, SLOT, &entry)

/* Tell the test that we sleep now, and do. */
static int
take_a_second(struct lkm_table *lkmtp, int cmd)
{
	printf(NAME ": sleeps\n");
	(void)tsleep(&slow_channel, PWAIT, "second", hz);
	return RESULT;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, SLOW_LOAD, SLOW_UNLOAD, lkm_nofunc);
}
