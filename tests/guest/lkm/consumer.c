/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * consumer: system call 218 returns the sum of its two arguments, from
 * module provider, and the number of sums so far, times 1000.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

extern int provided_count;
int provided_sum(int, int);

static int consumer(struct proc *, void *, register_t *);

static struct sysent entry = {2, 2 * sizeof(register_t), consumer};
MOD_SYSCALL("consumer", 218, &entry)

static int
consumer(struct proc *p, void *v, register_t *retval)
{
	const register_t *arg = v;

	*retval = provided_sum(arg[0], arg[1]) + 1000 * provided_count;
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
