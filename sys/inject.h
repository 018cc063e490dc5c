/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inject.h: faults on request: sysctl debug.inject arms one for the process
 * that writes it, and at the N-th point that this process then comes to, it
 * happens.  docs/debugging.md says how to use it.
 *
 * There are two kinds of points.  At an allocation, memory is asked for by
 * somebody who has an answer when there is none; he may be in the middle of
 * changing something.  At a stage, all is in order and the process could
 * sleep.  Nothing is armed nearly always: then a point is a load, a
 * comparison and a branch.
 */
#ifndef _SYS_INJECT_H_
#define _SYS_INJECT_H_

#include <sys/cdefs.h>
#include <sys/types.h>

struct proc;

extern struct proc *inject_proc; /* for whom a fault is armed, or NULL */

/* The slow side of the functions below. */
int inject_allocation(const char *what);
void inject_stage(const char *stage);
void inject_disarm(void);

/* An allocation that may fail, of what: is it to fail now? */
static inline int
inject_fail(const char *what)
{
	return __predict_false(inject_proc != NULL) && inject_allocation(what);
}

/* A stage; the name tells what has been done so far. */
static inline void
inject_point(const char *stage)
{
	if (__predict_false(inject_proc != NULL))
		inject_stage(stage);
}

/* A process ends. */
static inline void
inject_exit(const struct proc *p)
{
	if (__predict_false(inject_proc == p))
		inject_disarm();
}

void inject_init(void);

#endif /* _SYS_INJECT_H_ */
