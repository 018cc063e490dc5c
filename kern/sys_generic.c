/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sys_generic.c: read, write and ioctl on whatever a descriptor points to.
 *
 * These are on the way of every byte, so a read or write takes no memory:
 * the uio and its one vector lie on the stack.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/ioctl.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>
#include <sys/uio.h>

#define IO_MAX      ((size_t)INT32_MAX) /* a count fits the return value */
#define IOV_ONSTACK 8

/*
 * Do the transfer that uio describes.  What was moved before a signal or a
 * would-block counts as success.
 */
static inline int
dofile(struct proc *p, struct file *fp, struct uio *uio, register_t *retval)
{
	size_t len = uio->uio_resid;
	int error;

	uio->uio_segflg = UIO_USERSPACE;
	uio->uio_procp = p;
	if (uio->uio_rw == UIO_READ)
		error = fp->f_ops->fo_read(
		    fp, &fp->f_offset, uio, fp->f_cred, FOF_UPDATE_OFFSET);
	else
		error = fp->f_ops->fo_write(
		    fp, &fp->f_offset, uio, fp->f_cred, FOF_UPDATE_OFFSET);
	if (__predict_false(error != 0)) {
		if (uio->uio_resid != len &&
		    (error == ERESTART || error == EINTR ||
			error == EWOULDBLOCK))
			error = 0;
		if (error == EPIPE && uio->uio_rw == UIO_WRITE)
			psignal(p, SIGPIPE);
	}
	*retval = len - uio->uio_resid;
	return error;
}

int
sys_read(struct proc *p, void *v, register_t *retval)
{
	struct sys_read_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	struct iovec iov;
	struct uio uio;

	if (fp == NULL || (fp->f_flag & FREAD) == 0)
		return EBADF;
	if (uap->nbyte > IO_MAX)
		return EINVAL;
	iov.iov_base = uap->buf;
	iov.iov_len = uap->nbyte;
	uio.uio_iov = &iov;
	uio.uio_iovcnt = 1;
	uio.uio_resid = uap->nbyte;
	uio.uio_rw = UIO_READ;
	return dofile(p, fp, &uio, retval);
}

int
sys_write(struct proc *p, void *v, register_t *retval)
{
	struct sys_write_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	struct iovec iov;
	struct uio uio;

	if (fp == NULL || (fp->f_flag & FWRITE) == 0)
		return EBADF;
	if (uap->nbyte > IO_MAX)
		return EINVAL;
	iov.iov_base = (void *)(uintptr_t)uap->buf;
	iov.iov_len = uap->nbyte;
	uio.uio_iov = &iov;
	uio.uio_iovcnt = 1;
	uio.uio_resid = uap->nbyte;
	uio.uio_rw = UIO_WRITE;
	return dofile(p, fp, &uio, retval);
}

/* readv and writev: the vectors are copied in and their sum is checked. */
static int
dovector(struct proc *p, struct file *fp, const struct iovec *uiov, int cnt,
    enum uio_rw rw, register_t *retval)
{
	struct iovec small[IOV_ONSTACK], *iov = small;
	struct uio uio;
	int error, i;

	if (cnt <= 0 || cnt > IOV_MAX)
		return EINVAL;
	if (cnt > IOV_ONSTACK)
		iov = malloc(cnt * sizeof(*iov), M_CALL, M_WAITOK);
	if ((error = copyin(uiov, iov, cnt * sizeof(*iov))) != 0)
		goto out;
	uio.uio_resid = 0;
	for (i = 0; i < cnt; i++) {
		if (iov[i].iov_len > IO_MAX - uio.uio_resid) {
			error = EINVAL;
			goto out;
		}
		uio.uio_resid += iov[i].iov_len;
	}
	uio.uio_iov = iov;
	uio.uio_iovcnt = cnt;
	uio.uio_rw = rw;
	error = dofile(p, fp, &uio, retval);
out:
	if (iov != small)
		free(iov, M_CALL);
	return error;
}

int
sys_readv(struct proc *p, void *v, register_t *retval)
{
	struct sys_readv_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);

	if (fp == NULL || (fp->f_flag & FREAD) == 0)
		return EBADF;
	return dovector(p, fp, uap->iovp, uap->iovcnt, UIO_READ, retval);
}

int
sys_writev(struct proc *p, void *v, register_t *retval)
{
	struct sys_writev_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);

	if (fp == NULL || (fp->f_flag & FWRITE) == 0)
		return EBADF;
	return dovector(p, fp, uap->iovp, uap->iovcnt, UIO_WRITE, retval);
}

/* The ioctls that are about the descriptor or the open file. */
static int
ioctl_generic(struct proc *p, struct file *fp, int fd, u_long com, void *data)
{
	int error;

	switch (com) {
	case FIOCLEX:
		p->p_fd->fd_ofileflags[fd] |= UF_EXCLOSE;
		return 0;
	case FIONCLEX:
		p->p_fd->fd_ofileflags[fd] &= ~UF_EXCLOSE;
		return 0;
	case FIONBIO:
		if (*(int *)data != 0)
			fp->f_flag |= FNONBLOCK;
		else
			fp->f_flag &= ~FNONBLOCK;
		return 0;
	case FIOASYNC:
		if ((error = fp->f_ops->fo_ioctl(fp, com, data, p)) != 0)
			return error;
		if (*(int *)data != 0)
			fp->f_flag |= FASYNC;
		else
			fp->f_flag &= ~FASYNC;
		return 0;
	default:
		return fp->f_ops->fo_ioctl(fp, com, data, p);
	}
}

/*
 * The argument is copied in and out as the command's bits say; with
 * IOC_VOID the handler gets the address of the argument word itself.
 */
int
sys_ioctl(struct proc *p, void *v, register_t *retval)
{
	struct sys_ioctl_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	union {
		char bytes[128];
		void *word;
		long align;
	} small;
	void *data = &small;
	size_t size = IOCPARM_LEN(uap->com);
	int error = 0;

	if (fp == NULL || (fp->f_flag & (FREAD | FWRITE)) == 0)
		return EBADF;
	if (size > IOCPARM_MAX)
		return ENOTTY;
	fp->f_count++; /* whatever happens to its descriptor meanwhile */
	if (size > sizeof(small))
		data = malloc(size, M_CALL, M_WAITOK);
	if (uap->com & IOC_IN && size > 0)
		error = copyin(uap->data, data, size);
	else if (uap->com & IOC_OUT)
		memset(data, 0, size); /* what is not set tells nothing */
	else
		small.word = uap->data;
	/* A request takes no effect when its answer could not be given. */
	if (error == 0 && (uap->com & IOC_INOUT) == IOC_INOUT && size > 0)
		error = copyout(data, uap->data, size);
	if (error == 0)
		error = ioctl_generic(p, fp, uap->fd, uap->com, data);
	if (error == 0 && uap->com & IOC_OUT && size > 0)
		error = copyout(data, uap->data, size);
	if (data != &small)
		free(data, M_CALL);
	file_drop(fp, p);
	return error;
}
