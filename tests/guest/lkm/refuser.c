/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * refuser: does not want to be unloaded until its system call was called
 * with 1.  The call returns how often it has been asked to go.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int willing, asked;

static int
refuser(struct proc *p, void *v, register_t *retval)
{
	willing = *(int *)v;
	*retval = asked;
	return 0;
}

static struct sysent entry = {1, sizeof(int), refuser};
MOD_SYSCALL("refuser", 217, &entry)

static int
unload(struct lkm_table *lkmtp, int cmd)
{
	asked++;
	return willing ? 0 : EBUSY;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, unload, lkm_nofunc);
}
