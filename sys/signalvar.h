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
#define CURSIG(p) (((p)->p_siglist & ~(p)->p_sigmask) == 0 ? 0 : issignal(p))

/* arch/i386/signal.c: make the handler run next, on the user's stack. */
void sendsig(struct proc *, sig_t handler, int sig, sigset_t mask, u_long code);

#endif /* _KERNEL */

#endif /* _SYS_SIGNALVAR_H_ */
