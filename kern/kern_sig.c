/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_sig.c: signals.  A signal is posted by psignal() from anywhere,
 * noticed by issignal() where its process may stop (in a sleep, or before
 * it goes back to user mode), and acted upon by postsig() before user mode.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/ktracevar.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/wait.h>

/* What a signal does to a process that says nothing about it. */
static const u_char sigprop[NSIG] = {[SIGCHLD] = 'i',
    [SIGURG] = 'i',
    [SIGIO] = 'i',
    [SIGWINCH] = 'i',
    [SIGINFO] = 'i',
    [SIGSTOP] = 's',
    [SIGTSTP] = 's',
    [SIGTTIN] = 's',
    [SIGTTOU] = 's',
    [SIGCONT] = 'c'};
#define DEF_IGNORE(sig) (sigprop[sig] == 'i')
#define DEF_STOP(sig)   (sigprop[sig] == 's')

/* For the first process. */
void
siginit(struct proc *p)
{
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		if (DEF_IGNORE(sig) || sig == SIGCONT)
			p->p_sigacts->sa_ignore |= sigmask(sig);
}

/* exec(2): handlers are gone with the program that had them. */
void
execsigs(struct proc *p)
{
	struct sigacts *ps = p->p_sigacts;
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		if (ps->sa_catch & sigmask(sig)) {
			ps->sa_act[sig] =
			    (struct sigaction){.sa_handler = SIG_DFL};
			if (DEF_IGNORE(sig) || sig == SIGCONT) {
				ps->sa_ignore |= sigmask(sig);
				p->p_siglist &= ~sigmask(sig);
			}
		}
	ps->sa_catch = 0;
	p->p_sigstk = (stack_t){.ss_flags = SS_DISABLE};
}

/* p has stopped: its parent may want to know. */
static void
stop(struct proc *p, int sig)
{
	p->p_xstat = sig;
	p->p_flag &= ~(P_WAITED | P_CONTINUED);
	p->p_stat = SSTOP;
	if ((p->p_pptr->p_flag & P_NOCLDSTOP) == 0)
		psignal(p->p_pptr, SIGCHLD);
	wakeup(p->p_pptr);
}

static void
cont(struct proc *p)
{
	p->p_flag |= P_CONTINUED;
	p->p_flag &= ~P_WAITED;
	wakeup(p->p_pptr);
	/* Still waiting for something: back to sleep, not to run. */
	if (p->p_wchan != NULL)
		p->p_stat = SSLEEP;
	else
		setrunnable(p);
}

void
psignal(struct proc *p, int sig)
{
	struct sigacts *ps = p->p_sigacts;
	sigset_t mask = sigmask(sig);
	int s;

	KASSERT(sig > 0 && sig < NSIG);
	if (p->p_stat == SZOMB || p->p_stat == SIDL ||
	    p->p_flag & (P_SYSTEM | P_EXITING))
		return;
	/* Its end would be the system's: what it does not catch is lost. */
	if (p == initproc && (ps->sa_catch & mask) == 0)
		return;
	s = splsched();
	if (sig == SIGCONT)
		p->p_siglist &= ~STOPSIGMASK;
	else if (DEF_STOP(sig))
		p->p_siglist &= ~sigmask(SIGCONT);

	if (p->p_stat == SSTOP) {
		if (sig == SIGCONT) {
			if (ps->sa_catch & mask)
				p->p_siglist |= mask;
			cont(p);
			/* A handler, or another signal, ends its sleep. */
			if (p->p_stat == SSLEEP && p->p_flag & P_SINTR &&
			    p->p_siglist & ~p->p_sigmask)
				setrunnable(p);
		} else if ((ps->sa_ignore & mask) == 0) {
			p->p_siglist |= mask;
			if (sig == SIGKILL) {
				p->p_stat = SSLEEP;
				if (p->p_wchan == NULL || p->p_flag & P_SINTR)
					setrunnable(p);
			}
		}
		splx(s);
		return;
	}
	if (ps->sa_ignore & mask) {
		splx(s);
		return;
	}
	p->p_siglist |= mask;
	if (p->p_sigmask & mask) {
		splx(s);
		return;
	}
	if (p->p_stat == SSLEEP && p->p_flag & P_SINTR)
		setrunnable(p);
	splx(s);
}

void
pgsignal(struct pgrp *pg, int sig, int checkctty)
{
	struct proc *p;

	if (pg == NULL)
		return;
	LIST_FOREACH(p, &pg->pg_members, p_pglist)
		if (!checkctty || p->p_flag & P_CONTROLT)
			psignal(p, sig);
}

/* Have p run its handler of sig; `back' is the mask after it returns. */
static void
call_handler(struct proc *p, int sig, sigset_t back, u_long code)
{
	struct sigacts *ps = p->p_sigacts;
	struct sigaction *sa = &ps->sa_act[sig];
	sig_t handler = sa->sa_handler;

	if (p->p_tracep != NULL)
		ktrpsig(p, sig, handler, code);
	p->p_sigmask |= sa->sa_mask;
	if ((sa->sa_flags & SA_NODEFER) == 0)
		p->p_sigmask |= sigmask(sig);
	if (sa->sa_flags & SA_RESETHAND) {
		ps->sa_catch &= ~sigmask(sig);
		sa->sa_handler = SIG_DFL;
	}
	p->p_ru.ru_nsignals++;
	p->p_emul->e_sendsig(p, handler, sig, back, code);
}

void
trapsignal(struct proc *p, int sig, u_long code)
{
	struct sigacts *ps = p->p_sigacts;
	sigset_t mask = sigmask(sig);

	if ((ps->sa_catch & mask) == 0 || p->p_sigmask & mask) {
		/* It cannot go on where it is: neither ignored nor blocked. */
		p->p_sigmask &= ~mask;
		ps->sa_ignore &= ~mask;
		ps->sa_catch &= ~mask;
		ps->sa_act[sig].sa_handler = SIG_DFL;
		if (p == initproc)
			sigexit(p, sig);
		psignal(p, sig);
		return;
	}
	call_handler(p, sig, p->p_sigmask, code);
}

/*
 * The signal p has to act upon, 0 if there is none; a stop is dealt with
 * here, and returns when p was continued.  The signal stays pending until
 * postsig() takes it.
 */
int
issignal(struct proc *p)
{
	sigset_t pending;
	int sig, s;

	while ((pending = p->p_siglist & ~p->p_sigmask) != 0) {
		if (pending & sigmask(SIGKILL))
			return SIGKILL;
		sig = __builtin_ctzl(pending) + 1;
		if (p->p_sigacts->sa_catch & sigmask(sig))
			return sig;
		if (p->p_sigacts->sa_act[sig].sa_handler == SIG_IGN ||
		    DEF_IGNORE(sig) || sig == SIGCONT) {
			p->p_siglist &= ~sigmask(sig);
			continue;
		}
		if (!DEF_STOP(sig))
			return sig;
		p->p_siglist &= ~sigmask(sig);
		/* Nobody could ever continue it. */
		if (sig != SIGSTOP && p->p_pgrp->pg_jobc == 0)
			continue;
		s = splsched();
		stop(p, sig);
		mi_switch();
		splx(s);
	}
	return 0;
}

void
postsig(struct proc *p, int sig)
{
	sigset_t back;

	p->p_siglist &= ~sigmask(sig);
	if ((p->p_sigacts->sa_catch & sigmask(sig)) == 0) {
		if (p->p_tracep != NULL)
			ktrpsig(p, sig, SIG_DFL, 0);
		sigexit(p, sig);
	}

	back = p->p_flag & P_OLDMASK ? p->p_oldmask : p->p_sigmask;
	p->p_flag &= ~P_OLDMASK;
	call_handler(p, sig, back, 0);
}

void
sigexit(struct proc *p, int sig)
{
	exit1(p, W_EXITCODE(0, sig));
}
