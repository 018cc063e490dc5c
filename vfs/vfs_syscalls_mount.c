/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_syscalls_mount.c: mount, unmount, and telling of what is mounted.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#define MOUNTDATA_MAX PAGE_SIZE

/* A file system becomes read-only when nobody can write to it any more. */
static int
has_writers(const struct mount *mp)
{
	struct vnode *vp;

	LIST_FOREACH(vp, &mp->mnt_vnodelist, v_mntvnodes)
		if (vp->v_writecount > 0 && vn_rdonly(vp) == 0 &&
		    vp->v_type == VREG)
			return 1;
	return 0;
}

/* MNT_UPDATE: other flags for what is mounted. */
static int
mount_update(
    struct vnode *vp, u_int flags, void *data, size_t len, struct proc *p)
{
	struct mount *mp = vp->v_mount;
	u_int old = mp->mnt_flag, keep = MNT_LOCAL | MNT_ROOTFS;
	int error;

	if ((vp->v_flag & VV_ROOT) == 0)
		return EINVAL;
	if (mp->mnt_unmounting ||
	    (flags & MNT_RDONLY && (old & MNT_RDONLY) == 0 && has_writers(mp)))
		return EBUSY;
	mp->mnt_flag =
	    (old & keep) | (flags & MNT_VISFLAGMASK & ~keep) | MNT_UPDATE;
	vfs_busy(mp);
	error = mp->mnt_op->vfs_mount(mp, data, len, p);
	vfs_unbusy(mp);
	if (error != 0)
		mp->mnt_flag = old;
	else
		mp->mnt_flag &= ~MNT_UPDATE;
	return error;
}

static int
mount_at(struct sys___mount50_args *uap, struct vfsops *ops, void *data,
    struct proc *p)
{
	struct nameidata nd;
	char *onname;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, uap->path, p);
	onname = malloc(MNAMELEN, M_CALL, M_WAITOK);
	error = copyinstr(uap->path, onname, MNAMELEN, NULL);
	if (error == 0)
		error = namei(&nd);
	if (error == 0 && nd.ni_vp->v_type != VDIR)
		error = ENOTDIR;
	if (error == 0 && uap->flags & MNT_UPDATE)
		error =
		    mount_update(nd.ni_vp, uap->flags, data, uap->data_len, p);
	else if (error == 0)
		error = vfs_domount(ops, onname, nd.ni_vp,
		    uap->flags & ~MNT_ROOTFS, data, uap->data_len, p);
	nameidone(&nd);
	free(onname, M_CALL);
	return error;
}

/* ENODEV: no such type of file system; a module may bring it. */
int
sys___mount50(struct proc *p, void *v, register_t *retval)
{
	struct sys___mount50_args *uap = v;
	struct vfsops *ops = NULL;
	char type[MFSNAMELEN];
	void *data = NULL;
	int error;

	if ((error = suser(p->p_ucred, NULL)) != 0)
		return error;
	if (uap->flags & ~(MNT_VISFLAGMASK | MNT_UPDATE))
		return EINVAL;
	if (uap->data == NULL)
		uap->data_len = 0;
	if (uap->data_len > MOUNTDATA_MAX)
		return EINVAL;
	if ((uap->flags & MNT_UPDATE) == 0) {
		error = copyinstr(uap->type, type, sizeof(type), NULL);
		if (error != 0)
			return error == ENAMETOOLONG ? ENODEV : error;
		if ((ops = vfs_getopsbyname(type)) == NULL)
			return ENODEV;
		ops->vfs_refcount++; /* it stays while we sleep */
	}
	if (uap->data_len > 0) {
		data = malloc(uap->data_len, M_CALL, M_WAITOK);
		error = copyin(uap->data, data, uap->data_len);
	}
	if (error == 0)
		error = mount_at(uap, ops, data, p);
	if (ops != NULL)
		ops->vfs_refcount--;
	free(data, M_CALL);
	return error;
}

/* The path may name the mount's root or any file on it: the root is meant. */
int
sys_unmount(struct proc *p, void *v, register_t *retval)
{
	struct sys_unmount_args *uap = v;
	struct nameidata nd;
	struct mount *mp = NULL;
	int error;

	if ((error = suser(p->p_ucred, NULL)) != 0)
		return error;
	if (uap->flags & MNT_FORCE)
		return EOPNOTSUPP;
	if (uap->flags != 0)
		return EINVAL;
	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, uap->path, p);
	if ((error = namei(&nd)) == 0) {
		if (nd.ni_vp->v_flag & VV_ROOT)
			mp = nd.ni_vp->v_mount;
		else
			error = EINVAL;
	}
	nameidone(&nd);
	return error == 0 ? vfs_dounmount(mp, p) : error;
}

static int
copyout_statvfs(struct mount *mp, struct statvfs *ubuf)
{
	struct statvfs *sb = malloc(sizeof(*sb), M_CALL, M_WAITOK);
	int error;

	if ((error = vfs_stat_mount(mp, sb)) == 0)
		error = copyout(sb, ubuf, sizeof(*sb));
	free(sb, M_CALL);
	return error;
}

/*
 * How many file systems are mounted; with a buffer, as many of them as
 * fit, in the order of mounting.
 */
int
sys_getvfsstat(struct proc *p, void *v, register_t *retval)
{
	struct sys_getvfsstat_args *uap = v;
	size_t room = uap->bufsize / sizeof(struct statvfs);
	struct statvfs *buf;
	struct mount *mp;
	u_int n = 0, nmounts = 0;
	int error = 0;

	TAILQ_FOREACH(mp, &mountlist, mnt_list)
		nmounts++;
	if (uap->buf == NULL || room == 0) {
		*retval = uap->buf == NULL ? nmounts : 0;
		return 0;
	}
	/*
	 * One picture of the list: it is copied out when it is complete.  One
	 * that cannot say how large it is (its disk is gone) is there all the
	 * same, or nobody could find it to unmount it.
	 */
	room = MIN(room, nmounts);
	buf = malloc(room * sizeof(*buf), M_CALL, M_WAITOK);
	TAILQ_FOREACH(mp, &mountlist, mnt_list) {
		if (n == room)
			break;
		/* One that is on its way out can be named, and not asked. */
		if (mp->mnt_unmounting)
			buf[n++] = mp->mnt_stat;
		else
			(void)vfs_stat_mount(mp, &buf[n++]);
	}
	error = copyout(buf, uap->buf, n * sizeof(*buf));
	free(buf, M_CALL);
	*retval = n;
	return error;
}

int
sys_statvfs1(struct proc *p, void *v, register_t *retval)
{
	struct sys_statvfs1_args *uap = v;
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, uap->path, p);
	if ((error = namei(&nd)) == 0)
		error = copyout_statvfs(nd.ni_vp->v_mount, uap->buf);
	nameidone(&nd);
	return error;
}

int
sys_fstatvfs1(struct proc *p, void *v, register_t *retval)
{
	struct sys_fstatvfs1_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);

	if (fp == NULL)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE)
		return EINVAL;
	return copyout_statvfs(fp->f_vnode->v_mount, uap->buf);
}
