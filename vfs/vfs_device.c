/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_device.c: what file systems on a block device share: to open it as
 * theirs, to close it, and to say why something cannot be mounted.  An
 * error number alone does not help whoever typed mount(8).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/disk.h>
#include <sys/fcntl.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/vnode.h>
#include <vfs/specdev.h>

#include <stdarg.h>

/* Is it the kernel who mounts its root, and no process? */
static int
kernel_mounts(const struct mount *mp)
{
	return (mp->mnt_flag & (MNT_ROOTFS | MNT_UPDATE)) == MNT_ROOTFS;
}

void
vfs_reason(
    const struct mount *mp, const struct device_args *da, const char *fmt, ...)
{
	char text[MOUNT_REASONLEN];
	size_t len;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	len = MIN(strlen(text) + 1, da->da_reasonlen);
	if (kernel_mounts(mp) || da->da_reason == NULL || len == 0) {
		printf("mount: %s\n", text);
		return;
	}
	text[len - 1] = '\0';
	/* Who gives memory that is not his learns nothing: that is all. */
	(void)copyout(text, da->da_reason, len);
}

/* In words, for a device that could not be opened. */
static void
open_reason(const struct mount *mp, const struct device_args *da, int error)
{
	if (error == EROFS)
		vfs_reason(mp, da,
		    "the disk can only be read; mount -r mounts it like that");
	else if (error == ENXIO)
		vfs_reason(mp, da,
		    "there is no such disk, or its driver is not loaded");
	else if (error == EPERM)
		vfs_reason(
		    mp, da, "the securelevel forbids it: see securelevel(7)");
	else
		vfs_reason(
		    mp, da, "the disk cannot be opened, error %d", error);
}

static int
open_vnode(struct mount *mp, const struct device_args *da, struct vnode *vp,
    struct proc *p)
{
	int mode = mp->mnt_flag & MNT_RDONLY ? FREAD : FREAD | FWRITE, error;

	if (vp->v_type != VBLK) {
		vfs_reason(mp, da, "it is not a block device");
		return ENOTBLK;
	}
	if (vp->v_mount->mnt_flag & MNT_NODEV) {
		vfs_reason(
		    mp, da, "it lies on a file system that is mounted nodev");
		return ENXIO;
	}
	/* It is marked as ours last: nobody opens a marked one, securely. */
	if ((error = VOP_OPEN(vp, mode, p->p_ucred, p)) != 0) {
		open_reason(mp, da, error);
		return error;
	}
	if ((error = spec_mount(vp->v_rdev)) != 0) {
		vfs_reason(mp, da, "a file system on it is mounted already");
		(void)VOP_CLOSE(vp, mode, p->p_ucred, p);
	}
	return error;
}

/* There are no nodes yet: the path tells the disk. */
static int
open_root(struct mount *mp, const struct device_args *da, struct proc *p,
    struct vnode **devvpp)
{
	const char *slash = strrchr(da->da_fspec, '/');
	dev_t dev = disk_finddev(slash != NULL ? slash + 1 : da->da_fspec);
	int error;

	if (dev == NODEV)
		return ENXIO;
	*devvpp = bdevvp(dev);
	if ((error = open_vnode(mp, da, *devvpp, p)) != 0) {
		vrele(*devvpp);
		return error;
	}
	strlcpy(mp->mnt_stat.f_mntfromname, da->da_fspec,
	    sizeof(mp->mnt_stat.f_mntfromname));
	return 0;
}

int
vfs_opendevice(struct mount *mp, const struct device_args *da, struct proc *p,
    struct vnode **devvpp)
{
	struct nameidata nd;
	int error;

	if (kernel_mounts(mp))
		return open_root(mp, da, p, devvpp);
	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, da->da_fspec, p);
	if ((error = namei(&nd)) != 0)
		vfs_reason(mp, da, "there is no such device node");
	else if ((error = open_vnode(mp, da, nd.ni_vp, p)) == 0) {
		*devvpp = nd.ni_vp;
		nd.ni_vp = NULL;
	}
	nameidone(&nd);
	if (error == 0)
		(void)copyinstr(da->da_fspec, mp->mnt_stat.f_mntfromname,
		    sizeof(mp->mnt_stat.f_mntfromname), NULL);
	return error;
}

int
vfs_reopendevice(struct mount *mp, const struct device_args *da, struct proc *p,
    struct vnode *devvp)
{
	int error = VOP_OPEN(devvp, FREAD | FWRITE, p->p_ucred, p);

	if (error != 0)
		open_reason(mp, da, error);
	else
		(void)VOP_CLOSE(devvp, FREAD, p->p_ucred, p);
	return error;
}

int
vfs_closedevice(struct vnode *devvp, int rdonly, struct proc *p)
{
	int error;

	error =
	    VOP_CLOSE(devvp, rdonly ? FREAD : FREAD | FWRITE, p->p_ucred, p);
	spec_unmount(devvp->v_rdev);
	vrele(devvp);
	return error;
}

off_t
vfs_devicesize(struct vnode *devvp)
{
	int64_t blocks = devvp->v_specdev->sd_nblks;

	return blocks < 0 ? -1 : dbtob(blocks);
}
