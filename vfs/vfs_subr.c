/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_subr.c: file types, attributes, and who may do what with a file.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

/* By enum vtype. */
const int vttoif_tab[] = {
    0, S_IFREG, S_IFDIR, S_IFBLK, S_IFCHR, S_IFLNK, S_IFSOCK, S_IFIFO, S_IFMT};

enum vtype
iftovt(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return VREG;
	case S_IFDIR:
		return VDIR;
	case S_IFBLK:
		return VBLK;
	case S_IFCHR:
		return VCHR;
	case S_IFLNK:
		return VLNK;
	case S_IFSOCK:
		return VSOCK;
	case S_IFIFO:
		return VFIFO;
	default:
		return mode & S_IFMT ? VBAD : VNON;
	}
}

void
vattr_null(struct vattr *vap)
{
	memset(vap, 0, sizeof(*vap));
	vap->va_type = VNON;
	vap->va_mode = VNOVAL;
	vap->va_nlink = VNOVAL;
	vap->va_uid = VNOVAL;
	vap->va_gid = VNOVAL;
	vap->va_fsid = NODEV;
	vap->va_fileid = VNOVAL;
	vap->va_size = VNOVAL;
	vap->va_atime.tv_sec = vap->va_mtime.tv_sec = VNOVAL;
	vap->va_ctime.tv_sec = VNOVAL;
	vap->va_atime.tv_nsec = vap->va_mtime.tv_nsec = VNOVAL;
	vap->va_ctime.tv_nsec = VNOVAL;
	vap->va_flags = VNOVAL;
	vap->va_rdev = NODEV;
}

int
vaccess(enum vtype type, mode_t mode, uid_t uid, gid_t gid, int acc,
    struct ucred *cred)
{
	if (cred->cr_uid == 0) {
		if (acc & VEXEC && type != VDIR &&
		    (mode & (S_IXUSR | S_IXGRP | S_IXOTH)) == 0)
			return EACCES;
		return 0;
	}
	if (cred->cr_uid == uid)
		mode >>= 6;
	else if (cred->cr_gid == gid || groupmember(gid, cred))
		mode >>= 3;
	return (acc & ~mode & (VREAD | VWRITE | VEXEC)) == 0 ? 0 : EACCES;
}

int
vn_rdonly(const struct vnode *vp)
{
	if (vp->v_type == VCHR || vp->v_type == VBLK || vp->v_type == VFIFO ||
	    vp->v_type == VSOCK)
		return 0;
	return vp->v_mount->mnt_flag & MNT_RDONLY ? EROFS : 0;
}
