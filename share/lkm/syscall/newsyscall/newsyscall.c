/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * newsyscall: a module that is a system call.  It takes the first free
 * number, says hello on the console when it is called, and returns its
 * argument plus one.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

/* The arguments, as they lie on the caller's stack. */
struct newsyscall_args {
	int value;
};

static int
newsyscall(struct proc *p, void *v, register_t *retval)
{
	struct newsyscall_args *uap = v;

	printf("newsyscall: hello, pid %d (%s)\n", p->p_pid, p->p_comm);
	*retval = uap->value + 1;
	return 0;
}

/* How many words of arguments, how many bytes, the function. */
static struct sysent newsysent = {
    1, sizeof(struct newsyscall_args), newsyscall};

/* -1: any free number. */
MOD_SYSCALL("newsyscall", -1, &newsysent)

static int
load(struct lkm_table *lkmtp, int cmd)
{
	printf("newsyscall: system call number %lu\n", _module.lkm_offset);
	return 0;
}

int newsyscall_lkmentry(struct lkm_table *, int, int);

int
newsyscall_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, lkm_nofunc, lkm_nofunc);
}
