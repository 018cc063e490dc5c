/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_vnops.c: open files that are vnodes.
 *
 * Regular files, directories and links are locked while they are read or
 * written.  Devices and fifos are not: they may block for long.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/vnode.h>

static inline int
needs_lock(const struct vnode *vp)
{
	return vp->v_ioop == vp->v_op;
}

int
vn_close(struct vnode *vp, int fflags, struct ucred *cred, struct proc *p)
{
	int error;

	if (fflags & FWRITE)
		vp->v_writecount--;
	error = VOP_CLOSE(vp, fflags, cred, p);
	vrele(vp);
	return error;
}

int
vn_rdwr(enum uio_rw rw, struct vnode *vp, void *base, size_t len, off_t off,
    enum uio_seg seg, int ioflag, struct ucred *cred, size_t *resid,
    struct proc *p)
{
	struct iovec iov = {base, len};
	struct uio uio = {&iov, 1, off, len, seg, rw, p};
	int error, lock = needs_lock(vp);

	if (len > INT32_MAX || off < 0)
		return EINVAL;
	if (lock)
		vn_lock(vp);
	if (rw == UIO_READ)
		error = VOP_READ(vp, &uio, ioflag, cred);
	else if ((error = vn_rdonly(vp)) == 0)
		error = VOP_WRITE(vp, &uio, ioflag | IO_UNIT, cred);
	if (lock)
		vn_unlock(vp);
	if (resid != NULL)
		*resid = uio.uio_resid;
	else if (error == 0 && uio.uio_resid != 0)
		error = EIO;
	return error;
}

int
vn_read(struct file *fp, off_t *offset, struct uio *uio, struct ucred *cred,
    int flags)
{
	struct vnode *vp = fp->f_vnode;
	int error, lock = needs_lock(vp);
	int ioflag = fp->f_flag & FNONBLOCK ? IO_NDELAY : 0;

	if (lock)
		vn_lock(vp);
	uio->uio_offset = *offset; /* others may have moved it until now */
	error = VOP_READ(vp, uio, ioflag, cred);
	if (flags & FOF_UPDATE_OFFSET)
		*offset = uio->uio_offset;
	if (lock)
		vn_unlock(vp);
	return error;
}

int
vn_write(struct file *fp, off_t *offset, struct uio *uio, struct ucred *cred,
    int flags)
{
	struct vnode *vp = fp->f_vnode;
	int error, lock = needs_lock(vp), ioflag = IO_UNIT;

	if ((error = vn_rdonly(vp)) != 0)
		return error;
	if (fp->f_flag & FNONBLOCK)
		ioflag |= IO_NDELAY;
	if (fp->f_flag & FAPPEND)
		ioflag |= IO_APPEND;
	if (fp->f_flag & O_SYNC || vp->v_mount->mnt_flag & MNT_SYNCHRONOUS)
		ioflag |= IO_SYNC;
	if (lock)
		vn_lock(vp);
	uio->uio_offset = *offset;
	error = VOP_WRITE(vp, uio, ioflag, cred);
	if (flags & FOF_UPDATE_OFFSET)
		*offset = uio->uio_offset;
	if (lock)
		vn_unlock(vp);
	return error;
}

int
vn_ioctl(struct file *fp, u_long cmd, void *data, struct proc *p)
{
	struct vnode *vp = fp->f_vnode;
	struct vattr va;
	off_t left;
	int error;

	if (vp->v_type != VREG && vp->v_type != VDIR)
		return VOP_IOCTL(vp, cmd, data, fp->f_flag, fp->f_cred, p);
	switch (cmd) {
	case FIONREAD:
		vn_lock(vp);
		error = VOP_GETATTR(vp, &va);
		vn_unlock(vp);
		left = va.va_size - fp->f_offset;
		if (error == 0)
			*(int *)data = MAX(MIN(left, INT32_MAX), 0);
		return error;
	case FIOASYNC:
		return 0;
	default:
		return VOP_IOCTL(vp, cmd, data, fp->f_flag, fp->f_cred, p);
	}
}

int
vn_poll(struct file *fp, int events, struct proc *p)
{
	return VOP_POLL(fp->f_vnode, events, fp->f_flag, p);
}

int
vn_stat(struct vnode *vp, struct stat *sb)
{
	struct vattr va;
	int error;

	vn_lock(vp);
	error = VOP_GETATTR(vp, &va);
	vn_unlock(vp);
	if (error != 0)
		return error;
	memset(sb, 0, sizeof(*sb));
	sb->st_dev = va.va_fsid;
	sb->st_mode = MAKEIMODE(vp->v_type, va.va_mode);
	sb->st_ino = va.va_fileid;
	sb->st_nlink = va.va_nlink;
	sb->st_uid = va.va_uid;
	sb->st_gid = va.va_gid;
	sb->st_rdev =
	    vp->v_type == VCHR || vp->v_type == VBLK ? va.va_rdev : NODEV;
	sb->st_atim = va.va_atime;
	sb->st_mtim = va.va_mtime;
	sb->st_ctim = va.va_ctime;
	sb->st_size = va.va_size;
	sb->st_blocks = howmany(va.va_bytes, S_BLKSIZE);
	sb->st_blksize = va.va_blocksize;
	sb->st_flags = va.va_flags;
	sb->st_gen = va.va_gen;
	return 0;
}

int
vn_fstat(struct file *fp, struct stat *sb, struct proc *p)
{
	return vn_stat(fp->f_vnode, sb);
}

int
vn_closefile(struct file *fp, struct proc *p)
{
	return vn_close(fp->f_vnode, fp->f_flag, fp->f_cred, p);
}

const struct fileops vnops = {
    .fo_read = vn_read,
    .fo_write = vn_write,
    .fo_ioctl = vn_ioctl,
    .fo_poll = vn_poll,
    .fo_stat = vn_fstat,
    .fo_close = vn_closefile,
};
