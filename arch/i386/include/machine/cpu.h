/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpu.h: instructions that C has no words for, and what CPUID told.
 */
#ifndef _MACHINE_CPU_H
#define _MACHINE_CPU_H

#include <sys/types.h>

struct proc;
struct trapframe;

/* Control register bits (Intel SDM volume 3, 2.5). */
#define CR0_MP         0x00000002
#define CR0_EM         0x00000004
#define CR0_TS         0x00000008
#define CR0_NE         0x00000020
#define CR0_WP         0x00010000
#define CR4_PSE        0x010
#define CR4_PAE        0x020
#define CR4_PGE        0x080
#define CR4_OSFXSR     0x200
#define CR4_OSXMMEXCPT 0x400

/* CPUID 1, edx; 0x80000001, edx */
#define CPUID_TSC      0x00000010
#define CPUID_PGE      0x00002000
#define CPUID_FXSR     0x01000000
#define CPUID_SSE      0x02000000
#define CPUID_SSE2     0x04000000
#define CPUID_EXT_NX   0x00100000
#define MSR_EFER       0xc0000080
#define EFER_NXE       0x800

extern uint32_t cpu_feature;     /* CPUID 1, edx */
extern uint32_t cpu_ext_feature; /* CPUID 0x80000001, edx */
extern char cpu_model[];
extern uint64_t boot_tsc; /* time-stamp counter when the kernel began */

static inline void
cpuid(uint32_t leaf, uint32_t r[4])
{
	__asm volatile("cpuid"
		       : "=a"(r[0]), "=b"(r[1]), "=c"(r[2]), "=d"(r[3])
		       : "a"(leaf), "c"(0));
}
static inline uint32_t
rcr0(void)
{
	uint32_t v;

	__asm volatile("mov %%cr0, %0" : "=r"(v));
	return v;
}
static inline void
lcr0(uint32_t v)
{
	__asm volatile("mov %0, %%cr0" : : "r"(v) : "memory");
}
static inline uint32_t
rcr2(void)
{
	uint32_t v;

	__asm volatile("mov %%cr2, %0" : "=r"(v));
	return v;
}
static inline uint32_t
rcr3(void)
{
	uint32_t v;

	__asm volatile("mov %%cr3, %0" : "=r"(v));
	return v;
}
static inline void
lcr3(uint32_t v)
{
	__asm volatile("mov %0, %%cr3" : : "r"(v) : "memory");
}
static inline uint32_t
rcr4(void)
{
	uint32_t v;

	__asm volatile("mov %%cr4, %0" : "=r"(v));
	return v;
}
static inline void
lcr4(uint32_t v)
{
	__asm volatile("mov %0, %%cr4" : : "r"(v) : "memory");
}
static inline void
invlpg(vaddr_t va)
{
	__asm volatile("invlpg (%0)" : : "r"(va) : "memory");
}
static inline uint64_t
rdmsr(uint32_t msr)
{
	uint64_t v;

	__asm volatile("rdmsr" : "=A"(v) : "c"(msr));
	return v;
}
static inline void
wrmsr(uint32_t msr, uint64_t v)
{
	__asm volatile("wrmsr" : : "A"(v), "c"(msr));
}
static inline uint64_t
rdtsc(void)
{
	uint64_t v;

	__asm volatile("rdtsc" : "=A"(v));
	return v;
}
static inline void
disable_intr(void)
{
	__asm volatile("cli" : : : "memory");
}
static inline void
enable_intr(void)
{
	__asm volatile("sti" : : : "memory");
}
/* Wait for an interrupt: nothing can come between the two instructions. */
static inline void
enable_intr_and_halt(void)
{
	__asm volatile("sti; hlt" : : : "memory");
}
static inline void
halt(void)
{
	__asm volatile("hlt");
}

void cpu_identify(void);
/* Stop the machine: howto as reboot(2) has it. */
void cpu_reboot(int howto) __dead;
/* Leave an emulator that has a debug exit device, with this value. */
void cpu_debug_exit(int value);

/* The boot loader's memory map and modules: arch/i386/boot.c. */
struct boot_module {
	paddr_t bm_start, bm_end;
	const char *bm_string; /* what the boot loader says beside it */
};
void boot_init(uint32_t magic, paddr_t info);
int boot_range(int i, paddr_t *start, paddr_t *end); /* usable memory: 1 */
int boot_nmodules(void);
struct boot_module boot_module(int i);
/* True if boot information or a module lies in this page. */
int boot_reserved(paddr_t pa);
paddr_t boot_end(void); /* behind the last byte the loader put anywhere */

void pmap_bootstrap(void);
void vm_page_init(void);
void intr_init(void);
void fpu_init(void);
int fpu_trap(struct proc *); /* 0: the FPU is p's now */
int fpu_fork(struct proc *parent, struct proc *child);
void fpu_switch(struct proc *);
/* FXSAVE wants 512 bytes aligned to 16; a malloc'd 512 is aligned to 512. */
#define FPU_AREA 512
int fpu_set_aside(struct proc *p, void *uaddr);
int fpu_bring_back(struct proc *p, const void *uaddr);

/*
 * Use %xmm0 to %xmm7 in the kernel, between these two calls; no sleeping
 * there.  0: the CPU has no SSE2, or an interrupt came in between them.
 * memops.S does the same for itself.
 */
struct sse_save {
	int used;               /* are somebody's values in the registers? */
	unsigned char xmm[128]; /* these */
};
int sse_borrow(struct sse_save *);
void sse_return(const struct sse_save *);

void backtrace(const struct trapframe *);
void cpu_getregs(struct trapframe *); /* of the caller */

#endif
