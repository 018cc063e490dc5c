/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * decoy: system call 217 sleeps in the module until a signal comes, with
 * %ebp at a variable that looks like a frame: the next one is that of the
 * caller's caller, and what returns there is in the kernel.  Such can be
 * left over in an array that nobody has filled yet.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

struct frame {
	struct frame *next;
	u_long pc;
};

static int channel;

static int
decoy(struct proc *p, void *v, register_t *retval)
{
	struct frame *caller, *last, array;
	int error;

	__asm volatile("movl %%ebp, %0" : "=r"(caller));
	for (last = caller; last->pc >= KERN_LKM_BASE; last = last->next)
		;
	while (last->next > last)
		last = last->next;
	array.next = last;
	array.pc = last->pc; /* where system calls begin */
	__asm volatile(
	    "pushl %%ebp\n\t"
	    "movl %4, %%ebp\n\t"
	    "pushl $0\n\t"
	    "pushl %2\n\t"
	    "pushl %3\n\t"
	    "pushl %1\n\t"
	    "call tsleep\n\t"
	    "addl $16, %%esp\n\t"
	    "popl %%ebp"
	    : "=a"(error)
	    : "b"(&channel), "S"("decoy"), "i"(PWAIT | PCATCH), "D"(&array)
	    : "ecx", "edx", "memory", "cc");
	return error == 0 ? EAGAIN : error;
}

static struct sysent entry = {0, 0, decoy};
MOD_SYSCALL("decoy", 217, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
