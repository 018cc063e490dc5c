/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sig_machdep.c: how a handler comes to run, and how the process goes back
 * to what it did.  What other emulations do in their own way is taken apart
 * for them: getframe(), buildcontext(), cpu_setuserregs().
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/procvar.h>
#include <sys/syscallargs.h>
#include <sys/vm.h>
#include <machine/cpu.h>
#include <machine/frame.h>
#include "segments.h"

struct sigframe {
	int sf_sig;
	u_long sf_code;
	struct sigcontext *sf_scp;
	sig_t sf_handler;
	struct sigcontext sf_sc;
	char sf_fpu[FPU_AREA]; /* with SC_FPU in sc_onstack */
};
#define SC_FPU 0x2 /* floating-point registers lie behind the context */

vaddr_t
getframe(struct proc *p, int sig, int *onstack)
{
	stack_t *ss = &p->p_sigstk;

	*onstack = (ss->ss_flags & SS_ONSTACK) != 0;
	if ((p->p_sigacts->sa_act[sig].sa_flags & SA_ONSTACK) == 0 ||
	    *onstack || ss->ss_flags & SS_DISABLE)
		return p->p_md.md_regs->tf_esp;
	ss->ss_flags |= SS_ONSTACK;
	return (vaddr_t)ss->ss_sp + ss->ss_size;
}

void
buildcontext(struct proc *p, vaddr_t pc, vaddr_t sp)
{
	struct trapframe *tf = p->p_md.md_regs;

	tf->tf_esp = sp;
	tf->tf_eip = pc;
	tf->tf_cs = GSEL_UCODE;
	tf->tf_ds = tf->tf_es = tf->tf_ss = GSEL_UDATA;
	tf->tf_eflags &= ~0x500; /* no single step; direction up */
}

void
sendsig(struct proc *p, sig_t handler, int sig, sigset_t mask, u_long code)
{
	struct trapframe *tf = p->p_md.md_regs;
	struct sigframe f, *fp;
	int onstack, fpu = p->p_md.md_fpu != NULL;

	fp = (struct sigframe *)(getframe(p, sig, &onstack) & ~15) - 1;
	f.sf_sig = sig;
	f.sf_code = code;
	f.sf_scp = &fp->sf_sc;
	f.sf_handler = handler;
	f.sf_sc = (struct sigcontext){tf->tf_gs & 0xffff, tf->tf_fs & 0xffff,
	    tf->tf_es & 0xffff, tf->tf_ds & 0xffff, tf->tf_edi, tf->tf_esi,
	    tf->tf_ebp, tf->tf_ebx, tf->tf_edx, tf->tf_ecx, tf->tf_eax,
	    tf->tf_eip, tf->tf_cs & 0xffff, tf->tf_eflags, tf->tf_esp,
	    tf->tf_ss & 0xffff, onstack | (fpu ? SC_FPU : 0), mask,
	    tf->tf_trapno, tf->tf_err};
	if (copyout(&f, fp, offsetof(struct sigframe, sf_fpu)) != 0 ||
	    (fpu && fpu_set_aside(p, fp->sf_fpu) != 0))
		sigexit(p, SIGSEGV); /* there is no stack to run on */
	buildcontext(p, VM_SIGCODE, (vaddr_t)fp);
}

int
cpu_setuserregs(struct proc *p, const struct trapframe *tf)
{
	struct trapframe *to = p->p_md.md_regs;

	if (!sel_ok(tf->tf_gs) || !sel_ok(tf->tf_fs) || !sel_ok(tf->tf_es) ||
	    !sel_ok(tf->tf_ds) || (tf->tf_cs & 0xffff) != GSEL_UCODE ||
	    (tf->tf_ss & 0xffff) != GSEL_UDATA)
		return EINVAL;
	*to = *tf;
	to->tf_gs &= 0xffff;
	to->tf_fs &= 0xffff;
	to->tf_es &= 0xffff;
	to->tf_ds &= 0xffff;
	to->tf_cs = GSEL_UCODE;
	to->tf_ss = GSEL_UDATA;
	to->tf_eflags = (tf->tf_eflags & PSL_USERCHANGE) | PSL_USERSET;
	return 0;
}

/*
 * sigreturn(2): back to what the handler interrupted.  Whatever stands in
 * the context, the process stays in user mode with interrupts on.
 */
int
sys___sigreturn14(struct proc *p, void *uap, register_t *retval)
{
	struct trapframe tf, was = *p->p_md.md_regs;
	struct sigcontext sc;
	int error;

	error = copyin(*(void **)uap, &sc, sizeof(sc));
	if (error != 0)
		return error;
	tf = (struct trapframe){.tf_gs = sc.sc_gs,
	    .tf_fs = sc.sc_fs,
	    .tf_es = sc.sc_es,
	    .tf_ds = sc.sc_ds,
	    .tf_edi = sc.sc_edi,
	    .tf_esi = sc.sc_esi,
	    .tf_ebp = sc.sc_ebp,
	    .tf_ebx = sc.sc_ebx,
	    .tf_edx = sc.sc_edx,
	    .tf_ecx = sc.sc_ecx,
	    .tf_eax = sc.sc_eax,
	    .tf_eip = sc.sc_eip,
	    .tf_cs = sc.sc_cs,
	    .tf_eflags = sc.sc_eflags,
	    .tf_esp = sc.sc_esp,
	    .tf_ss = sc.sc_ss};
	if ((error = cpu_setuserregs(p, &tf)) != 0)
		return error;
	if (sc.sc_onstack & SC_FPU) {
		error = fpu_bring_back(p, *(char **)uap + sizeof(sc));
		if (error != 0) {
			*p->p_md.md_regs = was;
			return error;
		}
	} else
		fpu_release(p); /* it had none when it was interrupted */
	if (sc.sc_onstack & ~SC_FPU)
		p->p_sigstk.ss_flags |= SS_ONSTACK;
	else
		p->p_sigstk.ss_flags &= ~SS_ONSTACK;
	p->p_sigmask = sc.sc_mask & ~SIGCANTMASK;
	return EJUSTRETURN;
}
