/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_cwd.c: where a process is in the tree: current directory, root,
 * umask; and the way back from a directory to its path.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/dirent.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallargs.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_CWD, "cwd", "current directories");

struct cwdinfo *
cwdinit(void)
{
	struct cwdinfo *cwdi = malloc(sizeof(*cwdi), M_CWD, M_ZERO);

	cwdi->cwdi_cmask = S_IWGRP | S_IWOTH;
	return cwdi;
}

struct cwdinfo *
cwdcopy(struct proc *p)
{
	struct cwdinfo *cwdi = cwdinit();

	*cwdi = *p->p_cwdi;
	if (cwdi->cwdi_cdir != NULL)
		vref(cwdi->cwdi_cdir);
	if (cwdi->cwdi_rdir != NULL)
		vref(cwdi->cwdi_rdir);
	return cwdi;
}

void
cwdfree(struct proc *p)
{
	struct cwdinfo *cwdi = p->p_cwdi;

	p->p_cwdi = NULL;
	if (cwdi->cwdi_cdir != NULL)
		vrele(cwdi->cwdi_cdir);
	if (cwdi->cwdi_rdir != NULL)
		vrele(cwdi->cwdi_rdir);
	free(cwdi, M_CWD);
}

/* Is vp a directory that the process may be in? */
static int
may_enter(struct vnode *vp, struct proc *p)
{
	int error;

	if (vp->v_type != VDIR)
		return ENOTDIR;
	vn_lock(vp);
	error = VOP_ACCESS(vp, VEXEC, p->p_ucred);
	vn_unlock(vp);
	return error;
}

/* Put vp, whose reference is taken over, into a slot of the cwdinfo. */
static void
change_dir(struct vnode **slot, struct vnode *vp)
{
	struct vnode *old = *slot;

	*slot = vp;
	if (old != NULL)
		vrele(old);
}

static int
lookup_dir(struct proc *p, const char *path, struct vnode **slot)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, path, p);
	if ((error = namei(&nd)) == 0 &&
	    (error = may_enter(nd.ni_vp, p)) == 0) {
		change_dir(slot, nd.ni_vp);
		nd.ni_vp = NULL;
	}
	nameidone(&nd);
	return error;
}

int
sys_chdir(struct proc *p, void *v, register_t *retval)
{
	struct sys_path_args *uap = v;

	return lookup_dir(p, uap->path, &p->p_cwdi->cwdi_cdir);
}

int
sys_chroot(struct proc *p, void *v, register_t *retval)
{
	struct sys_path_args *uap = v;
	int error;

	if ((error = suser(p->p_ucred, NULL)) != 0)
		return error;
	return lookup_dir(p, uap->path, &p->p_cwdi->cwdi_rdir);
}

int
sys_fchdir(struct proc *p, void *v, register_t *retval)
{
	struct sys_fchdir_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	int error;

	if (fp == NULL)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE)
		return ENOTDIR;
	if ((error = may_enter(fp->f_vnode, p)) != 0)
		return error;
	vref(fp->f_vnode);
	change_dir(&p->p_cwdi->cwdi_cdir, fp->f_vnode);
	return 0;
}

int
sys_umask(struct proc *p, void *v, register_t *retval)
{
	struct sys_umask_args *uap = v;

	*retval = p->p_cwdi->cwdi_cmask;
	p->p_cwdi->cwdi_cmask = uap->newmask & ACCESSPERMS;
	return 0;
}

/*
 * Is this record the name of child in dvp?  The inode number says so, but
 * for a mount point, which shows the number of what is covered.
 */
static int
find_name(struct vnode *dvp, ino_t ino, char *buf, size_t bufsize, char *end,
    char *start, char **namep)
{
	struct iovec iov;
	struct uio uio = {&iov, 1, 0, 0, UIO_SYSSPACE, UIO_READ, curproc};
	struct dirent *d;
	int error, eof = 0;
	size_t len, at;

	while (!eof) {
		iov = (struct iovec){buf, bufsize};
		uio.uio_iovcnt = 1;
		uio.uio_iov = &iov;
		uio.uio_resid = bufsize;
		if ((error = VOP_READDIR(dvp, &uio, &eof)) != 0)
			return error;
		len = bufsize - uio.uio_resid;
		if (len == 0)
			break;
		for (at = 0; at < len; at += d->d_reclen) {
			d = (struct dirent *)(buf + at);
			if (d->d_fileno != ino || strcmp(d->d_name, ".") == 0 ||
			    strcmp(d->d_name, "..") == 0)
				continue;
			if (end - start < d->d_namlen + 1)
				return ERANGE;
			*namep = end - d->d_namlen - 1;
			(*namep)[0] = '/';
			memcpy(*namep + 1, d->d_name, d->d_namlen);
			return 0;
		}
	}
	return ENOENT;
}

/*
 * From *dpp up to its parent, writing its name in front of *pp.  dpp's
 * reference moves along.
 */
static int
go_up(struct proc *p, struct vnode **dpp, char *buf, size_t bufsize,
    char *start, char **pp)
{
	struct componentname cn = {"..", 2, 0, CN_ISDOTDOT, p->p_ucred};
	struct vnode *dp = *dpp, *up;
	struct vattr va;
	int error;

	while (dp->v_flag & VV_ROOT && dp != rootvnode) {
		up = dp->v_mount->mnt_vnodecovered;
		vref(up);
		vrele(dp);
		*dpp = dp = up;
	}
	vn_lock(dp);
	if ((error = VOP_GETATTR(dp, &va)) == 0)
		error = VOP_LOOKUP(dp, &up, &cn);
	vn_unlock(dp);
	if (error != 0)
		return error;
	vn_lock(up);
	if ((error = VOP_ACCESS(up, VREAD | VEXEC, p->p_ucred)) == 0)
		error =
		    find_name(up, va.va_fileid, buf, bufsize, *pp, start, pp);
	vn_unlock(up);
	vrele(dp);
	*dpp = up;
	return error;
}

/*
 * The path of the current directory; its length with the NUL is the
 * result.  ERANGE: it does not fit; ENOENT: the directory was removed.
 */
int
sys___getcwd(struct proc *p, void *v, register_t *retval)
{
	struct sys___getcwd_args *uap = v;
	struct vnode *dp = p->p_cwdi->cwdi_cdir;
	struct vnode *root = p->p_cwdi->cwdi_rdir;
	char *path, *buf, *at;
	int error = 0;

	if (uap->length < 2)
		return ERANGE;
	if (root == NULL)
		root = rootvnode;
	path = malloc(MAXPATHLEN, M_CALL, M_WAITOK);
	buf = malloc(PAGE_SIZE, M_CALL, M_WAITOK);
	at = path + MAXPATHLEN - 1;
	*at = '\0';
	vref(dp);
	while (error == 0 && dp != root && dp != rootvnode)
		error = go_up(p, &dp, buf, PAGE_SIZE, path, &at);
	vrele(dp);
	if (error == 0 && *at == '\0')
		*--at = '/';
	if (error == 0) {
		*retval = path + MAXPATHLEN - at;
		error = (size_t)*retval > uap->length
		    ? ERANGE
		    : copyout(at, uap->buf, *retval);
	}
	free(buf, M_CALL);
	free(path, M_CALL);
	return error;
}
