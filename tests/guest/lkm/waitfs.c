/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * waitfs: a file system with a file of every name, of one page of zeros.
 * Who needs it sleeps until sysctl debug.waitfs, which tells how many do, is
 * set.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include <sys/vm.h>
#include <sys/vnode.h>

static int waiting, open_now, mapping;

static const struct vnodeops waitfs_vnodeops;

static int
waitfs_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	*vpp = getnewvnode(dvp->v_mount, &waitfs_vnodeops, VREG, NODEV, NULL);
	return 0;
}

static int
waitfs_getattr(struct vnode *vp, struct vattr *va)
{
	vattr_null(va);
	va->va_type = vp->v_type;
	va->va_mode = 0755;
	va->va_nlink = 1;
	va->va_uid = va->va_gid = 0;
	va->va_fileid = vp->v_type == VDIR ? 2 : 3;
	va->va_size = va->va_bytes = PAGE_SIZE;
	va->va_flags = 0;
	return 0;
}

/* mmap(2) asks for the page as well, as it is called, and does not wait. */
static int
waitfs_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	if (mapping)
		return EINVAL;
	waiting++;
	while (!open_now)
		(void)tsleep(&open_now, PWAIT, "waitfs", 0);
	waiting--;
	*pgp = vm_page_alloc(M_TEMP, VM_PG_USER | VM_PG_ZERO);
	return *pgp == NULL ? ENOMEM : 0;
}

static const struct vnodeops waitfs_vnodeops = {.vop_name = "waitfs",
    .vop_lookup = waitfs_lookup,
    .vop_getattr = waitfs_getattr,
    .vop_getpage = waitfs_getpage};

static int
waitfs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	return 0;
}

static int
waitfs_unmount(struct mount *mp, struct proc *p)
{
	return 0;
}

static int
waitfs_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = getnewvnode(mp, &waitfs_vnodeops, VDIR, NODEV, NULL);
	(*vpp)->v_flag |= VV_ROOT;
	return 0;
}

static int
waitfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	return 0;
}

static struct vfsops waitfs_vfsops = {.vfs_name = "waitfs",
    .vfs_mount = waitfs_mount,
    .vfs_unmount = waitfs_unmount,
    .vfs_root = waitfs_root,
    .vfs_statvfs = waitfs_statvfs};

/* 0: being mapped; 1: they wait; 2: they go on. */
static int
do_waitfs(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int error = sysctl_out(req, &waiting, sizeof(waiting)), new;

	if (error != 0 || req->sr_new == NULL ||
	    (error = sysctl_in(req, &new, sizeof(new))) != 0)
		return error;
	mapping = new == 0;
	open_now = new == 2;
	wakeup(&open_now);
	return 0;
}

static struct sysctl_leaf leaf = {.sl_name = "debug.waitfs",
    .sl_descr = "who waits for a page of waitfs's",
    .sl_type = SYSCTL_INT,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_waitfs};

MOD_MISC("waitfs")

static int
waitfs_load(struct lkm_table *lkmtp, int cmd)
{
	int error = vfs_attach(&waitfs_vfsops);

	if (error == 0 && (error = sysctl_attach(&leaf, -1)) != 0)
		(void)vfs_detach(&waitfs_vfsops);
	return error;
}

static int
waitfs_unload(struct lkm_table *lkmtp, int cmd)
{
	int error = vfs_detach(&waitfs_vfsops);

	if (error == 0)
		sysctl_detach(&leaf);
	return error;
}

int waitfs_lkmentry(struct lkm_table *, int, int);

int
waitfs_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, waitfs_load, waitfs_unload, lkm_nofunc);
}
