/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls.h: thread areas.  A program's segments are flat, but for up to three
 * data segments of its own, which it selects in %fs or %gs to find what
 * belongs to a thread.  Their descriptors go with the process: fork(2)
 * copies them, exec(2) takes them away, and each switch puts the next
 * process's into the processor's table.
 */
#ifndef _MACHINE_TLS_H
#define _MACHINE_TLS_H

#include <sys/types.h>

struct proc;

#define TLS_NAREAS 3
#define TLS_FIRST  7 /* the first one's number in the processor's table */
#define TLS_SEL(n) (((TLS_FIRST + (n)) << 3) | 3) /* its selector */

struct tls_area {
	vaddr_t ta_base;
	uint32_t ta_limit; /* of 20 bits: the last byte, or page */
	int ta_flags;
};
#define TLS_PAGES      0x01 /* ta_limit counts pages */
#define TLS_READONLY   0x02
#define TLS_DOWN       0x04 /* what lies above the limit is in it */
#define TLS_NOTPRESENT 0x08 /* who selects it gets a fault */
#define TLS_USER       0x10 /* a bit that means nothing to the processor */
#define TLS_FLAGS      0x1f

/*
 * Give p its area n, or take it away (ta NULL).  A program that has it in a
 * segment register finds the change there when it is back in user mode; if it
 * is gone, a null selector.  EINVAL: there is no such area, or no such limit.
 */
int cpu_tls_set(struct proc *p, u_int n, const struct tls_area *ta);
/* EINVAL; ENOENT: p has no area n. */
int cpu_tls_get(const struct proc *p, u_int n, struct tls_area *ta);

#endif
