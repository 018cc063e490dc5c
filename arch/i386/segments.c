/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * segments.c: the descriptor tables (Intel SDM volume 3, chapters 3, 6, 7).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/selfcheck.h>
#include <sys/proc.h>
#include "segments.h"

#define NIDT      256
#define SEG_CODE  0x9a /* present, code, readable */
#define SEG_DATA  0x92 /* present, data, writable */
#define SEG_TSS   0x89 /* present, 32-bit task state, free */
#define SEG_USER  0x60 /* privilege level 3 */
#define GATE_INT  0x8e /* present, interrupts off on the way in */
#define GATE_TASK 0x85

static uint64_t gdt[GDT_TLS + TLS_NAREAS];
static uint64_t idt[NIDT];
static uint32_t idt_reach; /* all entries ever set lie at or below it */
struct tss cpu_tss;
static struct tss double_fault_tss;
static char double_fault_stack[4096] __aligned(16);

extern void (*const trap_table[])(void);
extern void (*const intr_table[])(void);
extern void syscall_entry(void);
extern void double_fault_entry(void);

static uint64_t
descriptor(uint32_t base, uint32_t limit, int type, int flags)
{
	return ((uint64_t)(base >> 24) << 56) | ((uint64_t)flags << 52) |
	    ((uint64_t)(limit >> 16) << 48) | ((uint64_t)type << 40) |
	    ((uint64_t)(base & 0xffffff) << 16) | (limit & 0xffff);
}

static void
set_gate(int vector, uint32_t sel, uint32_t off, int type)
{
	idt[vector] = ((uint64_t)(off & 0xffff0000) << 32) |
	    ((uint64_t)type << 40) | (sel << 16) | (off & 0xffff);
}

/* Point a vector at entry; a program may raise it with int if user is set. */
void
idt_set(int vector, void (*entry)(void), int user)
{
	set_gate(vector, GSEL_KCODE, (uint32_t)entry,
	    GATE_INT | (user ? SEG_USER : 0));
	if ((uint32_t)entry > idt_reach)
		idt_reach = (uint32_t)entry;
}

/* The kernel's own lie below all modules. */
void
trap_holders(struct holders *h)
{
	vaddr_t va;
	int v;

	if (idt_reach < h->h_start)
		return;
	for (v = 0; v < NIDT; v++) {
		va = (idt[v] >> 32 & 0xffff0000) | (idt[v] & 0xffff);
		if (holds(h, va))
			holder_found(h, &idt[v], va,
			    "the processor's vector %d points to", v);
	}
}

static void
load_tables(void)
{
	struct {
		uint16_t limit;
		uint32_t base;
	} __packed g = {sizeof(gdt) - 1, (uint32_t)gdt},
		   i = {sizeof(idt) - 1, (uint32_t)idt};

	__asm volatile("lgdt %0; lidt %1" : : "m"(g), "m"(i));
	__asm volatile("ljmp %0, $1f; 1:" : : "i"(GSEL_KCODE));
	__asm volatile("mov %0, %%ds; mov %0, %%es; mov %0, %%ss"
		       :
		       : "r"(GSEL_KDATA));
	__asm volatile("mov %0, %%fs; mov %0, %%gs" : : "r"(0));
	__asm volatile("ltr %w0" : : "r"(GSEL_TSS));
}

void
segments_init(void)
{
	int v;
	uint32_t cr3;

	gdt[1] = descriptor(0, 0xfffff, SEG_CODE, 0xc);
	gdt[2] = descriptor(0, 0xfffff, SEG_DATA, 0xc);
	gdt[3] = descriptor(0, 0xfffff, SEG_CODE | SEG_USER, 0xc);
	gdt[4] = descriptor(0, 0xfffff, SEG_DATA | SEG_USER, 0xc);
	gdt[5] =
	    descriptor((uint32_t)&cpu_tss, sizeof(cpu_tss) - 1, SEG_TSS, 0);
	gdt[6] = descriptor((uint32_t)&double_fault_tss,
	    sizeof(double_fault_tss) - 1, SEG_TSS, 0);

	cpu_tss.tss_ss0 = GSEL_KDATA;
	cpu_tss.tss_iomap = sizeof(cpu_tss); /* no port is open to programs */

	__asm volatile("mov %%cr3, %0" : "=r"(cr3));
	double_fault_tss.tss_cr3 = cr3;
	double_fault_tss.tss_eip = (uint32_t)double_fault_entry;
	double_fault_tss.tss_esp =
	    (uint32_t)double_fault_stack + sizeof(double_fault_stack);
	double_fault_tss.tss_cs = GSEL_KCODE;
	double_fault_tss.tss_ss = double_fault_tss.tss_ds =
	    double_fault_tss.tss_es = GSEL_KDATA;
	double_fault_tss.tss_eflags = 0x2;

	for (v = 0; v < 20; v++)
		idt_set(v, trap_table[v], v == 3 || v == 4);
	set_gate(8, GSEL_DFTSS, 0, GATE_TASK);
	for (v = 0; v < 16; v++)
		idt_set(0x20 + v, intr_table[v], 0);
	idt_set(0x80, syscall_entry, 1);
	load_tables();
}

/* ---- thread areas ---- */

/*
 * The type of a data segment (Intel SDM volume 3, 3.4.5.1) and, beside it,
 * the flags: 32 bits always, a limit in pages.
 */
static uint64_t
tls_descriptor(const struct tls_area *ta)
{
	return descriptor(ta->ta_base, ta->ta_limit,
	    0x10 | SEG_USER | (ta->ta_flags & TLS_NOTPRESENT ? 0 : 0x80) |
		(ta->ta_flags & TLS_DOWN ? 0x4 : 0) |
		(ta->ta_flags & TLS_READONLY ? 0 : 0x2),
	    0x4 | (ta->ta_flags & TLS_PAGES ? 0x8 : 0) |
		(ta->ta_flags & TLS_USER ? 0x1 : 0));
}

/*
 * Put a process's areas into the table.  Selectors of the areas that were
 * there may still be in the CPU, and what stops the kernel could not give
 * them back any more: they go.
 */
static void
load_areas(const struct mdproc *md)
{
	__asm volatile("mov %0, %%fs; mov %0, %%gs" : : "r"(0));
	memcpy(&gdt[GDT_TLS], md->md_tls, sizeof(md->md_tls));
}

int
cpu_tls_set(struct proc *p, u_int n, const struct tls_area *ta)
{
	struct mdproc *md = &p->p_md;
	u_int i;

	if (n >= TLS_NAREAS ||
	    (ta != NULL &&
		(ta->ta_limit > 0xfffff || ta->ta_flags & ~TLS_FLAGS)))
		return EINVAL;
	md->md_tls[n] = ta != NULL ? tls_descriptor(ta) : 0;
	md->md_tlsused = 0;
	for (i = 0; i < TLS_NAREAS; i++)
		md->md_tlsused |= md->md_tls[i] != 0;
	if (p == curproc)
		load_areas(md);
	return 0;
}

int
cpu_tls_get(const struct proc *p, u_int n, struct tls_area *ta)
{
	uint64_t d;

	if (n >= TLS_NAREAS)
		return EINVAL;
	if ((d = p->p_md.md_tls[n]) == 0)
		return ENOENT;
	ta->ta_base = (d >> 16 & 0xffffff) | (d >> 56) << 24;
	ta->ta_limit = (d & 0xffff) | (d >> 48 & 0xf) << 16;
	ta->ta_flags = (d >> 47 & 1 ? 0 : TLS_NOTPRESENT) |
	    (d >> 42 & 1 ? TLS_DOWN : 0) | (d >> 41 & 1 ? 0 : TLS_READONLY) |
	    (d >> 55 & 1 ? TLS_PAGES : 0) | (d >> 52 & 1 ? TLS_USER : 0);
	return 0;
}

/* Another process is to run, and it or the last one has thread areas. */
void
tls_switch(const struct proc *to)
{
	load_areas(&to->p_md);
}

/*
 * A selector a program may have: null, one of its own two, or that of a
 * thread area, there or not.
 */
int
sel_ok(int sel)
{
	sel &= 0xffff;
	return (sel & 0xfffc) == 0 || sel == GSEL_UCODE || sel == GSEL_UDATA ||
	    ((sel & 7) == 3 && sel >> 3 >= GDT_TLS &&
		sel >> 3 < GDT_TLS + TLS_NAREAS);
}

/* ---- self-check ---- */

/* A gate's entry; a task gate has none. */
void
trap_digest(struct digest *d)
{
	int v;

	digest_bytes(d, idt, sizeof(idt));
	for (v = 0; v < NIDT; v++)
		selfcheck_code(d,
		    (void *)(vaddr_t)((idt[v] >> 32 & 0xffff0000) |
			(idt[v] & 0xffff)),
		    "the processor's vector %d", v);
}
