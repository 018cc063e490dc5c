/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NAME: a module of type SYSCALL: a system call that returns the sum of
 * its two arguments.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

/* As the caller has pushed them: each takes whole words. */
struct NAME_args {
	int a;
	int b;
};

/* 0, and the result in *retval; or an errno: the call then returns -1. */
static int
sys_NAME(struct proc *p, void *v, register_t *retval)
{
	struct NAME_args *uap = v;

	if (uap->a < 0 || uap->b < 0)
		return EINVAL;
	*retval = uap->a + uap->b;
	return 0;
}

/* Words of arguments, bytes of arguments, the function. */
static struct sysent NAME_sysent = {2, sizeof(struct NAME_args), sys_NAME};

/* -1: any number that is free; from 210 on, they are for modules. */
MOD_SYSCALL("NAME", -1, &NAME_sysent)

static int
NAME_load(struct lkm_table *lkmtp, int cmd)
{
	printf("NAME: system call number %lu\n", _module.lkm_offset);
	return 0;
}

int NAME_lkmentry(struct lkm_table *, int, int);

int
NAME_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, NAME_load, lkm_nofunc, lkm_nofunc);
}
