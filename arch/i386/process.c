/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * process.c: kernel stacks: how a process is made, switched to, started in
 * a program, and traced back.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/kprobe.h>
#include <sys/ksyms.h>
#include <sys/procvar.h>
#include <sys/vm.h>
#include <machine/cpu.h>
#include <machine/frame.h>
#include "segments.h"

extern void switch_stack(vaddr_t *save, vaddr_t load);
extern char fork_trampoline[];

/* What switch_stack() pops, and fork_trampoline finds. */
struct switchframe {
	uint32_t sf_edi, sf_esi, sf_ebx, sf_ebp, sf_eip;
};

int
cpu_fork(struct proc *parent, struct proc *child, void (*fn)(void *), void *arg)
{
	char *stack = kstack_alloc();
	struct trapframe *tf;
	struct switchframe *sf;

	if (stack == NULL)
		return ENOMEM;
	if (fpu_fork(parent, child) != 0) {
		kstack_free(stack);
		return ENOMEM;
	}
	child->p_md.md_kstack = (vaddr_t)stack;
	tf = (struct trapframe *)(stack + USPACE) - 1;
	sf = (struct switchframe *)tf - 1;
	child->p_md.md_regs = tf;
	child->p_md.md_onfault = 0;
	child->p_md.md_tlsused = parent->p_md.md_tlsused;
	memcpy(child->p_md.md_tls, parent->p_md.md_tls,
	    sizeof(child->p_md.md_tls));
	if (fn == NULL)
		*tf = *parent->p_md.md_regs;
	else
		*tf = (struct trapframe){.tf_cs = GSEL_UCODE,
		    .tf_ss = GSEL_UDATA,
		    .tf_ds = GSEL_UDATA,
		    .tf_es = GSEL_UDATA,
		    .tf_eflags = PSL_USERSET};
	*sf = (struct switchframe){.sf_ebx = (uint32_t)fn,
	    .sf_esi = (uint32_t)arg,
	    .sf_eip = (uint32_t)fork_trampoline};
	child->p_md.md_esp = (vaddr_t)sf;
	return 0;
}

/* At splsched, as mi_switch() is; returns when `from' is switched to. */
void
cpu_switch(struct proc *from, struct proc *to)
{
	curproc = to;
	if (to->p_vmspace != NULL)
		pmap_activate(to->p_vmspace->vm_pmap);
	cpu_tss.tss_esp0 = to->p_md.md_kstack + USPACE;
	fpu_switch(to);
	if (from->p_md.md_tlsused | to->p_md.md_tlsused)
		tls_switch(to);
	switch_stack(&from->p_md.md_esp, to->p_md.md_esp);
}

/* A new process runs for the first time: mi_switch() left splsched behind. */
void proc_trampoline(void);
void
proc_trampoline(void)
{
	spl0();
	enable_intr();
}

void
cpu_exit(struct proc *p)
{
	kprobe_stack_gone(p->p_md.md_kstack, USPACE);
	kstack_free((void *)p->p_md.md_kstack);
	p->p_md.md_kstack = 0;
}

/* The registers with which a new program starts. */
void
cpu_setregs(struct proc *p, vaddr_t entry, vaddr_t sp)
{
	u_int i;

	for (i = 0; p->p_md.md_tlsused && i < TLS_NAREAS; i++)
		(void)cpu_tls_set(p, i, NULL);
	fpu_release(p);
	*p->p_md.md_regs = (struct trapframe){.tf_eip = entry,
	    .tf_esp = sp,
	    .tf_cs = GSEL_UCODE,
	    .tf_ss = GSEL_UDATA,
	    .tf_ds = GSEL_UDATA,
	    .tf_es = GSEL_UDATA,
	    .tf_eflags = PSL_USERSET};
}

/* ---- walking a kernel stack ---- */

/* Return addresses of these lie behind what C code the stack holds. */
extern char kernel_entry_start[], kernel_entry_end[];

/*
 * Begin at the place where p was switched away; for the running process,
 * at our caller.
 */
void
cpu_walk_start(struct cpu_walk *w, const struct proc *p)
{
	const struct switchframe *sf;

	w->cw_complete = 0;
	w->cw_gap = 0;
	w->cw_pc = 0;
	w->cw_top = p->p_md.md_kstack + USPACE;
	w->cw_last = w->cw_top - 8;
	if (p == curproc) {
		__asm volatile("mov %%ebp, %0" : "=r"(w->cw_fp));
		w->cw_at = w->cw_fp;
	} else {
		sf = (const struct switchframe *)p->p_md.md_esp;
		w->cw_fp = sf->sf_ebp;
		w->cw_at = (vaddr_t)sf;
		if (sf->sf_eip == (uint32_t)fork_trampoline)
			w->cw_complete = 1; /* has not run yet */
	}
}

/* Does E8 with 4 bytes end right before pc: a call of a place it names? */
static int
follows_direct_call(vaddr_t pc)
{
	return kernel_addr_valid((void *)(pc - 5), 5, 0) &&
	    *(const uint8_t *)(pc - 5) == 0xe8;
}

/* Does FF /2 with 0 to 5 bytes of operand: of what a variable holds? */
static int
follows_indirect_call(vaddr_t pc)
{
	const uint8_t *p = (const uint8_t *)pc;
	int n;

	for (n = 2; n <= 7 && kernel_addr_valid(p - n, n, 0); n++)
		if (p[-n] == 0xff && (p[-n + 1] & 0x38) == 0x10)
			return 1;
	return 0;
}

/*
 * Does a call instruction end right before pc?  Intel SDM volume 2, CALL.
 * What is before that need not be there: a module may begin with a call.
 */
int
cpu_follows_call(vaddr_t pc)
{
	return follows_direct_call(pc) || follows_indirect_call(pc);
}

static int
in_module_memory(vaddr_t va)
{
	return va >= KERN_LKM_BASE && va < KERN_LKM_END;
}

/* Could it be a function of a module that returns to pc? */
static int
called_module(vaddr_t pc)
{
	int32_t distance;

	if (follows_indirect_call(pc))
		return 1;
	if (!follows_direct_call(pc))
		return 0;
	memcpy(&distance, (void *)(pc - 4), 4);
	return in_module_memory(pc + distance);
}

/* Is anything between two frames a return address into a module? */
static int
modules_between(vaddr_t from, vaddr_t to)
{
	vaddr_t va;

	for (; from < to; from += sizeof(vaddr_t)) {
		va = kprobe_return_address((vaddr_t *)from);
		if (in_module_memory(va) && cpu_follows_call(va))
			return 1;
	}
	return 0;
}

/*
 * The walk has come to code that may have no frame: it has kept its caller's
 * %ebp, or the caller's caller's, or has put something else there.  What
 * lies before the frame that %ebp leads to is for the caller to search.  And
 * a frame it is only if what returns through it was called as a module's
 * function can be, if it was one's.
 */
static __noinline void
walk_doubt(struct cpu_walk *w, int module)
{
	vaddr_t pc;

	w->cw_gap = w->cw_at;
	if (w->cw_fp < w->cw_at || w->cw_fp > w->cw_last || w->cw_fp & 3)
		return;
	pc = kprobe_return_address((vaddr_t *)w->cw_fp + 1);
	if (module ? !called_module(pc) : !cpu_follows_call(pc))
		w->cw_fp = 0; /* no frame: the walk ends here */
}

/*
 * The return address is that of a probe, and the real one may be any; or it is
 * at the way into the kernel, whose C function has this frame: from a
 * program, and all has been seen; or a trap has stopped the kernel itself,
 * and the walk goes on with what it stopped.  That may be a copy function,
 * which has no frame.
 */
static __noinline void
walk_entered(struct cpu_walk *w, const uint32_t *frame)
{
	/* The way in hands its C function the trap frame, next to it. */
	const struct trapframe *tf = (const struct trapframe *)(frame + 3);

	if (w->cw_pc == (vaddr_t)kprobe_return) {
		w->cw_pc = kprobe_real_return((const vaddr_t *)frame + 1);
		if (w->cw_pc >= KERN_LKM_BASE)
			walk_doubt(w, 1);
		if (w->cw_pc < (vaddr_t)kernel_entry_start ||
		    w->cw_pc >= (vaddr_t)kernel_entry_end)
			return;
	}

	if (frame[2] != (uint32_t)tf || USERMODE(tf->tf_cs)) {
		w->cw_complete = 1;
		return;
	}
	w->cw_at = (vaddr_t)&tf->tf_esp;
	w->cw_fp = tf->tf_ebp;
	w->cw_pc = tf->tf_eip;
	walk_doubt(w,
	    in_module_memory(w->cw_pc) ||
		modules_between(w->cw_at, MIN(w->cw_fp, w->cw_top)));
}

/*
 * One frame further: its return address in cw_pc.  0: there is none.
 *
 * Where there may be code without frames, that is in a module, or where a
 * trap has stopped the kernel, the words up to the next frame are for the
 * caller to search: from cw_gap on.
 */
int
cpu_walk_next(struct cpu_walk *w)
{
	const uint32_t *frame = (const uint32_t *)w->cw_fp;

	w->cw_gap = 0;
	if (w->cw_complete || (vaddr_t)frame < w->cw_at ||
	    (vaddr_t)frame > w->cw_last || (vaddr_t)frame & 3)
		return 0;
	w->cw_at = (vaddr_t)(frame + 2);
	w->cw_fp = frame[0];
	w->cw_pc = frame[1];
	if (w->cw_pc >= KERN_LKM_BASE) /* the kernel is below */
		walk_doubt(w, 1);
	else if (w->cw_pc >= (vaddr_t)kernel_entry_start &&
	    w->cw_pc < (vaddr_t)kernel_entry_end)
		walk_entered(w, frame);
	return 1;
}

/* ---- traces ---- */

/*
 * Print the return addresses from a frame on, with names.  Every step is
 * checked: the stack may be what is broken.
 */
static void
walk(uint32_t eip, uint32_t ebp)
{
	uint32_t pair[2];
	int n;

	for (n = 0; n < 24; n++) {
		ksyms_print_address(eip);
		if (ebp < KERNBASE || ebp & 3 ||
		    !kernel_addr_valid((void *)ebp, 8, 0))
			break;
		memcpy(pair, (void *)ebp, 8);
		if (pair[0] <= ebp || pair[1] == 0)
			break;
		eip = kprobe_return_address((vaddr_t *)ebp + 1);
		ebp = pair[0];
	}
}

/* Registers and a trace from a frame on. */
void
backtrace(const struct trapframe *tf)
{
	int has_esp = USERMODE(tf->tf_cs) || tf->tf_trapno == T_DOUBLEFLT ||
	    tf->tf_trapno == T_CALL;

	printf("eax 0x%08x ebx 0x%08x ecx 0x%08x edx 0x%08x\n", tf->tf_eax,
	    tf->tf_ebx, tf->tf_ecx, tf->tf_edx);
	printf("esi 0x%08x edi 0x%08x ebp 0x%08x esp 0x%08x\n", tf->tf_esi,
	    tf->tf_edi, tf->tf_ebp, has_esp ? tf->tf_esp : (int)&tf->tf_esp);
	printf("eip 0x%08x cs 0x%04x eflags 0x%08x cr2 0x%08x\n", tf->tf_eip,
	    tf->tf_cs & 0xffff, tf->tf_eflags, rcr2());
	walk(tf->tf_eip, tf->tf_ebp);
}
