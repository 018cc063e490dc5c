/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_path.c: the calls on names that differ from the native ones in little.
 * Those that do not differ stand in the table themselves.
 */
#include <sys/namei.h>
#include <sys/stat.h>
#include <sys/vnode.h>

#include "linux_file.h"

static int
is_directory(struct proc *p, const char *path)
{
	struct nameidata nd;
	int yes;

	NDINIT(&nd, LOOKUP, NOFOLLOW, UIO_USERSPACE, path, p);
	yes = namei(&nd) == 0 && nd.ni_vp->v_type == VDIR;
	nameidone(&nd);
	return yes;
}

/* A directory is EISDIR. */
int
linux_unlink(struct proc *p, void *v, register_t *retval)
{
	struct sys_path_args *uap = v;
	int error = sys_unlink(p, v, retval);

	return error == EPERM && is_directory(p, uap->path) ? EISDIR : error;
}

/* A symbolic link gets the second name itself. */
int
linux_link(struct proc *p, void *v, register_t *retval)
{
	return do_link(p, v, NOFOLLOW, NULL, NULL);
}

/* What is no permission in a mode is not looked at. */
int
linux_chmod(struct proc *p, void *v, register_t *retval)
{
	struct sys_pathmode_args *uap = v;

	uap->mode &= ALLPERMS;
	return sys_chmod(p, v, retval);
}

int
linux_fchmod(struct proc *p, void *v, register_t *retval)
{
	struct sys_fchmod_args *uap = v;

	uap->mode &= ALLPERMS;
	return sys_fchmod(p, v, retval);
}

/* ---- the calls with ids of 16 bits ---- */

static u_int
wide_id(u_int id)
{
	return (uint16_t)id == 0xffff ? (u_int)-1 : (uint16_t)id;
}

int
linux_chown16(struct proc *p, void *v, register_t *retval)
{
	struct sys_chown_args *uap = v;

	uap->uid = wide_id(uap->uid);
	uap->gid = wide_id(uap->gid);
	return sys_chown(p, v, retval);
}

int
linux_lchown16(struct proc *p, void *v, register_t *retval)
{
	struct sys_chown_args *uap = v;

	uap->uid = wide_id(uap->uid);
	uap->gid = wide_id(uap->gid);
	return sys_lchown(p, v, retval);
}

int
linux_fchown16(struct proc *p, void *v, register_t *retval)
{
	struct sys_fchown_args *uap = v;

	uap->uid = wide_id(uap->uid);
	uap->gid = wide_id(uap->gid);
	return sys_fchown(p, v, retval);
}
