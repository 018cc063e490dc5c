/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * procvar.h: what the files of process management tell one another, and
 * nobody else needs.
 */
#ifndef _SYS_PROCVAR_H_
#define _SYS_PROCVAR_H_

#include <sys/proc.h>

void proc_enter(struct proc *);  /* give it a number, list it */
void proc_forget(struct proc *); /* a zombie that was waited for */
void proc_usage(const struct proc *, struct rusage *);
void synch_init(void);
void idle_loop(void) __dead;
void time_init(void);
void settime(const struct timespec *);
void sysctl_init(void);
void sysent_init(void);
/* arch/i386 */
void fpu_release(struct proc *);
void cpu_setregs(struct proc *, vaddr_t entry, vaddr_t sp);

#endif /* _SYS_PROCVAR_H_ */
