/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_signal.c: the system calls of signals.
 */
#include <machine/frame.h>

#include "linux_signal.h"

#define LINUX_NSIG         32 /* of those that are here */
#define LINUX_MINSIGSTKSZ  2048

#define LINUX_SA_NOCLDSTOP 0x00000001
#define LINUX_SA_NOCLDWAIT 0x00000002
#define LINUX_SA_SIGINFO   0x00000004
#define LINUX_SA_RESTORER  0x04000000
#define LINUX_SA_ONSTACK   0x08000000
#define LINUX_SA_RESTART   0x10000000
#define LINUX_SA_NODEFER   0x40000000
#define LINUX_SA_RESETHAND 0x80000000

/* Two that only one of the systems has stand for one another. */
const u_char linux_from_native_sig[NSIG] = {
    [SIGHUP] = 1,
    [SIGINT] = 2,
    [SIGQUIT] = 3,
    [SIGILL] = 4,
    [SIGTRAP] = 5,
    [SIGABRT] = 6,
    [SIGBUS] = 7,
    [SIGFPE] = 8,
    [SIGKILL] = 9,
    [SIGUSR1] = 10,
    [SIGSEGV] = 11,
    [SIGUSR2] = 12,
    [SIGPIPE] = 13,
    [SIGALRM] = 14,
    [SIGTERM] = 15,
    [SIGEMT] = 16, /* SIGSTKFLT */
    [SIGCHLD] = LINUX_SIGCHLD,
    [SIGCONT] = 18,
    [SIGSTOP] = 19,
    [SIGTSTP] = 20,
    [SIGTTIN] = 21,
    [SIGTTOU] = 22,
    [SIGURG] = 23,
    [SIGXCPU] = 24,
    [SIGXFSZ] = 25,
    [SIGVTALRM] = 26,
    [SIGPROF] = 27,
    [SIGWINCH] = 28,
    [SIGIO] = 29,
    [SIGINFO] = 30, /* SIGPWR */
    [SIGSYS] = 31,
};

int
linux_to_native_sig(int sig)
{
	int native;

	if (sig == 0)
		return 0;
	for (native = 1; native < NSIG; native++)
		if (linux_from_native_sig[native] == sig)
			return native;
	return -1;
}

linux_sigset_t
linux_from_native_set(sigset_t set)
{
	linux_sigset_t lset = 0;
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		if (set & sigmask(sig))
			lset |= 1ULL << (linux_from_native_sig[sig] - 1);
	return lset;
}

sigset_t
linux_to_native_set(linux_sigset_t lset)
{
	sigset_t set = 0;
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		if (lset & 1ULL << (linux_from_native_sig[sig] - 1))
			set |= sigmask(sig);
	return set;
}

/* ---- what a signal does ---- */

static const struct {
	u_int theirs;
	int ours;
} flags[] = {{LINUX_SA_NOCLDSTOP, SA_NOCLDSTOP},
    {LINUX_SA_NOCLDWAIT, SA_NOCLDWAIT}, {LINUX_SA_SIGINFO, SA_SIGINFO},
    {LINUX_SA_ONSTACK, SA_ONSTACK}, {LINUX_SA_RESTART, SA_RESTART},
    {LINUX_SA_NODEFER, SA_NODEFER}, {LINUX_SA_RESETHAND, SA_RESETHAND}};

/* A structure of the newer call; that of the older has the mask elsewhere. */
struct linux_rt_sigaction {
	vaddr_t sa_handler;
	u_int sa_flags;
	vaddr_t sa_restorer;
	linux_sigset_t sa_mask;
};
struct linux_sigaction {
	vaddr_t sa_handler;
	u_int sa_mask;
	u_int sa_flags;
	vaddr_t sa_restorer;
};

static void
action_to_native(const struct linux_rt_sigaction *la, struct sigaction *sa)
{
	u_int i;

	sa->sa_handler = (sig_t)la->sa_handler;
	sa->sa_mask = linux_to_native_set(la->sa_mask);
	sa->sa_flags = 0;
	for (i = 0; i < nitems(flags); i++)
		if (la->sa_flags & flags[i].theirs)
			sa->sa_flags |= flags[i].ours;
}

static void
action_from_native(const struct sigaction *sa, const void *tramp,
    struct linux_rt_sigaction *la)
{
	u_int i;

	la->sa_handler = (vaddr_t)sa->sa_handler;
	la->sa_mask = linux_from_native_set(sa->sa_mask);
	la->sa_restorer = (vaddr_t)tramp;
	la->sa_flags = tramp != NULL ? LINUX_SA_RESTORER : 0;
	for (i = 0; i < nitems(flags); i++)
		if (sa->sa_flags & flags[i].ours)
			la->sa_flags |= flags[i].theirs;
}

/* Both may be NULL; old has what was there before. */
static int
linux_sigaction1(struct proc *p, int lsig, const struct linux_rt_sigaction *la,
    struct linux_rt_sigaction *old)
{
	int sig = linux_to_native_sig(lsig), error;
	struct sigaction sa, osa;
	const void *tramp = NULL, *otramp;

	if (sig <= 0)
		return EINVAL;
	otramp = p->p_sigacts->sa_tramp[sig];
	if (la != NULL) {
		action_to_native(la, &sa);
		if (la->sa_flags & LINUX_SA_RESTORER)
			tramp = (const void *)la->sa_restorer;
	}
	error = sigaction1(p, sig, la != NULL ? &sa : NULL, &osa, tramp);
	if (error == 0)
		action_from_native(&osa, otramp, old);
	return error;
}

struct linux_rt_sigaction_args {
	int sig;
	const struct linux_rt_sigaction *act;
	struct linux_rt_sigaction *oact;
	size_t size;
};

int
linux_rt_sigaction(struct proc *p, void *v, register_t *retval)
{
	struct linux_rt_sigaction_args *uap = v;
	struct linux_rt_sigaction la, old;
	int error;

	if (uap->size != sizeof(linux_sigset_t))
		return EINVAL;
	if (uap->act != NULL &&
	    (error = copyin(uap->act, &la, sizeof(la))) != 0)
		return error;
	error =
	    linux_sigaction1(p, uap->sig, uap->act != NULL ? &la : NULL, &old);
	if (error == 0 && uap->oact != NULL)
		error = copyout(&old, uap->oact, sizeof(old));
	return error;
}

struct linux_sigaction_args {
	int sig;
	const struct linux_sigaction *act;
	struct linux_sigaction *oact;
};

int
linux_sigaction(struct proc *p, void *v, register_t *retval)
{
	struct linux_sigaction_args *uap = v;
	struct linux_rt_sigaction la, old;
	struct linux_sigaction a;
	int error;

	if (uap->act != NULL) {
		if ((error = copyin(uap->act, &a, sizeof(a))) != 0)
			return error;
		la.sa_handler = a.sa_handler;
		la.sa_flags = a.sa_flags;
		la.sa_restorer = a.sa_restorer;
		la.sa_mask = a.sa_mask;
	}
	error =
	    linux_sigaction1(p, uap->sig, uap->act != NULL ? &la : NULL, &old);
	if (error != 0 || uap->oact == NULL)
		return error;
	a.sa_handler = old.sa_handler;
	a.sa_flags = old.sa_flags;
	a.sa_restorer = old.sa_restorer;
	a.sa_mask = old.sa_mask;
	return copyout(&a, uap->oact, sizeof(a));
}

struct linux_signal_args {
	int sig;
	vaddr_t handler;
};

/* As of old: the handler is good for one signal. */
int
linux_signal(struct proc *p, void *v, register_t *retval)
{
	struct linux_signal_args *uap = v;
	struct linux_rt_sigaction old,
	    la = {.sa_handler = uap->handler,
		.sa_flags = LINUX_SA_RESETHAND | LINUX_SA_NODEFER};
	int error = linux_sigaction1(p, uap->sig, &la, &old);

	if (error == 0)
		retval[0] = old.sa_handler;
	return error;
}

/* ---- the alternate stack ---- */

void
linux_update_onstack(struct proc *p)
{
	stack_t *ss = &p->p_sigstk;

	if ((vaddr_t)p->p_md.md_regs->tf_esp - (vaddr_t)ss->ss_sp - 1 <
	    ss->ss_size)
		ss->ss_flags |= SS_ONSTACK;
	else
		ss->ss_flags &= ~SS_ONSTACK;
}

void
linux_get_altstack(struct proc *p, linux_stack_t *lss)
{
	linux_update_onstack(p);
	lss->ss_sp = (vaddr_t)p->p_sigstk.ss_sp;
	lss->ss_size = p->p_sigstk.ss_size;
	lss->ss_flags = p->p_sigstk.ss_flags & SS_DISABLE ? LINUX_SS_DISABLE
	    : p->p_sigstk.ss_flags & SS_ONSTACK           ? LINUX_SS_ONSTACK
							  : 0;
}

int
linux_set_altstack(struct proc *p, const linux_stack_t *lss)
{
	stack_t ss = {.ss_sp = (void *)lss->ss_sp, .ss_size = lss->ss_size};

	if (lss->ss_flags & ~(LINUX_SS_ONSTACK | LINUX_SS_DISABLE))
		return EINVAL;
	if (lss->ss_flags & LINUX_SS_DISABLE)
		ss = (stack_t){.ss_flags = SS_DISABLE};
	linux_update_onstack(p);
	return sigaltstack1(p, &ss, LINUX_MINSIGSTKSZ, NULL);
}

struct linux_sigaltstack_args {
	const linux_stack_t *ss;
	linux_stack_t *oss;
};

int
linux_sigaltstack(struct proc *p, void *v, register_t *retval)
{
	struct linux_sigaltstack_args *uap = v;
	linux_stack_t ss, old;
	int error;

	if (uap->ss != NULL && (error = copyin(uap->ss, &ss, sizeof(ss))) != 0)
		return error;
	linux_get_altstack(p, &old);
	if (uap->ss != NULL && (error = linux_set_altstack(p, &ss)) != 0)
		return error;
	return uap->oss != NULL ? copyout(&old, uap->oss, sizeof(old)) : 0;
}
