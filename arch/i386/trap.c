/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trap.c: what the CPU complains about, and system calls.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/kprobe.h>
#include <sys/ktracevar.h>
#include <sys/lkmvar.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/syscall.h>
#include <sys/vm.h>
#include <machine/cpu.h>
#include <machine/frame.h>
#include "segments.h"

/* Vectors (Intel SDM volume 3, table 6-1). */
#define T_DIVIDE    0
#define T_DEBUG     1
#define T_NMI       2
#define T_BPTFLT    3
#define T_OFLOW     4
#define T_BOUND     5
#define T_PRIVINFLT 6
#define T_DNA       7
#define T_TSSFLT    10
#define T_SEGNPFLT  11
#define T_STKFLT    12
#define T_PROTFLT   13
#define T_PAGEFLT   14
#define T_ARITHTRAP 16
#define T_ALIGNFLT  17
#define T_XMM       19

/* The error code of a page fault (4.7). */
#define PGEX_P      0x1  /* protection, not absence */
#define PGEX_W      0x2  /* a write */
#define PGEX_U      0x4  /* from user mode */
#define PGEX_I      0x10 /* an instruction fetch */

#define PSL_T       0x100
#define PSL_C       0x1

static const char *const trap_name[] = {"divide error", "debug trap", "NMI",
    "breakpoint", "overflow", "bounds", "invalid opcode", "FPU not available",
    "double fault", "FPU overrun", "bad task state", "segment not present",
    "stack segment", "general protection", "page fault", "reserved",
    "FPU error", "alignment", "machine check", "SIMD error"};

extern char trap_iret[], syscall_iret[];
extern char trap_pops[], trap_pops_end[], syscall_pops[], syscall_pops_end[];

void trap(struct trapframe *);
int kprobe_trap(struct trapframe *); /* kprobe_machdep.c */
void syscall(struct trapframe *);

/* On the way back to user mode: signals, and other processes' turns. */
void
userret(struct proc *p)
{
	int sig;

	while ((sig = CURSIG(p)) != 0)
		postsig(p, sig);
	while (want_resched) {
		preempt();
		while ((sig = CURSIG(p)) != 0)
			postsig(p, sig);
	}
}

static void
kernel_trap_panic(struct trapframe *tf)
{
	static char why[64];
	const struct kprobe_site *s = kprobe_site_at(tf->tf_eip);
	const struct lkm_table *t;
	int n = tf->tf_trapno, jump = 0;

	if (s != NULL)
		tf->tf_eip = s->ks_addr; /* its first instruction was moved */
	if (n == T_PAGEFLT) {
		jump = (vaddr_t)tf->tf_eip == rcr2();
		snprintf(why, sizeof(why), " at 0x%08x (%s)", rcr2(),
		    tf->tf_err & PGEX_I       ? "execute"
			: tf->tf_err & PGEX_W ? "write"
					      : "read");
	}
	/* Where nothing is that could be executed, its caller is to blame. */
	t = lkm_at(jump ? *(vaddr_t *)&tf->tf_esp : (vaddr_t)tf->tf_eip);
	panic_frame(tf, "kernel %s%s%s%s",
	    n < (int)nitems(trap_name) ? trap_name[n] : "trap", why,
	    t != NULL ? " in module " : "", t != NULL ? lkm_name(t) : "");
}

/*
 * A page fault.  For a program's address the address space decides, also
 * when the kernel touched it on the program's behalf; anything else that
 * has no way out is the kernel's own mistake.
 */
static void
page_fault(struct trapframe *tf, struct proc *p)
{
	vaddr_t va = rcr2();
	int user = USERMODE(tf->tf_cs), error = EFAULT, prot = VM_PROT_READ;

	if (tf->tf_eflags & 0x200 || user)
		enable_intr();
	if (tf->tf_err & PGEX_W)
		prot = VM_PROT_WRITE;
	else if (tf->tf_err & PGEX_I)
		prot = VM_PROT_EXECUTE;
	if (va < VM_MAX_ADDRESS && p->p_vmspace != NULL &&
	    (user || p->p_md.md_onfault != 0)) {
		/* Wait for memory, unless it is this one that is to go. */
		while ((error = vm_fault(p->p_vmspace, va, prot)) == ENOMEM &&
		    (p->p_siglist & sigmask(SIGKILL)) == 0)
			vm_page_wait();
		if (error == 0) {
			p->p_ru.ru_minflt++;
			return;
		}
	}
	if (user) {
		if (error != ENOMEM)
			trapsignal(p, SIGSEGV, va);
		return;
	}
	if (p->p_md.md_onfault != 0) {
		tf->tf_eip = p->p_md.md_onfault;
		return;
	}
	kernel_trap_panic(tf);
}

static void
user_trap(struct trapframe *tf, struct proc *p)
{
	switch (tf->tf_trapno) {
	case T_DIVIDE:
	case T_OFLOW:
	case T_BOUND:
	case T_ARITHTRAP:
	case T_XMM:
		trapsignal(p, SIGFPE, tf->tf_trapno);
		break;
	case T_DEBUG:
		tf->tf_eflags &= ~PSL_T;
		/* FALLTHROUGH */
	case T_BPTFLT:
		trapsignal(p, SIGTRAP, tf->tf_trapno);
		break;
	case T_PRIVINFLT:
		trapsignal(p, SIGILL, tf->tf_eip);
		break;
	case T_DNA:
		if (fpu_trap(p) != 0)
			trapsignal(p, SIGKILL, 0);
		break;
	case T_NMI:
		break;
	default:
		trapsignal(p, SIGSEGV, tf->tf_eip);
		break;
	}
}

/*
 * On the way back, the CPU has refused a data selector: the descriptor of a
 * thread area has changed since it was saved.  The program finds a null
 * selector instead, which faults when it is used.  The frame of a trap in
 * the kernel has no %esp: the word in that place is the one that was to be
 * popped.
 */
static int
bad_selector(struct trapframe *tf)
{
	char *eip = (char *)tf->tf_eip;

	if (!(eip >= trap_pops && eip < trap_pops_end) &&
	    !(eip >= syscall_pops && eip < syscall_pops_end))
		return 0;
	tf->tf_esp = 0;
	return 1;
}

__noprobe void
trap(struct trapframe *tf)
{
	struct proc *p = curproc;

	if (tf->tf_trapno == T_BPTFLT && !USERMODE(tf->tf_cs) &&
	    kprobe_trap(tf))
		return;
	if (tf->tf_trapno == T_PAGEFLT) {
		page_fault(tf, p);
	} else if (USERMODE(tf->tf_cs)) {
		enable_intr();
		user_trap(tf, p);
	} else if (tf->tf_eip == (int)trap_iret ||
	    tf->tf_eip == (int)syscall_iret) {
		/* The frame to return with is bad: it is the program's own. */
		tf = p->p_md.md_regs;
		tf->tf_cs = GSEL_UCODE;
		tf->tf_ss = tf->tf_ds = tf->tf_es = GSEL_UDATA;
		tf->tf_fs = tf->tf_gs = 0;
		enable_intr(); /* its end may take a while, and sleep */
		sigexit(p, SIGSEGV);
	} else if (!bad_selector(tf))
		kernel_trap_panic(tf);

	if (USERMODE(tf->tf_cs)) {
		p->p_md.md_regs = tf;
		userret(p);
		disable_intr();
	}
}

/* A number that is none has the entry of the first, which is none either. */
static inline const struct sysent *
find_call(const struct emul *e, int code)
{
	if (__predict_false((u_int)code >= (u_int)e->e_nsysent))
		code = SYS_syscall;
	return &e->e_sysent[code];
}

/*
 * A system call.  The process's emulation says where its arguments are and
 * which table its numbers index.
 */
void
syscall(struct trapframe *tf)
{
	struct proc *p = curproc;
	const struct emul *e = p->p_emul;
	register_t args[8], rval[2];
	const struct sysent *sy;
	int code = tf->tf_eax, error, nargs;

	p->p_md.md_regs = tf;
	if (__predict_false(e->e_fetchargs != NULL)) {
		error = e->e_fetchargs(p, tf, &code, args);
		sy = find_call(e, code);
	} else {
		error = 0;
		nargs = 4;
		if (__predict_false(code == SYS_syscall)) {
			code = fuword((void *)(tf->tf_esp + 4));
			nargs = 8;
		}
		sy = find_call(e, code);
		if (sy->sy_argsize != 0)
			error = copyin(
			    (void *)(tf->tf_esp + nargs), args, sy->sy_argsize);
	}
	rval[0] = 0;
	rval[1] = tf->tf_edx;
	if (__predict_false(p->p_flag & P_TRACED)) {
		p->p_call = sy->sy_call;
		error = ktrcall(p, code, args, rval, error);
		p->p_call = NULL;
	} else if (__predict_true(error == 0)) {
		p->p_call = sy->sy_call;
		error = p->p_call(p, args, rval);
		p->p_call = NULL;
	}

	switch (error) {
	case 0:
		tf->tf_eax = rval[0];
		tf->tf_edx = rval[1];
		tf->tf_eflags &= ~PSL_C;
		break;
	case ERESTART:
		tf->tf_eip -= 2; /* the length of int $0x80 */
		break;
	case EJUSTRETURN:
		break;
	default:
		if (e->e_errno != NULL)
			error =
			    e->e_errno[(u_int)error <= ELAST ? error : EINVAL];
		tf->tf_eax = error;
		tf->tf_eflags |= PSL_C;
		break;
	}
	if (__predict_false(
		(p->p_siglist & ~p->p_sigmask) != 0 || want_resched))
		userret(p);
}

/* The first C code of a new process, on its way to user mode. */
void child_return(struct trapframe *);
void
child_return(struct trapframe *tf)
{
	struct proc *p = curproc;

	if (p->p_emul->e_childreturn != NULL)
		p->p_emul->e_childreturn(p, tf);
	else {
		tf->tf_eax = 0;
		tf->tf_edx = 1;
		tf->tf_eflags &= ~PSL_C;
	}
	if (p->p_tracep != NULL)
		ktrstart(p);
	userret(p);
}
