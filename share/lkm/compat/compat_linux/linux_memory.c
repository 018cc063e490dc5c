/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_memory.c: a program's memory.
 */
#include <sys/vm.h>

#include "linux.h"

/* Returns where the heap ends, moved or not: that is all of its errors. */
int
linux_brk(struct proc *p, void *v, register_t *retval)
{
	register_t unused[2];

	if (*(vaddr_t *)v != 0)
		(void)sys_break(p, v, unused);
	retval[0] = p->p_vmspace->vm_brk;
	return 0;
}
