/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chain.h: NAME takes system call 217, and calls whoever had it before; it is
 * come back to.  With frames, as share/mk/lkm.mk has it.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int wrap(struct proc *, void *, register_t *);

static struct sysent entry = {0, 0, wrap};
MOD_SYSCALL(NAME, 217, &entry)

static int
wrap(struct proc *p, void *v, register_t *retval)
{
	int error = _module.lkm_oldent.sy_call(p, v, retval);

	*retval += 10;
	return error;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
