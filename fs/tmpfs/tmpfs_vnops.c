/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tmpfs_vnops.c: lookup, attributes, links, and the table of operations.
 */
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include "tmpfs.h"

static int
tmpfs_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	struct tmpfs_node *dnode = VTOTN(dvp), *node;
	struct tmpfs_dirent *de;

	if (cnp->cn_flags & CN_ISDOTDOT)
		node = dnode->tn_dir.parent;
	else {
		de = tmpfs_dir_find(dnode, cnp);
		node = de != NULL ? de->td_node : NULL;
	}
	if (node == NULL)
		return ENOENT;
	tmpfs_vnode_get(dvp->v_mount, node, vpp);
	return 0;
}

static int
tmpfs_open(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	if (VTOTN(vp)->tn_flags & TMPFS_APPENDONLY &&
	    (mode & (FWRITE | O_APPEND)) == FWRITE)
		return EPERM;
	return 0;
}

static int
tmpfs_access(struct vnode *vp, int acc, struct ucred *cred)
{
	struct tmpfs_node *node = VTOTN(vp);

	if (acc & VWRITE && node->tn_flags & TMPFS_IMMUTABLE)
		return EPERM;
	return vaccess(node->tn_type, node->tn_mode, node->tn_uid, node->tn_gid,
	    acc, cred);
}

static int
tmpfs_getattr(struct vnode *vp, struct vattr *vap)
{
	struct tmpfs_node *node = VTOTN(vp);

	vap->va_mode = node->tn_mode;
	vap->va_nlink = node->tn_nlink;
	vap->va_uid = node->tn_uid;
	vap->va_gid = node->tn_gid;
	vap->va_fileid = node->tn_ino;
	vap->va_size = node->tn_size;
	vap->va_blocksize = PAGE_SIZE;
	vap->va_atime = node->tn_atime;
	vap->va_mtime = node->tn_mtime;
	vap->va_ctime = node->tn_ctime;
	vap->va_gen = node->tn_ino; /* inode numbers are not used again */
	vap->va_flags = node->tn_flags;
	vap->va_rdev = node->tn_rdev;
	vap->va_bytes = node->tn_type == VREG
	    ? (uint64_t)node->tn_reg.npages << PAGE_SHIFT
	    : (uint64_t)node->tn_size;
	return 0;
}

static int
set_size(struct vnode *vp, off_t size)
{
	struct tmpfs_node *node = VTOTN(vp);
	int error;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG)
		return 0; /* opening a device with O_TRUNC does nothing */
	if ((error = tmpfs_setsize(VTOTM(vp), node, size)) == 0)
		tmpfs_touch(node, TMPFS_MTIME);
	return error;
}

static int
tmpfs_setattr(struct vnode *vp, struct vattr *vap, struct ucred *cred)
{
	struct tmpfs_node *node = VTOTN(vp);
	int error;

	if (vap->va_flags != (uint32_t)VNOVAL) {
		node->tn_flags = vap->va_flags;
		tmpfs_touch(node, TMPFS_CTIME);
		return 0;
	}
	if (node->tn_flags & (TMPFS_IMMUTABLE | TMPFS_APPENDONLY))
		return EPERM;
	if (vap->va_size != VNOVAL && (error = set_size(vp, vap->va_size)) != 0)
		return error;
	if (vap->va_mode != (mode_t)VNOVAL)
		node->tn_mode = vap->va_mode & ALLPERMS;
	if (vap->va_uid != (uid_t)VNOVAL)
		node->tn_uid = vap->va_uid;
	if (vap->va_gid != (gid_t)VNOVAL)
		node->tn_gid = vap->va_gid;
	if (vap->va_atime.tv_nsec != VNOVAL)
		node->tn_atime = vap->va_atime;
	if (vap->va_mtime.tv_nsec != VNOVAL)
		node->tn_mtime = vap->va_mtime;
	tmpfs_touch(node, TMPFS_CTIME);
	return 0;
}

static int
tmpfs_readlink(struct vnode *vp, struct uio *uio)
{
	struct tmpfs_node *node = VTOTN(vp);

	if (vp->v_type != VLNK)
		return EINVAL;
	return uiomove(
	    node->tn_link, MIN((size_t)node->tn_size, uio->uio_resid), uio);
}

static void
tmpfs_inactive(struct vnode *vp, int *recycle)
{
	struct tmpfs_node *node = VTOTN(vp);

	if (node != NULL && node->tn_nlink > 0)
		*recycle = 0;
}

static void
tmpfs_reclaim(struct vnode *vp)
{
	struct tmpfs_node *node = VTOTN(vp);

	if (node == NULL)
		return;
	node->tn_vnode = NULL;
	if (node->tn_nlink == 0)
		tmpfs_node_free(VTOTM(vp), node);
}

static void
tmpfs_print(struct vnode *vp)
{
	struct tmpfs_node *node = VTOTN(vp);

	printf("\tinode %u, %u links, %lld bytes\n", (u_int)node->tn_ino,
	    node->tn_nlink, (long long)node->tn_size);
}

const struct vnodeops tmpfs_vnodeops = {
    .vop_name = "tmpfs",
    .vop_lookup = tmpfs_lookup,
    .vop_create = tmpfs_create,
    .vop_mknod = tmpfs_create,
    .vop_mkdir = tmpfs_create,
    .vop_symlink = tmpfs_symlink,
    .vop_open = tmpfs_open,
    .vop_access = tmpfs_access,
    .vop_getattr = tmpfs_getattr,
    .vop_setattr = tmpfs_setattr,
    .vop_read = tmpfs_read,
    .vop_write = tmpfs_write,
    .vop_remove = tmpfs_remove,
    .vop_link = tmpfs_link,
    .vop_rename = tmpfs_rename,
    .vop_rmdir = tmpfs_remove,
    .vop_readdir = tmpfs_readdir,
    .vop_readlink = tmpfs_readlink,
    .vop_getpage = tmpfs_getpage,
    .vop_inactive = tmpfs_inactive,
    .vop_reclaim = tmpfs_reclaim,
    .vop_print = tmpfs_print,
};
