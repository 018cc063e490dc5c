/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_descrip.c: the table of descriptors of a process, and open files.
 *
 * A descriptor is an index into fd_ofiles.  The first NDFILE need no memory
 * beside the filedesc; beyond that the table doubles up to OPEN_MAX.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/filio.h>
#include <sys/holders.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_FILE, "file", "open files");
MALLOC_DEFINE(M_FILEDESC, "filedesc", "tables of descriptors");

#define MAXFILES  2048 /* open files of all processes together */
#define ROOTFILES 64   /* of them for root alone, to do something about it */

struct filelist filehead = LIST_HEAD_INITIALIZER(filehead);
int nfiles;

struct filedesc *
fdinit(void)
{
	struct filedesc *fdp = malloc(sizeof(*fdp), M_FILEDESC, M_ZERO);

	fdp->fd_ofiles = fdp->fd_dfiles;
	fdp->fd_ofileflags = fdp->fd_dfileflags;
	fdp->fd_nfiles = NDFILE;
	fdp->fd_lastfile = -1;
	return fdp;
}

/*
 * Make the table at least want + 1 long.  Files and flags lie in one piece
 * of memory, the flags last.
 */
static int
fdexpand(struct filedesc *fdp, int want)
{
	struct file **files;
	u_char *flags;
	int n = fdp->fd_nfiles;

	if (want >= OPEN_MAX)
		return EMFILE;
	while (n <= want)
		n = MIN(n * 2, OPEN_MAX);
	files = malloc(n * (sizeof(*files) + 1), M_FILEDESC, M_ZERO);
	flags = (u_char *)(files + n);
	memcpy(files, fdp->fd_ofiles, fdp->fd_nfiles * sizeof(*files));
	memcpy(flags, fdp->fd_ofileflags, fdp->fd_nfiles);
	if (fdp->fd_ofiles != fdp->fd_dfiles)
		free(fdp->fd_ofiles, M_FILEDESC);
	fdp->fd_ofiles = files;
	fdp->fd_ofileflags = flags;
	fdp->fd_nfiles = n;
	return 0;
}

int
fdalloc(struct proc *p, int want, int *result)
{
	struct filedesc *fdp = p->p_fd;
	int fd = MAX(want, fdp->fd_freefile), error;

	while (fd < fdp->fd_nfiles && fdp->fd_ofiles[fd] != NULL)
		fd++;
	if (fd >= fdp->fd_nfiles && (error = fdexpand(fdp, fd)) != 0)
		return error;
	if (want <= fdp->fd_freefile)
		fdp->fd_freefile = fd;
	*result = fd;
	return 0;
}

/* Put a file on a descriptor that fdalloc() found. */
static void
fdset(struct filedesc *fdp, int fd, struct file *fp, int flags)
{
	fdp->fd_ofiles[fd] = fp;
	fdp->fd_ofileflags[fd] = flags;
	if (fd > fdp->fd_lastfile)
		fdp->fd_lastfile = fd;
}

void
fdremove(struct filedesc *fdp, int fd)
{
	fdp->fd_ofiles[fd] = NULL;
	fdp->fd_ofileflags[fd] = 0;
	if (fd < fdp->fd_freefile)
		fdp->fd_freefile = fd;
	while (
	    fdp->fd_lastfile >= 0 && fdp->fd_ofiles[fdp->fd_lastfile] == NULL)
		fdp->fd_lastfile--;
}

int
falloc(struct proc *p, struct file **fpp, int *fdp)
{
	struct file *fp;
	int error, fd;

	if (nfiles >= MAXFILES - (p->p_cred->p_ruid != 0 ? ROOTFILES : 0))
		return ENFILE;
	fp = malloc(sizeof(*fp), M_FILE, M_ZERO);
	if ((error = fdalloc(p, 0, &fd)) != 0) {
		free(fp, M_FILE);
		return error;
	}
	fp->f_count = 1;
	fp->f_cred = p->p_ucred;
	crhold(fp->f_cred);
	LIST_INSERT_HEAD(&filehead, fp, f_list);
	nfiles++;
	fdset(p->p_fd, fd, fp, 0);
	*fpp = fp;
	*fdp = fd;
	return 0;
}

void
ffree(struct file *fp)
{
	LIST_REMOVE(fp, f_list);
	nfiles--;
	crfree(fp->f_cred);
	free(fp, M_FILE);
}

int
closef(struct file *fp, struct proc *p)
{
	int error;

	/* A process's record locks go with any of its descriptors. */
	if (fp->f_type == DTYPE_VNODE &&
	    fp->f_vnode->v_shared->vs_lockf != NULL)
		lf_release(fp->f_vnode, p);
	if (--fp->f_count > 0)
		return 0;
	error = fp->f_ops->fo_close(fp, p);
	ffree(fp);
	return error;
}

int
fdrelease(struct proc *p, int fd)
{
	struct file *fp = fd_getfile(p->p_fd, fd);

	if (fp == NULL)
		return EBADF;
	fdremove(p->p_fd, fd);
	return closef(fp, p);
}

struct filedesc *
fdcopy(struct proc *p)
{
	struct filedesc *old = p->p_fd, *new = fdinit();
	int i;

	if (old->fd_lastfile >= NDFILE)
		fdexpand(
		    new, old->fd_lastfile); /* old is that long: no error */
	for (i = 0; i <= old->fd_lastfile; i++) {
		if (old->fd_ofiles[i] == NULL)
			continue;
		new->fd_ofiles[i] = old->fd_ofiles[i];
		new->fd_ofileflags[i] = old->fd_ofileflags[i];
		new->fd_ofiles[i]->f_count++;
	}
	new->fd_lastfile = old->fd_lastfile;
	new->fd_freefile = old->fd_freefile;
	return new;
}

void
fdfree(struct proc *p)
{
	struct filedesc *fdp = p->p_fd;
	struct file *fp;
	int i;

	for (i = 0; i <= fdp->fd_lastfile; i++)
		if ((fp = fdp->fd_ofiles[i]) != NULL) {
			fdp->fd_ofiles[i] = NULL;
			closef(fp, p);
		}
	p->p_fd = NULL;
	if (fdp->fd_ofiles != fdp->fd_dfiles)
		free(fdp->fd_ofiles, M_FILEDESC);
	free(fdp, M_FILEDESC);
}

void
fdcloseexec(struct proc *p)
{
	struct filedesc *fdp = p->p_fd;
	int i;

	for (i = 0; i <= fdp->fd_lastfile; i++)
		if (fdp->fd_ofileflags[i] & UF_EXCLOSE)
			fdrelease(p, i);
}

struct proc *
file_next_user(struct proc *p, int (*uses)(const struct file *, const void *),
    const void *arg)
{
	int i;

	p = p == NULL ? LIST_FIRST(&allproc) : LIST_NEXT(p, p_list);
	for (; p != NULL; p = LIST_NEXT(p, p_list))
		for (i = 0; p->p_fd != NULL && i <= p->p_fd->fd_lastfile; i++)
			if (p->p_fd->fd_ofiles[i] != NULL &&
			    uses(p->p_fd->fd_ofiles[i], arg))
				return p;
	return NULL;
}

static int
is_file(const struct file *fp, const void *arg)
{
	return fp == arg;
}

void
file_users(struct holders *h)
{
	const struct fileops *seen = NULL;
	struct file *fp;
	struct proc *p;

	LIST_FOREACH(fp, &filehead, f_list) {
		if (fp->f_ops == seen ||
		    holds_ops(h, fp->f_ops, sizeof(*fp->f_ops)) == 0) {
			seen = fp->f_ops;
			continue;
		}
		if ((p = file_next_user(NULL, is_file, fp)) == NULL)
			holder_found(h, fp, 0, "a file of its is open");
		for (; p != NULL; p = file_next_user(p, is_file, fp))
			holder_found(h, fp, 0,
			    "pid %d (%s) has a file of its open", p->p_pid,
			    p->p_comm);
	}
}

int
sys_close(struct proc *p, void *v, register_t *retval)
{
	struct sys_close_args *uap = v;

	return fdrelease(p, uap->fd);
}

/* A second descriptor for a file; fd is free and has room. */
static void
fddup(struct proc *p, struct file *fp, int fd, int flags)
{
	fp->f_count++;
	fdset(p->p_fd, fd, fp, flags);
}

int
sys_dup(struct proc *p, void *v, register_t *retval)
{
	struct sys_dup_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	int error, fd;

	if (fp == NULL)
		return EBADF;
	if ((error = fdalloc(p, 0, &fd)) != 0)
		return error;
	fddup(p, fp, fd, 0);
	*retval = fd;
	return 0;
}

int
sys_dup2(struct proc *p, void *v, register_t *retval)
{
	struct sys_dup2_args *uap = v;
	struct filedesc *fdp = p->p_fd;
	struct file *fp = fd_getfile(fdp, uap->from);
	int error;

	if (fp == NULL || uap->to < 0 || uap->to >= OPEN_MAX)
		return EBADF;
	*retval = uap->to;
	if (uap->from == uap->to)
		return 0;
	if (uap->to >= fdp->fd_nfiles && (error = fdexpand(fdp, uap->to)) != 0)
		return error;
	if (fdp->fd_ofiles[uap->to] != NULL)
		fdrelease(p, uap->to); /* its error is nobody's business */
	fddup(p, fp, uap->to, 0);
	return 0;
}

static int
fcntl_dup(
    struct proc *p, struct file *fp, int want, int flags, register_t *retval)
{
	int error, fd;

	if (want < 0 || want >= OPEN_MAX)
		return EINVAL;
	if ((error = fdalloc(p, want, &fd)) != 0)
		return error;
	fddup(p, fp, fd, flags);
	*retval = fd;
	return 0;
}

int
file_lock(struct proc *p, struct file *fp, int cmd, struct flock *fl)
{
	struct vattr va;
	off_t base = 0;
	int error;

	if (fp->f_type != DTYPE_VNODE || fp->f_vnode->v_type != VREG)
		return EINVAL;
	if (cmd != F_GETLK &&
	    ((fl->l_type == F_RDLCK && (fp->f_flag & FREAD) == 0) ||
		(fl->l_type == F_WRLCK && (fp->f_flag & FWRITE) == 0)))
		return EBADF;
	if (fl->l_whence == SEEK_CUR)
		base = fp->f_offset;
	else if (fl->l_whence == SEEK_END) {
		vn_lock(fp->f_vnode);
		error = VOP_GETATTR(fp->f_vnode, &va);
		vn_unlock(fp->f_vnode);
		if (error != 0)
			return error;
		base = va.va_size;
	} else if (fl->l_whence != SEEK_SET)
		return EINVAL;
	if (fl->l_start > INT64_MAX - base)
		return EOVERFLOW;
	fl->l_start += base;
	fl->l_whence = SEEK_SET;
	return lf_advlock(fp->f_vnode, p, cmd, fl);
}

static int
fcntl_lock(struct proc *p, struct file *fp, int cmd, struct flock *ufl)
{
	struct flock fl;
	int error;

	if ((error = copyin(ufl, &fl, sizeof(fl))) != 0 ||
	    (error = file_lock(p, fp, cmd, &fl)) != 0)
		return error;
	return cmd == F_GETLK ? copyout(&fl, ufl, sizeof(fl)) : 0;
}

/* Non-blocking and asynchronous files: the file's own code may refuse. */
static int
fcntl_setfl(struct proc *p, struct file *fp, int flags)
{
	int on, error;

	flags &= FCNTLFLAGS;
	on = (flags & FASYNC) != 0;
	if ((fp->f_flag ^ flags) & FASYNC &&
	    (error = fp->f_ops->fo_ioctl(fp, FIOASYNC, &on, p)) != 0)
		return error;
	fp->f_flag = (fp->f_flag & ~FCNTLFLAGS) | flags;
	return 0;
}

int
sys_fcntl(struct proc *p, void *v, register_t *retval)
{
	struct sys_fcntl_args *uap = v;
	struct filedesc *fdp = p->p_fd;
	struct file *fp = fd_getfile(fdp, uap->fd);
	int arg = (int)(intptr_t)uap->arg;

	if (fp == NULL)
		return EBADF;
	switch (uap->cmd) {
	case F_DUPFD:
		return fcntl_dup(p, fp, arg, 0, retval);
	case F_DUPFD_CLOEXEC:
		return fcntl_dup(p, fp, arg, UF_EXCLOSE, retval);
	case F_GETFD:
		*retval =
		    fdp->fd_ofileflags[uap->fd] & UF_EXCLOSE ? FD_CLOEXEC : 0;
		return 0;
	case F_SETFD:
		fdp->fd_ofileflags[uap->fd] = arg & FD_CLOEXEC ? UF_EXCLOSE : 0;
		return 0;
	case F_GETFL:
		*retval = OFLAGS(fp->f_flag);
		return 0;
	case F_SETFL:
		return fcntl_setfl(p, fp, arg);
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		return fcntl_lock(p, fp, uap->cmd, uap->arg);
	default:
		return EINVAL;
	}
}
