/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tmpfs_dirops.c: operations that change what is in a directory.
 */
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include "tmpfs.h"

/* A name may be entered: the directory is there, and may grow. */
static int
may_enter(const struct tmpfs_node *dnode)
{
	if (dnode->tn_dir.parent == NULL)
		return ENOENT; /* removed, although somebody is in it */
	return dnode->tn_flags & TMPFS_IMMUTABLE ? EPERM : 0;
}

/* A name may go, and what it stands for may lose it. */
static int
may_remove(const struct tmpfs_node *dnode, const struct tmpfs_node *node)
{
	if (dnode->tn_flags & (TMPFS_IMMUTABLE | TMPFS_APPENDONLY) ||
	    node->tn_flags & (TMPFS_IMMUTABLE | TMPFS_APPENDONLY))
		return EPERM;
	return 0;
}

/*
 * A new node under a new name.  It belongs to the caller, and to the group
 * of the directory, as in all BSDs.
 */
static int
make_node(struct vnode *dvp, struct componentname *cnp, struct vattr *vap,
    struct tmpfs_node **nodep)
{
	struct tmpfs_mount *tm = VTOTM(dvp);
	struct tmpfs_node *dnode = VTOTN(dvp), *node;
	struct tmpfs_dirent *de;
	int error;

	if ((error = may_enter(dnode)) != 0)
		return error;
	if (vap->va_type == VDIR && dnode->tn_nlink >= LINK_MAX)
		return EMLINK;
	error = tmpfs_node_alloc(tm, vap->va_type, vap->va_mode & ALLPERMS,
	    cnp->cn_cred->cr_uid, dnode->tn_gid, &node);
	if (error != 0)
		return error;
	if ((de = tmpfs_dirent_alloc(cnp)) == NULL) {
		tmpfs_node_free(tm, node);
		return ENOSPC;
	}
	if (node->tn_mode & S_ISGID && cnp->cn_cred->cr_uid != 0 &&
	    cnp->cn_cred->cr_gid != node->tn_gid &&
	    !groupmember(node->tn_gid, cnp->cn_cred))
		node->tn_mode &= ~S_ISGID;
	node->tn_rdev = vap->va_rdev;
	tmpfs_dir_enter(dnode, de, node);
	if (node->tn_type == VDIR) {
		node->tn_dir.parent = dnode;
		node->tn_nlink++;  /* its "." */
		dnode->tn_nlink++; /* its ".." */
	}
	*nodep = node;
	return 0;
}

/* create, mknod and mkdir differ in vap->va_type only. */
int
tmpfs_create(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct tmpfs_node *node;
	int error;

	if ((error = make_node(dvp, cnp, vap, &node)) == 0)
		tmpfs_vnode_get(dvp->v_mount, node, vpp);
	return error;
}

int
tmpfs_symlink(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap, const char *target)
{
	size_t len = strlen(target);
	struct tmpfs_node *node;
	char *text;
	int error;

	if ((text = malloc(len + 1, M_TMPFS, M_NOWAIT)) == NULL)
		return ENOSPC;
	memcpy(text, target, len + 1);
	if ((error = make_node(dvp, cnp, vap, &node)) != 0) {
		free(text, M_TMPFS);
		return error;
	}
	node->tn_link = text;
	node->tn_size = len;
	tmpfs_vnode_get(dvp->v_mount, node, vpp);
	return 0;
}

/* remove and rmdir. */
int
tmpfs_remove(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	struct tmpfs_node *dnode = VTOTN(dvp), *node = VTOTN(vp);
	struct tmpfs_dirent *de = tmpfs_dir_find(dnode, cnp);
	int error;

	if (de == NULL || de->td_node != node)
		return ENOENT;
	if (node->tn_type == VDIR && node->tn_dir.nentries > 0)
		return ENOTEMPTY;
	if ((error = may_remove(dnode, node)) != 0)
		return error;
	tmpfs_dir_remove(dnode, de);
	if (node->tn_type == VDIR) {
		node->tn_dir.parent = NULL;
		node->tn_nlink--;
		dnode->tn_nlink--;
	}
	return 0;
}

int
tmpfs_link(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	struct tmpfs_node *dnode = VTOTN(dvp), *node = VTOTN(vp);
	struct tmpfs_dirent *de;
	int error;

	if ((error = may_enter(dnode)) != 0)
		return error;
	if (node->tn_flags & (TMPFS_IMMUTABLE | TMPFS_APPENDONLY))
		return EPERM;
	if (node->tn_nlink == 0)
		return ENOENT; /* its last name went while we slept */
	if (node->tn_nlink >= LINK_MAX)
		return EMLINK;
	if (tmpfs_memory_left() == 0 || (de = tmpfs_dirent_alloc(cnp)) == NULL)
		return ENOSPC;
	tmpfs_dir_enter(dnode, de, node);
	return 0;
}

static int
may_rename(const struct tmpfs_node *fdnode, const struct tmpfs_node *node,
    const struct tmpfs_node *tdnode, const struct tmpfs_node *tnode)
{
	int error;

	if ((error = may_remove(fdnode, node)) != 0 ||
	    (error = may_enter(tdnode)) != 0)
		return error;
	if (tnode != NULL) {
		if (tnode->tn_type == VDIR && tnode->tn_dir.nentries > 0)
			return ENOTEMPTY;
		return may_remove(tdnode, tnode);
	}
	if (node->tn_type == VDIR && fdnode != tdnode &&
	    tdnode->tn_nlink >= LINK_MAX)
		return EMLINK;
	return 0;
}

/*
 * The new name is made before anything changes, so that nothing can fail
 * half-way.
 */
int
tmpfs_rename(struct vnode *fdvp, struct vnode *fvp, struct componentname *fcnp,
    struct vnode *tdvp, struct vnode *tvp, struct componentname *tcnp)
{
	struct tmpfs_node *fdnode = VTOTN(fdvp), *tdnode = VTOTN(tdvp);
	struct tmpfs_node *node = VTOTN(fvp);
	struct tmpfs_dirent *from, *to;
	int error;

	error =
	    may_rename(fdnode, node, tdnode, tvp != NULL ? VTOTN(tvp) : NULL);
	if (error != 0)
		return error;
	if ((from = tmpfs_dir_find(fdnode, fcnp)) == NULL)
		return ENOENT;
	if ((to = tmpfs_dirent_alloc(tcnp)) == NULL)
		return ENOSPC;
	if (tvp != NULL)
		tmpfs_remove(tdvp, tvp, tcnp); /* was checked: no error */
	tmpfs_dir_enter(tdnode, to, node);
	tmpfs_dir_remove(fdnode, from);
	if (node->tn_type == VDIR && fdnode != tdnode) {
		node->tn_dir.parent = tdnode;
		fdnode->tn_nlink--;
		tdnode->tn_nlink++;
	}
	return 0;
}
