/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_open.c: open(2): what its flags are called here.
 */
#include <sys/namei.h>
#include <sys/vnode.h>

#include "linux_file.h"

/* Theirs, of arch/x86: the access mode is the same in both. */
#define LINUX_O_CREAT     00000100
#define LINUX_O_EXCL      00000200
#define LINUX_O_NOCTTY    00000400
#define LINUX_O_TRUNC     00001000
#define LINUX_O_APPEND    00002000
#define LINUX_O_NONBLOCK  00004000
#define LINUX_O_DSYNC     00010000
#define LINUX_O_ASYNC     00020000
#define LINUX_O_DIRECTORY 00200000
#define LINUX_O_NOFOLLOW  00400000
#define LINUX_O_CLOEXEC   02000000
#define LINUX_O_TMPFILE   020000000

static const struct {
	int theirs, ours;
} oflags[] = {
    {LINUX_O_CREAT, O_CREAT},
    {LINUX_O_EXCL, O_EXCL},
    {LINUX_O_NOCTTY, O_NOCTTY},
    {LINUX_O_TRUNC, O_TRUNC},
    {LINUX_O_APPEND, O_APPEND},
    {LINUX_O_NONBLOCK, O_NONBLOCK},
    {LINUX_O_DSYNC, O_SYNC},
    {LINUX_O_ASYNC, O_ASYNC},
    {LINUX_O_DIRECTORY, O_DIRECTORY},
    {LINUX_O_NOFOLLOW, O_NOFOLLOW},
    {LINUX_O_CLOEXEC, O_CLOEXEC},
};

int
linux_to_oflags(int flags)
{
	int result = flags & O_ACCMODE;
	u_int i;

	for (i = 0; i < nitems(oflags); i++)
		if (flags & oflags[i].theirs)
			result |= oflags[i].ours;
	return result;
}

int
linux_from_oflags(int flags)
{
	int result = flags & O_ACCMODE;
	u_int i;

	for (i = 0; i < nitems(oflags); i++)
		if (flags & oflags[i].ours)
			result |= oflags[i].theirs;
	return result;
}

/* Flags that mean nothing here, O_LARGEFILE one of them, are not looked at. */
int
linux_open(struct proc *p, void *v, register_t *retval)
{
	struct sys_open_args *uap = v;

	if (uap->flags & LINUX_O_TMPFILE)
		return EOPNOTSUPP;
	uap->flags = linux_to_oflags(uap->flags);
	return sys_open(p, v, retval);
}

int
linux_creat(struct proc *p, void *v, register_t *retval)
{
	struct sys_pathmode_args *uap = v;
	struct sys_open_args open_args = {
	    uap->path, O_WRONLY | O_CREAT | O_TRUNC, uap->mode};

	return sys_open(p, &open_args, retval);
}

/* May it, as whom it acts for?  access(2) itself asks for the real user. */
static int
effective_access(struct proc *p, const char *path, int mode)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, path, p);
	if ((error = namei(&nd)) == 0 && mode & VWRITE)
		error = vn_rdonly(nd.ni_vp);
	if (error == 0 && mode != 0) {
		vn_lock(nd.ni_vp);
		error = VOP_ACCESS(nd.ni_vp, mode, p->p_ucred);
		vn_unlock(nd.ni_vp);
	}
	nameidone(&nd);
	return error;
}

int
linux_faccessat2(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* dirfd, path, mode, flags */
	const char *path = (const char *)args[1];
	struct vnode *was;
	int error;

	if (args[3] & ~LINUX_AT_EACCESS || args[2] & ~(VREAD | VWRITE | VEXEC))
		return EINVAL;
	if ((args[3] & LINUX_AT_EACCESS) == 0)
		return linux_faccessat(p, v, retval);
	if ((error = linux_at_begin(p, args[0], path, &was)) != 0)
		return error;
	error = effective_access(p, path, args[2]);
	linux_at_end(p, was);
	return error;
}
