/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_oom.c: when memory is used up.  Programs get more address space than
 * there is memory, so it can turn out at any touch of a page that there is
 * none.  Then the largest process is killed, which need not be the one that
 * asked; whoever asked waits and tries again.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/vm.h>

/* A victim that has not gone by then sleeps too well: the next one. */
#define PATIENCE HZ

static int killed_at; /* ticks, when the last victim was chosen */

static int
may_go(const struct proc *p)
{
	return p != initproc && p->p_vmspace != NULL && p->p_stat != SIDL &&
	    (p->p_flag & (P_SYSTEM | P_EXITING)) == 0;
}

/* Its pages, and those that the kernel has on its behalf. */
static u_long
pages_held(const struct vmspace *vm)
{
	return pmap_resident(vm->vm_pmap) +
	    vm->vm_nentries * sizeof(struct vm_entry) / PAGE_SIZE;
}

/* The one with the most pages that is not dying yet; NULL if one is. */
static struct proc *
choose_victim(void)
{
	struct proc *p, *victim = NULL;
	u_long n, most = 0;

	LIST_FOREACH(p, &allproc, p_list) {
		if (p->p_vmspace == NULL)
			continue;
		if (p->p_siglist & sigmask(SIGKILL) || p->p_flag & P_EXITING) {
			if (ticks - killed_at < PATIENCE)
				return NULL;
			continue;
		}
		n = pages_held(p->p_vmspace);
		if (may_go(p) && n > most) {
			victim = p;
			most = n;
		}
	}
	return victim;
}

void
vm_oom(void)
{
	struct proc *victim = choose_victim();

	if (victim == NULL)
		return;
	printf("pid %d (%s): killed: out of memory\n", victim->p_pid,
	    victim->p_comm);
	killed_at = ticks;
	psignal(victim, SIGKILL);
}
