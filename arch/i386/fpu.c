/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fpu.c: the x87 and SSE registers, switched when a process first uses
 * them: CR0.TS makes that use a trap (Intel SDM volume 3, 13.4).  A process
 * that never computes with them never pays.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/procvar.h>
#include <machine/cpu.h>

#define FCW_INIT     0x037f
#define MXCSR_INIT   0x1f80
#define MXCSR_MASK   0xffbf /* the bits that every CPU with SSE has */
#define FXSAVE_FCW   0      /* where they are in the area: SDM volume 1, 10.5 */
#define FXSAVE_MXCSR 24

MALLOC_DEFINE(M_FPU, "fpu", "floating-point registers");

/* These two are known to memops.S, which borrows registers. */
struct proc *fpu_owner; /* whose values are in the registers */
int fpu_ts_is_set = 1;  /* CR0.TS, without asking the CPU */
extern volatile int sse_idle;

static int have_fxsr;

static void
ts_set(void)
{
	if (!fpu_ts_is_set)
		lcr0(rcr0() | CR0_TS);
	fpu_ts_is_set = 1;
}

static void
ts_clear(void)
{
	if (fpu_ts_is_set)
		__asm volatile("clts");
	fpu_ts_is_set = 0;
}

void
fpu_init(void)
{
	lcr0((rcr0() & ~CR0_EM) | CR0_MP | CR0_NE | CR0_TS);
	if (cpu_feature & CPUID_FXSR) {
		have_fxsr = 1;
		lcr4(rcr4() | CR4_OSFXSR |
		    (cpu_feature & CPUID_SSE ? CR4_OSXMMEXCPT : 0));
		sse_idle = (cpu_feature & CPUID_SSE2) != 0;
	}
}

static void
save(void *area)
{
	if (have_fxsr)
		__asm volatile("fxsave (%0)" : : "r"(area) : "memory");
	else
		__asm volatile("fnsave (%0)" : : "r"(area) : "memory");
}

static void
restore(const void *area)
{
	if (have_fxsr)
		__asm volatile("fxrstor (%0)" : : "r"(area));
	else
		__asm volatile("frstor (%0)" : : "r"(area));
}

/*
 * What a program starts with.  All registers are loaded, not only the
 * control words: nothing of another process may be seen in them.
 */
static void
load_initial(uint8_t *area)
{
	memset(area, 0, FPU_AREA); /* a handler's frame gets all of it */
	if (!have_fxsr) {
		__asm volatile("fninit");
		return;
	}
	*(uint16_t *)(area + FXSAVE_FCW) = FCW_INIT;
	*(uint32_t *)(area + FXSAVE_MXCSR) = MXCSR_INIT;
	restore(area);
}

/* ---- the kernel's own use of %xmm0 to %xmm7 ---- */

int
sse_borrow(struct sse_save *save)
{
	if (!sse_idle)
		return 0;
	sse_idle = 0;
	__asm volatile("clts");
	save->used = fpu_owner != NULL;
	if (save->used)
		__asm volatile("movups %%xmm0, 0(%0)\n\t"
			       "movups %%xmm1, 16(%0)\n\t"
			       "movups %%xmm2, 32(%0)\n\t"
			       "movups %%xmm3, 48(%0)\n\t"
			       "movups %%xmm4, 64(%0)\n\t"
			       "movups %%xmm5, 80(%0)\n\t"
			       "movups %%xmm6, 96(%0)\n\t"
			       "movups %%xmm7, 112(%0)"
			       :
			       : "r"(save->xmm)
			       : "memory");
	return 1;
}

void
sse_return(const struct sse_save *save)
{
	if (save->used)
		__asm volatile("movups 0(%0), %%xmm0\n\t"
			       "movups 16(%0), %%xmm1\n\t"
			       "movups 32(%0), %%xmm2\n\t"
			       "movups 48(%0), %%xmm3\n\t"
			       "movups 64(%0), %%xmm4\n\t"
			       "movups 80(%0), %%xmm5\n\t"
			       "movups 96(%0), %%xmm6\n\t"
			       "movups 112(%0), %%xmm7"
			       :
			       : "r"(save->xmm)
			       : "memory");
	if (fpu_ts_is_set)
		lcr0(rcr0() | CR0_TS);
	sse_idle = 1;
}

/* p used the registers and does not own them: give them to it.  ENOMEM. */
int
fpu_trap(struct proc *p)
{
	int new = p->p_md.md_fpu == NULL;

	if (new) {
		p->p_md.md_fpu = malloc(FPU_AREA, M_FPU, M_NOWAIT);
		if (p->p_md.md_fpu == NULL)
			return ENOMEM;
	}
	ts_clear();
	if (fpu_owner != NULL && fpu_owner != p)
		save(fpu_owner->p_md.md_fpu);
	if (new)
		load_initial(p->p_md.md_fpu);
	else if (fpu_owner != p)
		restore(p->p_md.md_fpu);
	fpu_owner = p;
	return 0;
}

/* At each switch to p. */
void
fpu_switch(struct proc *p)
{
	if (fpu_owner == p)
		ts_clear();
	else
		ts_set();
}

int
fpu_fork(struct proc *parent, struct proc *child)
{
	child->p_md.md_fpu = NULL;
	if (parent->p_md.md_fpu == NULL)
		return 0;
	child->p_md.md_fpu = malloc(FPU_AREA, M_FPU, M_NOWAIT);
	if (child->p_md.md_fpu == NULL)
		return ENOMEM;
	if (fpu_owner == parent) {
		ts_clear();
		save(parent->p_md.md_fpu);
		restore(parent->p_md.md_fpu); /* fnsave resets */
	}
	memcpy(child->p_md.md_fpu, parent->p_md.md_fpu, FPU_AREA);
	return 0;
}

void
fpu_release(struct proc *p)
{
	if (fpu_owner == p) {
		fpu_owner = NULL;
		ts_set();
	}
	free(p->p_md.md_fpu, M_FPU);
	p->p_md.md_fpu = NULL;
}

/* ---- signal handlers ---- */

/*
 * For a handler: the registers of p go to uaddr, FPU_AREA bytes of its own
 * memory, and the handler starts with fresh ones.  EFAULT.
 */
int
fpu_set_aside(struct proc *p, void *uaddr)
{
	int error;

	if (fpu_owner == p) {
		ts_clear();
		save(p->p_md.md_fpu);
		fpu_owner = NULL;
		ts_set();
	}
	error = copyout(p->p_md.md_fpu, uaddr, FPU_AREA);
	fpu_release(p);
	return error;
}

/*
 * Back from a handler: the registers at uaddr are p's.  They may be
 * nonsense, but no such that the CPU refuses to load.  EFAULT, ENOMEM.
 */
int
fpu_bring_back(struct proc *p, const void *uaddr)
{
	uint8_t *area;
	int error;

	fpu_release(p);
	if ((area = malloc(FPU_AREA, M_FPU, M_NOWAIT)) == NULL)
		return ENOMEM;
	if ((error = copyin(uaddr, area, FPU_AREA)) != 0) {
		free(area, M_FPU);
		return error;
	}
	if (have_fxsr)
		*(uint32_t *)(area + FXSAVE_MXCSR) &= MXCSR_MASK;
	p->p_md.md_fpu = area;
	return 0;
}
