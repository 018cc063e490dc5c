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

static int
pagefs_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	*vpp = getnewvnode(dvp->v_mount, &pagefs_vnodeops, VREG, NODEV, NULL);
	return 0;
}

static int
pagefs_getattr(struct vnode *vp, struct vattr *va)
{
	vattr_null(va);
	va->va_type = vp->v_type;
	va->va_mode = 0755;
	va->va_nlink = 1;
	va->va_uid = va->va_gid = 0;
	va->va_fileid = vp->v_type == VDIR ? 2 : 3;
	va->va_size = va->va_bytes = PAGEFS_SIZE;
	va->va_flags = 0;
	return 0;
}

static const struct vnodeops pagefs_vnodeops = {.vop_name = PAGEFS_NAME,
    .vop_lookup = pagefs_lookup,
    .vop_getattr = pagefs_getattr,
    .vop_getpage = pagefs_getpage};

static int
pagefs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	return 0;
}

static int
pagefs_unmount(struct mount *mp, struct proc *p)
{
	return 0;
}

static int
pagefs_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = getnewvnode(mp, &pagefs_vnodeops, VDIR, NODEV, NULL);
	(*vpp)->v_flag |= VV_ROOT;
	return 0;
}

static int
pagefs_statvfs(struct mount *mp, struct statvfs *sb)
{
	return 0;
}

static struct vfsops pagefs_vfsops = {.vfs_name = PAGEFS_NAME,
    .vfs_mount = pagefs_mount,
    .vfs_unmount = pagefs_unmount,
    .vfs_root = pagefs_root,
    .vfs_statvfs = pagefs_statvfs};
