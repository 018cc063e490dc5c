/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pagefs.h: a file system with a file of every name, whose pages are the
 * module's affair.  Before it is included: PAGEFS_NAME, PAGEFS_SIZE in bytes,
 * and the function pagefs_getpage().  It gives pagefs_vfsops.
 */
#include <sys/param.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/vnode.h>

static const struct vnodeops pagefs_vnodeops;
#define FSNAME           PAGEFS_NAME
#define EMPTYFS_VNODEOPS pagefs_vnodeops
#include "emptyfs.h"

static int
pagefs_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	*vpp = getnewvnode(dvp->v_mount, &pagefs_vnodeops, VREG, NODEV, NULL);
	return 0;
}

static int
pagefs_getattr(struct vnode *vp, struct vattr *va)
{
	(void)emptyfs_getattr(vp, va);
	va->va_type = vp->v_type;
	va->va_fileid = vp->v_type == VDIR ? 2 : 3;
	va->va_size = va->va_bytes = PAGEFS_SIZE;
	return 0;
}

static const struct vnodeops pagefs_vnodeops = {.vop_name = PAGEFS_NAME,
    .vop_lookup = pagefs_lookup,
    .vop_getattr = pagefs_getattr,
    .vop_getpage = pagefs_getpage};

static struct vfsops pagefs_vfsops = {.vfs_name = PAGEFS_NAME,
    .vfs_mount = emptyfs_mount,
    .vfs_unmount = emptyfs_unmount,
    .vfs_root = emptyfs_root,
    .vfs_statvfs = emptyfs_statvfs};
