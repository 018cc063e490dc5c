/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signalvar.h: signals as the kernel keeps them.
 */
#ifndef _SYS_SIGNALVAR_H_
#define _SYS_SIGNALVAR_H_

#include <sys/signal.h>

#ifdef _KERNEL
struct proc;
struct pgrp;

/* What a process wants done with each signal. */
struct sigacts {
	struct sigaction sa_act[NSIG];
	const void *sa_tramp[NSIG]; /* what a handler returns to; or NULL */
	sigset_t sa_ignore;
	sigset_t sa_catch;
};

#define SIGCANTMASK (sigmask(SIGKILL) | sigmask(SIGSTOP))
#define STOPSIGMASK                                               \
	(sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | \
	    sigmask(SIGTTOU))

void siginit(struct proc *);
void execsigs(struct proc *);
void psignal(struct proc *, int sig);
void pgsignal(struct pgrp *, int sig, int checkctty);
/* The hardware stopped p for sig: it gets it now, or dies if it blocks it. */
void trapsignal(struct proc *, int sig, u_long code);
/* A signal p has to act upon (0: none); called where p may stop. */
int issignal(struct proc *);
void postsig(struct proc *, int sig);
void sigexit(struct proc *, int sig) __attribute__((__noreturn__));

/*
 * What the system calls do, with everything in the kernel's memory.  A
 * pointer that is NULL: not wanted.  Of sigaction1(): tramp is what the
 * handler shall return to, if its emulation's e_sendsig asks; the old one is
 * in p_sigacts.  EINVAL: a number that no signal has, or one that cannot be
 * caught; how is none; flags are none.
 */
int sigaction1(struct proc *, int sig, const struct sigaction *sa,
    struct sigaction *old, const void *tramp);
int sigprocmask1(struct proc *, int how, const sigset_t *set, sigset_t *old);
/* EINTR, always: when a signal has come. */
int sigsuspend1(struct proc *, const sigset_t *set);
/*
 * EPERM: it runs on the stack that is there; ENOMEM: this one is smaller than
 * least.
 */
int sigaltstack1(struct proc *, const stack_t *ss, size_t least, stack_t *old);
#define CURSIG(p) (((p)->p_siglist & ~(p)->p_sigmask) == 0 ? 0 : issignal(p))

/* ---- machine-dependent ---- */

/* Make the handler run next, on the user's stack. */
void sendsig(struct proc *, sig_t handler, int sig, sigset_t mask, u_long code);
/*
 * For an e_sendsig: the top of the stack that a handler of sig is to run on;
 * *onstack: the process is on its alternate stack already.
 */
vaddr_t getframe(struct proc *, int sig, int *onstack);
/* The process goes on at pc, with sp, its own segments, direction up. */
void buildcontext(struct proc *, vaddr_t pc, vaddr_t sp);

#endif /* _KERNEL */

#endif /* _SYS_SIGNALVAR_H_ */
