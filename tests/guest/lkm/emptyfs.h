/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * emptyfs.h: what a file system that is an empty folder is made of.  Before it
 * is included: FSNAME.  The module's struct vfsops takes from here what it has
 * not of its own; so may its vnodes, if it defines EMPTYFS_VNODEOPS.
 */
#include <sys/param.h>
#include <sys/mount.h>
#include <sys/vnode.h>

static inline int
emptyfs_getattr(struct vnode *vp, struct vattr *va)
{
	vattr_null(va);
	va->va_type = VDIR;
	va->va_mode = 0755;
	va->va_nlink = 1;
	va->va_uid = va->va_gid = 0;
	va->va_fileid = 2;
	va->va_size = va->va_bytes = 0;
	va->va_flags = 0;
	return 0;
}

#ifndef EMPTYFS_VNODEOPS
static const struct vnodeops emptyfs_vnodeops = {
    .vop_name = FSNAME, .vop_getattr = emptyfs_getattr};
#define EMPTYFS_VNODEOPS emptyfs_vnodeops
#endif

static inline int
emptyfs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	return 0;
}

static inline int
emptyfs_unmount(struct mount *mp, struct proc *p)
{
	return 0;
}

static inline int
emptyfs_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = getnewvnode(mp, &EMPTYFS_VNODEOPS, VDIR, NODEV, NULL);
	(*vpp)->v_flag |= VV_ROOT;
	return 0;
}

static inline int
emptyfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	return 0;
}
