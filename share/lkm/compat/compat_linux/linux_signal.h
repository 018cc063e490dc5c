/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_signal.h: signals as a Linux program sees them: 64, of which this
 * system has the first 31 under numbers of its own.  Those from 32 on, for
 * whoever wants to queue them, are not there.
 */
#ifndef _COMPAT_LINUX_SIGNAL_H_
#define _COMPAT_LINUX_SIGNAL_H_

#include <sys/signalvar.h>

#include "linux.h"

typedef uint64_t linux_sigset_t; /* bit 0 is signal 1 */

typedef struct {
	vaddr_t ss_sp;
	int ss_flags;
	size_t ss_size;
} linux_stack_t;
#define LINUX_SS_ONSTACK 1
#define LINUX_SS_DISABLE 2

linux_sigset_t linux_from_native_set(sigset_t);
sigset_t linux_to_native_set(linux_sigset_t);
/*
 * Note whether the process runs on its alternate stack.  There, that is asked
 * of its stack pointer: a handler may be left with longjmp(3).
 */
void linux_update_onstack(struct proc *);
void linux_get_altstack(struct proc *, linux_stack_t *);
/* EINVAL, ENOMEM, EPERM as of sigaltstack(2). */
int linux_set_altstack(struct proc *, const linux_stack_t *);

/* linux_sigframe.c: for e_sendsig. */
void linux_sendsig(struct proc *, sig_t, int sig, sigset_t mask, u_long code);
/* linux_sigcode.S: the trampolines; the second is LINUX_RT_SIGCODE further. */
extern const char linux_sigcode[], linux_esigcode[];
#define LINUX_RT_SIGCODE 16

#endif
