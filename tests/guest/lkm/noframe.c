/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * noframe: a system call that sleeps inside the module until a signal comes,
 * compiled without frame pointers, and with %ebp in use for something else:
 * no chain of frames leads from the sleep to whoever called this.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int channel;

static int
noframe(struct proc *p, void *v, register_t *retval)
{
	int error;

	*retval = 7;
	__asm volatile("pushl %%ebp\n\t"
		       "xorl %%ebp, %%ebp\n\t"
		       "pushl $0\n\t"
		       "pushl %2\n\t"
		       "pushl %3\n\t"
		       "pushl %1\n\t"
		       "call tsleep\n\t"
		       "addl $16, %%esp\n\t"
		       "popl %%ebp"
		       : "=a"(error)
		       : "b"(&channel), "S"("noframe"), "i"(PWAIT | PCATCH)
		       : "ecx", "edx", "memory", "cc");
	return error == 0 ? EAGAIN : error;
}

static struct sysent entry = {0, 0, noframe};
MOD_SYSCALL("noframe", 219, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
