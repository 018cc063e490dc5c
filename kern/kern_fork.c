/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_fork.c: a process makes another, which is its copy.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/filedesc.h>
#include <sys/holders.h>
#include <sys/ktracevar.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/procvar.h>
#include <sys/syscallargs.h>
#include <sys/vm.h>

/* As many as have room for their kernel stacks, each behind a guard page. */
int maxproc = (KERN_STACK_END - KERN_STACK_BASE) / (USPACE + PAGE_SIZE) - 4;

/* p's memory: a copy of its parent's, or that.  ENOMEM. */
static int
give_memory(struct proc *p, struct proc *parent, int shared)
{
	if (!shared)
		p->p_vmspace = vmspace_fork(parent->p_vmspace);
	else {
		p->p_vmspace = parent->p_vmspace;
		p->p_vmspace->vm_refcnt++;
	}
	return p->p_vmspace == NULL ? ENOMEM : 0;
}

static int
make_process(struct proc *parent, int shared, void (*fn)(void *), void *arg,
    struct proc **childp)
{
	struct proc *p;
	int error = ENOMEM;

	/* Root keeps a few, to be able to do something about it. */
	if (nprocs >= maxproc ||
	    (nprocs >= maxproc - 5 && parent->p_cred->p_ruid != 0))
		return EAGAIN;
	p = malloc(sizeof(*p), M_PROC, M_WAITOK | M_ZERO);
	p->p_sigacts = malloc(sizeof(*p->p_sigacts), M_PROC, M_WAITOK);
	*p->p_sigacts = *parent->p_sigacts;
	callout_init(&p->p_slpcallout);
	callout_init(&p->p_realtimer);
	p->p_stat = SIDL;
	p->l_proc = p;
	p->p_emul = parent->p_emul;
	p->p_execsw = parent->p_execsw;
	p->p_execvia = parent->p_execvia;
	p->p_flag =
	    parent->p_flag & (P_SUGID | P_CONTROLT | P_NOCLDSTOP | P_NOCLDWAIT);
	p->p_sigmask = parent->p_sigmask;
	p->p_sigstk = parent->p_sigstk;
	memcpy(p->p_comm, parent->p_comm, sizeof(p->p_comm));
	*p->p_cred = *parent->p_cred;
	getnanotime(&p->p_start);

	if (fn == NULL) {
		if (give_memory(p, parent, shared) != 0)
			goto undo_alloc;
	} else {
		p->p_flag |= P_SYSTEM;
		p->p_thread = fn;
	}
	if ((error = cpu_fork(parent, p, fn, arg)) != 0)
		goto undo_vm;

	/* Nothing fails from here on. */
	p->p_ucred = parent->p_ucred;
	crhold(p->p_ucred);
	p->p_fd = fdcopy(parent);
	p->p_cwdi = cwdcopy(parent);
	if ((p->p_args = parent->p_args) != NULL)
		p->p_args->ka_ref++;
	if (parent->p_tracep != NULL && fn == NULL)
		ktrfork(parent, p);
	p->p_pptr = parent;
	LIST_INSERT_HEAD(&parent->p_children, p, p_sibling);
	proc_enter(p);
	if (parent->p_pgrp != NULL) {
		p->p_pgrp = parent->p_pgrp;
		LIST_INSERT_AFTER(parent, p, p_pglist);
		fixjobc(p, p->p_pgrp, 1);
	}
	*childp = p;
	setrunnable(p);
	/*
	 * The parent was killed while it slept here over memory: maybe with
	 * its group, of which the child was none yet.
	 */
	if (parent->p_siglist & sigmask(SIGKILL))
		psignal(p, SIGKILL);
	return 0;

undo_vm:
	if (p->p_vmspace != NULL)
		vmspace_free(p->p_vmspace);
undo_alloc:
	free(p->p_sigacts, M_PROC);
	free(p, M_PROC);
	return error;
}

int
fork1(struct proc *parent, void (*fn)(void *), void *arg, struct proc **child)
{
	return make_process(parent, 0, fn, arg, child);
}

int
vfork1(struct proc *parent, struct proc **child)
{
	int error = make_process(parent, 1, NULL, NULL, child);

	if (error == 0) {
		parent->p_vfchild = *child;
		(*child)->p_vfparent = parent;
	}
	return error;
}

void
vfork_wait(struct proc *parent)
{
	sigset_t mask = parent->p_sigmask;
	struct proc *child, *waits;

	parent->p_sigmask = ~sigmask(SIGKILL);
	while (parent->p_vfchild != NULL)
		if (tsleep(&parent->p_vfchild, PWAIT | PCATCH, "vfork", 0) != 0)
			break;
	parent->p_sigmask = mask;
	if ((child = parent->p_vfchild) == NULL)
		return;
	/* It is killed.  Whose memory it had itself waits for the child. */
	waits = parent->p_vfparent;
	parent->p_vfchild = parent->p_vfparent = NULL;
	child->p_vfparent = waits;
	if (waits != NULL)
		waits->p_vfchild = child;
}

void
vfork_done(struct proc *child)
{
	struct proc *waits = child->p_vfparent;

	if (waits == NULL)
		return;
	child->p_vfparent = NULL;
	waits->p_vfchild = NULL;
	wakeup(&waits->p_vfchild);
}

void
thread_holders(struct holders *h)
{
	struct proc *p;

	LIST_FOREACH(p, &allproc, p_list)
		if (p->p_flag & P_SYSTEM && holds(h, (vaddr_t)p->p_thread))
			holder_found(h, p, (vaddr_t)p->p_thread,
			    "pid %d (%s) is a kernel thread and runs", p->p_pid,
			    p->p_comm);
}

int
sys_fork(struct proc *p, void *v, register_t *retval)
{
	struct proc *child;
	int error = fork1(p, NULL, NULL, &child);

	if (error != 0)
		return error;
	retval[0] = child->p_pid;
	retval[1] = 0;
	return 0;
}

int
sys_vfork(struct proc *p, void *v, register_t *retval)
{
	struct proc *child;
	int error = vfork1(p, &child);

	if (error != 0)
		return error;
	retval[0] = child->p_pid;
	retval[1] = 0;
	vfork_wait(p);
	return 0;
}

void
kargs_release(struct kargs *ka)
{
	if (ka != NULL && --ka->ka_ref == 0)
		free(ka, M_PROC);
}
