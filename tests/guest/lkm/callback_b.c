/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * callback_b: system call 217 calls a function that another module has
 * entered in callback_hook, and that one calls callback_nap, which sleeps
 * until a signal comes.  Compiled without frame pointers: between the two
 * functions of this module there is the other's.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

#include "callback.h"

int (*callback_hook)(void);

int
callback_nap(void)
{
	int error = tsleep(&callback_hook, PWAIT | PCATCH, "nap", 0);

	return error == 0 ? EAGAIN : error;
}

static int
callback_b(struct proc *p, void *v, register_t *retval)
{
	int error = callback_hook != NULL ? callback_hook() : ENXIO;

	*retval = 1;
	return error;
}

static struct sysent entry = {0, 0, callback_b};
MOD_SYSCALL("callback_b", 217, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
