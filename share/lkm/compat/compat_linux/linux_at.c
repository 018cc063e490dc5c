/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_at.c: the calls that are told where a relative path begins.  Their
 * arguments behind the descriptor are those of the call without it, so most of
 * them are that call, made with the directory as the current one.
 */
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/namei.h>
#include <sys/vnode.h>

#include "linux_file.h"

/* The directory that a descriptor stands for: NULL, if the path needs none. */
static int
start_dir(struct proc *p, int dirfd, const char *path, struct vnode **dirp)
{
	struct file *fp;
	char first;
	int error;

	*dirp = NULL;
	if (dirfd == AT_FDCWD)
		return 0;
	error = copyin(path, &first, 1);
	if (error != 0 || first == '/' || first == '\0')
		return error;
	if ((fp = fd_getfile(p->p_fd, dirfd)) == NULL)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE || fp->f_vnode->v_type != VDIR)
		return ENOTDIR;
	*dirp = fp->f_vnode;
	return 0;
}

int
linux_at_begin(struct proc *p, int dirfd, const char *path, struct vnode **was)
{
	struct vnode *dir;
	int error = start_dir(p, dirfd, path, &dir);

	*was = NULL;
	if (error != 0 || dir == NULL)
		return error;
	vref(dir);
	*was = p->p_cwdi->cwdi_cdir;
	p->p_cwdi->cwdi_cdir = dir;
	return 0;
}

void
linux_at_end(struct proc *p, struct vnode *was)
{
	struct vnode *dir = p->p_cwdi->cwdi_cdir;

	if (was == NULL)
		return;
	p->p_cwdi->cwdi_cdir = was;
	vrele(dir);
}

int
linux_path_empty(const char *path, int *empty)
{
	char first;
	int error = copyin(path, &first, 1);

	*empty = error == 0 && first == '\0';
	return error;
}

/* A call whose first argument is the path, from dirfd. */
static int
call_at(struct proc *p, int dirfd, register_t *args,
    int (*call)(struct proc *, void *, register_t *), register_t *retval)
{
	struct vnode *was;
	int error;

	error = linux_at_begin(p, dirfd, (const char *)args[0], &was);
	if (error != 0)
		return error;
	error = call(p, args, retval);
	linux_at_end(p, was);
	return error;
}

#define AT_CALL(name, call)                                         \
	int name(struct proc *p, void *v, register_t *retval)       \
	{                                                           \
		register_t *args = v;                               \
                                                                    \
		return call_at(p, args[0], args + 1, call, retval); \
	}

AT_CALL(linux_openat, linux_open)
AT_CALL(linux_mkdirat, sys_mkdir)
AT_CALL(linux_mknodat, sys___mknod50)
AT_CALL(linux_fchmodat, linux_chmod)
AT_CALL(linux_readlinkat, sys_readlink)
AT_CALL(linux_faccessat, sys_access)

int
linux_unlinkat(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* dirfd, path, flags */

	if (args[2] & ~LINUX_AT_REMOVEDIR)
		return EINVAL;
	return call_at(p, args[0], args + 1,
	    args[2] & LINUX_AT_REMOVEDIR ? sys_rmdir : linux_unlink, retval);
}

int
linux_symlinkat(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* text, dirfd, link */
	struct sys_symlink_args symlink_args = {
	    (const char *)args[0], (const char *)args[2]};
	struct vnode *was;
	int error;

	error = linux_at_begin(p, args[1], symlink_args.link, &was);
	if (error != 0)
		return error;
	error = sys_symlink(p, &symlink_args, retval);
	linux_at_end(p, was);
	return error;
}

int
linux_fchownat(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* dirfd, path, uid, gid, flags */
	struct sys_fchown_args fchown_args = {args[0], args[2], args[3]};
	int empty = 0, error;

	if (args[4] & ~(LINUX_AT_SYMLINK_NOFOLLOW | LINUX_AT_EMPTY_PATH))
		return EINVAL;
	if (args[4] & LINUX_AT_EMPTY_PATH &&
	    (error = linux_path_empty((const char *)args[1], &empty)) != 0)
		return error;
	if (empty && args[0] != AT_FDCWD)
		return sys_fchown(p, &fchown_args, retval);
	return call_at(p, args[0], args + 1,
	    args[4] & LINUX_AT_SYMLINK_NOFOLLOW ? sys_lchown : sys_chown,
	    retval);
}

/* Of the calls with two paths, each has its directory. */
struct two_paths {
	int fromfd;
	const char *from;
	int tofd;
	const char *to;
	int flags;
};

static int
both_dirs(struct proc *p, const struct two_paths *uap, struct vnode **fromp,
    struct vnode **top)
{
	int error = start_dir(p, uap->fromfd, uap->from, fromp);

	return error == 0 ? start_dir(p, uap->tofd, uap->to, top) : error;
}

int
linux_linkat(struct proc *p, void *v, register_t *retval)
{
	struct two_paths *uap = v;
	struct sys_link_args link_args = {uap->from, uap->to};
	struct vnode *from, *to;
	int error;

	if (uap->flags & ~LINUX_AT_SYMLINK_FOLLOW)
		return EINVAL;
	if ((error = both_dirs(p, uap, &from, &to)) != 0)
		return error;
	return do_link(p, &link_args,
	    uap->flags & LINUX_AT_SYMLINK_FOLLOW ? FOLLOW : NOFOLLOW, from, to);
}

int
linux_renameat(struct proc *p, void *v, register_t *retval)
{
	struct two_paths *uap = v;
	struct sys_rename_args rename_args = {uap->from, uap->to};
	struct vnode *from, *to;
	int error;

	if ((error = both_dirs(p, uap, &from, &to)) != 0)
		return error;
	return do_rename(p, &rename_args, from, to);
}

/* What its flags ask for, such as not to replace, nothing here can do. */
int
linux_renameat2(struct proc *p, void *v, register_t *retval)
{
	struct two_paths *uap = v;

	return uap->flags != 0 ? EINVAL : linux_renameat(p, v, retval);
}
