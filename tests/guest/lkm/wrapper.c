/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wrapper: takes system call 219, and calls whoever had it before.  When
 * that is noframe, and sleeps, the only trace of this module on the stack is
 * a return address that no frame leads to.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int wrapper(struct proc *, void *, register_t *);

static struct sysent entry = {0, 0, wrapper};
MOD_SYSCALL("wrapper", 219, &entry)

static volatile int returns;

static int
wrapper(struct proc *p, void *v, register_t *retval)
{
	int error = _module.lkm_oldent.sy_call(p, v, retval);

	returns++; /* not a jump: we have to be come back to */
	return error;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
