/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slowfs: a file system with a file of every name, of two pages: the first
 * cannot be read, and who needs the second sleeps until a signal comes.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vnode.h>

static int channel;

static const struct vnodeops slowfs_vnodeops;

static int
slowfs_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	*vpp = getnewvnode(dvp->v_mount, &slowfs_vnodeops, VREG, NODEV, NULL);
	return 0;
}

static int
slowfs_getattr(struct vnode *vp, struct vattr *va)
{
	vattr_null(va);
	va->va_type = vp->v_type;
	va->va_mode = 0755;
	va->va_nlink = 1;
	va->va_uid = va->va_gid = 0;
	va->va_fileid = vp->v_type == VDIR ? 2 : 3;
	va->va_size = va->va_bytes = 2 * PAGE_SIZE;
	va->va_flags = 0;
	return 0;
}

static int
slowfs_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	if (off > 0)
		(void)tsleep(&channel, PWAIT | PCATCH, "slowfs", 0);
	return EIO;
}

static const struct vnodeops slowfs_vnodeops = {.vop_name = "slowfs",
    .vop_lookup = slowfs_lookup,
    .vop_getattr = slowfs_getattr,
    .vop_getpage = slowfs_getpage};

static int
slowfs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	return 0;
}

static int
slowfs_unmount(struct mount *mp, struct proc *p)
{
	return 0;
}

static int
slowfs_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = getnewvnode(mp, &slowfs_vnodeops, VDIR, NODEV, NULL);
	(*vpp)->v_flag |= VV_ROOT;
	return 0;
}

static int
slowfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	return 0;
}

static struct vfsops slowfs_vfsops = {.vfs_name = "slowfs",
    .vfs_mount = slowfs_mount,
    .vfs_unmount = slowfs_unmount,
    .vfs_root = slowfs_root,
    .vfs_statvfs = slowfs_statvfs};

MOD_MISC("slowfs")

static int
slowfs_load(struct lkm_table *lkmtp, int cmd)
{
	return vfs_attach(&slowfs_vfsops);
}

static int
slowfs_unload(struct lkm_table *lkmtp, int cmd)
{
	return vfs_detach(&slowfs_vfsops);
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, slowfs_load, slowfs_unload, lkm_nofunc);
}
