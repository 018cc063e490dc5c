/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signal.h: signals, with NetBSD's numbers.  A sigset_t has one bit a
 * signal; bit 0 is signal 1.
 */
#ifndef _SYS_SIGNAL_H
#define _SYS_SIGNAL_H

#include <sys/types.h>

#define NSIG      32
#define SIGHUP    1 /* hangup */
#define SIGINT    2 /* interrupt */
#define SIGQUIT   3 /* quit */
#define SIGILL    4 /* illegal instruction */
#define SIGTRAP   5 /* trace trap */
#define SIGABRT   6 /* abort() */
#define SIGIOT    SIGABRT
#define SIGEMT    7  /* EMT instruction */
#define SIGFPE    8  /* arithmetic exception */
#define SIGKILL   9  /* kill (cannot be caught or ignored) */
#define SIGBUS    10 /* bus error */
#define SIGSEGV   11 /* segmentation violation */
#define SIGSYS    12 /* bad system call */
#define SIGPIPE   13 /* write on a pipe with no one to read it */
#define SIGALRM   14 /* alarm clock */
#define SIGTERM   15 /* software termination */
#define SIGURG    16 /* urgent condition on I/O channel */
#define SIGSTOP   17 /* stop (cannot be caught or ignored) */
#define SIGTSTP   18 /* stop from the terminal */
#define SIGCONT   19 /* continue a stopped process */
#define SIGCHLD   20 /* a child stopped or exited */
#define SIGTTIN   21 /* background read from the terminal */
#define SIGTTOU   22 /* background write to the terminal */
#define SIGIO     23 /* input/output possible */
#define SIGXCPU   24 /* CPU time limit */
#define SIGXFSZ   25 /* file size limit */
#define SIGVTALRM 26 /* virtual time alarm */
#define SIGPROF   27 /* profiling alarm */
#define SIGWINCH  28 /* window size changed */
#define SIGINFO   29 /* status request from the keyboard */
#define SIGUSR1   30
#define SIGUSR2   31

#ifdef _KERNEL
typedef unsigned long sigset_t;
#else
#include <sys/_sigset.h>
#ifndef _SIGSET_T_DECLARED
#define _SIGSET_T_DECLARED
typedef __sigset_t sigset_t;
#endif
#endif

typedef void (*sig_t)(int);
typedef void (*_sig_func_ptr)(int);

#ifdef _KERNEL
#define SIG_DFL ((sig_t)0)
#define SIG_IGN ((sig_t)1)
#define SIG_ERR ((sig_t)-1)
#endif

struct sigaction {
	void (*sa_handler)(int); /* also called with (sig, code, context) */
	sigset_t sa_mask;        /* blocked while the handler runs */
	int sa_flags;
};

#define SA_ONSTACK   0x0001 /* run on the alternate stack */
#define SA_RESTART   0x0002 /* restart an interrupted system call */
#define SA_RESETHAND 0x0004 /* back to SIG_DFL when delivered */
#define SA_NOCLDSTOP 0x0008 /* no SIGCHLD when a child stops */
#define SA_NODEFER   0x0010 /* do not block the signal meanwhile */
#define SA_NOCLDWAIT 0x0020 /* children leave no zombies */
#ifdef _KERNEL
#define SA_SIGINFO 0x0040 /* for emulations; natively without effect */
#endif

#define SIG_BLOCK   1
#define SIG_UNBLOCK 2
#define SIG_SETMASK 3

typedef struct sigaltstack {
	void *ss_sp;
	size_t ss_size;
	int ss_flags;
} stack_t;
#define SS_ONSTACK  0x0001
#define SS_DISABLE  0x0004
#define MINSIGSTKSZ 8192
#define SIGSTKSZ    (MINSIGSTKSZ + 32768)

#define sigmask(n)  (1UL << ((n)-1))

/* What the kernel leaves on the handler's stack, for sigreturn(2). */
struct sigcontext {
	int sc_gs, sc_fs, sc_es, sc_ds;
	int sc_edi, sc_esi, sc_ebp, sc_ebx, sc_edx, sc_ecx, sc_eax;
	int sc_eip, sc_cs, sc_eflags, sc_esp, sc_ss;
	int sc_onstack;
	sigset_t sc_mask;
	int sc_trapno, sc_err;
};

#ifndef _KERNEL
int kill(pid_t, int);
int killpg(pid_t, int);
int raise(int);
int sigaction(int, const struct sigaction *, struct sigaction *);
int sigprocmask(int, const sigset_t *, sigset_t *);
int sigpending(sigset_t *);
int sigsuspend(const sigset_t *);
int sigaltstack(const stack_t *, stack_t *);
int sigaddset(sigset_t *, const int);
int sigdelset(sigset_t *, const int);
int sigismember(const sigset_t *, int);
int sigfillset(sigset_t *);
int sigemptyset(sigset_t *);
int siginterrupt(int, int);
extern const char *const sys_signame[NSIG];
extern const char *const sys_siglist[NSIG];
#define sigaddset(s, n)   (*(s) |= sigmask(n), 0)
#define sigdelset(s, n)   (*(s) &= ~sigmask(n), 0)
#define sigismember(s, n) ((*(s)&sigmask(n)) != 0)
#define sigemptyset(s)    (*(s) = 0, 0)
#define sigfillset(s)     (*(s) = ~0UL, 0)
#ifndef _SIGNAL_H_
#include <signal.h>
#endif
#endif

#endif /* _SYS_SIGNAL_H */
