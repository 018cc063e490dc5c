/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tmpfs_radix.c: the tree that holds a file's pages.  It grows at the top:
 * when an index does not fit, the tree so far becomes the first branch of a
 * new root.  It takes 256 bytes for each 64 pages that are there, and
 * nothing for holes.
 */
#include <sys/systm.h>
#include <sys/vm.h>
#include "tmpfs.h"

#define CHILD(idx, height) \
	(((idx) >> (TMPFS_RADIX_BITS * ((height)-1))) & (TMPFS_RADIX - 1))

static int
fits(const struct tmpfs_reg *reg, u_long idx)
{
	return reg->height == TMPFS_MAXHEIGHT ||
	    idx >> (TMPFS_RADIX_BITS * reg->height) == 0;
}

struct vm_page *
tmpfs_page_find(const struct tmpfs_reg *reg, u_long idx)
{
	void *node = reg->root;
	u_int h;

	if (!fits(reg, idx))
		return NULL;
	for (h = reg->height; h > 0 && node != NULL; h--)
		node = ((void **)node)[CHILD(idx, h)];
	return node;
}

static void **
node_alloc(void)
{
	return malloc(TMPFS_RADIX * sizeof(void *), M_TMPFS, M_NOWAIT | M_ZERO);
}

struct vm_page **
tmpfs_page_slot(struct tmpfs_reg *reg, u_long idx)
{
	void **node, **slot;
	u_int h;

	while (!fits(reg, idx)) {
		if (reg->root != NULL) {
			if ((node = node_alloc()) == NULL)
				return NULL;
			node[0] = reg->root;
			reg->root = node;
		}
		reg->height++;
	}
	slot = &reg->root;
	for (h = reg->height; h > 0; h--) {
		if (*slot == NULL && (*slot = node_alloc()) == NULL)
			return NULL;
		slot = (void **)*slot + CHILD(idx, h);
	}
	return (struct vm_page **)slot;
}

/*
 * Free what lies at or behind index from in the subtree at *slot, whose
 * first index is 0 to this call.
 */
static u_long
trunc_subtree(void **slot, u_int height, u_long from)
{
	void **node = *slot;
	u_long freed = 0, span, i;

	if (node == NULL)
		return 0;
	if (height == 0) {
		if (from > 0)
			return 0;
		vm_page_release((struct vm_page *)*slot);
		*slot = NULL;
		return 1;
	}
	span = 1ul << (TMPFS_RADIX_BITS * (height - 1));
	for (i = from / span; i < TMPFS_RADIX; i++)
		freed += trunc_subtree(&node[i], height - 1,
		    from > i * span ? from - i * span : 0);
	if (from == 0) {
		free(node, M_TMPFS);
		*slot = NULL;
	}
	return freed;
}

u_long
tmpfs_page_trunc(struct tmpfs_reg *reg, u_long idx)
{
	u_long freed;

	if (!fits(reg, idx))
		return 0;
	freed = trunc_subtree(&reg->root, reg->height, idx);
	if (reg->root == NULL)
		reg->height = 0;
	reg->npages -= freed;
	return freed;
}
