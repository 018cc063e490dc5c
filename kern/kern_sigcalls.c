/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_sigcalls.c: the system calls of signals.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>

static void
setsigaction(struct proc *p, int sig, const struct sigaction *sa)
{
	struct sigacts *ps = p->p_sigacts;
	sigset_t bit = sigmask(sig);

	ps->sa_act[sig] = *sa;
	ps->sa_act[sig].sa_mask &= ~SIGCANTMASK;
	ps->sa_catch &= ~bit;
	ps->sa_ignore &= ~bit;
	if (sig == SIGCHLD) {
		p->p_flag &= ~(P_NOCLDSTOP | P_NOCLDWAIT);
		if (sa->sa_flags & SA_NOCLDSTOP)
			p->p_flag |= P_NOCLDSTOP;
		if (sa->sa_flags & SA_NOCLDWAIT)
			p->p_flag |= P_NOCLDWAIT;
	}
	if (sa->sa_handler == SIG_IGN ||
	    (sa->sa_handler == SIG_DFL &&
		(sig == SIGCONT || sig == SIGCHLD || sig == SIGURG ||
		    sig == SIGIO || sig == SIGWINCH || sig == SIGINFO))) {
		ps->sa_ignore |= bit;
		p->p_siglist &= ~bit;
	} else if (sa->sa_handler != SIG_DFL)
		ps->sa_catch |= bit;
}

int
sigaction1(struct proc *p, int sig, const struct sigaction *sa,
    struct sigaction *old, const void *tramp)
{
	if (sig <= 0 || sig >= NSIG ||
	    (sa != NULL && SIGCANTMASK & sigmask(sig)))
		return EINVAL;
	if (old != NULL)
		*old = p->p_sigacts->sa_act[sig];
	if (sa != NULL) {
		setsigaction(p, sig, sa);
		p->p_sigacts->sa_tramp[sig] = tramp;
	}
	return 0;
}

int
sys___sigaction14(struct proc *p, void *v, register_t *retval)
{
	struct sys___sigaction14_args *uap = v;
	struct sigaction sa, old;
	int error;

	if ((error = sigaction1(p, uap->signum, NULL, &old, NULL)) != 0)
		return error;
	if (uap->nsa != NULL) {
		if (SIGCANTMASK & sigmask(uap->signum))
			return EINVAL;
		if ((error = copyin(uap->nsa, &sa, sizeof(sa))) != 0)
			return error;
	}
	if (uap->osa != NULL &&
	    (error = copyout(&old, uap->osa, sizeof(old))) != 0)
		return error;
	return uap->nsa != NULL ? sigaction1(p, uap->signum, &sa, NULL, NULL)
				: 0;
}

int
sigprocmask1(struct proc *p, int how, const sigset_t *set, sigset_t *old)
{
	sigset_t was = p->p_sigmask;

	if (set != NULL)
		switch (how) {
		case SIG_BLOCK:
			p->p_sigmask |= *set & ~SIGCANTMASK;
			break;
		case SIG_UNBLOCK:
			p->p_sigmask &= ~*set;
			break;
		case SIG_SETMASK:
			p->p_sigmask = *set & ~SIGCANTMASK;
			break;
		default:
			return EINVAL;
		}
	if (old != NULL)
		*old = was;
	return 0;
}

int
sys___sigprocmask14(struct proc *p, void *v, register_t *retval)
{
	struct sys___sigprocmask14_args *uap = v;
	sigset_t set, old = p->p_sigmask;
	int error;

	if (uap->set != NULL) {
		if ((error = copyin(uap->set, &set, sizeof(set))) != 0)
			return error;
		if (uap->how < SIG_BLOCK || uap->how > SIG_SETMASK)
			return EINVAL;
	}
	if (uap->oset != NULL &&
	    (error = copyout(&old, uap->oset, sizeof(old))) != 0)
		return error;
	return uap->set != NULL ? sigprocmask1(p, uap->how, &set, NULL) : 0;
}

int
sys___sigpending14(struct proc *p, void *v, register_t *retval)
{
	struct sys___sigpending14_args *uap = v;
	sigset_t set = p->p_siglist & p->p_sigmask;

	return copyout(&set, uap->set, sizeof(set));
}

int
sigsuspend1(struct proc *p, const sigset_t *set)
{
	/* The old mask comes back only after the handler has run. */
	p->p_oldmask = p->p_sigmask;
	p->p_flag |= P_OLDMASK;
	p->p_sigmask = *set & ~SIGCANTMASK;
	while (tsleep(&p->p_oldmask, PPAUSE | PCATCH, "pause", 0) == 0)
		;
	return EINTR;
}

int
sys___sigsuspend14(struct proc *p, void *v, register_t *retval)
{
	struct sys___sigsuspend14_args *uap = v;
	sigset_t set;
	int error;

	if ((error = copyin(uap->set, &set, sizeof(set))) != 0)
		return error;
	return sigsuspend1(p, &set);
}

int
sigaltstack1(struct proc *p, const stack_t *ss, size_t least, stack_t *old)
{
	stack_t was = p->p_sigstk;

	if (ss != NULL) {
		if (ss->ss_flags & ~SS_DISABLE)
			return EINVAL;
		if (was.ss_flags & SS_ONSTACK)
			return EPERM;
		if ((ss->ss_flags & SS_DISABLE) == 0 && ss->ss_size < least)
			return ENOMEM;
		p->p_sigstk = *ss;
	}
	if (old != NULL)
		*old = was;
	return 0;
}

int
sys___sigaltstack14(struct proc *p, void *v, register_t *retval)
{
	struct sys___sigaltstack14_args *uap = v;
	stack_t ss, old, was = p->p_sigstk;
	int error;

	if (uap->nss != NULL &&
	    (error = copyin(uap->nss, &ss, sizeof(ss))) != 0)
		return error;
	error =
	    sigaltstack1(p, uap->nss != NULL ? &ss : NULL, MINSIGSTKSZ, &old);
	if (error == 0 && uap->oss != NULL &&
	    (error = copyout(&old, uap->oss, sizeof(old))) != 0)
		p->p_sigstk = was;
	return error;
}

/* May p send sig to q? */
static int
may_signal(const struct proc *p, const struct proc *q, int sig)
{
	uid_t euid = p->p_ucred->cr_uid, ruid = p->p_cred->p_ruid;

	return euid == 0 || ruid == q->p_cred->p_ruid ||
	    ruid == q->p_cred->p_svuid || euid == q->p_cred->p_ruid ||
	    euid == q->p_cred->p_svuid ||
	    (sig == SIGCONT && q->p_session == p->p_session);
}

/* To one of several; *result is what kill(2) returns for them all. */
static void
kill_member(struct proc *p, struct proc *q, int sig, int *result)
{
	if (q->p_stat == SZOMB)
		return;
	if (may_signal(p, q, sig)) {
		*result = 0;
		if (sig != 0)
			psignal(q, sig);
	} else if (*result == ESRCH)
		*result = EPERM;
}

static int
kill_group(struct proc *p, int sig, pid_t pgid)
{
	struct pgrp *pg = pgid == 0 ? p->p_pgrp : pgfind(pgid);
	struct proc *q;
	int result = ESRCH;

	if (pg != NULL)
		LIST_FOREACH(q, &pg->pg_members, p_pglist)
			kill_member(p, q, sig, &result);
	return result;
}

/* To everybody but the system's own processes, and oneself. */
static int
kill_all(struct proc *p, int sig)
{
	struct proc *q;
	int result = ESRCH;

	LIST_FOREACH(q, &allproc, p_list)
		if (q->p_pid > 1 && (q->p_flag & P_SYSTEM) == 0 && q != p)
			kill_member(p, q, sig, &result);
	return result;
}

int
sys_kill(struct proc *p, void *v, register_t *retval)
{
	struct sys_kill_args *uap = v;
	struct proc *q;

	if ((u_int)uap->signum >= NSIG)
		return EINVAL;
	if (uap->pid > 0) {
		if ((q = pfind(uap->pid)) == NULL)
			return ESRCH;
		if (!may_signal(p, q, uap->signum))
			return EPERM;
		if (uap->signum != 0)
			psignal(q, uap->signum);
		return 0;
	}
	if (uap->pid == -1)
		return kill_all(p, uap->signum);
	if (uap->pid == INT32_MIN)
		return ESRCH;
	return kill_group(p, uap->signum, -uap->pid);
}
