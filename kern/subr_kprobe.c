/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_kprobe.c: who wants to be told of which function's calls and returns:
 * see sys/kprobe.h.  What puts breakpoints into code is in arch/.
 *
 * A function that is probed has a site, with the probes of all who want to
 * hear of it.  A probe that wants returns has a pool of records for calls in
 * progress, made when it was attached: handlers run anywhere, and memory
 * cannot be had just anywhere.  By default there are as many as there can be
 * processes, which is enough for a function that does not call itself and is
 * not called by interrupts; a call for which there is none is counted as
 * missed.
 *
 * All of it is touched with interrupts off.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/kprobe.h>
#include <sys/ksyms.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/selfcheck.h>

MALLOC_DEFINE(M_KPROBE, "kprobe", "probes of kernel functions");

struct kprobe_pool {
	struct kprobe *po_probe; /* NULL: it was detached */
	LIST_ENTRY(kprobe_pool) po_list;
	LIST_HEAD(, kprobe_call) po_free;
	u_int po_busy; /* calls in progress */
	struct kprobe_call po_calls[];
};

#define HASH 64 /* a power of two */
LIST_HEAD(site_list, kprobe_site);
LIST_HEAD(call_list, kprobe_call);
static struct site_list sites[HASH]; /* by address */
static struct call_list calls[HASH]; /* by slot, the newest first */
static u_int nsites;
u_int kprobe_ncalls;
static int in_handler;

/* Detached, with calls in progress; freed when these have returned. */
static LIST_HEAD(, kprobe_pool) orphans;
static struct callout orphan_callout;

static struct site_list *
site_bucket(vaddr_t addr)
{
	return &sites[(addr >> 4) & (HASH - 1)];
}

static struct call_list *
call_bucket(vaddr_t slot)
{
	return &calls[(slot >> 2 ^ slot >> 13) & (HASH - 1)];
}

/* ---- at a breakpoint, and at a return ---- */

static __always_inline struct kprobe_site *
find_site(vaddr_t addr)
{
	struct kprobe_site *s;

	LIST_FOREACH(s, site_bucket(addr), ks_list)
		if (s->ks_addr == addr)
			return s;
	return NULL;
}

/* The return at *slot is to be told of; NULL: there is no record for it. */
static struct kprobe_call *
watch_return(struct kprobe_pool *po, vaddr_t *slot)
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

/* All that is called from here may be probed itself: in_handler is set. */
static __noinline void
tell_entry(struct kprobe_site *s, vaddr_t *slot)
{
	struct kprobe_call *c;
	struct kprobe *kp;

	LIST_FOREACH(kp, &s->ks_probes, kp_list) {
		c = NULL;
		if (kp->kp_pool != NULL &&
		    (c = watch_return(kp->kp_pool, slot)) == NULL)
			kp->kp_missed++;
		if (kp->kp_entry != NULL)
			kp->kp_entry(kp, c);
	}
}

__noprobe struct kprobe_site *
kprobe_hit(vaddr_t pc, vaddr_t *slot)
{
	struct kprobe_site *s = find_site(pc);
	struct kprobe *kp;

	if (s == NULL)
		return NULL;
	if (in_handler) {
		LIST_FOREACH(kp, &s->ks_probes, kp_list)
			kp->kp_missed++;
		return s;
	}
	in_handler = 1;
	tell_entry(s, slot);
	in_handler = 0;
	return s;
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
	int outer = in_handler;
	vaddr_t real;

	in_handler = 1;
	real = tell_return(slot, !outer);
	in_handler = outer;
	return real;
}

struct kprobe_site *
kprobe_site_at(vaddr_t pc)
{
	struct kprobe_site *s;
	u_int i;

	for (i = 0; nsites > 0 && i < HASH; i++)
		LIST_FOREACH(s, &sites[i], ks_list)
			if (s->ks_addr == pc || kprobe_md_moved(s, pc))
				return s;
	return NULL;
}

/* ---- pools ---- */

static struct kprobe_pool *
pool_alloc(struct kprobe *kp)
{
	u_int n = kp->kp_maxactive != 0 ? kp->kp_maxactive : (u_int)maxproc, i;
	struct kprobe_pool *po;

	po = malloc(
	    sizeof(*po) + n * sizeof(po->po_calls[0]), M_KPROBE, M_NOWAIT);
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

static void
pool_release(struct kprobe_pool *po)
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

/* ---- attaching ---- */

extern char __kernel_start[], __kernel_text_end[];

int
kprobe_find(const char *name, vaddr_t *addr, char *why, size_t size)
{
	u_int budget = 65536, n;
	const char *near;

	n = ksyms_count(
	    name, (vaddr_t)__kernel_start, (vaddr_t)__kernel_text_end, addr);
	if (n == 1)
		return 0;
	if (n > 1) {
		snprintf(why, size,
		    "the kernel has %u functions that are called %s", n, name);
		return EEXIST;
	}
	near = lkm_nearest(name, &budget);
	if (near != NULL && strcmp(near, name) == 0)
		snprintf(why, size, "it is not a function of the kernel's");
	else
		snprintf(why, size, "the kernel has no function %s%s%s%s", name,
		    near != NULL ? "; is it " : "", near != NULL ? near : "",
		    near != NULL ? " that is meant?" : "");
	return ENOENT;
}

/* The site at an address, with a breakpoint from now on. */
static int
site_get(vaddr_t addr, struct kprobe_site **sp, char *why, size_t size)
{
	struct kprobe_site *s = find_site(addr);
	u_long flags;
	int error;

	if ((*sp = s) != NULL)
		return 0;
	if ((s = malloc(sizeof(*s), M_KPROBE, M_NOWAIT | M_ZERO)) == NULL) {
		snprintf(why, size, "there is no memory for a probe");
		return ENOMEM;
	}
	s->ks_addr = addr;
	if ((error = kprobe_md_prepare(s, why, size)) != 0) {
		free(s, M_KPROBE);
		return error;
	}
	flags = intr_disable();
	LIST_INSERT_HEAD(site_bucket(addr), s, ks_list);
	nsites++;
	kprobe_md_arm(s);
	intr_restore(flags);
	*sp = s;
	return 0;
}

static void
site_put(struct kprobe_site *s)
{
	u_long flags;

	if (!LIST_EMPTY(&s->ks_probes))
		return;
	flags = intr_disable();
	kprobe_md_disarm(s);
	LIST_REMOVE(s, ks_list);
	nsites--;
	intr_restore(flags);
	kprobe_md_release(s);
	free(s, M_KPROBE);
}

int
kprobe_attach(struct kprobe *kp, char *why, size_t size)
{
	struct kprobe_pool *po = NULL;
	struct kprobe_site *s;
	u_long flags, off;
	const char *name = ksyms_nearest(kp->kp_addr, &off);
	int error;

	/* "f.cold" is what the compiler has put aside of a function f. */
	if (name == NULL || off != 0 || strstr(name, ".cold") != NULL) {
		snprintf(why, size, "no function of the kernel begins at 0x%lx",
		    kp->kp_addr);
		return ENOENT;
	}
	if (kp->kp_return != NULL && (po = pool_alloc(kp)) == NULL) {
		snprintf(why, size, "there is no memory for a probe");
		return ENOMEM;
	}
	if ((error = site_get(kp->kp_addr, &s, why, size)) != 0) {
		pool_release(po);
		return error;
	}
	kp->kp_site = s;
	kp->kp_pool = po;
	kp->kp_missed = 0;
	flags = intr_disable();
	LIST_INSERT_HEAD(&s->ks_probes, kp, kp_list);
	intr_restore(flags);
	return 0;
}

void
kprobe_detach(struct kprobe *kp)
{
	u_long flags = intr_disable();

	LIST_REMOVE(kp, kp_list);
	intr_restore(flags);
	site_put(kp->kp_site);
	pool_release(kp->kp_pool);
	kp->kp_site = NULL;
	kp->kp_pool = NULL;
}

u_int
kprobe_active(const struct kprobe *kp)
{
	return kp->kp_pool != NULL ? kp->kp_pool->po_busy : 0;
}

/* ---- who points where ---- */

void
kprobe_holders(struct holders *h)
{
	const struct kprobe_site *s;
	const struct kprobe *kp;
	char name[64];
	vaddr_t va;
	u_int i;

	if (nsites == 0)
		return;
	for (i = 0; i < HASH; i++)
		LIST_FOREACH(s, &sites[i], ks_list)
			LIST_FOREACH(kp, &s->ks_probes, kp_list) {
				va = holds(h, (vaddr_t)kp->kp_entry)
				    ? (vaddr_t)kp->kp_entry
				    : holds(h, (vaddr_t)kp->kp_return)
				    ? (vaddr_t)kp->kp_return
				    : (vaddr_t)kp;
				if (!holds(h, va))
					continue;
				ksyms_format(name, sizeof(name), s->ks_addr);
				holder_found(h, kp, va,
				    "a probe of the kernel's function %.*s "
				    "leads to",
				    (int)(strlen(name) - strlen("+0x0")), name);
			}
}

/* ---- self-check ---- */

static void
site_digest(struct digest *d, const struct kprobe_site *s)
{
	const struct kprobe *kp;

	digest_word(d, s->ks_addr);
	digest_word(d, s->ks_first);
	if (!kprobe_md_armed(s))
		selfcheck_broken(
		    d, "the probe at %p was written over", (void *)s->ks_addr);
	LIST_FOREACH(kp, &s->ks_probes, kp_list) {
		if (!selfcheck_data(d, kp, sizeof(*kp), "a probe of %p",
			(void *)s->ks_addr))
			return;
		selfcheck_code(d, kp->kp_entry, "the handler of a probe");
		selfcheck_code(d, kp->kp_return, "the handler of a probe");
	}
}

/* Calls in progress come and go with what programs do. */
void
kprobe_digest(struct digest *d)
{
	const struct kprobe_site *s;
	u_int i;

	for (i = 0; i < HASH; i++)
		LIST_FOREACH(s, &sites[i], ks_list) {
			digest_item(d);
			site_digest(d, s);
			digest_item_end(d);
		}
	if (d->d_all)
		digest_word(d, kprobe_ncalls);
}
