/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * procfs: processes and tables of the kernel as files, in a module.  Mounting
 * takes hardly anything: there is nothing but what is made when it is asked
 * for.
 */
#include <sys/lkm.h>
#include <sys/ucred.h>
#include "procfs.h"

MALLOC_DEFINE(M_PROCFS, "procfs", "files about processes");

/* Nothing can be written, nor run, whatever was asked for. */
static int
procfs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	struct pfsmount *pm;

	mp->mnt_flag |= MNT_RDONLY | MNT_NOEXEC | MNT_NOSUID | MNT_NODEV;
	if (mp->mnt_flag & MNT_UPDATE)
		return 0;
	pm = malloc(sizeof(*pm), M_PROCFS, M_CANFAIL | M_ZERO);
	if (pm == NULL)
		return ENOMEM;
	LIST_INIT(&pm->pm_dirs);
	mp->mnt_data = pm;
	strlcpy(mp->mnt_stat.f_mntfromname, "procfs",
	    sizeof(mp->mnt_stat.f_mntfromname));
	return 0;
}

static int
procfs_unmount(struct mount *mp, struct proc *p)
{
	KASSERT(LIST_EMPTY(&MPTOPFS(mp)->pm_dirs));
	free(mp->mnt_data, M_PROCFS);
	return 0;
}

static int
procfs_root(struct mount *mp, struct vnode **vpp)
{
	*vpp = pfs_getdir(mp, NULL);
	return 0;
}

static int
procfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	sb->f_bsize = sb->f_frsize = sb->f_iosize = PAGE_SIZE;
	sb->f_files = 1 + pfs_nkernel_files +
	    (uint64_t)maxproc * (1 + pfs_nprocess_files);
	sb->f_ffree = sb->f_favail =
	    (uint64_t)(maxproc - nprocs) * (1 + pfs_nprocess_files);
	return 0;
}

static struct vfsops procfs_vfsops = {
    .vfs_name = "procfs",
    .vfs_mount = procfs_mount,
    .vfs_unmount = procfs_unmount,
    .vfs_root = procfs_root,
    .vfs_statvfs = procfs_statvfs,
};

MOD_VFS("procfs", -1, &procfs_vfsops)

int procfs_lkmentry(struct lkm_table *, int, int);

int
procfs_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
