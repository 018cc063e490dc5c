/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_dirent.c: getdents64(2): a directory's entries, record for record in
 * another form.
 */
#include <sys/dirent.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/vnode.h>

#include "linux_file.h"

struct linux_dirent64 {
	uint64_t d_ino;
	int64_t d_off; /* where the next one is */
	uint16_t d_reclen;
	uint8_t d_type;
	char d_name[];
};
#define LINUX_NAME        offsetof(struct linux_dirent64, d_name)
#define LINUX_RECLEN(len) roundup(LINUX_NAME + (len) + 1, 8)

/*
 * A record of ours has at least 16 bytes, and theirs at most 8 more.  So what
 * two thirds of the room hold of ours fits in theirs.
 */
#define OUR_ROOM(size)    ((size) / 3 * 2 & ~7u)
#define OUR_ROOM_MIN      sizeof(struct dirent)
#define OUR_ROOM_MAX      PAGE_SIZE

/* The records of ours, len bytes, to user memory. */
static int
convert(const char *ours, size_t len, off_t next, char *to, size_t *done)
{
	union {
		struct linux_dirent64 d;
		char room[LINUX_RECLEN(NAME_MAX)];
	} l;
	const struct dirent *d;
	size_t at, out = 0;
	int error;

	for (at = 0; at < len; at += d->d_reclen) {
		d = (const struct dirent *)(ours + at);
		memset(&l, 0, LINUX_RECLEN(d->d_namlen));
		l.d.d_ino = d->d_fileno;
		l.d.d_off = next;
		l.d.d_reclen = LINUX_RECLEN(d->d_namlen);
		l.d.d_type = d->d_type;
		memcpy(l.d.d_name, d->d_name, d->d_namlen);
		if ((error = copyout(&l, to + out, l.d.d_reclen)) != 0)
			return error;
		out += l.d.d_reclen;
	}
	*done = out;
	return 0;
}

/*
 * The kernel knows where the last entry of a read ends, not where each does:
 * d_off is that of the last for all that come together.
 */
int
linux_getdents64(struct proc *p, void *v, register_t *retval)
{
	struct {
		int fd;
		char *to;
		u_int size;
	} *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	size_t room = MIN(OUR_ROOM(uap->size), OUR_ROOM_MAX), done;
	struct iovec iov;
	struct uio uio = {&iov, 1, 0, room, UIO_SYSSPACE, UIO_READ, p};
	int error, eof;
	char *ours;

	if (fp == NULL || (fp->f_flag & FREAD) == 0)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE || fp->f_vnode->v_type != VDIR)
		return ENOTDIR;
	ours = malloc(MAX(room, OUR_ROOM_MIN), M_TEMP, M_WAITOK);
	iov.iov_base = ours;
	iov.iov_len = room;
	vn_lock(fp->f_vnode);
	uio.uio_offset = fp->f_offset;
	error = VOP_READDIR(fp->f_vnode, &uio, &eof);
	if (error == 0)
		error = convert(
		    ours, room - uio.uio_resid, uio.uio_offset, uap->to, &done);
	if (error == 0) {
		fp->f_offset = uio.uio_offset;
		*retval = done;
	}
	vn_unlock(fp->f_vnode);
	free(ours, M_TEMP);
	return error;
}
