/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfsops.c: mounting and unmounting.
 *
 * While it is mounted to be written to, the volume is marked as in use; who
 * finds the mark at the next mount knows that the machine went down, and
 * that a check (fsck.fat on the host) should come first.
 */
#include <sys/stat.h>
#include <sys/statvfs.h>
#include "msdosfs.h"

/* The system goes down: there is nothing but what all file systems are given. */
static int
is_last_update(const struct mount *mp, size_t len)
{
	return (mp->mnt_flag & (MNT_UPDATE | MNT_RDONLY)) ==
	    (MNT_UPDATE | MNT_RDONLY) &&
	    len == sizeof(struct device_args);
}

static int
check_args(const struct mount *mp, const struct msdosfs_args *args, size_t len)
{
	if (is_last_update(mp, len))
		return 0;
	if (len != sizeof(*args) || args->ma_version != MSDOSFS_ARGS_VERSION)
		return EINVAL;
	if ((args->ma_mask != (mode_t)-1 && args->ma_mask & ~ACCESSPERMS) ||
	    (args->ma_dirmask != (mode_t)-1 && args->ma_dirmask & ~ACCESSPERMS))
		return EINVAL;
	return 0;
}

/* What is said, -1 is not; without a word they are root's, mode 755. */
static void
take_args(struct msdosfs_mount *pmp, const struct msdosfs_args *args)
{
	if (args->ma_uid != (uid_t)-1)
		pmp->pm_uid = args->ma_uid;
	if (args->ma_gid != (gid_t)-1)
		pmp->pm_gid = args->ma_gid;
	if (args->ma_mask != (mode_t)-1)
		pmp->pm_mask = args->ma_mask;
	if (args->ma_dirmask != (mode_t)-1)
		pmp->pm_dirmask = args->ma_dirmask;
}

/* The boot sector, and what it says. */
static int
read_boot(struct msdosfs_mount *pmp, const struct device_args *da)
{
	struct bootsector *bs = malloc(sizeof(*bs), M_MSDOSFS, M_WAITOK);
	char why[MOUNT_REASONLEN];
	struct buf *bp;
	int error;

	error = bread(pmp->pm_devvp, 0, bio_getsize(pmp->pm_devvp), &bp);
	if (error == 0) {
		memcpy(bs, bp->b_data, sizeof(*bs));
		brelse(bp);
		error = boot_decode(
		    bs, vfs_devicesize(pmp->pm_devvp), pmp, why, sizeof(why));
		if (error != 0)
			vfs_reason(pmp->pm_mountp, da, "%s", why);
	} else
		vfs_reason(pmp->pm_mountp, da,
		    "the boot sector cannot be read, error %d", error);
	free(bs, M_MSDOSFS);
	if (error != 0)
		return error;
	error = bio_setsize(pmp->pm_devvp, pmp->pm_bsize);
	if (error == EINVAL)
		vfs_reason(pmp->pm_mountp, da,
		    "its parts begin at multiples of %u bytes, which are "
		    "shorter than the disk's sectors",
		    pmp->pm_bsize);
	return error;
}

/* In use from now on, or not any more. */
static int
set_inuse(struct msdosfs_mount *pmp, int inuse)
{
	int error;

	if ((error = fat_mark(pmp, inuse)) != 0)
		return error;
	if ((error = fsinfo_update(pmp)) != 0)
		return error;
	return msdosfs_flush(pmp);
}

static int
start(struct msdosfs_mount *pmp, const struct device_args *da)
{
	struct mount *mp = pmp->pm_mountp;
	int error;

	if ((error = read_boot(pmp, da)) != 0)
		return error;
	if ((error = fat_start(pmp)) != 0 || (error = denode_root(pmp)) != 0) {
		vfs_reason(mp, da,
		    "the FAT or the root directory cannot be read, error %d",
		    error);
		return error;
	}
	if (pmp->pm_wasdirty)
		printf("msdosfs: %s was not unmounted: "
		       "fsck.fat should look at it\n",
		    mp->mnt_stat.f_mntfromname);
	if (!pmp->pm_rdonly && (error = set_inuse(pmp, 1)) != 0) {
		vfs_reason(mp, da,
		    "the disk cannot be written, error %d; try mount -r",
		    error);
		pmp->pm_failed = 0;
		(void)set_inuse(pmp, 0); /* one copy may have been written */
		denode_rele(pmp->pm_root);
	}
	return error;
}

/* A file that was removed gives its clusters back when it is closed. */
static int
has_removed(const struct msdosfs_mount *pmp)
{
	const struct denode *dep;

	LIST_FOREACH(dep, &pmp->pm_denodes, de_list)
		if (dep->de_flag & DE_REMOVED && dep->de_start != 0)
			return 1;
	return 0;
}

/* It stops being written to only when all is on the disk. */
static int
stop_writing(struct mount *mp, const struct device_args *da)
{
	struct msdosfs_mount *pmp = MPTOPM(mp);
	int error;

	if (has_removed(pmp)) {
		vfs_reason(mp, da, "a file that was removed is still open");
		return EBUSY;
	}
	error = msdosfs_vfsops.vfs_sync(mp, MNT_WAIT);
	return error == 0 ? set_inuse(pmp, 0) : error;
}

/* Other flags. */
static int
update(struct mount *mp, const struct msdosfs_args *args, size_t len,
    struct proc *p)
{
	struct msdosfs_mount *pmp = MPTOPM(mp);
	int rdonly = (mp->mnt_flag & MNT_RDONLY) != 0, error = 0;

	if (rdonly && !pmp->pm_rdonly) {
		error = stop_writing(mp, &args->ma_device);
	} else if (!rdonly && pmp->pm_rdonly) {
		if (pmp->pm_devrdonly)
			error = vfs_reopendevice(
			    mp, &args->ma_device, p, pmp->pm_devvp);
		if (error == 0) {
			pmp->pm_devrdonly = 0;
			error = set_inuse(pmp, 1);
		}
	}
	if (error == 0) {
		pmp->pm_rdonly = rdonly;
		if (!is_last_update(mp, len))
			take_args(pmp, args);
		mp->mnt_flag |= MNT_LOCAL;
	}
	return error;
}

static int
msdosfs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	struct msdosfs_args *args = data;
	struct msdosfs_mount *pmp;
	int error;

	if ((error = check_args(mp, args, len)) != 0)
		return error;
	if (mp->mnt_flag & MNT_UPDATE)
		return update(mp, args, len, p);
	pmp = malloc(sizeof(*pmp), M_MSDOSFS, M_ZERO);
	pmp->pm_mountp = mp;
	pmp->pm_rdonly = pmp->pm_devrdonly = (mp->mnt_flag & MNT_RDONLY) != 0;
	pmp->pm_mask = pmp->pm_dirmask = S_IWGRP | S_IWOTH;
	take_args(pmp, args);
	error = vfs_opendevice(mp, &args->ma_device, p, &pmp->pm_devvp);
	if (error == 0 && (error = start(pmp, &args->ma_device)) != 0)
		(void)vfs_closedevice(pmp->pm_devvp, pmp->pm_devrdonly, p);
	if (error != 0) {
		free(pmp, M_MSDOSFS);
		return error;
	}
	mp->mnt_data = pmp;
	mp->mnt_flag |= MNT_LOCAL;
	return 0;
}

/*
 * What could not be written is told once, and then lost: the disk must not
 * keep its module for ever.
 */
static int
msdosfs_unmount(struct mount *mp, struct proc *p)
{
	struct msdosfs_mount *pmp = MPTOPM(mp);
	int error;

	if (!pmp->pm_rdonly) {
		if ((error = msdosfs_flush(pmp)) != 0 ||
		    (error = set_inuse(pmp, 0)) != 0)
			printf("msdosfs: %s: cannot be marked as unmounted, "
			       "error %d\n",
			    mp->mnt_stat.f_mntfromname, error);
	}
	error = vfs_closedevice(pmp->pm_devvp, pmp->pm_devrdonly, p);
	if (error != 0)
		printf("msdosfs: %s: error %d when it was closed\n",
		    mp->mnt_stat.f_mntfromname, error);
	KASSERT(pmp->pm_root->de_refs == 1);
	denode_rele(pmp->pm_root);
	free(pmp, M_MSDOSFS);
	mp->mnt_data = NULL;
	return 0;
}

static int
msdosfs_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = denode_vnode(MPTOPM(mp)->pm_root);
	return 0;
}

/* FAT has no fixed number of files: none is told. */
static int
msdosfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	struct msdosfs_mount *pmp = MPTOPM(mp);

	sb->f_bsize = sb->f_frsize = sb->f_iosize = CLUSTBYTES(pmp);
	sb->f_blocks = pmp->pm_maxclust - 1;
	sb->f_bfree = sb->f_bavail = pmp->pm_freeclusts;
	return 0;
}

/* Writing may sleep, and the list change: it is begun anew each time. */
static struct denode *
find_modified(const struct msdosfs_mount *pmp)
{
	struct denode *dep;

	LIST_FOREACH(dep, &pmp->pm_denodes, de_list)
		if (dep->de_flag & DE_MODIFIED)
			return dep;
	return NULL;
}

static int
msdosfs_sync(struct mount *mp, int waitfor)
{
	struct msdosfs_mount *pmp = MPTOPM(mp);
	struct denode *dep;
	int error = 0, e;

	while ((dep = find_modified(pmp)) != NULL) {
		denode_hold(dep);
		e = denode_update(dep);
		denode_rele(dep);
		if (error == 0)
			error = e;
	}
	if ((e = fsinfo_update(pmp)) != 0 && error == 0)
		error = e;
	if ((e = msdosfs_flush(pmp)) != 0 && error == 0)
		error = e;
	return error;
}

struct vfsops msdosfs_vfsops = {
    .vfs_name = MOUNT_MSDOS,
    .vfs_mount = msdosfs_mount,
    .vfs_unmount = msdosfs_unmount,
    .vfs_root = msdosfs_root,
    .vfs_statvfs = msdosfs_statvfs,
    .vfs_sync = msdosfs_sync,
};
