/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vnops.c: every operation goes to the vnode below; what comes back from there
 * goes through null_getvnode().
 *
 * Nothing is locked here, and that is the point: whoever has locked the vnode
 * above has locked the one below.  Who writes is counted below, too: else what
 * is below could become read-only under him.
 */
#include <sys/fcntl.h>
#include <sys/ioctl.h>
#include "nullfs.h"

/* ---- names ---- */

/* A directory that was moved out of what is shown has no way back into it. */
static int
null_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	struct vnode *lower;
	int error;

	if (cnp->cn_flags & CN_ISDOTDOT && LOWER(dvp)->v_flag & VV_ROOT)
		return ENOENT;
	if ((error = VOP_LOOKUP(LOWER(dvp), &lower, cnp)) == 0)
		*vpp = null_getvnode(dvp->v_mount, lower);
	return error;
}

static int
null_create(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct vnode *lower;
	int error = VOP_CREATE(LOWER(dvp), &lower, cnp, vap);

	if (error == 0)
		*vpp = null_getvnode(dvp->v_mount, lower);
	return error;
}

static int
null_mknod(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct vnode *lower;
	int error = VOP_MKNOD(LOWER(dvp), &lower, cnp, vap);

	if (error == 0)
		*vpp = null_getvnode(dvp->v_mount, lower);
	return error;
}

static int
null_mkdir(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct vnode *lower;
	int error = VOP_MKDIR(LOWER(dvp), &lower, cnp, vap);

	if (error == 0)
		*vpp = null_getvnode(dvp->v_mount, lower);
	return error;
}

static int
null_symlink(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap, const char *target)
{
	struct vnode *lower;
	int error = VOP_SYMLINK(LOWER(dvp), &lower, cnp, vap, target);

	if (error == 0)
		*vpp = null_getvnode(dvp->v_mount, lower);
	return error;
}

static int
null_remove(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	return VOP_REMOVE(LOWER(dvp), LOWER(vp), cnp);
}

static int
null_link(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	return VOP_LINK(LOWER(dvp), LOWER(vp), cnp);
}

static int
null_rename(struct vnode *fdvp, struct vnode *fvp, struct componentname *fcnp,
    struct vnode *tdvp, struct vnode *tvp, struct componentname *tcnp)
{
	return VOP_RENAME(LOWER(fdvp), LOWER(fvp), fcnp, LOWER(tdvp),
	    tvp != NULL ? LOWER(tvp) : NULL, tcnp);
}

static int
null_rmdir(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	return VOP_RMDIR(LOWER(dvp), LOWER(vp), cnp);
}

static int
null_readdir(struct vnode *vp, struct uio *uio, int *eof)
{
	return VOP_READDIR(LOWER(vp), uio, eof);
}

static int
null_readlink(struct vnode *vp, struct uio *uio)
{
	return VOP_READLINK(LOWER(vp), uio);
}

/* ---- attributes ---- */

/* What is mounted below has flags of its own: see VOP_ACCESS's callers. */
static int
null_access(struct vnode *vp, int mode, struct ucred *cred)
{
	int error;

	if (mode & VWRITE && (error = vn_rdonly(LOWER(vp))) != 0)
		return error;
	return VOP_ACCESS(LOWER(vp), mode, cred);
}

/* To who compares files, those above are others than those below. */
static int
null_getattr(struct vnode *vp, struct vattr *vap)
{
	int error = VOP_GETATTR(LOWER(vp), vap);

	vap->va_fsid = vp->v_mount->mnt_stat.f_fsid;
	return error;
}

static int
null_setattr(struct vnode *vp, struct vattr *vap, struct ucred *cred)
{
	int error;

	if ((error = vn_rdonly(LOWER(vp))) != 0)
		return error;
	return VOP_SETATTR(LOWER(vp), vap, cred);
}

static int
null_pathconf(struct vnode *vp, int name, register_t *retval)
{
	return VOP_PATHCONF(LOWER(vp), name, retval);
}

/* ---- what is in it ---- */

static int
null_open(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	int error;

	if (mode & FWRITE && (error = vn_rdonly(LOWER(vp))) != 0)
		return error;
	error = VOP_OPEN(LOWER(vp), mode, cred, p);
	if (error == 0 && mode & FWRITE)
		LOWER(vp)->v_writecount++;
	return error;
}

static int
null_close(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	if (mode & FWRITE)
		LOWER(vp)->v_writecount--;
	return VOP_CLOSE(LOWER(vp), mode, cred, p);
}

static int
null_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	return VOP_READ(LOWER(vp), uio, ioflag, cred);
}

static int
null_write(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	int error;

	if ((error = vn_rdonly(LOWER(vp))) != 0)
		return error;
	if (LOWER(vp)->v_mount->mnt_flag & MNT_SYNCHRONOUS)
		ioflag |= IO_SYNC;
	return VOP_WRITE(LOWER(vp), uio, ioflag, cred);
}

static int
null_ioctl(struct vnode *vp, u_long cmd, void *data, int fflag,
    struct ucred *cred, struct proc *p)
{
	return VOP_IOCTL(LOWER(vp), cmd, data, fflag, cred, p);
}

static int
null_poll(struct vnode *vp, int events, int fflag, struct proc *p)
{
	return VOP_POLL(LOWER(vp), events, fflag, p);
}

static int
null_fsync(struct vnode *vp)
{
	return VOP_FSYNC(LOWER(vp));
}

static int
null_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	return VOP_GETPAGE(LOWER(vp), off, pgp);
}

static int
null_bmap(struct vnode *vp, daddr_t lbn, struct vnode **devvpp, daddr_t *bnp)
{
	return VOP_BMAP(LOWER(vp), lbn, devvpp, bnp);
}

static void
null_strategy(struct vnode *vp, struct buf *bp)
{
	VOP_STRATEGY(LOWER(vp), bp);
}

static void
null_print(struct vnode *vp)
{
	printf("\tabove ");
	VOP_PRINT(LOWER(vp));
}

/* There is no inactive: a vnode that nobody uses is thrown away. */
const struct vnodeops null_vnodeops = {
    .vop_name = "nullfs",
    .vop_lookup = null_lookup,
    .vop_create = null_create,
    .vop_mknod = null_mknod,
    .vop_mkdir = null_mkdir,
    .vop_symlink = null_symlink,
    .vop_open = null_open,
    .vop_close = null_close,
    .vop_access = null_access,
    .vop_getattr = null_getattr,
    .vop_setattr = null_setattr,
    .vop_read = null_read,
    .vop_write = null_write,
    .vop_ioctl = null_ioctl,
    .vop_poll = null_poll,
    .vop_fsync = null_fsync,
    .vop_remove = null_remove,
    .vop_link = null_link,
    .vop_rename = null_rename,
    .vop_rmdir = null_rmdir,
    .vop_readdir = null_readdir,
    .vop_readlink = null_readlink,
    .vop_getpage = null_getpage,
    .vop_bmap = null_bmap,
    .vop_strategy = null_strategy,
    .vop_reclaim = null_reclaim,
    .vop_pathconf = null_pathconf,
    .vop_print = null_print,
};

/*
 * A fifo's queue hangs on the vnode below, where those find it who come from
 * there; it is not locked while it is waited for, and so has a table of its
 * own (sys/vnode.h: v_ioop).  Devices need nothing of the kind: what is open
 * of one is known by its number.
 */
const struct vnodeops null_fifoops = {
    .vop_name = "fifo above another",
    .vop_open = null_open,
    .vop_close = null_close,
    .vop_read = null_read,
    .vop_write = null_write,
    .vop_ioctl = null_ioctl,
    .vop_poll = null_poll,
};
