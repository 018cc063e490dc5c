/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * segments.c: the descriptor tables (Intel SDM volume 3, chapters 3, 6, 7).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/selfcheck.h>
#include "segments.h"

#define NIDT      256
#define SEG_CODE  0x9a /* present, code, readable */
#define SEG_DATA  0x92 /* present, data, writable */
#define SEG_TSS   0x89 /* present, 32-bit task state, free */
#define SEG_USER  0x60 /* privilege level 3 */
#define GATE_INT  0x8e /* present, interrupts off on the way in */
#define GATE_TASK 0x85

static uint64_t gdt[7];
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
