/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NAME: a module of type VFS: a file system whose root is an empty folder.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vnode.h>

/* What stat(2) tells of the folder. */
static int
NAME_getattr(struct vnode *vp, struct vattr *va)
{
	vattr_null(va);
	va->va_type = VDIR;
	va->va_mode = 0755;
	va->va_nlink = 2;
	va->va_uid = va->va_gid = 0;
	va->va_fileid = 2;
	va->va_size = va->va_bytes = 0;
	va->va_flags = 0;
	return 0;
}

/* What is not here is refused by the kernel. */
static const struct vnodeops NAME_vnodeops = {
    .vop_name = "NAME", .vop_getattr = NAME_getattr};

static int
NAME_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	return 0;
}

/* Nothing was taken by NAME_mount(): there is nothing to give back. */
static int
NAME_unmount(struct mount *mp, struct proc *p)
{
	return 0;
}

static int
NAME_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = getnewvnode(mp, &NAME_vnodeops, VDIR, NODEV, NULL);
	(*vpp)->v_flag |= VV_ROOT;
	return 0;
}

static int
NAME_statvfs(struct mount *mp, struct statvfs *sb)
{
	return 0;
}

/* Not const: the kernel links it into its list. */
static struct vfsops NAME_vfsops = {.vfs_name = "NAME",
    .vfs_mount = NAME_mount,
    .vfs_unmount = NAME_unmount,
    .vfs_root = NAME_root,
    .vfs_statvfs = NAME_statvfs};

MOD_VFS("NAME", -1, &NAME_vfsops)

int NAME_lkmentry(struct lkm_table *, int, int);

int
NAME_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
