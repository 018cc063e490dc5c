/* SPDX-License-Identifier: BSD-2-Clause */
/* badslot: wants a system call number that there is not. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int
badslot(struct proc *p, void *v, register_t *retval)
{
	return 0;
}

static struct sysent entry = {0, 0, badslot};
MOD_SYSCALL("badslot", 600, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
