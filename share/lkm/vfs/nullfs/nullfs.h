/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nullfs.h: what the files of this module tell one another.
 *
 * Above is what is mounted, below the directory that it shows.  A node is one
 * file: the vnode above, which others see, and the vnode below, to which every
 * operation goes.  Both have one lock (v_shared), and the two mounts one name
 * lock: so what the caller holds of the one he holds of the other, and what
 * was looked up above stays true below.
 */
#ifndef _NULLFS_H_
#define _NULLFS_H_

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/vnode.h>

MALLOC_DECLARE(M_NULLFS);

/* The flags of what is below that hold above, too, whatever is asked for. */
#define NULL_INHERITED (MNT_RDONLY | MNT_NOEXEC | MNT_NOSUID | MNT_NODEV)
/*
 * Layers on top of one another.  Each takes some 100 bytes of kernel stack in
 * every call.
 */
#define NULL_MAXDEPTH  8

struct nullnode {
	LIST_ENTRY(nullnode) nn_hash;
	struct vnode *nn_upper;
	struct vnode *nn_lower; /* referenced */
};
#define VTONULL(vp) ((struct nullnode *)(vp)->v_data)
#define LOWER(vp)   (VTONULL(vp)->nn_lower)

#define NULL_HASH   64
struct nullmount {
	struct vnode *nm_root; /* the directory below, referenced */
	u_int nm_depth;        /* layers, with this one */
	LIST_HEAD(, nullnode) nm_hash[NULL_HASH]; /* by nn_lower */
};
#define MPTONULL(mp) ((struct nullmount *)(mp)->mnt_data)

/*
 * The vnode above lower, whose reference is taken over; referenced.  It may
 * sleep for memory, and does not fail: node.c.
 */
struct vnode *null_getvnode(struct mount *, struct vnode *lower);
void null_reclaim(struct vnode *);
/*
 * May lower be shown at covered?  EDEADLK: it is the same directory; EINVAL:
 * one is inside the other.  *why is a sentence.  distinct.c.
 */
int null_distinct(struct vnode *lower, struct vnode *covered, struct ucred *,
    const char **why);

extern const struct vnodeops null_vnodeops, null_fifoops;

#endif /* !_NULLFS_H_ */
