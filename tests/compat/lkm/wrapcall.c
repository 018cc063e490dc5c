/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wrapcall: takes getppid(2), calls the one that was there, and counts.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/lkm.h>
#include <sys/syscall.h>
#include <sys/kernel.h>

int	wrap();
static	int wrap_load(), wrap_unload(), wrap_stat();
static	struct sysent *original;
static	int calls;

static struct sysent wrap_sysent = { 0, 0, wrap };

MOD_SYSCALL("wrapcall", SYS_getppid, &wrap_sysent)

int
wrap(p, uap, retval)
	struct proc *p;
	void *uap;
	register_t *retval;
{
	int error;

	++calls;
	error = (*original->sy_call)(p, uap, retval);
	*retval += 100000;
	return error;
}

static int
wrap_load(lkmtp, cmd)
	struct lkm_table *lkmtp;
{
	original = &lkmtp->private.lkm_syscall->lkm_oldent;
	return (0);
}

static int
wrap_unload(lkmtp, cmd)
	struct lkm_table *lkmtp;
{
	printf("wrapcall: %d calls\n", calls);
	return (0);
}

static int
wrap_stat(lkmtp, cmd)
	struct lkm_table *lkmtp;
{
	return (lkmtp->private.lkm_any->lkm_type == LM_SYSCALL ? 0 : EINVAL);
}

int
wrapcall_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, wrap_load, wrap_unload, wrap_stat)
}
