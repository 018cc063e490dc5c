/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * node.c: the vnode above that belongs to one below.
 *
 * It is there while anybody uses it, and so long holds the one below.  There
 * must not be two: they would be two files to who compares them, and what is
 * mounted on the one would not be seen through the other.
 */
#include "nullfs.h"

static u_int
hash(const struct vnode *lower)
{
	return ((vaddr_t)lower / sizeof(*lower)) % NULL_HASH;
}

static struct vnode *
find(struct nullmount *nm, const struct vnode *lower)
{
	struct nullnode *nn;

	LIST_FOREACH(nn, &nm->nm_hash[hash(lower)], nn_hash)
		if (nn->nn_lower == lower)
			return nn->nn_upper;
	return NULL;
}

/* lower has a vnode above by now: that one is used. */
static struct vnode *
use(struct vnode *vp, struct vnode *lower)
{
	vref(vp);
	vrele(lower); /* not the last: the node has one */
	return vp;
}

struct vnode *
null_getvnode(struct mount *mp, struct vnode *lower)
{
	struct nullmount *nm = MPTONULL(mp);
	struct vnode *vp = find(nm, lower), *new;
	struct nullnode *nn;

	if (vp != NULL)
		return use(vp, lower);
	nn = malloc(sizeof(*nn), M_NULLFS, M_ZERO);
	new = getnewvnode(mp, &null_vnodeops, lower->v_type, lower->v_rdev, nn);
	if ((vp = find(nm, lower)) != NULL) {
		vrele(
		    new); /* somebody was faster while memory was waited for */
		return use(vp, lower);
	}
	if (lower == nm->nm_root)
		new->v_flag |= VV_ROOT;
	if (lower->v_type == VFIFO)
		new->v_ioop = &null_fifoops;
	new->v_shared = lower->v_shared;
	nn->nn_upper = new;
	nn->nn_lower = lower;
	LIST_INSERT_HEAD(&nm->nm_hash[hash(lower)], nn, nn_hash);
	return new;
}

/* From here on nobody finds it: then it may sleep. */
void
null_reclaim(struct vnode *vp)
{
	struct nullnode *nn = VTONULL(vp);
	struct vnode *lower = nn->nn_lower;

	if (lower != NULL) {
		LIST_REMOVE(nn, nn_hash);
		vp->v_shared = &vp->v_own;
	}
	free(nn, M_NULLFS);
	if (lower != NULL)
		vrele(lower);
}
