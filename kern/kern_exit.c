/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_exit.c: the end of a process, and who hears of it.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/filedesc.h>
#include <sys/inject.h>
#include <sys/ktracevar.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/procvar.h>
#include <sys/syscallargs.h>
#include <sys/tty.h>
#include <sys/vm.h>
#include <sys/wait.h>

/* The leader goes: its terminal is nobody's, and those in front hear it. */
static void
end_session(struct proc *p)
{
	struct session *s = p->p_session;

	if (s->s_leader != p)
		return;
	if (s->s_ttyp != NULL)
		tty_sessionend(s);
	s->s_leader = NULL;
}

/* Children without a parent are init's. */
static void
give_children_to_init(struct proc *p)
{
	struct proc *q;

	while ((q = LIST_FIRST(&p->p_children)) != NULL) {
		LIST_REMOVE(q, p_sibling);
		q->p_pptr = initproc;
		LIST_INSERT_HEAD(&initproc->p_children, q, p_sibling);
		if (q->p_stat == SZOMB) {
			psignal(initproc, SIGCHLD);
			wakeup(initproc);
		}
	}
}

void
exit1(struct proc *p, int status)
{
	if (p == initproc)
		panic("init died (%s %d)",
		    WIFEXITED(status) ? "exit" : "signal",
		    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	if (p->p_tracep != NULL)
		ktrexit(p, status);
	p->p_flag |= P_EXITING;
	inject_exit(p);
	p->p_sigmask = ~0UL;
	p->p_siglist = 0;
	callout_stop(&p->p_realtimer);
	fdfree(p);
	cwdfree(p);
	if (p->p_pgrp != NULL) {
		end_session(p);
		fixjobc(p, p->p_pgrp, 0);
	}
	if (p->p_vmspace != NULL) {
		/* No pointer to it may be left when it is gone. */
		struct vmspace *vm = p->p_vmspace;

		p->p_vmspace = NULL;
		vmspace_free(vm);
	}
	vfork_done(p);
	fpu_release(p);
	give_children_to_init(p);
	kargs_release(p->p_args);
	p->p_args = NULL;
	p->p_xstat = status;

	/* It runs on nothing any more: what it ran on may go. */
	p->p_emul = &emul_native;
	p->p_execsw = p->p_execvia = NULL;
	LIST_REMOVE(p, p_list);
	LIST_INSERT_HEAD(&zombproc, p, p_list);
	if (p->p_pptr->p_flag & P_NOCLDWAIT ||
	    p->p_pptr->p_sigacts->sa_act[SIGCHLD].sa_handler == SIG_IGN) {
		struct proc *parent = p->p_pptr;

		LIST_REMOVE(p, p_sibling);
		p->p_pptr = initproc;
		LIST_INSERT_HEAD(&initproc->p_children, p, p_sibling);
		wakeup(parent);
	}
	splsched();
	p->p_stat = SZOMB;
	psignal(p->p_pptr, SIGCHLD);
	wakeup(p->p_pptr);
	mi_switch();
	panic("a zombie runs");
}

int
sys_exit(struct proc *p, void *v, register_t *retval)
{
	struct sys_exit_args *uap = v;

	exit1(p, W_EXITCODE(uap->rval & 0xff, 0));
}

static void
add_time(struct timeval *to, const struct timeval *tv)
{
	to->tv_sec += tv->tv_sec;
	to->tv_usec += tv->tv_usec;
	if (to->tv_usec >= 1000000) {
		to->tv_usec -= 1000000;
		to->tv_sec++;
	}
}

static void
ticks_to_timeval(u_int t, struct timeval *tv)
{
	tv->tv_sec = t / HZ;
	tv->tv_usec = t % HZ * (1000000 / HZ);
}

static void
add_usage(struct rusage *to, const struct rusage *ru)
{
	long *l = &to->ru_maxrss;
	const long *r = &ru->ru_maxrss;
	int i;

	add_time(&to->ru_utime, &ru->ru_utime);
	add_time(&to->ru_stime, &ru->ru_stime);
	for (i = 0; &r[i] <= &ru->ru_nivcsw; i++)
		l[i] += r[i];
}

/* What p itself has used so far. */
void
proc_usage(const struct proc *p, struct rusage *ru)
{
	*ru = p->p_ru;
	ticks_to_timeval(p->p_uticks, &ru->ru_utime);
	ticks_to_timeval(p->p_sticks, &ru->ru_stime);
}

/* p, a zombie, has been waited for: nothing of it remains. */
static void
reap(struct proc *parent, struct proc *p)
{
	struct rusage ru;

	proc_usage(p, &ru);
	add_usage(&parent->p_cru, &ru);
	add_usage(&parent->p_cru, &p->p_cru);
	leavepgrp(p);
	LIST_REMOVE(p, p_sibling);
	proc_forget(p);
	cpu_exit(p);
	crfree(p->p_ucred);
	free(p->p_sigacts, M_PROC);
	free(p, M_PROC);
}

static int
wait_matches(const struct proc *p, const struct proc *child, pid_t pid)
{
	return pid == WAIT_ANY || child->p_pid == pid ||
	    (pid == WAIT_MYPGRP && child->p_pgrp == p->p_pgrp) ||
	    (pid < -1 && child->p_pgrp->pg_id == -pid);
}

/* True if there is something to report of child; its status in *status. */
static int
wait_ready(struct proc *child, int options, int *status)
{
	if (child->p_stat == SZOMB) {
		*status = child->p_xstat;
		return 1;
	}
	if (child->p_stat == SSTOP && (child->p_flag & P_WAITED) == 0 &&
	    options & WUNTRACED) {
		child->p_flag |= P_WAITED;
		*status = W_STOPCODE(child->p_xstat);
		return 1;
	}
	if (child->p_flag & P_CONTINUED && options & WCONTINUED) {
		child->p_flag &= ~P_CONTINUED;
		*status = 0xffff;
		return 1;
	}
	return 0;
}

int
do_sys_wait(struct proc *p, pid_t pid, int options, struct proc **childp,
    int *status, struct rusage *ru)
{
	struct proc *child;
	int error, any;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED))
		return EINVAL;
	for (;;) {
		any = 0;
		LIST_FOREACH(child, &p->p_children, p_sibling) {
			if (!wait_matches(p, child, pid))
				continue;
			any = 1;
			if (wait_ready(child, options, status))
				break;
		}
		*childp = child;
		if (child != NULL)
			break;
		if (!any)
			return ECHILD;
		if (options & WNOHANG)
			return 0;
		if ((error = tsleep(p, PWAIT | PCATCH, "wait", 0)) != 0)
			return error;
	}
	proc_usage(child, ru);
	return 0;
}

void
wait_done(struct proc *p, struct proc *child)
{
	if (child->p_stat == SZOMB)
		reap(p, child);
}

int
sys___wait450(struct proc *p, void *v, register_t *retval)
{
	struct sys___wait450_args *uap = v;
	struct proc *child;
	struct rusage ru;
	int error, status;

	error = do_sys_wait(p, uap->pid, uap->options, &child, &status, &ru);
	if (error != 0 || child == NULL)
		return error;
	retval[0] = child->p_pid;
	if (uap->status != NULL &&
	    (error = copyout(&status, uap->status, sizeof(status))) != 0)
		return error;
	if (uap->rusage != NULL &&
	    (error = copyout(&ru, uap->rusage, sizeof(ru))) != 0)
		return error;
	wait_done(p, child);
	return 0;
}

int
sys___getrusage50(struct proc *p, void *v, register_t *retval)
{
	struct sys___getrusage50_args *uap = v;
	struct rusage ru;

	if (uap->who == RUSAGE_SELF)
		proc_usage(p, &ru);
	else if (uap->who == RUSAGE_CHILDREN)
		ru = p->p_cru;
	else
		return EINVAL;
	return copyout(&ru, uap->rusage, sizeof(ru));
}
