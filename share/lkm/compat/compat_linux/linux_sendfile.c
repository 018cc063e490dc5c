/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_sendfile.c: sendfile(2): from one file to another without a program's
 * memory in between.
 */
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/signalvar.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include "linux_file.h"

#define PIECE (16 * 1024)

/* One read or write of kernel memory; *done is what was moved, also on errors. */
static int
move(struct proc *p, struct file *fp, enum uio_rw rw, char *buf, size_t size,
    off_t *offset, size_t *done)
{
	struct iovec iov = {buf, size};
	struct uio uio = {&iov, 1, 0, size, UIO_SYSSPACE, rw, p};
	int error;

	if (rw == UIO_READ)
		error = fp->f_ops->fo_read(
		    fp, offset, &uio, fp->f_cred, FOF_UPDATE_OFFSET);
	else
		error = fp->f_ops->fo_write(
		    fp, offset, &uio, fp->f_cred, FOF_UPDATE_OFFSET);
	*done = size - uio.uio_resid;
	return error;
}

/*
 * Until size bytes are there, the file ends, or something is in the way: a
 * signal, too, since from a file to itself there is no end.  What was read and
 * could not be written is read again next time: the offset is set, since
 * another process that has the file as well may have moved it meanwhile.
 */
static int
copy(struct proc *p, struct file *from, off_t *offset, struct file *to,
    size_t size, register_t *retval)
{
	char *buf = malloc(PIECE, M_TEMP, M_WAITOK);
	size_t total = 0, got = 0, put = 0;
	int error = 0;
	off_t at;

	while (error == 0 && total < size && put == got) {
		at = *offset;
		error = move(p, from, UIO_READ, buf, MIN(size - total, PIECE),
		    offset, &got);
		if (error != 0 || got == 0)
			break;
		error = move(p, to, UIO_WRITE, buf, got, &to->f_offset, &put);
		if (put < got)
			*offset = at + put;
		total += put;
		if (want_resched)
			preempt();
		if (CURSIG(p) != 0)
			error = EINTR;
	}
	free(buf, M_TEMP);
	if (error == EPIPE)
		psignal(p, SIGPIPE);
	*retval = total;
	return total > 0 ? 0 : error;
}

/* EINVAL: what is to be read is no file; a program then copies by itself. */
static int
sendfile(struct proc *p, int out, int in, off_t *offset, size_t size,
    register_t *retval)
{
	struct file *to = fd_getfile(p->p_fd, out);
	struct file *from = fd_getfile(p->p_fd, in);

	if (to == NULL || from == NULL || (to->f_flag & FWRITE) == 0 ||
	    (from->f_flag & FREAD) == 0)
		return EBADF;
	if (from->f_type != DTYPE_VNODE || from->f_vnode->v_type != VREG ||
	    to->f_flag & FAPPEND)
		return EINVAL;
	if (offset != NULL && *offset < 0)
		return EINVAL;
	return copy(p, from, offset != NULL ? offset : &from->f_offset, to,
	    MIN(size, INT32_MAX), retval);
}

struct sendfile_args {
	int out, in;
	void *offset;
	size_t size;
};

int
linux_sendfile64(struct proc *p, void *v, register_t *retval)
{
	struct sendfile_args *uap = v;
	off_t offset;
	int error;

	if (uap->offset == NULL)
		return sendfile(p, uap->out, uap->in, NULL, uap->size, retval);
	if ((error = copyin(uap->offset, &offset, sizeof(offset))) != 0)
		return error;
	error = sendfile(p, uap->out, uap->in, &offset, uap->size, retval);
	return error == 0 ? copyout(&offset, uap->offset, sizeof(offset))
			  : error;
}

int
linux_sendfile(struct proc *p, void *v, register_t *retval)
{
	struct sendfile_args *uap = v;
	int32_t narrow;
	off_t offset;
	int error;

	if (uap->offset == NULL)
		return sendfile(p, uap->out, uap->in, NULL, uap->size, retval);
	if ((error = copyin(uap->offset, &narrow, sizeof(narrow))) != 0)
		return error;
	offset = narrow;
	error = sendfile(p, uap->out, uap->in, &offset, uap->size, retval);
	if (error == 0 && offset > INT32_MAX)
		error = EOVERFLOW;
	narrow = offset;
	return error == 0 ? copyout(&narrow, uap->offset, sizeof(narrow))
			  : error;
}
