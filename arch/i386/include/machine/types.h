/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * types.h: what sys/types.h needs of the machine.
 */
#ifndef _MACHINE_TYPES_H
#define _MACHINE_TYPES_H
#ifndef _KERNEL
#include_next <machine/types.h>
#else
#include <sys/stdint.h>
typedef unsigned long vaddr_t;
typedef unsigned long vsize_t;
typedef uint64_t paddr_t; /* PAE: physical addresses are wider */
typedef int32_t register_t;
#endif
#endif
