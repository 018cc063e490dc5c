/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kthread.h: kernel threads, as NetBSD had them until 4: processes that are
 * always in the kernel.
 */
#ifndef _SYS_KTHREAD_H_
#define _SYS_KTHREAD_H_

#ifdef _KERNEL
#include <sys/cdefs.h>

struct proc;

/*
 * A new thread, init's child, that calls fn(arg) and has the printed name, cut
 * to MAXCOMLEN; *pp, if not NULL, gets it.  It ends with kthread_exit(), or
 * when fn returns.  Nobody ends it from outside: who starts one has a way to
 * ask it to, and waits for it.  EAGAIN: too many processes; ENOMEM.
 */
int kthread_create1(void (*fn)(void *), void *arg, struct proc **pp,
    const char *name, ...) __printflike(4, 5);
void kthread_exit(int status) __dead;
#endif /* _KERNEL */

#endif /* _SYS_KTHREAD_H_ */
