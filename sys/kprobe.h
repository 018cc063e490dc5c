/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kprobe.h: probes: to be told of each call of a function of the kernel's,
 * and of each return from it.  arch/ puts a breakpoint at the function's first
 * instruction; kern/subr_kprobe.c knows who wants to hear of it.
 *
 * To hear of a return, the kernel puts an address of its own, kprobe_return,
 * in the place of the return address, and keeps the real one in a struct
 * kprobe_call.  Both are the kernel's: whoever has the probe can take it away
 * and go while functions that it has seen being called have not returned;
 * they return through the kernel, and nobody is told.
 */
#ifndef _SYS_KPROBE_H_
#define _SYS_KPROBE_H_

#ifdef _KERNEL
#include <sys/types.h>
#include <sys/queue.h>

struct kprobe;
struct kprobe_pool;
struct kprobe_site;

/* A call that has not returned. */
struct kprobe_call {
	uint64_t kc_data[2]; /* the handlers' own: from entry to return */

	/* From here on subr_kprobe_calls.c's. */
	LIST_ENTRY(kprobe_call) kc_list; /* by kc_slot; or free */
	struct kprobe_pool *kc_pool;
	vaddr_t kc_slot; /* where on a kernel stack its return address was */
	vaddr_t kc_real; /* and that address */
};

/*
 * A probe.  All that is not set is zero.  The memory is lent to the kernel until
 * kprobe_detach(), and can be used again then.
 *
 * Handlers run with interrupts off, whatever it was that called the function:
 * a process, an interrupt, malloc().  They must not sleep, allocate, or attach
 * or detach probes.  A call that is made while a handler runs is not told of:
 * so a handler may call what is probed.
 */
struct kprobe {
	vaddr_t kp_addr; /* first instruction of the function */
	/* It was called.  The call is NULL if the return will not be told of. */
	void (*kp_entry)(struct kprobe *, struct kprobe_call *); /* or NULL */
	/* It is returning. */
	void (*kp_return)(struct kprobe *, struct kprobe_call *); /* or NULL */
	void *kp_data;      /* the handlers' own */
	u_int kp_maxactive; /* calls at once to be told of; 0: maxproc */
	u_int kp_missed;    /* calls or returns that were not told of */

	/* From here on subr_kprobe.c's. */
	LIST_ENTRY(kprobe) kp_list;
	struct kprobe_site *kp_site;
	struct kprobe_pool *kp_pool;
};

/*
 * From now on, tell of calls.  An errno, and why has the reason in words:
 * ENOENT	no function of the kernel's begins there
 * ENOTSUP	it cannot be probed: probes need it, or what its first
 *		instruction does cannot be done elsewhere
 * EBUSY	somebody else's breakpoint is there
 * EEXIST	this struct kprobe is attached already
 * ENOMEM
 * Cannot sleep; not from a handler or an interrupt.
 */
int kprobe_attach(struct kprobe *, char *why, size_t size);
void kprobe_detach(struct kprobe *);
/* Calls that it was told of and whose return it was not, yet. */
u_int kprobe_active(const struct kprobe *);
/*
 * The function of the kernel's with this name, global or static.  ENOENT, or
 * EEXIST: there are several; why has the reason in words.
 */
int kprobe_find(const char *name, vaddr_t *addr, char *why, size_t size);

/* ---- for those who look at stacks ---- */

extern char kprobe_return[]; /* arch/ */
vaddr_t kprobe_real_return(const vaddr_t *slot);

/* The return address at a place on a kernel stack. */
static inline vaddr_t
kprobe_return_address(const vaddr_t *slot)
{
	return __predict_true(*slot != (vaddr_t)kprobe_return)
	    ? *slot
	    : kprobe_real_return(slot);
}

/* A kernel stack is no more: nothing returns on it. */
extern u_int kprobe_ncalls;
void kprobe_forget(vaddr_t stack, vsize_t size);
static inline void
kprobe_stack_gone(vaddr_t stack, vsize_t size)
{
	if (__predict_false(kprobe_ncalls > 0))
		kprobe_forget(stack, size);
}

/* ---- between subr_kprobe.c and subr_kprobe_calls.c ---- */

/* NULL: no memory.  Released, it stays until the last call has returned. */
struct kprobe_pool *kprobe_pool_alloc(struct kprobe *);
void kprobe_pool_release(struct kprobe_pool *); /* or NULL */
/* Have the return at *slot told of.  NULL: there is no record for it. */
struct kprobe_call *kprobe_watch_return(struct kprobe_pool *, vaddr_t *slot);
extern int kprobe_in_handler; /* nothing is told of */

/* ---- between these and arch/ ---- */

/* A function with a breakpoint. */
struct kprobe_site {
	LIST_ENTRY(kprobe_site) ks_list;
	LIST_HEAD(, kprobe) ks_probes;
	vaddr_t ks_addr;
	vaddr_t ks_moved; /* its first instruction, and a jump to the next */
	uint8_t ks_first; /* the byte that the breakpoint replaced */
};

/*
 * For arch/: its function at pc has come to the breakpoint, and its return
 * address lies at slot.  NULL: it is nobody's.  Interrupts are off.
 */
struct kprobe_site *kprobe_hit(vaddr_t pc, vaddr_t *slot);
/* One of those returns, whose return address was there: the real one. */
vaddr_t kprobe_returned(vaddr_t slot);
/* The site with a breakpoint at pc, or whose ks_moved it is in; or NULL. */
struct kprobe_site *kprobe_site_at(vaddr_t pc);

/*
 * In arch/: can ks_addr have a breakpoint?  Then ks_moved and ks_first are
 * set.  ENOTSUP, EBUSY, ENOMEM: why has the reason.
 */
int kprobe_md_prepare(struct kprobe_site *, char *why, size_t size);
void kprobe_md_release(struct kprobe_site *);
void kprobe_md_arm(const struct kprobe_site *);
void kprobe_md_disarm(const struct kprobe_site *);
int kprobe_md_armed(const struct kprobe_site *);             /* is it there? */
int kprobe_md_moved(const struct kprobe_site *, vaddr_t pc); /* in ks_moved? */

/*
 * Before the kernel has seen that a breakpoint is one of these, no other may
 * be met: what runs until then lies in a section that cannot be probed.
 */
#define __noprobe __section(".text.noprobe") __noinline

#endif /* _KERNEL */

#endif /* _SYS_KPROBE_H_ */
