/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_hook.c: slots of the kernel's tables that modules override.
 *
 * A, then B take the same slot: A saved the kernel's entry, B saved A's.
 * If A goes first, the slot keeps B's entry, and B's saved one becomes
 * what A had saved.  So the slot never points into memory that is gone,
 * in whatever order modules leave.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/selfcheck.h>

#define SLOTHASH 64
static LIST_HEAD(slot_list, lkm_hook) slots[SLOTHASH];
static u_int nhooks;

static struct slot_list *
slot_bucket(const void *slot)
{
	return &slots[((vaddr_t)slot >> 3) & (SLOTHASH - 1)];
}

int
lkm_hook(
    struct lkm_table *t, void *slot, const void *new, void *saved, size_t size)
{
	struct lkm_hook *h = malloc(sizeof(*h) + size, M_LKM, M_NOWAIT);

	if (h == NULL)
		return ENOMEM;
	*h = (struct lkm_hook){
	    .lh_owner = t, .lh_slot = slot, .lh_saved = saved, .lh_size = size};
	memcpy(h->lh_new, new, size);
	memcpy(saved, slot, size);
	memcpy(slot, new, size);
	LIST_INSERT_HEAD(slot_bucket(slot), h, lh_slots);
	LIST_INSERT_HEAD(&t->hooks, h, lh_module);
	nhooks++;
	return 0;
}

void
lkm_unhook(struct lkm_table *t, void *slot)
{
	struct lkm_hook *h, *above = NULL;

	/* The newest comes first: the last one passed is the one above. */
	LIST_FOREACH(h, slot_bucket(slot), lh_slots) {
		if (h->lh_slot != slot)
			continue;
		if (h->lh_owner == t)
			break;
		above = h;
	}
	KASSERT(h != NULL);
	memcpy(above != NULL ? above->lh_saved : slot, h->lh_saved, h->lh_size);
	LIST_REMOVE(h, lh_slots);
	LIST_REMOVE(h, lh_module);
	nhooks--;
	free(h, M_LKM);
}

const struct lkm_hook *
lkm_hook_above(const struct lkm_hook *h)
{
	const struct lkm_hook *other, *above = NULL;

	LIST_FOREACH(other, slot_bucket(h->lh_slot), lh_slots) {
		if (other == h)
			break;
		if (other->lh_slot == h->lh_slot)
			above = other;
	}
	return above;
}

int
lkm_hooked(const struct lkm_table *t, const void *slot)
{
	struct lkm_hook *h;

	LIST_FOREACH(h, &t->hooks, lh_module)
		if (h->lh_slot == slot)
			return 1;
	return 0;
}

/* Is it the claim whose entry ought to be in the slot? */
static int
is_newest(const struct lkm_hook *h)
{
	struct lkm_hook *other;

	LIST_FOREACH(other, slot_bucket(h->lh_slot), lh_slots)
		if (other->lh_slot == h->lh_slot)
			return other == h;
	return 0;
}

/* A claim of another module. */
static void
foreign_claim(
    const struct lkm_table *t, const struct lkm_hook *hook, struct holders *h)
{
	vaddr_t va;

	/* In a chain of claims, what is saved is seen to by lkm_unhook(). */
	va = holds_words(h, hook->lh_saved, hook->lh_size);
	if (va != 0 && !lkm_hooked(t, hook->lh_slot))
		holder_found(h, hook, va,
		    "module %s, when it goes, would put back",
		    hook->lh_owner->name);
	va = holds_words(h, hook->lh_new, hook->lh_size);
	if (va != 0)
		holder_found(
		    h, hook, va, "module %s has entered", hook->lh_owner->name);
}

/* The module that has written over a claim's entry by hand, or NULL. */
static const struct lkm_table *
taken_by(const struct lkm_hook *hook)
{
	const vaddr_t *word = hook->lh_slot;
	const struct lkm_table *other;
	u_int i;

	if (!is_newest(hook) ||
	    memcmp(hook->lh_slot, hook->lh_new, hook->lh_size) == 0)
		return NULL;
	for (i = 0; i < hook->lh_size / sizeof(*word); i++)
		if ((other = lkm_at(word[i])) != NULL &&
		    other != hook->lh_owner)
			return other;
	return NULL;
}

/*
 * The module's own claim, where another has written into the slot since:
 * that one has this module's entry, and would put it back one day.
 */
static void
own_claim(const struct lkm_hook *hook, struct holders *h)
{
	const struct lkm_table *other = taken_by(hook);

	if (other != NULL)
		holder_found(h, hook, 0,
		    "module %s has taken over its system call %d", other->name,
		    (int)((const struct sysent *)hook->lh_slot - sysent));
}

const struct lkm_table *
lkm_hook_taken(const struct lkm_table *t, const void *slot)
{
	const struct lkm_hook *h;

	LIST_FOREACH(h, &t->hooks, lh_module)
		if (h->lh_slot == slot)
			return taken_by(h);
	return NULL;
}

void
lkm_hook_users(const struct lkm_table *t, struct holders *h)
{
	struct lkm_hook *hook;
	int i;

	if (nhooks == 0)
		return;
	for (i = 0; i < SLOTHASH; i++)
		LIST_FOREACH(hook, &slots[i], lh_slots)
			if (hook->lh_owner == t)
				own_claim(hook, h);
			else
				foreign_claim(t, hook, h);
}

/* ---- self-check ---- */

/* Is it one of its owner's? */
static int
is_owned(const struct lkm_hook *h)
{
	const struct lkm_hook *o;

	LIST_FOREACH(o, &h->lh_owner->hooks, lh_module)
		if (o == h)
			return 1;
	return 0;
}

/* What is saved must not lead into memory that is gone. */
static void
saved_check(struct digest *d, const struct lkm_hook *h)
{
	const void *const *word = h->lh_saved;
	u_int i;

	for (i = 0; i < h->lh_size / sizeof(*word); i++)
		if (selfcheck_in_modules(word[i]))
			selfcheck_data(d, word[i], 1, "what %s saved of %p",
			    lkm_name(h->lh_owner), h->lh_slot);
}

/* How many claims on its slot are newer? */
static u_int
newer(const struct lkm_hook *h)
{
	const struct lkm_hook *o;
	u_int n = 0;

	LIST_FOREACH(o, slot_bucket(h->lh_slot), lh_slots) {
		if (o == h)
			break;
		n += o->lh_slot == h->lh_slot;
	}
	return n;
}

/*
 * In which order slots share a bucket depends on which was first taken;
 * their claims are items therefore.
 */
void
lkm_hook_digest(struct digest *d)
{
	const struct lkm_hook *h;
	u_int i;

	for (i = 0; i < SLOTHASH; i++)
		LIST_FOREACH(h, &slots[i], lh_slots) {
			digest_item(d);
			if (!is_owned(h))
				selfcheck_broken(d,
				    "the claim of %s on %p is not its own",
				    lkm_name(h->lh_owner), h->lh_slot);
			digest_word(d, h->lh_owner->id);
			digest_word(d, newer(h));
			digest_word(d, (u_long)h->lh_slot);
			if (selfcheck_data(d, h->lh_saved, h->lh_size,
				"what %s saved", lkm_name(h->lh_owner))) {
				digest_bytes(d, h->lh_saved, h->lh_size);
				saved_check(d, h);
			}
			digest_item_end(d);
		}
}
