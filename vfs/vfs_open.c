/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_open.c: opening a file by its name.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallargs.h>
#include <sys/vnode.h>

/*
 * Find the file, or make it.  *vpp is referenced; *created tells that its
 * mode does not matter to who made it.
 */
static int
find_or_create(struct nameidata *nd, int fflags, mode_t cmode,
    struct vnode **vpp, int *created)
{
	struct vattr va;
	int error;

	*created = 0;
	nd->ni_op = fflags & O_CREAT ? CREATE : LOOKUP;
	nd->ni_flags = fflags & O_NOFOLLOW ||
		(fflags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)
	    ? NOFOLLOW
	    : FOLLOW;
	if ((error = namei(nd)) != 0)
		return error;
	if (nd->ni_vp == NULL) {
		vattr_null(&va);
		va.va_type = VREG;
		va.va_mode =
		    cmode & ~nd->ni_p->p_cwdi->cwdi_cmask & ALLPERMS & ~S_ISVTX;
		*created = 1;
		return VOP_CREATE(nd->ni_dvp, vpp, &nd->ni_cnd, &va);
	}
	if (fflags & O_CREAT && fflags & O_EXCL)
		return EEXIST;
	if (fflags & O_CREAT && nd->ni_vp->v_type == VDIR)
		return EISDIR;
	*vpp = nd->ni_vp;
	nd->ni_vp = NULL;
	return 0;
}

/* May an existing file be opened this way? */
static int
check_open(struct vnode *vp, int fflags, struct ucred *cred)
{
	int error, acc = 0;

	if (vp->v_type == VLNK)
		return ELOOP;
	if (vp->v_type == VSOCK)
		return EOPNOTSUPP;
	if (fflags & O_DIRECTORY && vp->v_type != VDIR)
		return ENOTDIR;
	if ((vp->v_type == VCHR || vp->v_type == VBLK) &&
	    vp->v_mount->mnt_flag & MNT_NODEV)
		return ENXIO;
	if (fflags & FREAD)
		acc |= VREAD;
	if (fflags & (FWRITE | O_TRUNC)) {
		if (vp->v_type == VDIR)
			return EISDIR;
		if ((error = vn_rdonly(vp)) != 0)
			return error;
		acc |= VWRITE;
	}
	vn_lock(vp);
	error = VOP_ACCESS(vp, acc, cred);
	vn_unlock(vp);
	return error;
}

static int
truncate_open(struct vnode *vp, struct ucred *cred)
{
	struct vattr va;
	int error;

	vattr_null(&va);
	va.va_size = 0;
	vn_lock(vp);
	error = VOP_SETATTR(vp, &va, cred);
	vn_unlock(vp);
	return error;
}

int
vn_opennd(struct nameidata *nd, int fflags, mode_t cmode, struct vnode **vpp)
{
	struct proc *p = nd->ni_p;
	struct vnode *vp = NULL;
	int error, created;

	error = find_or_create(nd, fflags, cmode, &vp, &created);
	nameidone(nd); /* opening may block: the directory is free again */
	if (error != 0)
		return error;
	if (!created && (error = check_open(vp, fflags, p->p_ucred)) != 0)
		goto release;
	if ((error = VOP_OPEN(vp, fflags, p->p_ucred, p)) != 0)
		goto release;
	if (fflags & FWRITE)
		vp->v_writecount++;
	if (fflags & O_TRUNC && !created && vp->v_type == VREG &&
	    (error = truncate_open(vp, p->p_ucred)) != 0) {
		vn_close(vp, fflags, p->p_ucred, p);
		return error;
	}
	*vpp = vp;
	return 0;
release:
	vrele(vp);
	return error;
}

int
vn_open(const char *path, int fflags, mode_t cmode, struct proc *p,
    struct vnode **vpp)
{
	struct nameidata nd;

	NDINIT(&nd, LOOKUP, 0, UIO_SYSSPACE, path, p);
	return vn_opennd(&nd, fflags, cmode, vpp);
}

/* A file is open; its driver may want to know. */
static int
tell_driver(struct file *fp, struct proc *p)
{
	const struct vnode *vp = fp->f_vnode;
	const struct cdevsw *cdev;

	if (vp->v_type != VCHR || (cdev = cdevsw_lookup(vp->v_rdev)) == NULL ||
	    cdev->d_fopen == NULL)
		return 0;
	return cdev->d_fopen(fp, p);
}

/* The descriptor is had first: nothing is made or cut for want of one. */
int
sys_open(struct proc *p, void *v, register_t *retval)
{
	struct sys_open_args *uap = v;
	int fflags = FFLAGS(uap->flags), error, fd;
	struct nameidata nd;
	struct file *fp;
	struct vnode *vp;

	if ((uap->flags & O_ACCMODE) == O_ACCMODE)
		return EINVAL;
	if ((error = falloc(p, &fp, &fd)) != 0)
		return error;
	NDINIT(&nd, LOOKUP, 0, UIO_USERSPACE, uap->path, p);
	if ((error = vn_opennd(&nd, fflags, uap->mode, &vp)) != 0) {
		fdremove(p->p_fd, fd);
		ffree(fp);
		/* A fifo's open would start anew, but is not to. */
		return error == ERESTART ? EINTR : error;
	}
	fp->f_flag = fflags & (FREAD | FWRITE | FCNTLFLAGS);
	fp->f_type = DTYPE_VNODE;
	fp->f_ops = &vnops;
	fp->f_vnode = vp;
	if ((error = tell_driver(fp, p)) != 0) {
		fdremove(p->p_fd, fd);
		(void)closef(fp, p);
		return error == ERESTART ? EINTR : error;
	}
	if (fflags & O_CLOEXEC)
		p->p_fd->fd_ofileflags[fd] |= UF_EXCLOSE;
	*retval = fd;
	return 0;
}
