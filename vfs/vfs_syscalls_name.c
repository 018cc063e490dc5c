/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_syscalls_name.c: making, linking, removing and reading names.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallargs.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

/* What open, mkdir and the like make of the mode that they are given. */
static void
new_attr(struct proc *p, struct vattr *vap, enum vtype type, mode_t mode)
{
	vattr_null(vap);
	vap->va_type = type;
	vap->va_mode = mode & ALLPERMS & ~p->p_cwdi->cwdi_cmask;
}

/* Make a directory, device or fifo. */
static int
make(struct proc *p, const char *path, u_int flags, struct vattr *vap)
{
	struct vnode *vp = NULL;
	struct nameidata nd;
	int error;

	NDINIT(&nd, CREATE, flags, UIO_USERSPACE, path, p);
	if ((error = namei(&nd)) == 0) {
		if (nd.ni_vp != NULL)
			error = EEXIST;
		else if (vap->va_type == VDIR)
			error = VOP_MKDIR(nd.ni_dvp, &vp, &nd.ni_cnd, vap);
		else if (vap->va_type == VREG)
			error = VOP_CREATE(nd.ni_dvp, &vp, &nd.ni_cnd, vap);
		else
			error = VOP_MKNOD(nd.ni_dvp, &vp, &nd.ni_cnd, vap);
	}
	nameidone(&nd);
	if (error == 0)
		vrele(vp);
	return error;
}

int
sys_mkdir(struct proc *p, void *v, register_t *retval)
{
	struct sys_pathmode_args *uap = v;
	struct vattr va;

	new_attr(p, &va, VDIR, uap->mode & (ACCESSPERMS | S_ISVTX));
	return make(p, uap->path, NI_MKDIR, &va);
}

int
sys_mkfifo(struct proc *p, void *v, register_t *retval)
{
	struct sys_pathmode_args *uap = v;
	struct vattr va;

	new_attr(p, &va, VFIFO, uap->mode);
	return make(p, uap->path, 0, &va);
}

/* Devices are for root to make, files and fifos for anybody. */
int
sys___mknod50(struct proc *p, void *v, register_t *retval)
{
	struct sys___mknod50_args *uap = v;
	enum vtype type = iftovt(uap->mode);
	struct vattr va;
	int error;

	if (type == VNON)
		type = VREG;
	if (type == VCHR || type == VBLK) {
		if ((error = suser(p->p_ucred, NULL)) != 0)
			return error;
	} else if (type != VREG && type != VFIFO)
		return EINVAL;
	new_attr(p, &va, type, uap->mode);
	if (type == VCHR || type == VBLK)
		va.va_rdev = uap->dev;
	return make(p, uap->path, 0, &va);
}

int
sys_symlink(struct proc *p, void *v, register_t *retval)
{
	struct sys_symlink_args *uap = v;
	char *text = malloc(MAXPATHLEN, M_CALL, M_WAITOK);
	struct vnode *vp = NULL;
	struct nameidata nd;
	struct vattr va;
	int error;

	NDINIT(&nd, CREATE, NOFOLLOW, UIO_USERSPACE, uap->link, p);
	error = copyinstr(uap->text, text, MAXPATHLEN, NULL);
	if (error == 0 && text[0] == '\0')
		error = ENOENT;
	if (error == 0 && (error = namei(&nd)) == 0) {
		new_attr(p, &va, VLNK, ACCESSPERMS);
		error = nd.ni_vp != NULL
		    ? EEXIST
		    : VOP_SYMLINK(nd.ni_dvp, &vp, &nd.ni_cnd, &va, text);
	}
	nameidone(&nd);
	if (vp != NULL)
		vrele(vp);
	free(text, M_CALL);
	return error;
}

int
sys_readlink(struct proc *p, void *v, register_t *retval)
{
	struct sys_readlink_args *uap = v;
	struct iovec iov = {uap->buf, uap->count};
	struct uio uio = {&iov, 1, 0, uap->count, UIO_USERSPACE, UIO_READ, p};
	struct nameidata nd;
	int error;

	if (uap->count > INT32_MAX)
		return EINVAL;
	NDINIT(&nd, LOOKUP, NOFOLLOW, UIO_USERSPACE, uap->path, p);
	if ((error = namei(&nd)) == 0) {
		if (nd.ni_vp->v_type != VLNK)
			error = EINVAL;
		else {
			vn_lock(nd.ni_vp);
			error = VOP_READLINK(nd.ni_vp, &uio);
			vn_unlock(nd.ni_vp);
		}
	}
	nameidone(&nd);
	*retval = uap->count - uio.uio_resid;
	return error;
}

/*
 * A second name for a file.  A directory has one only; a link that is
 * named by a symbolic link goes to what that means.
 */
int
sys_link(struct proc *p, void *v, register_t *retval)
{
	return do_link(p, v, FOLLOW, NULL, NULL);
}

int
do_link(struct proc *p, const struct sys_link_args *uap, u_int follow,
    struct vnode *fromdir, struct vnode *todir)
{
	struct nameidata from, nd;
	struct vnode *vp, *dvp;
	int error;

	NDINIT(&from, LOOKUP, follow, UIO_USERSPACE, uap->path, p);
	from.ni_startdir = fromdir;
	NDINIT(&nd, PARENT, 0, UIO_USERSPACE, uap->link, p);
	nd.ni_startdir = todir;
	if ((error = namei(&from)) != 0)
		goto out;
	vp = from.ni_vp;
	if (vp->v_type == VDIR) {
		error = EPERM;
		goto out;
	}
	if ((error = namei(&nd)) != 0) {
		if (error == EINVAL)
			error = EEXIST; /* "." or "..": it is there */
		goto out;
	}
	dvp = nd.ni_dvp;
	if (nd.ni_cnd.cn_flags & CN_TRAILSLASH) {
		error = ENOENT;
		goto out;
	}
	if (dvp->v_mount != vp->v_mount) {
		error = EXDEV;
		goto out;
	}
	mnt_namelock(dvp->v_mount);
	vn_lock(dvp);
	nd.ni_op = CREATE; /* a name that is there is no error of the lookup */
	error = namei_last(&nd);
	if (error == 0 && nd.ni_vp != NULL)
		error = EEXIST;
	if (error == 0) {
		vn_lock(vp);
		error = VOP_LINK(dvp, vp, &nd.ni_cnd);
		vn_unlock(vp);
	}
	vn_unlock(dvp);
	mnt_nameunlock(dvp->v_mount);
out:
	nameidone(&nd);
	nameidone(&from);
	return error;
}

static int
remove_name(struct proc *p, const char *path, int dir)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, DELETE, NOFOLLOW, UIO_USERSPACE, path, p);
	if ((error = namei(&nd)) == 0) {
		vn_lock(nd.ni_vp);
		if (dir)
			error = nd.ni_vp->v_type != VDIR
			    ? ENOTDIR
			    : VOP_RMDIR(nd.ni_dvp, nd.ni_vp, &nd.ni_cnd);
		else
			error = nd.ni_vp->v_type == VDIR
			    ? EPERM
			    : VOP_REMOVE(nd.ni_dvp, nd.ni_vp, &nd.ni_cnd);
		vn_unlock(nd.ni_vp);
	}
	nameidone(&nd);
	return error;
}

int
sys_unlink(struct proc *p, void *v, register_t *retval)
{
	struct sys_path_args *uap = v;

	return remove_name(p, uap->path, 0);
}

int
sys_rmdir(struct proc *p, void *v, register_t *retval)
{
	struct sys_path_args *uap = v;

	return remove_name(p, uap->path, 1);
}
