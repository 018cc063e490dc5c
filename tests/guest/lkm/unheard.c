/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unheard: a file system of nothing but a root, whose statvfs(2) tells, as
 * f_files, how often the module's unload function was called.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vnode.h>

static int heard;

static int
unheard_getattr(struct vnode *vp, struct vattr *va)
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

static const struct vnodeops unheard_vnodeops = {
    .vop_name = "unheard", .vop_getattr = unheard_getattr};

static int
unheard_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	return 0;
}

static int
unheard_unmount(struct mount *mp, struct proc *p)
{
	return 0;
}

static int
unheard_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = getnewvnode(mp, &unheard_vnodeops, VDIR, NODEV, NULL);
	(*vpp)->v_flag |= VV_ROOT;
	return 0;
}

static int
unheard_statvfs(struct mount *mp, struct statvfs *sb)
{
	sb->f_files = heard;
	return 0;
}

static struct vfsops unheard_vfsops = {.vfs_name = "unheard",
    .vfs_mount = unheard_mount,
    .vfs_unmount = unheard_unmount,
    .vfs_root = unheard_root,
    .vfs_statvfs = unheard_statvfs};

MOD_MISC("unheard")

static int
unheard_load(struct lkm_table *lkmtp, int cmd)
{
	return vfs_attach(&unheard_vfsops);
}

static int
unheard_unload(struct lkm_table *lkmtp, int cmd)
{
	heard++;
	return vfs_detach(&unheard_vfsops);
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, unheard_load, unheard_unload, lkm_nofunc);
}
