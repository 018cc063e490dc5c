/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_kthread.c: kernel threads.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kthread.h>
#include <sys/proc.h>
#include <sys/wait.h>

int
kthread_create1(
    void (*fn)(void *), void *arg, struct proc **pp, const char *name, ...)
{
	struct proc *p;
	va_list ap;
	int error;

	/* It does not run before its creator sleeps. */
	if ((error = fork1(initproc, fn, arg, &p)) != 0)
		return error;
	va_start(ap, name);
	vsnprintf(p->p_comm, sizeof(p->p_comm), name, ap);
	va_end(ap);
	if (pp != NULL)
		*pp = p;
	return 0;
}

void
kthread_exit(int status)
{
	exit1(curproc, W_EXITCODE(status & 0xff, 0));
}
