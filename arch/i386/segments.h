/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * segments.h: selectors and the task state.  Segments are flat; they exist
 * because the CPU wants them.
 */
#ifndef _I386_SEGMENTS_H
#define _I386_SEGMENTS_H

#include <stdint.h>
#include <machine/tls.h>

#define GSEL_KCODE 0x08
#define GSEL_KDATA 0x10
#define GSEL_UCODE 0x1b
#define GSEL_UDATA 0x23
#define GSEL_TSS   0x28
#define GSEL_DFTSS 0x30
/* From here on the thread areas of the process that runs: machine/tls.h. */
#define GDT_TLS    TLS_FIRST

/* Intel SDM volume 3, 7.2.1: the 32-bit task state segment. */
struct tss {
	uint32_t tss_link, tss_esp0, tss_ss0, tss_esp1, tss_ss1, tss_esp2,
	    tss_ss2, tss_cr3, tss_eip, tss_eflags, tss_eax, tss_ecx, tss_edx,
	    tss_ebx, tss_esp, tss_ebp, tss_esi, tss_edi, tss_es, tss_cs, tss_ss,
	    tss_ds, tss_fs, tss_gs, tss_ldt;
	uint16_t tss_trap, tss_iomap;
};
extern struct tss cpu_tss;

void segments_init(void);
void idt_set(int vector, void (*entry)(void), int user);
struct proc;
void tls_switch(const struct proc *to);
int sel_ok(int sel);

#endif
