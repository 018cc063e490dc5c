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
#include <sys/lkmvar.h>
#include <sys/malloc.h>

#define SLOTHASH 64
static LIST_HEAD(slot_list, lkm_hook) slots[SLOTHASH];

static struct slot_list *
slot_bucket(const void *slot)
{
	return &slots[((vaddr_t)slot >> 3) & (SLOTHASH - 1)];
}

int
lkm_hook(
    struct lkm_table *t, void *slot, const void *new, void *saved, size_t size)
{
	struct lkm_hook *h = malloc(sizeof(*h), M_LKM, M_NOWAIT);

	if (h == NULL)
		return ENOMEM;
	*h = (struct lkm_hook){
	    .lh_owner = t, .lh_slot = slot, .lh_saved = saved, .lh_size = size};
	memcpy(saved, slot, size);
	memcpy(slot, new, size);
	LIST_INSERT_HEAD(slot_bucket(slot), h, lh_slots);
	LIST_INSERT_HEAD(&t->hooks, h, lh_module);
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
	free(h, M_LKM);
}
