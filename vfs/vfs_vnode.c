/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_vnode.c: the life of a vnode, and its lock.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_VNODE, "vnode", "vnodes");

/*
 * How many vnodes have which operations.  There are thousands of vnodes,
 * but two or three kinds.
 */
struct ops_use {
	LIST_ENTRY(ops_use) ou_list;
	const struct vnodeops *ou_ops;
	u_int ou_count;
};
static LIST_HEAD(, ops_use) ops_uses = LIST_HEAD_INITIALIZER(ops_uses);

static struct ops_use *
ops_find(const struct vnodeops *ops)
{
	struct ops_use *ou;

	LIST_FOREACH(ou, &ops_uses, ou_list)
		if (ou->ou_ops == ops)
			break;
	return ou;
}

static void
ops_hold(const struct vnodeops *ops)
{
	struct ops_use *ou = ops_find(ops), *new;

	if (ou == NULL) {
		new = malloc(sizeof(*new), M_VNODE, M_ZERO);
		if ((ou = ops_find(ops)) != NULL)
			free(new, M_VNODE); /* made while we waited */
		else {
			ou = new;
			ou->ou_ops = ops;
			LIST_INSERT_HEAD(&ops_uses, ou, ou_list);
		}
	}
	ou->ou_count++;
}

static void
ops_release(const struct vnodeops *ops)
{
	struct ops_use *ou = ops_find(ops);

	if (--ou->ou_count > 0)
		return;
	LIST_REMOVE(ou, ou_list);
	free(ou, M_VNODE);
}

struct vnode *
getnewvnode(struct mount *mp, const struct vnodeops *ops, enum vtype type,
    dev_t rdev, void *data)
{
	struct vnode *vp = malloc(sizeof(*vp), M_VNODE, M_ZERO);

	ops_hold(ops);
	vp->v_op = vp->v_ioop = ops;
	if (type == VCHR || type == VBLK)
		vp->v_ioop = &spec_vnodeops;
	else if (type == VFIFO)
		vp->v_ioop = &fifo_vnodeops;
	vp->v_type = type;
	vp->v_usecount = 1;
	vp->v_mount = mp;
	vp->v_data = data;
	vp->v_rdev = rdev;
	vp->v_shared = &vp->v_own;
	LIST_INSERT_HEAD(&mp->mnt_vnodelist, vp, v_mntvnodes);
	return vp;
}

void
vref(struct vnode *vp)
{
	vp->v_usecount++;
}

/* Reclaiming may sleep, and an unmount would not see the vnode any more. */
static void
vreclaim(struct vnode *vp)
{
	struct mount *mp = vp->v_mount;

	KASSERT(vp->v_usecount == 0 && vp->v_own.vs_lockowner == NULL);
	LIST_REMOVE(vp, v_mntvnodes);
	vfs_busy(mp);
	if (vp->v_op->vop_reclaim != NULL)
		vp->v_op->vop_reclaim(vp);
	vfs_unbusy(mp);
	ops_release(vp->v_op);
	free(vp, M_VNODE);
}

/*
 * The last reference is still counted while VOP_INACTIVE runs; who finds
 * the vnode meanwhile makes it stay.
 */
void
vrele(struct vnode *vp)
{
	int recycle = 1;

	if (vp->v_usecount > 1) {
		vp->v_usecount--;
		return;
	}
	KASSERT(vp->v_usecount == 1);
	if (vp->v_op->vop_inactive != NULL) {
		vn_lock(vp);
		vp->v_op->vop_inactive(vp, &recycle);
		vn_unlock(vp);
	}
	if (--vp->v_usecount == 0 && recycle)
		vreclaim(vp);
}

int
vflush(struct mount *mp)
{
	struct vnode *vp, *next;

	LIST_FOREACH(vp, &mp->mnt_vnodelist, v_mntvnodes)
		if (vp->v_usecount > 0)
			return EBUSY;
	/* Reclaiming may sleep, but nobody gets at these vnodes any more. */
	LIST_FOREACH_SAFE(vp, &mp->mnt_vnodelist, v_mntvnodes, next)
		vreclaim(vp);
	return 0;
}

void
vn_lock(struct vnode *vp)
{
	struct vshared *vs = vp->v_shared;

	if (vs->vs_lockowner == curproc) {
		vs->vs_lockdepth++;
		return;
	}
	while (vs->vs_lockowner != NULL) {
		vs->vs_lockwant = 1;
		tsleep(&vs->vs_lockowner, PINOD, "vnlock", 0);
	}
	vs->vs_lockowner = curproc;
	vs->vs_lockdepth = 1;
}

void
vn_unlock(struct vnode *vp)
{
	struct vshared *vs = vp->v_shared;

	KASSERT(vs->vs_lockowner == curproc);
	if (--vs->vs_lockdepth > 0)
		return;
	vs->vs_lockowner = NULL;
	if (vs->vs_lockwant) {
		vs->vs_lockwant = 0;
		wakeup(&vs->vs_lockowner);
	}
}

int
vn_islocked(const struct vnode *vp)
{
	return vp->v_shared->vs_lockowner == curproc;
}

/* Vnodes with operations that lie there, on mounts of other file systems. */
void
vnode_users(struct holders *h)
{
	struct ops_use *ou;
	struct mount *mp;
	struct vnode *vp;
	u_int count;

	LIST_FOREACH(ou, &ops_uses, ou_list) {
		if (holds_ops(h, ou->ou_ops, sizeof(*ou->ou_ops)) == 0)
			continue;
		count = ou->ou_count;
		TAILQ_FOREACH(mp, &mountlist, mnt_list)
			if (holds(h, (vaddr_t)mp->mnt_op))
				LIST_FOREACH(
				    vp, &mp->mnt_vnodelist, v_mntvnodes)
					count -= vp->v_op == ou->ou_ops;
		if (count > 0)
			holder_found(h, ou->ou_ops, 0,
			    "%u of its vnodes are in use", count);
	}
}
