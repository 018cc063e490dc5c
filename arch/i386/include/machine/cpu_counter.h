/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpu_counter.h: what the processor counts all the time: cycles, or what an
 * emulator takes for them (QEMU with -icount: instructions).
 */
#ifndef _MACHINE_CPU_COUNTER_H
#define _MACHINE_CPU_COUNTER_H

#include <machine/cpu.h>

static inline int
cpu_hascounter(void)
{
	return (cpu_feature & CPUID_TSC) != 0;
}

/* 0 where there is none. */
static inline uint64_t
cpu_counter(void)
{
	return cpu_hascounter() ? rdtsc() : 0;
}

#endif
