/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * frame.h: what lies on the kernel stack after a trap, an interrupt or a
 * system call.
 */
#ifndef _MACHINE_FRAME_H
#define _MACHINE_FRAME_H

struct trapframe {
	int tf_gs, tf_fs, tf_es, tf_ds;
	int tf_edi, tf_esi, tf_ebp, tf_xsp, tf_ebx, tf_edx, tf_ecx, tf_eax;
	int tf_trapno, tf_err;
	int tf_eip, tf_cs, tf_eflags;
	int tf_esp, tf_ss; /* only when it came from user mode */
};

/* In tf_eflags: what always stands there, and what a program may set. */
#define PSL_USERSET    0x00000202 /* interrupts on */
#define PSL_USERCHANGE 0x00050dd5 /* CF .. OF, AC */

/* The trap whose frame has tf_esp although it came from the kernel. */
#define T_DOUBLEFLT    8

/* tf_trapno of what cpu_getregs() made: no trap; tf_esp and tf_ss are set. */
#define T_CALL         0x101

#define USERMODE(cs)   (((cs)&3) == 3)

struct proc;
/*
 * Give p the registers of tf, which a program may have made up: only what it
 * could set itself is taken of tf_eflags, and it stays in user mode.  EINVAL,
 * and nothing is changed: a selector that no program can have.
 */
int cpu_setuserregs(struct proc *p, const struct trapframe *tf);

#endif
