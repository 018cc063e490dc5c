/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_sigframe.c: what a handler finds on its stack, and the way back.
 *
 * There are two kinds of frames.  A handler has one argument, the signal; or
 * with SA_SIGINFO three.  Both find them in registers as well.  Where the
 * handler returns to, it has said (SA_RESTORER); or it is a trampoline.  What
 * sigreturn and rt_sigreturn find there again is the program's to change.
 */
#include <sys/exec.h>
#include <sys/procvar.h>
#include <sys/vm.h>
#include <machine/cpu.h>
#include <machine/frame.h>

#include "linux_signal.h"

struct linux_sigcontext {
	u_int sc_gs, sc_fs, sc_es, sc_ds;
	u_int sc_edi, sc_esi, sc_ebp, sc_esp, sc_ebx, sc_edx, sc_ecx, sc_eax;
	u_int sc_trapno, sc_err, sc_eip, sc_cs, sc_eflags;
	u_int sc_esp_at_signal, sc_ss;
	vaddr_t sc_fpstate; /* 0: it has none */
	u_int sc_oldmask;
	vaddr_t sc_cr2;
};

/*
 * Floating-point registers, the x87's first, as fnsave has them; fx is valid
 * if magic is 0.  Where the processor has fxsave, only that is written and
 * read here.
 */
struct linux_fpstate {
	u_int fp_env[7];
	uint8_t fp_st[80];
	uint16_t fp_status, fp_magic;
	uint8_t fp_fx[FPU_AREA];
};

struct linux_siginfo {
	int si_signo, si_errno, si_code;
	vaddr_t si_addr;
	char si_pad[112];
};
#define LINUX_SI_USER     0
#define LINUX_SI_KERNEL   0x80
#define LINUX_SEGV_MAPERR 1
#define LINUX_SEGV_ACCERR 2

struct linux_ucontext {
	u_int uc_flags;
	vaddr_t uc_link;
	linux_stack_t uc_stack;
	struct linux_sigcontext uc_mcontext;
	linux_sigset_t uc_sigmask;
};

struct linux_sigframe {
	vaddr_t sf_return;
	int sf_sig;
	struct linux_sigcontext sf_sc;
	struct linux_fpstate sf_fp;
	u_int sf_extramask; /* signals 33 to 64 */
	char sf_retcode[8]; /* there was code here once */
};

struct linux_rt_sigframe {
	vaddr_t sf_return;
	int sf_sig;
	vaddr_t sf_info_ptr, sf_uc_ptr;
	struct linux_siginfo sf_info;
	struct linux_ucontext sf_uc;
	char sf_retcode[8];
	struct linux_fpstate sf_fp;
};

_Static_assert(sizeof(struct linux_sigcontext) == 88, "sigcontext");
_Static_assert(sizeof(struct linux_fpstate) == 624, "fpstate");
_Static_assert(sizeof(struct linux_siginfo) == 128, "siginfo");
_Static_assert(sizeof(struct linux_ucontext) == 116, "ucontext");

#define T_PAGEFLT  14
#define T_HARDWARE 32 /* below: what the processor complained about */

static int
is_fault(const struct trapframe *tf, int sig)
{
	return tf->tf_trapno < T_HARDWARE &&
	    (sig == SIGSEGV || sig == SIGBUS || sig == SIGILL ||
		sig == SIGFPE || sig == SIGTRAP);
}

static void
fill_context(
    struct proc *p, struct linux_sigcontext *sc, sigset_t mask, u_long code)
{
	const struct trapframe *tf = p->p_md.md_regs;

	sc->sc_gs = tf->tf_gs & 0xffff;
	sc->sc_fs = tf->tf_fs & 0xffff;
	sc->sc_es = tf->tf_es & 0xffff;
	sc->sc_ds = tf->tf_ds & 0xffff;
	sc->sc_edi = tf->tf_edi;
	sc->sc_esi = tf->tf_esi;
	sc->sc_ebp = tf->tf_ebp;
	sc->sc_esp = sc->sc_esp_at_signal = tf->tf_esp;
	sc->sc_ebx = tf->tf_ebx;
	sc->sc_edx = tf->tf_edx;
	sc->sc_ecx = tf->tf_ecx;
	sc->sc_eax = tf->tf_eax;
	sc->sc_trapno = tf->tf_trapno;
	sc->sc_err = tf->tf_err;
	sc->sc_eip = tf->tf_eip;
	sc->sc_cs = tf->tf_cs & 0xffff;
	sc->sc_eflags = tf->tf_eflags;
	sc->sc_ss = tf->tf_ss & 0xffff;
	sc->sc_oldmask = linux_from_native_set(mask);
	sc->sc_cr2 = tf->tf_trapno == T_PAGEFLT ? code : 0;
}

/* Who has sent it is not known. */
static void
fill_info(struct proc *p, struct linux_siginfo *si, int sig, u_long code)
{
	const struct trapframe *tf = p->p_md.md_regs;

	si->si_signo = linux_from_native_sig[sig];
	if (!is_fault(tf, sig))
		si->si_code = LINUX_SI_USER;
	else if (tf->tf_trapno == T_PAGEFLT) {
		si->si_code = vm_lookup(p->p_vmspace, code) != NULL
		    ? LINUX_SEGV_ACCERR
		    : LINUX_SEGV_MAPERR;
		si->si_addr = code;
	} else {
		si->si_code = LINUX_SI_KERNEL;
		si->si_addr = tf->tf_eip;
	}
}

/* The registers go to ufp.  EFAULT. */
static int
push_fpu(struct proc *p, vaddr_t ufp)
{
	struct linux_fpstate *fp = (struct linux_fpstate *)ufp;
	uint16_t status[2] = {0, 0};
	int error;

	if ((cpu_feature & CPUID_FXSR) == 0) {
		error = fpu_set_aside(p, fp);
		status[1] = 0xffff;
	} else
		error = fpu_set_aside(p, fp->fp_fx);
	return error != 0 ? error
			  : copyout(status, &fp->fp_status, sizeof(status));
}

static int
pop_fpu(struct proc *p, vaddr_t ufp)
{
	struct linux_fpstate *fp = (struct linux_fpstate *)ufp;

	if (ufp == 0) {
		fpu_release(p);
		return 0;
	}
	return fpu_bring_back(
	    p, cpu_feature & CPUID_FXSR ? (void *)fp->fp_fx : (void *)fp);
}

/* At a call, a stack is aligned to 16 behind the return address. */
static vaddr_t
frame_below(vaddr_t sp, size_t size)
{
	return ((sp - size + 4) & ~15UL) - 4;
}

static int
push_rt_frame(struct proc *p, vaddr_t at, vaddr_t back, int sig, sigset_t mask,
    u_long code, const linux_stack_t *ss)
{
	struct linux_rt_sigframe *uf = (struct linux_rt_sigframe *)at, f;
	struct trapframe *tf = p->p_md.md_regs;
	int error;

	memset(&f, 0, offsetof(struct linux_rt_sigframe, sf_fp));
	f.sf_return = back != 0 ? back : VM_SIGCODE + LINUX_RT_SIGCODE;
	f.sf_sig = linux_from_native_sig[sig];
	f.sf_info_ptr = (vaddr_t)&uf->sf_info;
	f.sf_uc_ptr = (vaddr_t)&uf->sf_uc;
	fill_info(p, &f.sf_info, sig, code);
	f.sf_uc.uc_stack = *ss;
	f.sf_uc.uc_sigmask = linux_from_native_set(mask);
	fill_context(p, &f.sf_uc.uc_mcontext, mask, code);
	if (p->p_md.md_fpu != NULL) {
		f.sf_uc.uc_mcontext.sc_fpstate = (vaddr_t)&uf->sf_fp;
		if ((error = push_fpu(p, (vaddr_t)&uf->sf_fp)) != 0)
			return error;
	}
	tf->tf_edx = f.sf_info_ptr;
	tf->tf_ecx = f.sf_uc_ptr;
	return copyout(&f, uf, offsetof(struct linux_rt_sigframe, sf_fp));
}

static int
push_frame(struct proc *p, vaddr_t at, vaddr_t back, int sig, sigset_t mask,
    u_long code)
{
	struct linux_sigframe *uf = (struct linux_sigframe *)at, f;
	struct trapframe *tf = p->p_md.md_regs;
	int error;

	memset(&f, 0, offsetof(struct linux_sigframe, sf_fp));
	f.sf_return = back != 0 ? back : VM_SIGCODE;
	f.sf_sig = linux_from_native_sig[sig];
	fill_context(p, &f.sf_sc, mask, code);
	if (p->p_md.md_fpu != NULL) {
		f.sf_sc.sc_fpstate = (vaddr_t)&uf->sf_fp;
		if ((error = push_fpu(p, (vaddr_t)&uf->sf_fp)) != 0)
			return error;
	}
	tf->tf_edx = tf->tf_ecx = 0;
	return copyout(&f, uf, offsetof(struct linux_sigframe, sf_fp));
}

void
linux_sendsig(
    struct proc *p, sig_t handler, int sig, sigset_t mask, u_long code)
{
	vaddr_t back = (vaddr_t)p->p_sigacts->sa_tramp[sig], sp, at;
	int error, onstack;
	linux_stack_t ss;

	linux_get_altstack(p, &ss);
	sp = getframe(p, sig, &onstack);
	if (p->p_sigacts->sa_act[sig].sa_flags & SA_SIGINFO) {
		at = frame_below(sp, sizeof(struct linux_rt_sigframe));
		error = push_rt_frame(p, at, back, sig, mask, code, &ss);
	} else {
		at = frame_below(sp, sizeof(struct linux_sigframe));
		error = push_frame(p, at, back, sig, mask, code);
	}
	if (error != 0)
		sigexit(p, SIGSEGV); /* there is no stack to run on */
	p->p_md.md_regs->tf_eax = linux_from_native_sig[sig];
	buildcontext(p, (vaddr_t)handler, at);
}

/* ---- back ---- */

/*
 * All registers as they stand in sc.  A frame that makes no sense ends the
 * program, as there: it has no place to get an error at.
 */
static int
restore(struct proc *p, const struct linux_sigcontext *sc, linux_sigset_t mask)
{
	struct trapframe tf = {.tf_gs = sc->sc_gs,
	    .tf_fs = sc->sc_fs,
	    .tf_es = sc->sc_es,
	    .tf_ds = sc->sc_ds,
	    .tf_edi = sc->sc_edi,
	    .tf_esi = sc->sc_esi,
	    .tf_ebp = sc->sc_ebp,
	    .tf_ebx = sc->sc_ebx,
	    .tf_edx = sc->sc_edx,
	    .tf_ecx = sc->sc_ecx,
	    .tf_eax = sc->sc_eax,
	    .tf_eip = sc->sc_eip,
	    .tf_cs = sc->sc_cs,
	    .tf_eflags = sc->sc_eflags,
	    .tf_esp = sc->sc_esp,
	    .tf_ss = sc->sc_ss};

	if (cpu_setuserregs(p, &tf) != 0 || pop_fpu(p, sc->sc_fpstate) != 0)
		sigexit(p, SIGSEGV);
	p->p_sigmask = linux_to_native_set(mask) & ~SIGCANTMASK;
	linux_update_onstack(p);
	return EJUSTRETURN;
}

/* The handler's return and its trampoline have taken two words off. */
int
linux_sigreturn(struct proc *p, void *v, register_t *retval)
{
	struct linux_sigframe *uf =
	    (struct linux_sigframe *)(p->p_md.md_regs->tf_esp - 8);
	struct linux_sigcontext sc;

	if (copyin(&uf->sf_sc, &sc, sizeof(sc)) != 0)
		sigexit(p, SIGSEGV);
	return restore(p, &sc, sc.sc_oldmask);
}

int
linux_rt_sigreturn(struct proc *p, void *v, register_t *retval)
{
	struct linux_rt_sigframe *uf =
	    (struct linux_rt_sigframe *)(p->p_md.md_regs->tf_esp - 4);
	struct linux_ucontext uc;
	int error;

	if (copyin(&uf->sf_uc, &uc, sizeof(uc)) != 0)
		sigexit(p, SIGSEGV);
	error = restore(p, &uc.uc_mcontext, uc.uc_sigmask);
	/* The stack may not be one any more; then the old one stays. */
	(void)linux_set_altstack(p, &uc.uc_stack);
	return error;
}
