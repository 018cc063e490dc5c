/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proc.h: processes, process groups, sessions.
 *
 * All of this is guarded by the rule that the kernel is entered by one
 * process at a time and switches only where it sleeps; the run queue and
 * the sleep queues are also touched by interrupts, at splsched.
 */
#ifndef _SYS_PROC_H_
#define _SYS_PROC_H_

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/queue.h>
#include <sys/resource.h>
#include <sys/signalvar.h>
#include <sys/sysctl.h> /* SRUN and the other states */
#include <sys/ucred.h>
#include <machine/proc.h>

struct emul;
struct execsw;
struct ktr_proc;
struct filedesc;
struct cwdinfo;
struct vmspace;
struct tty;

struct session {
	u_int s_count;         /* process groups in it */
	struct proc *s_leader; /* NULL once it has exited */
	struct tty *s_ttyp;    /* controlling terminal */
	pid_t s_sid;
	char s_login[MAXLOGNAME + 1];
};

struct pgrp {
	LIST_ENTRY(pgrp) pg_hash;
	LIST_HEAD(, proc) pg_members;
	struct session *pg_session;
	pid_t pg_id;
	int pg_jobc; /* members whose parent can do job control for them */
};

/* Who it is: the effective ids, which others share; the real and saved ones. */
struct pcred {
	struct ucred *pc_ucred;
	uid_t p_ruid, p_svuid;
	gid_t p_rgid, p_svgid;
};

struct proc {
	TAILQ_ENTRY(proc) p_runq; /* on the run queue or a sleep queue */
	LIST_ENTRY(proc) p_list;  /* allproc or zombproc */
	LIST_ENTRY(proc) p_hash;  /* by pid */
	LIST_ENTRY(proc) p_pglist;
	LIST_ENTRY(proc) p_sibling;
	LIST_HEAD(, proc) p_children;
	struct proc *p_pptr;
	struct proc *p_vfchild;  /* has its memory: it waits in vfork(2) */
	struct proc *p_vfparent; /* of that one; or who will have it back */
	struct pgrp *p_pgrp;
#define p_session p_pgrp->pg_session

	pid_t p_pid;
	char p_stat; /* SIDL ... SZOMB */
	int p_flag;
	int p_xstat; /* exit status for wait4(2) */

	struct vmspace *p_vmspace;
	struct filedesc *p_fd;
	struct cwdinfo *p_cwdi;
	struct pcred p_cred[1];
#define p_ucred p_cred->pc_ucred
	const struct emul *p_emul;
	const struct execsw *p_execsw;  /* its program's format, or NULL */
	const struct execsw *p_execvia; /* that of the script it runs */
	int (*p_call)(struct proc *, void *, register_t *); /* it is in */
	struct ktr_proc *p_tracep; /* NULL: not traced, see sys/ktracevar.h */

	struct sigacts *p_sigacts;
	sigset_t p_siglist; /* pending */
	sigset_t p_sigmask; /* blocked */
	sigset_t p_oldmask; /* to come back after sigsuspend(2) */
	stack_t p_sigstk;

	const volatile void *p_wchan; /* what it sleeps on */
	const char *p_wmesg;
	struct callout p_slpcallout;
	struct callout p_realtimer; /* ITIMER_REAL */
	struct itimerval p_itreal;
	uint64_t p_itreal_due; /* clock_nsec() */

	u_int p_uticks, p_sticks;
	struct rusage p_ru;  /* without the times, which the ticks give */
	struct rusage p_cru; /* of the children that were waited for */
	struct timespec p_start;

	char p_comm[MAXCOMLEN + 1];
	u_short p_acflag;         /* for suser(); nobody keeps accounts */
	struct proc *l_proc;      /* itself, for who calls it a struct lwp */
	struct kargs *p_args;     /* what ps(1) shows */
	void (*p_thread)(void *); /* P_SYSTEM: what the thread runs */
	u_int p_serial;           /* unlike p_pid, never given again */
	struct mdproc p_md;       /* registers, kernel stack */
};

/* An exec's arguments, kept for ps(1): shared after fork(2). */
struct kargs {
	u_int ka_ref;
	char ka_args[KI_ARGSLEN];
};

/* p_flag */
#define P_CONTROLT  0x0001 /* has a controlling terminal */
#define P_SYSTEM    0x0002 /* a kernel thread: no user space, no signals */
#define P_SINTR     0x0004 /* its sleep may be ended by a signal */
#define P_TIMEOUT   0x0008 /* its sleep was ended by the clock */
#define P_SUGID     0x0010 /* had other ids since exec */
#define P_OLDMASK   0x0020 /* p_oldmask is to be put back */
#define P_EXEC      0x0040 /* has called exec */
#define P_WAITED    0x0080 /* its stop was reported to the parent */
#define P_EXITING   0x0100
#define P_NOCLDSTOP 0x0400
#define P_NOCLDWAIT 0x0800
#define P_CONTINUED 0x1000
#define P_TRACED    0x4000 /* p_tracep is not NULL: quicker to look at */

#define PID_MAX     30000

/* NetBSD's later name. */
#define lwp         proc
#define curlwp      curproc
#define l_cred      p_ucred
#define l_stat      p_stat
#define l_flag      p_flag
#define l_acflag    p_acflag

/* OpenBSD since 3.0 asks for a process: suser(p, 0). */
#define suser(who, how)                                                        \
	((void)(how),                                                          \
	    (suser)(__builtin_choose_expr(__builtin_types_compatible_p(        \
					      __typeof__(who), struct proc *), \
			((struct proc *)(void *)(who))->p_ucred, (who)),       \
		NULL))

LIST_HEAD(proclist, proc);
extern struct proclist allproc, zombproc;
extern struct proc *curproc;
extern struct proc proc0, *initproc;
extern int nprocs, maxproc;
extern volatile int want_resched; /* switch when back in user mode */

struct proc *pfind(pid_t); /* NULL: none, zombies too */
/*
 * The process, or zombie, that has the lowest number from pid on; or NULL.
 * Whoever goes from one to the next and sleeps in between meets each that was
 * there all the time, once.
 */
struct proc *proc_from(pid_t pid);
struct kinfo_proc;
void fill_kinfo_proc(const struct proc *, struct kinfo_proc *);
struct pgrp *pgfind(pid_t);
int enterpgrp(struct proc *, pid_t pgid, int mksess);
void leavepgrp(struct proc *);
void fixjobc(struct proc *, struct pgrp *, int entering);
void pgdelete(struct pgrp *);
int inferior(const struct proc *p, const struct proc *of);

/*
 * A new process, or a kernel thread with fn(arg) as its code.  It does not
 * run before the caller sleeps.  EAGAIN: too many processes; ENOMEM.
 */
int fork1(
    struct proc *parent, void (*fn)(void *), void *arg, struct proc **child);
/*
 * The same for a child that borrows the parent's memory.  The parent must
 * wait with vfork_wait() then, at once, and does not change its memory: it
 * sleeps until the child has called exec, or ended.  What signals it gets
 * meanwhile it finds later; but SIGKILL ends it.  If its memory was borrowed,
 * too, who waits for that then waits for the child: at any time, one process
 * alone runs in an address space.
 */
int vfork1(struct proc *parent, struct proc **child);
void vfork_wait(struct proc *parent);
/* The child needs its parent's memory no more. */
void vfork_done(struct proc *child);
/*
 * The next child that has something to say, of those that pid means, as
 * wait4(2) has it, its status and what it has used.  *child is NULL if there
 * is nothing yet, with WNOHANG.  May sleep.  EINVAL: options; ECHILD; EINTR,
 * ERESTART.  When the program has been told, and wants the child no more,
 * wait_done(): a zombie is gone then.
 */
int do_sys_wait(struct proc *, pid_t pid, int options, struct proc **child,
    int *status, struct rusage *ru);
void wait_done(struct proc *, struct proc *child);
/*
 * Change ids: the real one, the effective one, the saved one; -1: this one
 * not.  Who is not root gets none that he does not have already.  EPERM.
 */
int do_setresuid(struct proc *, uid_t ruid, uid_t euid, uid_t svuid);
int do_setresgid(struct proc *, gid_t rgid, gid_t egid, gid_t svgid);
void exit1(struct proc *, int status) __dead;
void kargs_release(struct kargs *);

/* The run queue: kern/kern_sched.c. */
void setrunnable(struct proc *);
void mi_switch(void); /* give up the CPU; the caller has set its state */
void preempt(void);   /* let others run */
void unsleep(struct proc *);
int sched_empty(void); /* nobody is runnable */

/* arch/i386 */
int cpu_fork(struct proc *parent, struct proc *child, void (*fn)(void *),
    void *arg); /* ENOMEM */
void cpu_switch(struct proc *from, struct proc *to);
void cpu_exit(struct proc *); /* frees the kernel stack, from another's */
void cpu_idle(void);          /* until an interrupt; at spl0 */
void userret(struct proc *);  /* signals and switches before user mode */

/* The return addresses on a kernel stack, the innermost first. */
struct cpu_walk {
	vaddr_t cw_pc;   /* a return address */
	vaddr_t cw_fp;   /* the next frame */
	vaddr_t cw_at;   /* all below it has been looked at */
	vaddr_t cw_top;  /* end of the stack */
	vaddr_t cw_last; /* no frame begins behind it */
	vaddr_t cw_gap;  /* between here and cw_fp are none; or 0 */
	int cw_complete; /* it ended where the kernel was entered */
};
void cpu_walk_start(struct cpu_walk *, const struct proc *);
int cpu_walk_next(struct cpu_walk *); /* 0: no more */
int cpu_follows_call(vaddr_t pc);     /* could it be a return address? */

#endif /* _KERNEL */

#endif /* _SYS_PROC_H_ */
