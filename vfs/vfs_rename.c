/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_rename.c: rename(2).  Both directories are found first; then, with
 * the mount's name lock held, they are locked and the names are looked up,
 * so that what is checked is what is renamed.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>
#include <sys/vnode.h>

/*
 * EINVAL if the directory vp is dvp or lies above it.  The name lock is
 * held, so the tree keeps its shape.
 */
static int
check_not_above(struct vnode *vp, struct vnode *dvp, struct ucred *cred)
{
	struct componentname cn = {"..", 2, 0, CN_ISDOTDOT, cred};
	struct vnode *up;
	int error = 0;

	vref(dvp);
	while (error == 0 && dvp != vp && (dvp->v_flag & VV_ROOT) == 0) {
		vn_lock(dvp);
		error = VOP_LOOKUP(dvp, &up, &cn);
		vn_unlock(dvp);
		if (error == 0) {
			vrele(dvp);
			dvp = up;
		}
	}
	if (error == 0 && dvp == vp)
		error = EINVAL;
	vrele(dvp);
	return error;
}

/* Both names were looked up: may the one take the place of the other? */
static int
check_kinds(struct nameidata *from, struct nameidata *to)
{
	struct vnode *fvp = from->ni_vp, *tvp = to->ni_vp;
	int fdir = fvp->v_type == VDIR;

	if (!fdir &&
	    (from->ni_cnd.cn_flags | to->ni_cnd.cn_flags) & CN_TRAILSLASH)
		return ENOTDIR;
	if (tvp == NULL)
		return 0;
	if (fdir && tvp->v_type != VDIR)
		return ENOTDIR;
	if (!fdir && tvp->v_type == VDIR)
		return EISDIR;
	return 0;
}

/*
 * Both names have led to one file.  Of a file with one name only they must
 * be the same name, to a file system that tells fewer names apart than we
 * do: then it is to be written as the second one is.
 */
static int
is_respelt(struct nameidata *from, struct nameidata *to)
{
	const struct componentname *f = &from->ni_cnd, *t = &to->ni_cnd;
	struct vattr va;

	if (f->cn_namelen == t->cn_namelen &&
	    memcmp(f->cn_nameptr, t->cn_nameptr, f->cn_namelen) == 0)
		return 0;
	return VOP_GETATTR(from->ni_vp, &va) == 0 && va.va_nlink == 1;
}

/* The name lock is held, and both directories are locked. */
static int
rename_locked(struct nameidata *from, struct nameidata *to)
{
	int error;

	from->ni_op = DELETE;
	if ((error = namei_last(from)) != 0)
		return error;
	if ((error = namei_last(to)) != 0)
		return error;
	if ((error = check_kinds(from, to)) != 0)
		return error;
	if (from->ni_vp == to->ni_vp) {
		if (!is_respelt(from, to))
			return 0; /* two names of one file: both stay */
		vrele(to->ni_vp);
		to->ni_vp = NULL;
	}
	if (from->ni_vp->v_type == VDIR &&
	    (error = check_not_above(from->ni_vp, to->ni_dvp, from->ni_cred)) !=
		0)
		return error;
	return VOP_RENAME(from->ni_dvp, from->ni_vp, &from->ni_cnd, to->ni_dvp,
	    to->ni_vp, &to->ni_cnd);
}

int
sys_rename(struct proc *p, void *v, register_t *retval)
{
	return do_rename(p, v, NULL, NULL);
}

int
do_rename(struct proc *p, const struct sys_rename_args *uap,
    struct vnode *fromdir, struct vnode *todir)
{
	struct nameidata from, to;
	struct mount *mp;
	int error;

	NDINIT(&from, PARENT, 0, UIO_USERSPACE, uap->from, p);
	from.ni_startdir = fromdir;
	NDINIT(&to, PARENT, 0, UIO_USERSPACE, uap->to, p);
	to.ni_startdir = todir;
	if ((error = namei(&from)) == 0 && (error = namei(&to)) == 0) {
		mp = from.ni_dvp->v_mount;
		if (to.ni_dvp->v_mount != mp)
			error = EXDEV;
		else {
			mnt_namelock(mp);
			vn_lock(from.ni_dvp);
			vn_lock(to.ni_dvp); /* perhaps the same one twice */
			error = rename_locked(&from, &to);
			vn_unlock(to.ni_dvp);
			vn_unlock(from.ni_dvp);
			mnt_nameunlock(mp);
		}
	}
	nameidone(&to);
	nameidone(&from);
	return error;
}
