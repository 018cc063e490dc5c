/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machdep.c: the machine as a whole: identification, start, stop.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/cons.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/vm.h>
#include <machine/cpu.h>
#include <machine/frame.h>
#include <machine/pio.h>
#include "segments.h"

#define DEBUG_EXIT_PORT 0xf4 /* QEMU's isa-debug-exit, where tools/vm puts it */
#define PIIX4_PM_PORT   0x604 /* QEMU's PM1a control register */
#define PIIX4_PM_SLP    0x2000
#define KBD_CONTROLLER  0x64
#define KBD_RESET       0xfe

uint32_t cpu_feature, cpu_ext_feature;
char cpu_model[49];
uint64_t boot_tsc;

void
cpu_identify(void)
{
	uint32_t r[4], max, i;

	cpuid(0, r);
	max = r[0];
	memcpy(cpu_model, &r[1], 4);
	memcpy(cpu_model + 4, &r[3], 4);
	memcpy(cpu_model + 8, &r[2], 4);
	if (max >= 1) {
		cpuid(1, r);
		cpu_feature = r[3];
	}
	cpuid(0x80000000, r);
	max = r[0];
	if (max < 0x80000001 || max > 0x8000ffff)
		return;
	cpuid(0x80000001, r);
	cpu_ext_feature = r[3];
	if (max >= 0x80000004)
		for (i = 0; i < 3; i++)
			cpuid(0x80000002 + i, (uint32_t *)(cpu_model + 16 * i));
}

/* The first C function: from here on there are traps, memory and printf. */
void i386_init(uint32_t magic, paddr_t info);
void
i386_init(uint32_t magic, paddr_t info)
{
	boot_tsc = rdtsc();
	cninit();
	segments_init();
	cpu_identify();
	boot_init(magic, info & 0xffffffff);
	pmap_bootstrap();
	vm_page_init();
	intr_init();
	fpu_init();
}

void
cpu_debug_exit(int value)
{
	outl(DEBUG_EXIT_PORT, value);
}

void
cpu_reboot(int howto)
{
	struct {
		uint16_t limit;
		uint32_t base;
	} __packed none = {0, 0};
	size_t len;

	splhigh();
	if (howto & RB_HALT) {
		if ((howto & RB_POWERDOWN) == RB_POWERDOWN) {
			if (bootarg_next("vmrun", NULL, &len) != NULL)
				cpu_debug_exit(0x10);
			outw(PIIX4_PM_PORT, PIIX4_PM_SLP);
		}
		printf("The operating system has halted.\n");
		for (;;) {
			disable_intr();
			halt();
		}
	}
	outb(KBD_CONTROLLER, KBD_RESET);
	/* If that did nothing: a trap without a table resets the CPU. */
	__asm volatile("lidt %0; int3" : : "m"(none));
	for (;;)
		halt();
}

/*
 * The task that a double fault switches to.  The registers of the one that
 * faulted are in its task state.
 */
void double_fault(void) __dead;
void
double_fault(void)
{
	vaddr_t sp = cpu_tss.tss_esp, stack = curproc->p_md.md_kstack;
	static struct trapframe tf;
	const struct lkm_table *t;

	tf = (struct trapframe){.tf_trapno = T_DOUBLEFLT,
	    .tf_eax = cpu_tss.tss_eax,
	    .tf_ebx = cpu_tss.tss_ebx,
	    .tf_ecx = cpu_tss.tss_ecx,
	    .tf_edx = cpu_tss.tss_edx,
	    .tf_esi = cpu_tss.tss_esi,
	    .tf_edi = cpu_tss.tss_edi,
	    .tf_ebp = cpu_tss.tss_ebp,
	    .tf_esp = cpu_tss.tss_esp,
	    .tf_eip = cpu_tss.tss_eip,
	    .tf_cs = cpu_tss.tss_cs,
	    .tf_eflags = cpu_tss.tss_eflags};
	t = lkm_at(tf.tf_eip);
	panic_frame(&tf, "double fault%s%s%s",
	    stack != 0 && sp < stack + 64 ? ": kernel stack overflow" : "",
	    t != NULL ? " in module " : "", t != NULL ? lkm_name(t) : "");
}

/*
 * True if [va, va + len) is kernel memory that a read (write: a write)
 * would not fault on.
 */
int
kernel_addr_valid(const void *va, size_t len, int write)
{
	vaddr_t a = trunc_page(va), end = (vaddr_t)va + len;
	int want = write ? VM_PROT_WRITE : VM_PROT_READ;

	if ((vaddr_t)va < KERNBASE || end < (vaddr_t)va)
		return 0;
	for (; a < end && a >= KERNBASE; a += PAGE_SIZE)
		if ((pmap_kaccess(a) & want) == 0)
			return 0;
	return 1;
}

/* ---- copying much from and to programs ---- */

int copyin_bulk(const void *uaddr, void *kaddr, size_t len);
int copyout_bulk(const void *kaddr, void *uaddr, size_t len);

/*
 * Page by page: once a page of the program's is there it stays while we do
 * not sleep, so the copy itself cannot fault and memcpy() will do.
 */
static int
bulk(char *uaddr, char *kaddr, size_t len, int out)
{
	size_t n;

	if ((vaddr_t)uaddr > VM_MAX_ADDRESS - len || len > VM_MAX_ADDRESS)
		return EFAULT;
	for (; len > 0; uaddr += n, kaddr += n, len -= n) {
		n = MIN(len, PAGE_SIZE - ((vaddr_t)uaddr & PAGE_MASK));
		if (user_touch(uaddr, out) != 0)
			return EFAULT;
		if (out)
			memcpy(uaddr, kaddr, n);
		else
			memcpy(kaddr, uaddr, n);
	}
	return 0;
}

int
copyin_bulk(const void *uaddr, void *kaddr, size_t len)
{
	return bulk((char *)(vaddr_t)uaddr, kaddr, len, 0);
}

int
copyout_bulk(const void *kaddr, void *uaddr, size_t len)
{
	return bulk(uaddr, (char *)(vaddr_t)kaddr, len, 1);
}
