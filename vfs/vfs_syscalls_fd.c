/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_syscalls_fd.c: asking about files, by path and by descriptor; moving
 * in them; reading directories.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallargs.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

static int
stat_path(struct proc *p, const char *path, u_int follow, struct stat *usb)
{
	struct nameidata nd;
	struct stat sb;
	int error;

	NDINIT(&nd, LOOKUP, follow, UIO_USERSPACE, path, p);
	if ((error = namei(&nd)) == 0)
		error = vn_stat(nd.ni_vp, &sb);
	nameidone(&nd);
	return error == 0 ? copyout(&sb, usb, sizeof(sb)) : error;
}

int
sys___stat50(struct proc *p, void *v, register_t *retval)
{
	struct sys___stat50_args *uap = v;

	return stat_path(p, uap->path, FOLLOW, uap->sb);
}

int
sys___lstat50(struct proc *p, void *v, register_t *retval)
{
	struct sys___stat50_args *uap = v;

	return stat_path(p, uap->path, NOFOLLOW, uap->sb);
}

int
sys___fstat50(struct proc *p, void *v, register_t *retval)
{
	struct sys___fstat50_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	struct stat sb;
	int error;

	if (fp == NULL)
		return EBADF;
	error = fp->f_ops->fo_stat(fp, &sb, p);
	return error == 0 ? copyout(&sb, uap->sb, sizeof(sb)) : error;
}

/*
 * access(2) asks for the real user, so that a set-user-id program can find
 * out what its caller might have done.
 */
int
sys_access(struct proc *p, void *v, register_t *retval)
{
	struct sys_pathmode_args *uap = v;
	struct nameidata nd;
	struct ucred *cred;
	int error;

	if (uap->mode & ~(mode_t)(VREAD | VWRITE | VEXEC))
		return EINVAL;
	p->p_ucred->cr_ref++; /* crcopy() drops one */
	cred = crcopy(p->p_ucred);
	cred->cr_uid = p->p_cred->p_ruid;
	cred->cr_gid = p->p_cred->p_rgid;
	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, uap->path, p);
	nd.ni_cred = cred;
	if ((error = namei(&nd)) == 0 && uap->mode != 0) {
		if (uap->mode & VWRITE)
			error = vn_rdonly(nd.ni_vp);
		vn_lock(nd.ni_vp);
		if (error == 0)
			error = VOP_ACCESS(nd.ni_vp, uap->mode, cred);
		vn_unlock(nd.ni_vp);
	}
	nameidone(&nd);
	crfree(cred);
	return error;
}

static int
file_size(struct vnode *vp, off_t *size)
{
	struct vattr va;
	int error;

	vn_lock(vp);
	error = VOP_GETATTR(vp, &va);
	vn_unlock(vp);
	*size = va.va_size;
	return error;
}

int
sys_lseek(struct proc *p, void *v, register_t *retval)
{
	struct sys_lseek_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	off_t base = 0, result;
	int error;

	if (fp == NULL)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE || fp->f_vnode->v_type == VFIFO)
		return ESPIPE;
	switch (uap->whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		base = fp->f_offset;
		break;
	case SEEK_END:
		if ((error = file_size(fp->f_vnode, &base)) != 0)
			return error;
		break;
	default:
		return EINVAL;
	}
	if (__builtin_add_overflow(base, uap->offset, &result))
		return EOVERFLOW;
	if (result < 0)
		return EINVAL;
	fp->f_offset = result;
	memcpy(retval, &result, sizeof(result));
	return 0;
}

/*
 * Whole records from the directory's offset on; 0 bytes at its end.
 * EINVAL: the buffer does not hold one record, or it is no directory.
 */
int
sys___getdents30(struct proc *p, void *v, register_t *retval)
{
	struct sys___getdents30_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	struct iovec iov = {uap->buf, uap->count};
	struct uio uio = {&iov, 1, 0, uap->count, UIO_USERSPACE, UIO_READ, p};
	int error, eof;

	if (fp == NULL || (fp->f_flag & FREAD) == 0)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE || fp->f_vnode->v_type != VDIR ||
	    uap->count > INT32_MAX)
		return EINVAL;
	vn_lock(fp->f_vnode);
	uio.uio_offset = fp->f_offset;
	error = VOP_READDIR(fp->f_vnode, &uio, &eof);
	if (error == 0)
		fp->f_offset = uio.uio_offset;
	vn_unlock(fp->f_vnode);
	*retval = uap->count - uio.uio_resid;
	return error;
}
