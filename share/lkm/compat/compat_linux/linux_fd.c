/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_fd.c: descriptors: where in a file, copies of them, pipes.
 */
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include "linux_file.h"

/* ---- offsets ---- */

static int
seek(struct proc *p, int fd, off_t offset, int whence, off_t *result)
{
	struct sys_lseek_args lseek_args = {fd, 0, offset, whence};
	register_t rval[2];
	int error = sys_lseek(p, &lseek_args, rval);

	if (error == 0)
		memcpy(result, rval, sizeof(*result));
	return error;
}

/* The result does not fit a register: it goes to memory. */
int
linux_llseek(struct proc *p, void *v, register_t *retval)
{
	struct {
		int fd;
		u_int high, low;
		off_t *result;
		int whence;
	} *uap = v;
	off_t result;
	int error;

	error = seek(
	    p, uap->fd, LINUX_OFF(uap->low, uap->high), uap->whence, &result);
	return error == 0 ? copyout(&result, uap->result, sizeof(result))
			  : error;
}

int
linux_lseek(struct proc *p, void *v, register_t *retval)
{
	struct {
		int fd;
		int32_t offset;
		int whence;
	} *uap = v;
	off_t result;
	int error = seek(p, uap->fd, uap->offset, uap->whence, &result);

	if (error != 0)
		return error;
	if (result > INT32_MAX)
		return EOVERFLOW; /* moved all the same, as there */
	*retval = result;
	return 0;
}

/* pread64 and pwrite64: at an offset that is not the file's. */
struct pio_args {
	int fd;
	void *buf;
	size_t size;
	u_int low, high;
};

static int
positioned(
    struct proc *p, struct pio_args *uap, enum uio_rw rw, register_t *retval)
{
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	off_t offset = LINUX_OFF(uap->low, uap->high);
	struct iovec iov = {uap->buf, uap->size};
	struct uio uio = {&iov, 1, offset, uap->size, UIO_USERSPACE, rw, p};
	int error;

	if (fp == NULL || (fp->f_flag & (rw == UIO_READ ? FREAD : FWRITE)) == 0)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE || fp->f_vnode->v_type == VFIFO)
		return ESPIPE;
	if (offset < 0 || uap->size > INT32_MAX)
		return EINVAL;
	if (rw == UIO_READ)
		error = fp->f_ops->fo_read(fp, &offset, &uio, fp->f_cred, 0);
	else
		error = fp->f_ops->fo_write(fp, &offset, &uio, fp->f_cred, 0);
	if (uio.uio_resid != uap->size &&
	    (error == ERESTART || error == EINTR || error == EWOULDBLOCK))
		error = 0;
	*retval = uap->size - uio.uio_resid;
	return error;
}

int
linux_pread64(struct proc *p, void *v, register_t *retval)
{
	return positioned(p, v, UIO_READ, retval);
}

int
linux_pwrite64(struct proc *p, void *v, register_t *retval)
{
	return positioned(p, v, UIO_WRITE, retval);
}

/* ---- lengths ---- */

int
linux_truncate(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* path, length */
	struct sys_truncate_args truncate_args = {
	    (const char *)args[0], 0, (int32_t)args[1]};

	return sys_truncate(p, &truncate_args, retval);
}

int
linux_truncate64(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* path, low, high */
	struct sys_truncate_args truncate_args = {
	    (const char *)args[0], 0, LINUX_OFF(args[1], args[2])};

	return sys_truncate(p, &truncate_args, retval);
}

int
linux_ftruncate(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* fd, length */
	struct sys_ftruncate_args ftruncate_args = {
	    args[0], 0, (int32_t)args[1]};

	return sys_ftruncate(p, &ftruncate_args, retval);
}

int
linux_ftruncate64(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* fd, low, high */
	struct sys_ftruncate_args ftruncate_args = {
	    args[0], 0, LINUX_OFF(args[1], args[2])};

	return sys_ftruncate(p, &ftruncate_args, retval);
}

/* Advice about a file that will be read: heard, and not followed. */
int
linux_fadvise(struct proc *p, void *v, register_t *retval)
{
	struct file *fp = fd_getfile(p->p_fd, *(int *)v);

	if (fp == NULL)
		return EBADF;
	return fp->f_type == DTYPE_VNODE ? 0 : ESPIPE;
}

/*
 * Room for a file in advance, which no file system here gives.  A C library
 * that is told so (EOPNOTSUPP, as by such a file system of Linux) writes zeros.
 */
int
linux_fallocate(struct proc *p, void *v, register_t *retval)
{
	const uint32_t *args = v; /* fd, mode, offset and length, two each */
	struct file *fp = fd_getfile(p->p_fd, args[0]);

	if (fp == NULL || !(fp->f_flag & FWRITE))
		return EBADF;
	if (LINUX_OFF(args[2], args[3]) < 0 || LINUX_OFF(args[4], args[5]) <= 0)
		return EINVAL;
	return fp->f_type == DTYPE_VNODE ? EOPNOTSUPP : ESPIPE;
}

/* All file systems, not only that of the descriptor. */
int
linux_syncfs(struct proc *p, void *v, register_t *retval)
{
	if (fd_getfile(p->p_fd, *(int *)v) == NULL)
		return EBADF;
	return sys_sync(p, v, retval);
}

/* ---- copies, pipes ---- */

int
linux_dup3(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* from, to, flags */
	int flags = linux_to_oflags(args[2]), error;

	if (args[0] == args[1] || flags & ~O_CLOEXEC)
		return EINVAL;
	error = sys_dup2(p, v, retval);
	if (error == 0 && flags & O_CLOEXEC)
		p->p_fd->fd_ofileflags[args[1]] |= UF_EXCLOSE;
	return error;
}

static int
make_pipe(struct proc *p, int *ufds, int flags)
{
	struct filedesc *fdp = p->p_fd;
	register_t fds[2];
	int i, error;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK))
		return EINVAL;
	if ((error = sys_pipe(p, NULL, fds)) != 0)
		return error;
	for (i = 0; i < 2; i++) {
		if (flags & O_CLOEXEC)
			fdp->fd_ofileflags[fds[i]] |= UF_EXCLOSE;
		fdp->fd_ofiles[fds[i]]->f_flag |= flags & O_NONBLOCK;
	}
	/* Nobody would know of them. */
	if ((error = copyout(fds, ufds, sizeof(fds))) != 0) {
		fdrelease(p, fds[0]);
		fdrelease(p, fds[1]);
	}
	return error;
}

int
linux_pipe(struct proc *p, void *v, register_t *retval)
{
	return make_pipe(p, *(int **)v, 0);
}

int
linux_pipe2(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* the descriptors' place, flags */

	return make_pipe(p, (int *)args[0], linux_to_oflags(args[1]));
}
