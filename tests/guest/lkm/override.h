/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * override.h: a module that takes system call 215, whoever has it; the call
 * returns RESULT.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int
override(struct proc *p, void *v, register_t *retval)
{
	*retval = RESULT;
	return 0;
}

static struct sysent entry = {0, 0, override};
MOD_SYSCALL(NAME, 215, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
