/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace.h: what the files of the module tell one another.
 */
#ifndef _TRACE_H_
#define _TRACE_H_

#include <sys/param.h>
#include <sys/kprobe.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/queue.h>
#include <sys/systm.h>

MALLOC_DECLARE(M_TRACE);

#define NAME_SIZE 64
#define WHY_SIZE  200

/* Something that is counted and timed. */
struct trace {
	LIST_ENTRY(trace) t_list;
	char t_name[NAME_SIZE]; /* as it was added */
	int t_slot;             /* system call's number; -1: a function */
	int t_gone; /* not traced any more, but somebody is inside */

	uint64_t t_calls, t_returns;
	uint64_t t_cycles, t_min, t_max; /* from call to return */
	u_int t_ticks;                   /* clock ticks, the same */
	u_int t_inside;                  /* calls of it now: calls.c's */

	struct sysent t_saved; /* what the slot held */
	struct kprobe t_probe;
};
LIST_HEAD(trace_list, trace);
extern struct trace_list traces;

/* When a call began. */
struct start {
	uint64_t s_cycles;
	int s_ticks;
};
struct start trace_start(void);
void trace_end(struct trace *, uint64_t cycles, int from_tick);

/*
 * Begin, and end: an errno, and why has the reason.  calls_find() says which
 * system call has this name, or number; -1: none.  EBUSY of calls_unhook():
 * somebody would put it back.
 */
int calls_find(const char *name);
int calls_hook(struct lkm_table *, struct trace *, char *why);
int calls_unhook(struct lkm_table *, struct trace *, char *why);
int function_probe(struct trace *, char *why);
void function_unprobe(struct trace *);

#endif /* _TRACE_H_ */
