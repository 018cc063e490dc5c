/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * distinct.c: are two directories apart from one another?  A directory that
 * were shown inside itself would have no end for who walks through it, or
 * would hide itself.
 */
#include "nullfs.h"

/*
 * The directory above *vpp, whose reference moves along, across mounts.
 * ENOENT: there is none, or it was removed.
 */
static int
go_up(struct vnode **vpp, struct ucred *cred)
{
	struct componentname cn = {"..", 2, 0, CN_ISDOTDOT, cred};
	struct vnode *vp = *vpp, *up;
	int error = 0;

	if (vp->v_flag & VV_ROOT) {
		if ((up = vp->v_mount->mnt_vnodecovered) == NULL)
			return ENOENT;
		vref(up);
	} else {
		vn_lock(vp);
		error = VOP_LOOKUP(vp, &up, &cn);
		vn_unlock(vp);
	}
	if (error == 0) {
		vrele(vp);
		*vpp = up;
	}
	return error;
}

/* 0: dir is vp, or above it, by whichever vnode; ENOENT: it is not. */
static int
is_above(struct vnode *dir, struct vnode *vp, struct ucred *cred)
{
	int error = 0;

	vref(vp);
	while (error == 0 && vp->v_shared != dir->v_shared)
		error = go_up(&vp, cred);
	vrele(vp);
	return error;
}

int
null_distinct(struct vnode *lower, struct vnode *covered, struct ucred *cred,
    const char **why)
{
	int error;

	if (lower->v_shared == covered->v_shared) {
		*why = "it would be shown over itself";
		return EDEADLK;
	}
	if ((error = is_above(lower, covered, cred)) == 0)
		*why = "it would be shown inside itself";
	else if (error == ENOENT &&
	    (error = is_above(covered, lower, cred)) == 0)
		*why = "it would hide itself: it lies inside of where it is "
		       "to be shown";
	else if (error != ENOENT)
		*why = "the directories above cannot be read";
	return error == 0 ? EINVAL : error == ENOENT ? 0 : error;
}
