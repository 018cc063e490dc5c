/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attr.c: attributes, and the table of operations.
 *
 * FAT knows of a file whether it may be written, and nothing of owners: that
 * is for all files as the mount says.  What it cannot keep is refused, but
 * for modes: programs that copy files set them as a matter of course, so
 * only the right to write, which it can keep, is taken from one.
 */
#include <sys/stat.h>
#include <sys/ucred.h>
#include "msdosfs.h"

static int
msdosfs_getattr(struct vnode *vp, struct vattr *vap)
{
	struct denode *dep = VTODE(vp);
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t clusters = CLUSTERS(pmp, dep->de_size);

	if (vp->v_type == VDIR)
		vap->va_mode = ACCESSPERMS & ~pmp->pm_dirmask;
	else
		vap->va_mode = ACCESSPERMS & ~pmp->pm_mask;
	if (dep->de_attr & ATTR_READONLY && vp->v_type != VDIR)
		vap->va_mode &= ~(S_IWUSR | S_IWGRP | S_IWOTH);
	vap->va_nlink = dep->de_flag & DE_REMOVED ? 0 : 1;
	vap->va_uid = pmp->pm_uid;
	vap->va_gid = pmp->pm_gid;
	vap->va_fileid = denode_ino(dep);
	vap->va_size = dep->de_size;
	vap->va_blocksize = CLUSTBYTES(pmp);
	unix_time(dep->de_adate, 0, &vap->va_atime);
	unix_time(dep->de_mdate, dep->de_mtime, &vap->va_mtime);
	vap->va_ctime = vap->va_mtime;
	vap->va_gen = 0;
	vap->va_flags = 0;
	vap->va_bytes = (uint64_t)clusters << pmp->pm_cshift;
	return 0;
}

/* EOPNOTSUPP: an owner, a group or flags that FAT cannot keep. */
static int
check_keepable(const struct msdosfs_mount *pmp, const struct vattr *vap)
{
	if (vap->va_flags != (uint32_t)VNOVAL && vap->va_flags != 0)
		return EOPNOTSUPP;
	if (vap->va_uid != (uid_t)VNOVAL && vap->va_uid != pmp->pm_uid)
		return EOPNOTSUPP;
	if (vap->va_gid != (gid_t)VNOVAL && vap->va_gid != pmp->pm_gid)
		return EOPNOTSUPP;
	return 0;
}

static int
msdosfs_setattr(struct vnode *vp, struct vattr *vap, struct ucred *cred)
{
	struct denode *dep = VTODE(vp);
	uint16_t time;
	int error;

	if ((error = check_keepable(dep->de_pmp, vap)) != 0)
		return error;
	if (vap->va_size != VNOVAL) {
		if (vp->v_type == VDIR)
			return EISDIR;
		if ((error = file_setsize(dep, vap->va_size)) != 0)
			return error;
		denode_touch(dep, DE_MTIME);
	}
	if (vap->va_mode != (mode_t)VNOVAL && vp->v_type != VDIR) {
		dep->de_attr &= ~ATTR_READONLY;
		if ((vap->va_mode & S_IWUSR) == 0)
			dep->de_attr |= ATTR_READONLY;
		dep->de_flag |= DE_MODIFIED;
	}
	if (vap->va_atime.tv_nsec != VNOVAL) {
		dos_time(&vap->va_atime, &dep->de_adate, &time);
		dep->de_flag |= DE_MODIFIED;
	}
	if (vap->va_mtime.tv_nsec != VNOVAL) {
		dos_time(&vap->va_mtime, &dep->de_mdate, &dep->de_mtime);
		dep->de_flag |= DE_MODIFIED;
	}
	return 0;
}

static void
msdosfs_print(struct vnode *vp)
{
	struct denode *dep = VTODE(vp);

	if (dep != NULL)
		printf("\tfirst cluster %u, %u bytes, entry at %lld\n",
		    dep->de_start, dep->de_size, (long long)dep->de_pos);
}

const struct vnodeops msdosfs_vnodeops = {
    .vop_name = MOUNT_MSDOS,
    .vop_lookup = msdosfs_lookup,
    .vop_create = msdosfs_create,
    .vop_mkdir = msdosfs_mkdir,
    .vop_getattr = msdosfs_getattr,
    .vop_setattr = msdosfs_setattr,
    .vop_read = msdosfs_read,
    .vop_write = msdosfs_write,
    .vop_fsync = msdosfs_fsync,
    .vop_remove = msdosfs_remove,
    .vop_rename = msdosfs_rename,
    .vop_rmdir = msdosfs_remove,
    .vop_readdir = msdosfs_readdir,
    .vop_getpage = msdosfs_getpage,
    .vop_inactive = msdosfs_inactive,
    .vop_reclaim = msdosfs_reclaim,
    .vop_print = msdosfs_print,
};
