/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nullfs: a directory seen at another place, in a module: mounting.
 */
#include <sys/lkm.h>
#include <sys/statvfs.h>
#include "nullfs.h"

MALLOC_DEFINE(M_NULLFS, "nullfs", "layers over directories");

/* How many layers are below vp. */
static u_int
depth_of(const struct vnode *vp)
{
	return vp->v_op == &null_vnodeops ? MPTONULL(vp->v_mount)->nm_depth : 0;
}

/* May lower be what mp shows?  The reason is told. */
static int
check_lower(struct mount *mp, const struct device_args *da, struct vnode *lower,
    struct proc *p)
{
	const char *why;
	int error;

	if (lower->v_type != VDIR) {
		vfs_reason(mp, da, "it is not a directory");
		return ENOTDIR;
	}
	if (depth_of(lower) >= NULL_MAXDEPTH) {
		vfs_reason(mp, da,
		    "there are %d layers below already, and no more are "
		    "allowed",
		    NULL_MAXDEPTH);
		return EINVAL;
	}
	error = null_distinct(lower, mp->mnt_vnodecovered, p->p_ucred, &why);
	if (error != 0)
		vfs_reason(mp, da, "%s", why);
	return error;
}

/* mp becomes a layer over lower, whose reference is taken over. */
static int
start(struct mount *mp, struct vnode *lower)
{
	struct nullmount *nm =
	    malloc(sizeof(*nm), M_NULLFS, M_CANFAIL | M_ZERO);
	u_int i;

	if (nm == NULL)
		return ENOMEM;
	for (i = 0; i < NULL_HASH; i++)
		LIST_INIT(&nm->nm_hash[i]);
	nm->nm_root = lower;
	nm->nm_depth = depth_of(lower) + 1;
	mp->mnt_data = nm;
	mp->mnt_lower = lower->v_mount;
	mp->mnt_flag |= lower->v_mount->mnt_flag & (NULL_INHERITED | MNT_LOCAL);
	mp->mnt_stat.f_namemax = lower->v_mount->mnt_stat.f_namemax;
	return 0;
}

/* Other flags, but for those that are not ours to give. */
static int
update(struct mount *mp, const struct device_args *da)
{
	u_int below = mp->mnt_lower->mnt_flag & NULL_INHERITED;

	if (below & MNT_RDONLY && (mp->mnt_flag & MNT_RDONLY) == 0) {
		vfs_reason(mp, da, "what is below, %s, is read-only",
		    mp->mnt_lower->mnt_stat.f_mntonname);
		return EROFS;
	}
	mp->mnt_flag |= below;
	return 0;
}

static int
nullfs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	const struct device_args *da = data;
	struct nameidata nd;
	int error;

	if (len != sizeof(*da))
		return EINVAL;
	if (mp->mnt_flag & MNT_UPDATE)
		return update(mp, da);
	if (mp->mnt_vnodecovered == NULL) {
		vfs_reason(mp, da,
		    "the root must be a file system that is "
		    "no layer over another");
		return EOPNOTSUPP;
	}
	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, da->da_fspec, p);
	if ((error = namei(&nd)) != 0)
		vfs_reason(mp, da, "there is no such directory to show");
	else
		error = check_lower(mp, da, nd.ni_vp, p);
	if (error == 0 &&
	    (error = copyinstr(da->da_fspec, mp->mnt_stat.f_mntfromname,
		 sizeof(mp->mnt_stat.f_mntfromname), NULL)) == 0 &&
	    (error = start(mp, nd.ni_vp)) == 0)
		nd.ni_vp = NULL;
	nameidone(&nd);
	return error;
}

static int
nullfs_unmount(struct mount *mp, struct proc *p)
{
	struct nullmount *nm = MPTONULL(mp);

	vrele(nm->nm_root);
	free(nm, M_NULLFS);
	return 0;
}

static int
nullfs_root(struct mount *mp, struct vnode **vpp)
{
	vref(MPTONULL(mp)->nm_root);
	*vpp = null_getvnode(mp, MPTONULL(mp)->nm_root);
	return 0;
}

static int
nullfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	return mp->mnt_lower->mnt_op->vfs_statvfs(mp->mnt_lower, sb);
}

/*
 * Nothing waits here: what is below is synced by itself.  But who has this
 * operation is unmounted when the system goes down, the last mount first, and
 * so what is below can be, too.
 */
static int
nullfs_sync(struct mount *mp, int waitfor)
{
	return 0;
}

static struct vfsops nullfs_vfsops = {
    .vfs_name = MOUNT_NULL,
    .vfs_mount = nullfs_mount,
    .vfs_unmount = nullfs_unmount,
    .vfs_root = nullfs_root,
    .vfs_statvfs = nullfs_statvfs,
    .vfs_sync = nullfs_sync,
};

MOD_VFS("nullfs", -1, &nullfs_vfsops)

int nullfs_lkmentry(struct lkm_table *, int, int);

int
nullfs_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
