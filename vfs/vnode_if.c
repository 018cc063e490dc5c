/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vnode_if.c: the vnode operations as the rest of the kernel calls them:
 * each goes to the file system's table or, where that has no entry, does
 * what the table in sys/vnode.h promises.  Reading, writing and the like go
 * through v_ioop, so that devices and fifos behave the same wherever their
 * node lies.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/buf.h>
#include <sys/ioctl.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/vm.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_FILEPAGE, "filepage", "pages of files, read to be mapped");

/* Call an entry that may be missing. */
#define CALL(ops, entry, otherwise, ...) \
	((ops)->entry != NULL ? (ops)->entry(__VA_ARGS__) : (otherwise))

int
VOP_LOOKUP(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	*vpp = NULL;
	return CALL(dvp->v_op, vop_lookup, ENOENT, dvp, vpp, cnp);
}

int
VOP_CREATE(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	*vpp = NULL;
	return CALL(dvp->v_op, vop_create, EOPNOTSUPP, dvp, vpp, cnp, vap);
}

int
VOP_MKNOD(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	*vpp = NULL;
	return CALL(dvp->v_op, vop_mknod, EOPNOTSUPP, dvp, vpp, cnp, vap);
}

int
VOP_MKDIR(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	*vpp = NULL;
	return CALL(dvp->v_op, vop_mkdir, EOPNOTSUPP, dvp, vpp, cnp, vap);
}

int
VOP_SYMLINK(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap, const char *target)
{
	*vpp = NULL;
	return CALL(
	    dvp->v_op, vop_symlink, EOPNOTSUPP, dvp, vpp, cnp, vap, target);
}

int
VOP_OPEN(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	return CALL(vp->v_ioop, vop_open, 0, vp, mode, cred, p);
}

int
VOP_CLOSE(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	return CALL(vp->v_ioop, vop_close, 0, vp, mode, cred, p);
}

int
VOP_ACCESS(struct vnode *vp, int mode, struct ucred *cred)
{
	struct vattr va;
	int error;

	if (vp->v_op->vop_access != NULL)
		return vp->v_op->vop_access(vp, mode, cred);
	if ((error = VOP_GETATTR(vp, &va)) != 0)
		return error;
	return vaccess(
	    va.va_type, va.va_mode, va.va_uid, va.va_gid, mode, cred);
}

int
VOP_GETATTR(struct vnode *vp, struct vattr *vap)
{
	vattr_null(vap);
	vap->va_type = vp->v_type;
	vap->va_fsid = vp->v_mount->mnt_stat.f_fsid;
	vap->va_rdev = vp->v_rdev;
	return CALL(vp->v_op, vop_getattr, EOPNOTSUPP, vp, vap);
}

int
VOP_SETATTR(struct vnode *vp, struct vattr *vap, struct ucred *cred)
{
	return CALL(vp->v_op, vop_setattr, EOPNOTSUPP, vp, vap, cred);
}

int
VOP_READ(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	return CALL(vp->v_ioop, vop_read, vp->v_type == VDIR ? EISDIR : EINVAL,
	    vp, uio, ioflag, cred);
}

int
VOP_WRITE(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	return CALL(vp->v_ioop, vop_write, vp->v_type == VDIR ? EISDIR : EINVAL,
	    vp, uio, ioflag, cred);
}

int
VOP_IOCTL(struct vnode *vp, u_long cmd, void *data, int fflag,
    struct ucred *cred, struct proc *p)
{
	return CALL(
	    vp->v_ioop, vop_ioctl, ENOTTY, vp, cmd, data, fflag, cred, p);
}

int
VOP_POLL(struct vnode *vp, int events, int fflag, struct proc *p)
{
	return CALL(vp->v_ioop, vop_poll,
	    events & (POLLIN | POLLRDNORM | POLLOUT), vp, events, fflag, p);
}

int
VOP_FSYNC(struct vnode *vp)
{
	return CALL(vp->v_ioop, vop_fsync, 0, vp);
}

int
VOP_REMOVE(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	return CALL(dvp->v_op, vop_remove, EOPNOTSUPP, dvp, vp, cnp);
}

int
VOP_LINK(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	return CALL(dvp->v_op, vop_link, EOPNOTSUPP, dvp, vp, cnp);
}

int
VOP_RENAME(struct vnode *fdvp, struct vnode *fvp, struct componentname *fcnp,
    struct vnode *tdvp, struct vnode *tvp, struct componentname *tcnp)
{
	return CALL(fdvp->v_op, vop_rename, EOPNOTSUPP, fdvp, fvp, fcnp, tdvp,
	    tvp, tcnp);
}

int
VOP_RMDIR(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	return CALL(dvp->v_op, vop_rmdir, EOPNOTSUPP, dvp, vp, cnp);
}

int
VOP_READDIR(struct vnode *vp, struct uio *uio, int *eof)
{
	*eof = 0;
	return CALL(vp->v_op, vop_readdir, ENOTDIR, vp, uio, eof);
}

int
VOP_READLINK(struct vnode *vp, struct uio *uio)
{
	return CALL(vp->v_op, vop_readlink, EINVAL, vp, uio);
}

int
VOP_BMAP(struct vnode *vp, daddr_t lbn, struct vnode **devvpp, daddr_t *bnp)
{
	return CALL(vp->v_op, vop_bmap, EOPNOTSUPP, vp, lbn, devvpp, bnp);
}

/* A buffer always gets its answer, from whoever can give one. */
void
VOP_STRATEGY(struct vnode *vp, struct buf *bp)
{
	if (vp->v_ioop->vop_strategy != NULL) {
		vp->v_ioop->vop_strategy(vp, bp);
		return;
	}
	bp->b_error = EIO;
	bp->b_flags |= B_ERROR;
	biodone(bp);
}

/* Without an operation of its own, a file is read into a fresh page. */
static int
read_page(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	struct vm_page *pg = vm_page_alloc(M_FILEPAGE, VM_PG_USER);
	size_t resid;
	int error;

	if (pg == NULL)
		return ENOMEM;
	error = vn_rdwr(UIO_READ, vp, vm_page_va(pg), PAGE_SIZE, off,
	    UIO_SYSSPACE, 0, curproc->p_ucred, &resid, curproc);
	if (error == 0 && resid == PAGE_SIZE)
		error = EINVAL;
	if (error != 0) {
		vm_page_release(pg);
		return error;
	}
	memset((char *)vm_page_va(pg) + PAGE_SIZE - resid, 0, resid);
	*pgp = pg;
	return 0;
}

int
VOP_GETPAGE(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	if (vp->v_type != VREG)
		return ENOSYS;
	if (off < 0 || off & PAGE_MASK)
		return EINVAL;
	if (vp->v_op->vop_getpage != NULL)
		return vp->v_op->vop_getpage(vp, off, pgp);
	return vp->v_op->vop_read != NULL ? read_page(vp, off, pgp) : ENOSYS;
}

int
VOP_PATHCONF(struct vnode *vp, int name, register_t *retval)
{
	return CALL(vp->v_op, vop_pathconf, EINVAL, vp, name, retval);
}

void
VOP_PRINT(struct vnode *vp)
{
	printf("vnode %p of %s: type %d, %u uses\n", (void *)vp,
	    vp->v_op->vop_name, vp->v_type, vp->v_usecount);
	if (vp->v_op->vop_print != NULL)
		vp->v_op->vop_print(vp);
}
