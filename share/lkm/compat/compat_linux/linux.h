/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux.h: what the files of compat_linux share.
 *
 * A system call's function gets its arguments as they were in the registers
 * %ebx %ecx %edx %esi %edi %ebp: words, a 64-bit one in two of them, the low
 * half first.  So a structure of them describes them, and where it is the
 * same as the native call's, the native call's function stands in the table.
 * It sets retval[0] alone: %edx, which retval[1] is, belongs to the program.
 */
#ifndef _COMPAT_LINUX_H_
#define _COMPAT_LINUX_H_

#include <sys/param.h>
#include <sys/errno.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>
#include <sys/systm.h>

/* The functions in the table, of this module and the kernel's. */
#define CALL(number, name, function, words) \
	int function(struct proc *, void *, register_t *);
#define NONE(number, name)
#define HOLE(number)
#include "linux_syscalls.h"
#undef CALL
#undef NONE
#undef HOLE

/* linux_sysent.c */
#define LINUX_NCALLS 451
extern struct sysent linux_sysent[LINUX_NCALLS];
extern const char *const linux_syscallnames[LINUX_NCALLS];
extern const char *const linux_syscallkinds[LINUX_NCALLS]; /* linux_ktrace.c */

/* linux_errno.c: their numbers, negative as a program gets them, by ours. */
extern const int linux_errno[ELAST + 1];

/* linux_signal.c: a signal's number there; and ours, 0 for 0, or -1. */
#define LINUX_SIGCHLD 17
extern const u_char linux_from_native_sig[];
int linux_to_native_sig(int sig);

/* linux_process.c: for e_childreturn. */
#define LINUX_SYS_CLONE 120
struct trapframe;
void linux_childreturn(struct proc *, struct trapframe *);

/* linux_tls.c: a thread area as a program describes it. */
struct linux_user_desc {
	u_int entry_number; /* -1: any that is free */
	u_int base_addr, limit;
	u_int flags;
};
/* Make it p's: EINVAL, and nothing is changed. */
int linux_set_area(struct proc *p, const struct linux_user_desc *);
/* 0 if that would succeed. */
int linux_check_area(const struct linux_user_desc *);

/*
 * linux_nosys.c: what stands in the table where there is no call: ENOSYS,
 * counted for sysctl emul.linux.nosys.
 */
int linux_nosys(struct proc *, void *, register_t *);
int linux_nosys_attach(void); /* errors as of sysctl_attach() */
void linux_nosys_detach(void);

#endif
