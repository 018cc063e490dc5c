/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_kprobe_calls.c: calls of probed functions that have not returned: see
 * sys/kprobe.h.
 *
 * A probe that wants returns has a pool of records for calls in progress, made
 * when it was attached: handlers run anywhere, and memory cannot be had just
 * anywhere.  By default there are as many as there can be processes, which is
 * enough for a function that does not call itself and is not called by
 * interrupts; a call for which there is none is counted as missed.
 *
 * All of it is touched with interrupts off.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/kprobe.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/queue.h>

MALLOC_DECLARE(M_KPROBE);

struct kprobe_pool {
	struct kprobe *po_probe; /* NULL: it was detached */
	LIST_ENTRY(kprobe_pool) po_list;
	LIST_HEAD(, kprobe_call) po_free;
	u_int po_busy; /* calls in progress */
	struct kprobe_call po_calls[];
};

#define HASH 64 /* a power of two */
LIST_HEAD(call_list, kprobe_call);
static struct call_list calls[HASH]; /* by slot, the newest first */
u_int kprobe_ncalls;
int kprobe_in_handler;

/* Detached, with calls in progress; freed when these have returned. */
static LIST_HEAD(, kprobe_pool) orphans;
static struct callout orphan_callout;

static struct call_list *
call_bucket(vaddr_t slot)
{
	return &calls[(slot >> 2 ^ slot >> 13) & (HASH - 1)];
}

/* ---- returns ---- */

/* The return at *slot is to be told of; NULL: there is no record for it. */
struct kprobe_call *
kprobe_watch_return(struct kprobe_pool *po, vaddr_t *slot)
{
	struct kprobe_call *c = LIST_FIRST(&po->po_free);

	if (c == NULL)
		return NULL;
	LIST_REMOVE(c, kc_list);
	c->kc_slot = (vaddr_t)slot;
	c->kc_real = *slot;
	LIST_INSERT_HEAD(call_bucket(c->kc_slot), c, kc_list);
	po->po_busy++;
	kprobe_ncalls++;
	*slot = (vaddr_t)kprobe_return;
	return c;
}

static void
call_over(struct kprobe_call *c)
{
	struct kprobe_pool *po = c->kc_pool;

	LIST_REMOVE(c, kc_list);
	LIST_INSERT_HEAD(&po->po_free, c, kc_list);
	po->po_busy--;
	kprobe_ncalls--;
}

/* The newest call whose return address was there. */
static struct kprobe_call *
find_call(vaddr_t slot)
{
	struct kprobe_call *c;

	LIST_FOREACH(c, call_bucket(slot), kc_list)
		if (c->kc_slot == slot)
			return c;
	return NULL;
}

/*
 * The call that has returned, seen from where the stack is now.  A function
 * that returns a structure has also taken away its hidden argument, where the
 * structure is to go (System V ABI, Intel386 supplement, 3-13).
 */
static struct kprobe_call *
call_returned(vaddr_t slot)
{
	struct kprobe_call *c = find_call(slot);

	return c != NULL ? c : find_call(slot - sizeof(vaddr_t));
}

static __noinline vaddr_t
tell_return(vaddr_t slot, int tell)
{
	struct kprobe_call *c;
	struct kprobe *kp;

	/* As many as probes were met there: of one function, or of one that
	 * ended in a jump to another. */
	do {
		if ((c = call_returned(slot)) == NULL)
			panic("a probed function has returned twice");
		kp = c->kc_pool->po_probe;
		if (kp != NULL && tell)
			kp->kp_return(kp, c);
		else if (kp != NULL)
			kp->kp_missed++;
		call_over(c);
	} while (c->kc_real == (vaddr_t)kprobe_return);
	return c->kc_real;
}

__noprobe vaddr_t
kprobe_returned(vaddr_t slot)
{
	int outer = kprobe_in_handler;
	vaddr_t real;

	kprobe_in_handler = 1;
	real = tell_return(slot, !outer);
	kprobe_in_handler = outer;
	return real;
}

/* ---- pools ---- */

struct kprobe_pool *
kprobe_pool_alloc(struct kprobe *kp)
{
	u_int n = kp->kp_maxactive != 0 ? kp->kp_maxactive : (u_int)maxproc, i;
	struct kprobe_pool *po = NULL;

	if (n <= ((size_t)-1 - sizeof(*po)) / sizeof(po->po_calls[0]))
		po = malloc(sizeof(*po) + n * sizeof(po->po_calls[0]), M_KPROBE,
		    M_NOWAIT);
	if (po == NULL)
		return NULL;
	*po = (struct kprobe_pool){.po_probe = kp};
	for (i = 0; i < n; i++) {
		po->po_calls[i].kc_pool = po;
		LIST_INSERT_HEAD(&po->po_free, &po->po_calls[i], kc_list);
	}
	return po;
}

/*
 * Free what has been waiting for its calls to return.  A return can free
 * nothing itself, since it may be one from malloc().
 */
static void
reap(void *arg)
{
	struct kprobe_pool *po, *next;

	LIST_FOREACH_SAFE(po, &orphans, po_list, next)
		if (po->po_busy == 0) {
			LIST_REMOVE(po, po_list);
			free(po, M_KPROBE);
		}
	if (!LIST_EMPTY(&orphans))
		callout_reset(&orphan_callout, 1, reap, NULL);
}

void
kprobe_pool_release(struct kprobe_pool *po)
{
	int s;

	if (po == NULL)
		return;
	s = splsoftclock();
	po->po_probe = NULL;
	LIST_INSERT_HEAD(&orphans, po, po_list);
	reap(NULL);
	splx(s);
}

void
kprobe_forget(vaddr_t stack, vsize_t size)
{
	struct kprobe_call *c, *next;
	u_long flags = intr_disable();
	u_int i;

	for (i = 0; i < HASH; i++)
		LIST_FOREACH_SAFE(c, &calls[i], kc_list, next)
			if (c->kc_slot - stack < size)
				call_over(c);
	intr_restore(flags);
}

/* What was there before the first of those who have put theirs there. */
vaddr_t
kprobe_real_return(const vaddr_t *slot)
{
	const struct kprobe_call *c;

	LIST_FOREACH(c, call_bucket((vaddr_t)slot), kc_list)
		if (c->kc_slot == (vaddr_t)slot &&
		    c->kc_real != (vaddr_t)kprobe_return)
			return c->kc_real;
	return *slot;
}

u_int
kprobe_active(const struct kprobe *kp)
{
	return kp->kp_pool != NULL ? kp->kp_pool->po_busy : 0;
}
