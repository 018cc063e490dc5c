/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_syscalls_attr.c: asking for and changing the attributes of files, by
 * path and by descriptor.
 *
 * Each change is one function on a vnode, which decides who may; the file
 * system then only looks at the file's flags.
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

/* What a change needs to know; one of these for all of them. */
struct change {
	mode_t mode;
	uid_t uid;
	gid_t gid;
	u_int flags;
	off_t length;
	const struct timespec *times; /* NULL: now */
};
typedef int change_fn(struct vnode *, const struct change *, struct ucred *);

/* Only the owner and root get further.  The file as it is comes back. */
static int
owner_attr(struct vnode *vp, struct vattr *old, struct ucred *cred)
{
	int error;

	if ((error = vn_rdonly(vp)) != 0 || (error = VOP_GETATTR(vp, old)) != 0)
		return error;
	return cred->cr_uid == 0 || cred->cr_uid == old->va_uid ? 0 : EPERM;
}

static int
in_group(gid_t gid, struct ucred *cred)
{
	return cred->cr_uid == 0 || cred->cr_gid == gid ||
	    groupmember(gid, cred);
}

/* Others than root cannot set bits that would do them no good. */
static int
change_mode(struct vnode *vp, const struct change *c, struct ucred *cred)
{
	struct vattr old, va;
	int error;

	if (c->mode & ~(ALLPERMS | S_IFMT))
		return EINVAL;
	if ((error = owner_attr(vp, &old, cred)) != 0)
		return error;
	vattr_null(&va);
	va.va_mode = c->mode & ALLPERMS;
	if (cred->cr_uid != 0 && vp->v_type != VDIR)
		va.va_mode &= ~S_ISVTX;
	if (!in_group(old.va_gid, cred))
		va.va_mode &= ~S_ISGID;
	return VOP_SETATTR(vp, &va, cred);
}

/*
 * Root gives files away; an owner may choose among his groups.  -1 leaves
 * an id as it is.
 */
static int
change_owner(struct vnode *vp, const struct change *c, struct ucred *cred)
{
	struct vattr old, va;
	int error;

	if ((error = owner_attr(vp, &old, cred)) != 0)
		return error;
	if (cred->cr_uid != 0 &&
	    ((c->uid != (uid_t)-1 && c->uid != old.va_uid) ||
		(c->gid != (gid_t)-1 && c->gid != old.va_gid &&
		    !in_group(c->gid, cred))))
		return EPERM;
	vattr_null(&va);
	va.va_uid = c->uid;
	va.va_gid = c->gid;
	if (cred->cr_uid != 0 && old.va_mode & (S_ISUID | S_ISGID))
		va.va_mode = old.va_mode & ~(S_ISUID | S_ISGID);
	return VOP_SETATTR(vp, &va, cred);
}

/*
 * The upper half of the flags is root's, and locks when the system runs
 * securely; then nobody changes a file that it protects.
 */
static int
change_flags(struct vnode *vp, const struct change *c, struct ucred *cred)
{
	struct vattr old, va;
	int error;

	if ((error = owner_attr(vp, &old, cred)) != 0)
		return error;
	if (old.va_flags & (SF_IMMUTABLE | SF_APPEND) &&
	    (cred->cr_uid != 0 || securelevel > 0))
		return EPERM;
	if (cred->cr_uid != 0 && (old.va_flags ^ c->flags) & (u_int)SF_SETTABLE)
		return EPERM;
	vattr_null(&va);
	va.va_flags = c->flags;
	return VOP_SETATTR(vp, &va, cred);
}

/* The two times that the native calls are given; *times is NULL for now. */
static int
get_times(const struct timeval *utv, struct timespec ts[2],
    const struct timespec **times)
{
	struct timeval tv[2];
	int error, i;

	*times = utv == NULL ? NULL : ts;
	if (utv == NULL)
		return 0;
	if ((error = copyin(utv, tv, sizeof(tv))) != 0)
		return error;
	for (i = 0; i < 2; i++) {
		if (tv[i].tv_usec < 0 || tv[i].tv_usec >= 1000000)
			return EINVAL;
		ts[i].tv_sec = tv[i].tv_sec;
		ts[i].tv_nsec = tv[i].tv_usec * 1000;
	}
	return 0;
}

/* One of a file's times; at is left alone when it is to stay. */
static int
new_time(const struct timespec *ts, struct timespec *at)
{
	if (ts->tv_nsec == UTIME_OMIT)
		return 0;
	if (ts->tv_nsec == UTIME_NOW)
		getnanotime(at);
	else if (ts->tv_nsec < 0 || ts->tv_nsec >= 1000000000)
		return EINVAL;
	else
		*at = *ts;
	return 0;
}

/* Without times it is now, which whoever may write to the file may set. */
static int
change_times(struct vnode *vp, const struct change *c, struct ucred *cred)
{
	static const struct timespec now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
	const struct timespec *ts = c->times != NULL ? c->times : now;
	struct vattr old, va;
	int error, both;

	if (ts[0].tv_nsec == UTIME_OMIT && ts[1].tv_nsec == UTIME_OMIT)
		return 0;
	both = ts[0].tv_nsec == UTIME_NOW && ts[1].tv_nsec == UTIME_NOW;
	vattr_null(&va);
	if ((error = new_time(&ts[0], &va.va_atime)) != 0 ||
	    (error = new_time(&ts[1], &va.va_mtime)) != 0)
		return error;
	if (both) {
		va.va_mtime = va.va_atime;
		va.va_vaflags = VA_UTIMES_NULL;
	}
	error = owner_attr(vp, &old, cred);
	if (error == EPERM && both)
		error = VOP_ACCESS(vp, VWRITE, cred);
	return error == 0 ? VOP_SETATTR(vp, &va, cred) : error;
}

static int
change_length(struct vnode *vp, const struct change *c, struct ucred *cred)
{
	struct vattr va;
	int error;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG || c->length < 0)
		return EINVAL;
	if ((error = vn_rdonly(vp)) != 0)
		return error;
	vattr_null(&va);
	va.va_size = c->length;
	return VOP_SETATTR(vp, &va, cred);
}

/* truncate(2); ftruncate(2) was allowed to write when it was opened. */
static int
change_length_checked(
    struct vnode *vp, const struct change *c, struct ucred *cred)
{
	int error = VOP_ACCESS(vp, VWRITE, cred);

	return error == 0 ? change_length(vp, c, cred) : error;
}

static int
by_path(struct proc *p, const char *path, u_int follow, change_fn *fn,
    const struct change *c)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, follow, UIO_USERSPACE, path, p);
	if ((error = namei(&nd)) == 0) {
		vn_lock(nd.ni_vp);
		error = fn(nd.ni_vp, c, p->p_ucred);
		vn_unlock(nd.ni_vp);
	}
	nameidone(&nd);
	return error;
}

/* need: FWRITE when the descriptor must be open for writing. */
static int
by_fd(struct proc *p, int fd, int need, change_fn *fn, const struct change *c)
{
	struct file *fp = fd_getfile(p->p_fd, fd);
	int error;

	if (fp == NULL)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE || (fp->f_flag & need) != need)
		return EINVAL;
	vn_lock(fp->f_vnode);
	error = fn(fp->f_vnode, c, p->p_ucred);
	vn_unlock(fp->f_vnode);
	return error;
}

int
sys_chmod(struct proc *p, void *v, register_t *retval)
{
	struct sys_pathmode_args *uap = v;

	return by_path(p, uap->path, FOLLOW, change_mode,
	    &(struct change){.mode = uap->mode});
}

int
sys_lchmod(struct proc *p, void *v, register_t *retval)
{
	struct sys_pathmode_args *uap = v;

	return by_path(p, uap->path, NOFOLLOW, change_mode,
	    &(struct change){.mode = uap->mode});
}

int
sys_fchmod(struct proc *p, void *v, register_t *retval)
{
	struct sys_fchmod_args *uap = v;

	return by_fd(
	    p, uap->fd, 0, change_mode, &(struct change){.mode = uap->mode});
}

int
sys_chown(struct proc *p, void *v, register_t *retval)
{
	struct sys_chown_args *uap = v;

	return by_path(p, uap->path, FOLLOW, change_owner,
	    &(struct change){.uid = uap->uid, .gid = uap->gid});
}

int
sys_lchown(struct proc *p, void *v, register_t *retval)
{
	struct sys_chown_args *uap = v;

	return by_path(p, uap->path, NOFOLLOW, change_owner,
	    &(struct change){.uid = uap->uid, .gid = uap->gid});
}

int
sys_fchown(struct proc *p, void *v, register_t *retval)
{
	struct sys_fchown_args *uap = v;

	return by_fd(p, uap->fd, 0, change_owner,
	    &(struct change){.uid = uap->uid, .gid = uap->gid});
}

int
sys_chflags(struct proc *p, void *v, register_t *retval)
{
	struct sys_chflags_args *uap = v;

	return by_path(p, uap->path, FOLLOW, change_flags,
	    &(struct change){.flags = uap->flags});
}

int
sys_fchflags(struct proc *p, void *v, register_t *retval)
{
	struct sys_fchflags_args *uap = v;

	return by_fd(
	    p, uap->fd, 0, change_flags, &(struct change){.flags = uap->flags});
}

int
do_utimens(struct proc *p, const char *path, u_int follow,
    const struct timespec *times)
{
	return by_path(
	    p, path, follow, change_times, &(struct change){.times = times});
}

int
do_futimens(struct proc *p, int fd, const struct timespec *times)
{
	return by_fd(p, fd, 0, change_times, &(struct change){.times = times});
}

static int
utimes_path(struct proc *p, const struct sys___utimes50_args *uap, u_int follow)
{
	const struct timespec *times;
	struct timespec ts[2];
	int error;

	error = get_times(uap->tptr, ts, &times);
	return error == 0 ? do_utimens(p, uap->path, follow, times) : error;
}

int
sys___utimes50(struct proc *p, void *v, register_t *retval)
{
	return utimes_path(p, v, FOLLOW);
}

int
sys___lutimes50(struct proc *p, void *v, register_t *retval)
{
	return utimes_path(p, v, NOFOLLOW);
}

int
sys___futimes50(struct proc *p, void *v, register_t *retval)
{
	struct sys___futimes50_args *uap = v;
	const struct timespec *times;
	struct timespec ts[2];
	int error;

	error = get_times(uap->tptr, ts, &times);
	return error == 0 ? do_futimens(p, uap->fd, times) : error;
}

int
sys_truncate(struct proc *p, void *v, register_t *retval)
{
	struct sys_truncate_args *uap = v;

	return by_path(p, uap->path, FOLLOW, change_length_checked,
	    &(struct change){.length = uap->length});
}

int
sys_ftruncate(struct proc *p, void *v, register_t *retval)
{
	struct sys_ftruncate_args *uap = v;

	return by_fd(p, uap->fd, FWRITE, change_length,
	    &(struct change){.length = uap->length});
}
