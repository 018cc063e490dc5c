/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_kprobe.c: who wants to be told of which function's calls and returns:
 * see sys/kprobe.h.  What puts breakpoints into code is in arch/.
 *
 * A function that is probed has a site, with the probes of all who want to
 * hear of it.  What becomes of calls is in subr_kprobe_calls.c.
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

#define HASH 64 /* a power of two */
LIST_HEAD(site_list, kprobe_site);
static struct site_list sites[HASH]; /* by address */
static u_int nsites;

static __always_inline struct site_list *
site_bucket(vaddr_t addr)
{
	return &sites[(addr >> 4) & (HASH - 1)];
}

/* ---- at a breakpoint ---- */

static __always_inline struct kprobe_site *
find_site(vaddr_t addr)
{
	struct kprobe_site *s;

	LIST_FOREACH(s, site_bucket(addr), ks_list)
		if (s->ks_addr == addr)
			return s;
	return NULL;
}

/* All that is called from here may be probed itself: kprobe_in_handler is set. */
static __noinline void
tell_entry(struct kprobe_site *s, vaddr_t *slot)
{
	struct kprobe_call *c;
	struct kprobe *kp;

	LIST_FOREACH(kp, &s->ks_probes, kp_list) {
		c = NULL;
		if (kp->kp_pool != NULL &&
		    (c = kprobe_watch_return(kp->kp_pool, slot)) == NULL)
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
	if (kprobe_in_handler) {
		LIST_FOREACH(kp, &s->ks_probes, kp_list)
			kp->kp_missed++;
		return s;
	}
	kprobe_in_handler = 1;
	tell_entry(s, slot);
	kprobe_in_handler = 0;
	return s;
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

	if (kp->kp_site != NULL) {
		snprintf(why, size, "this probe is attached already");
		return EEXIST;
	}
	/* "f.cold" is what the compiler has put aside of a function f. */
	if (name == NULL || off != 0 || strstr(name, ".cold") != NULL) {
		snprintf(why, size, "no function of the kernel begins at 0x%lx",
		    kp->kp_addr);
		return ENOENT;
	}
	if (kp->kp_return != NULL && (po = kprobe_pool_alloc(kp)) == NULL) {
		snprintf(why, size, "there is no memory for a probe");
		return ENOMEM;
	}
	if ((error = site_get(kp->kp_addr, &s, why, size)) != 0) {
		kprobe_pool_release(po);
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
	kprobe_pool_release(kp->kp_pool);
	kp->kp_site = NULL;
	kp->kp_pool = NULL;
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
