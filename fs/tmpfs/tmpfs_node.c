/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tmpfs_node.c: making and unmaking nodes, and how much memory they may
 * take.
 */
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/vm.h>
#include "tmpfs.h"

MALLOC_DEFINE(M_TMPFS, "tmpfs", "tmpfs nodes, names and page trees");

/*
 * Files leave this much of memory to programs and to the kernel: a thirty-
 * second, at least half a megabyte, so that a full tmpfs can be tidied up.
 */
#define RESERVE_MIN 128

u_long
tmpfs_memory_left(void)
{
	u_long reserve = MAX(vm_page_total / 32, RESERVE_MIN);

	return vm_page_nfree > reserve ? vm_page_nfree - reserve : 0;
}

u_long
tmpfs_pages_left(const struct tmpfs_mount *tm)
{
	u_long left = tmpfs_memory_left();

	if (tm->tm_maxpages == 0)
		return left;
	return tm->tm_maxpages > tm->tm_npages
	    ? MIN(left, tm->tm_maxpages - tm->tm_npages)
	    : 0;
}

void
tmpfs_touch(struct tmpfs_node *node, int which)
{
	struct timespec now;

	getnanotime(&now);
	if (which & TMPFS_ATIME)
		node->tn_atime = now;
	if (which & TMPFS_MTIME)
		node->tn_mtime = now;
	if (which & TMPFS_CTIME)
		node->tn_ctime = now;
}

int
tmpfs_node_alloc(struct tmpfs_mount *tm, enum vtype type, mode_t mode,
    uid_t uid, gid_t gid, struct tmpfs_node **nodep)
{
	struct tmpfs_node *node;

	if ((tm->tm_maxnodes != 0 && tm->tm_nnodes >= tm->tm_maxnodes) ||
	    tmpfs_memory_left() == 0)
		return ENOSPC;
	node = malloc(sizeof(*node), M_TMPFS, M_NOWAIT | M_ZERO);
	if (node == NULL)
		return ENOSPC;
	node->tn_type = type;
	node->tn_ino = tm->tm_nextino++;
	node->tn_mode = mode;
	node->tn_uid = uid;
	node->tn_gid = gid;
	node->tn_rdev = NODEV;
	if (type == VDIR)
		tmpfs_dir_init(&node->tn_dir);
	tmpfs_touch(node, TMPFS_ATIME | TMPFS_MTIME | TMPFS_CTIME);
	LIST_INSERT_HEAD(&tm->tm_nodes, node, tn_list);
	tm->tm_nnodes++;
	*nodep = node;
	return 0;
}

void
tmpfs_node_free(struct tmpfs_mount *tm, struct tmpfs_node *node)
{
	if (node->tn_type == VDIR)
		tmpfs_dir_free(&node->tn_dir);
	else if (node->tn_type == VREG)
		tm->tm_npages -= tmpfs_page_trunc(&node->tn_reg, 0);
	else if (node->tn_type == VLNK)
		free(node->tn_link, M_TMPFS);
	LIST_REMOVE(node, tn_list);
	tm->tm_nnodes--;
	free(node, M_TMPFS);
}

void
tmpfs_vnode_get(struct mount *mp, struct tmpfs_node *node, struct vnode **vpp)
{
	struct vnode *vp = node->tn_vnode;

	if (vp != NULL) {
		vref(vp);
		*vpp = vp;
		return;
	}
	vp = getnewvnode(
	    mp, &tmpfs_vnodeops, node->tn_type, node->tn_rdev, node);
	if (node->tn_vnode != NULL) {
		/* Somebody else was faster while memory was waited for. */
		vp->v_data = NULL;
		vrele(vp);
		vref(node->tn_vnode);
		*vpp = node->tn_vnode;
		return;
	}
	if (node == MPTOTM(mp)->tm_root)
		vp->v_flag |= VV_ROOT;
	node->tn_vnode = vp;
	*vpp = vp;
}
