/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_names.c: looking names up, making files, and taking names away.
 */
#include <sys/errno.h>
#include <sys/namei.h>
#include <sys/stat.h>
#include <sys/buf.h>

#include "ext2fs.h"

/*
 * A directory has one place in the tree, which its ".." names.  One that is
 * found elsewhere too is not entered: so no path is a circle.
 */
static int
check_place(struct ext2_inode *dip, struct ext2_inode *ip)
{
	uint32_t up;
	int error;

	if ((error = ext2_parent(ip, &up)) != 0)
		return error;
	if (up == dip->i_ino && ip->i_ino != EXT2_ROOT_INO &&
	    ip->i_ino != dip->i_ino)
		return 0;
	return ext2_complain(dip->i_em,
	    "directory %u is named in %u, but its "
	    "\"..\" is %u",
	    ip->i_ino, dip->i_ino, up);
}

int
ext2_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	struct ext2_inode *dip = VTOI(dvp);
	struct ext2_slot slot;
	int error;

	if (dip->i_d.i_links_count == 0)
		return ENOENT; /* removed, although somebody is in it */
	if (cnp->cn_flags & CN_ISDOTDOT) {
		if ((error = ext2_parent(dip, &slot.s_ino)) != 0)
			return error;
		error = ext2_vget(dip->i_em, slot.s_ino, vpp);
		if (error != 0 || (*vpp)->v_type == VDIR)
			return error;
		error = ext2_complain(dip->i_em,
		    "directory %u: its \"..\", "
		    "%u, is no directory",
		    dip->i_ino, slot.s_ino);
	} else {
		error =
		    ext2_dirfind(dip, cnp->cn_nameptr, cnp->cn_namelen, &slot);
		if (error != 0)
			return error;
		error = ext2_vget(dip->i_em, slot.s_ino, vpp);
		if (error != 0 || (*vpp)->v_type != VDIR)
			return error;
		error = check_place(dip, VTOI(*vpp));
	}
	if (error != 0) {
		vrele(*vpp);
		*vpp = NULL;
	}
	return error;
}

int
ext2_may_enter(const struct ext2_inode *dip)
{
	if (dip->i_d.i_links_count == 0)
		return ENOENT;
	return dip->i_d.i_flags & EXT2_IMMUTABLE_FL ? EPERM : 0;
}

int
ext2_may_remove(const struct ext2_inode *dip, const struct ext2_inode *ip)
{
	return (dip->i_d.i_flags | ip->i_d.i_flags) & EXT2_PROTECTED ? EPERM
								     : 0;
}

/* ---- new files ---- */

/* Of inodes that are long enough: how much of the rest is in use. */
static void
init_extra(const struct ext2_mount *em, struct ext2_dinode *d)
{
	if (em->m_inosize >= EXT2_OLD_INODE_SIZE + EXT2_EXTRA_ISIZE)
		d->i_extra_isize = EXT2_EXTRA_ISIZE;
}

/*
 * A new inode in memory, with a vnode and without a name: it belongs to the
 * caller, and to the group of the directory, as in all BSDs.
 */
static int
make_inode(struct ext2_inode *dip, struct componentname *cnp,
    const struct vattr *vap, struct vnode **vpp)
{
	static uint32_t generation;
	struct ext2_mount *em = dip->i_em;
	struct ucred *cred = cnp->cn_cred;
	struct ext2_dinode d = {.i_links_count = vap->va_type == VDIR ? 2 : 1};
	gid_t gid = dip->i_d.i_gid | (gid_t)dip->i_d.i_gid_high << 16;
	mode_t mode = vap->va_mode & ALLPERMS;
	uint32_t ino;
	int error;

	error = ext2_inode_alloc(dip, vap->va_type == VDIR, &ino);
	if (error != 0)
		return error;
	if (mode & S_ISGID && cred->cr_uid != 0 && cred->cr_gid != gid &&
	    !groupmember(gid, cred))
		mode &= ~S_ISGID;
	d.i_mode = MAKEIMODE(vap->va_type, mode);
	d.i_generation = (uint32_t)time_second + ++generation;
	ext2_set_ids(&d, cred->cr_uid, gid);
	if (vap->va_type == VCHR || vap->va_type == VBLK)
		ext2_set_rdev(&d, vap->va_rdev);
	init_extra(em, &d);
	*vpp = ext2_vnew(em, ino, &d);
	ext2_touch(VTOI(*vpp), EXT2_ATIME | EXT2_MTIME | EXT2_CTIME);
	if (d.i_extra_isize != 0) {
		VTOI(*vpp)->i_d.i_crtime = VTOI(*vpp)->i_d.i_ctime;
		VTOI(*vpp)->i_d.i_crtime_extra = VTOI(*vpp)->i_d.i_ctime_extra;
	}
	return 0;
}

/* It gets no name after all: with the last reference it is gone. */
static void
unmake(struct vnode *vp)
{
	VTOI(vp)->i_d.i_links_count = 0;
	ext2_dirty(VTOI(vp));
	vrele(vp);
}

static int
make_dir(struct ext2_inode *dip, struct ext2_inode *ip, struct ucred *cred)
{
	int error = ext2_dirinit(ip, dip->i_ino, cred);

	if (error == 0) {
		dip->i_d.i_links_count++; /* the new ".." */
		ext2_dirty(dip);
	}
	return error;
}

/* create, mknod and mkdir differ in vap->va_type only. */
int
ext2_create(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct ext2_inode *dip = VTOI(dvp);
	int error, isdir = vap->va_type == VDIR;
	struct vnode *vp;

	if ((error = ext2_may_enter(dip)) != 0)
		return error;
	if (isdir && dip->i_d.i_links_count >= EXT2_LINK_MAX)
		return EMLINK;
	if ((error = make_inode(dip, cnp, vap, &vp)) != 0)
		return error;
	if (isdir && (error = make_dir(dip, VTOI(vp), cnp->cn_cred)) != 0) {
		unmake(vp);
		return error;
	}
	error = ext2_direnter(dip, cnp->cn_nameptr, cnp->cn_namelen, VTOI(vp),
	    cnp->cn_cred, NULL);
	if (error != 0) {
		if (isdir)
			dip->i_d.i_links_count--;
		unmake(vp);
		return error;
	}
	*vpp = vp;
	return 0;
}

/* A text of less than 60 bytes has room in the inode itself. */
static int
set_text(
    struct ext2_inode *ip, const char *text, size_t len, struct ucred *cred)
{
	struct buf *bp;
	int error;

	if (len < sizeof(ip->i_d.i_block))
		memcpy(ip->i_d.i_block, text, len);
	else {
		if (len >= ip->i_em->m_bsize)
			return ENAMETOOLONG;
		if ((error = ext2_bwant(ip, 0, 0, 1, cred, &bp)) != 0)
			return error;
		memcpy(bp->b_data, text, len);
		bdwrite(bp);
	}
	ip->i_size = len;
	ext2_dirty(ip);
	return 0;
}

int
ext2_symlink(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap, const char *target)
{
	struct ext2_inode *dip = VTOI(dvp);
	struct vnode *vp;
	int error;

	if ((error = ext2_may_enter(dip)) != 0 ||
	    (error = make_inode(dip, cnp, vap, &vp)) != 0)
		return error;
	error = set_text(VTOI(vp), target, strlen(target), cnp->cn_cred);
	if (error == 0)
		error = ext2_direnter(dip, cnp->cn_nameptr, cnp->cn_namelen,
		    VTOI(vp), cnp->cn_cred, NULL);
	if (error != 0) {
		unmake(vp);
		return error;
	}
	*vpp = vp;
	return 0;
}

/* ---- names of files that are there ---- */

int
ext2_link(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	struct ext2_inode *dip = VTOI(dvp), *ip = VTOI(vp);
	int error;

	if ((error = ext2_may_enter(dip)) != 0)
		return error;
	if (ip->i_d.i_flags & EXT2_PROTECTED)
		return EPERM;
	if (ip->i_d.i_links_count == 0)
		return ENOENT; /* its last name went while we slept */
	if (ip->i_d.i_links_count >= EXT2_LINK_MAX)
		return EMLINK;
	ip->i_d.i_links_count++;
	ext2_touch(ip, EXT2_CTIME);
	error = ext2_direnter(
	    dip, cnp->cn_nameptr, cnp->cn_namelen, ip, cnp->cn_cred, NULL);
	if (error != 0)
		ip->i_d.i_links_count--;
	return error;
}

/* The name of dip's that leads to ip, to be taken away. */
static int
find_victim(struct ext2_inode *dip, struct ext2_inode *ip,
    const struct componentname *cnp, struct ext2_slot *slot)
{
	int error;

	if ((error = ext2_may_remove(dip, ip)) != 0)
		return error;
	error = ext2_dirfind(dip, cnp->cn_nameptr, cnp->cn_namelen, slot);
	return error == 0 && slot->s_ino != ip->i_ino ? ENOENT : error;
}

/*
 * Another name that the file has keeps it; it must be on the disk before
 * this one goes.  The last name goes from the disk before the file does, and
 * those that it had before must be gone as well.
 */
int
ext2_remove(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	struct ext2_inode *dip = VTOI(dvp), *ip = VTOI(vp);
	struct ext2_mount *em = dip->i_em;
	int error, last = ip->i_d.i_links_count <= 1;
	struct ext2_slot slot;

	if ((error = find_victim(dip, ip, cnp, &slot)) != 0)
		return error;
	if ((last ? !ext2_unnamed(ip) : ip->i_named >= em->m_done) &&
	    (error = ext2_sync(em)) != 0)
		return error;
	error = ext2_dirremove(dip, &slot, ip, last);
	if (error != 0)
		return error;
	if (ip->i_d.i_links_count > 0)
		ip->i_d.i_links_count--;
	ext2_touch(ip, EXT2_CTIME);
	return 0;
}

int
ext2_rmdir(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	struct ext2_inode *dip = VTOI(dvp), *ip = VTOI(vp);
	struct ext2_slot slot;
	int error;

	if ((error = find_victim(dip, ip, cnp, &slot)) != 0 ||
	    (error = ext2_dirempty(ip)) != 0)
		return error;
	if (!ext2_unnamed(ip) && (error = ext2_sync(dip->i_em)) != 0)
		return error;
	if ((error = ext2_dirremove(dip, &slot, ip, 1)) != 0)
		return error;
	ip->i_d.i_links_count = 0;
	ext2_touch(ip, EXT2_CTIME);
	if (dip->i_d.i_links_count > 2)
		dip->i_d.i_links_count--;
	ext2_dirty(dip);
	return 0;
}
