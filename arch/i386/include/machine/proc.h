/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proc.h: the machine's part of a process.
 */
#ifndef _MACHINE_PROC_H
#define _MACHINE_PROC_H

#include <sys/types.h>

struct trapframe;

struct mdproc {
	struct trapframe *md_regs; /* the registers it came in with */
	vaddr_t md_kstack;         /* lowest address of its kernel stack */
	vaddr_t md_esp;            /* where it was switched away */
	/*
	 * Where a fault in the kernel goes on: the copy functions set it
	 * around each touch of user memory.
	 */
	vaddr_t md_onfault;
	void *md_fpu;       /* saved FPU registers; NULL: never used */
	int md_tlsused;     /* it has a thread area: cpu_tls_set() */
	uint64_t md_tls[3]; /* their descriptors */
};

#endif
