/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_rename.c: a file gets another name, perhaps in another directory.
 *
 * The new name comes first, and is on the disk with all that leads to it
 * before the old one goes: whenever the machine is switched off, the file
 * has one of them, or both.  Within one block of a directory both changes
 * are one write.  A file that is replaced goes only when what replaces it is
 * on the disk, contents and all.
 */
#include <sys/errno.h>
#include <sys/namei.h>

#include "ext2fs.h"

struct rename {
	struct ext2_inode *fdip, *ip, *tdip;
	struct ext2_inode *tip; /* NULL: nothing was there */
	const struct componentname *fcnp, *tcnp;
};

static int
may_rename(const struct rename *r)
{
	int error;

	if ((error = ext2_may_remove(r->fdip, r->ip)) != 0 ||
	    (error = ext2_may_enter(r->tdip)) != 0)
		return error;
	if (r->tip != NULL) {
		if (ITOV(r->tip)->v_type == VDIR &&
		    (error = ext2_dirempty(r->tip)) != 0)
			return error;
		return ext2_may_remove(r->tdip, r->tip);
	}
	if (ITOV(r->ip)->v_type == VDIR && r->fdip != r->tdip &&
	    r->tdip->i_d.i_links_count >= EXT2_LINK_MAX)
		return EMLINK;
	return 0;
}

/* The name is there: it leads to another file from now on. */
static int
replace(const struct rename *r)
{
	struct ext2_slot to;
	int error;

	if ((error = ext2_sync(r->ip->i_em)) != 0 ||
	    (error = ext2_dirfind(
		 r->tdip, r->tcnp->cn_nameptr, r->tcnp->cn_namelen, &to)) != 0)
		return error;
	if (to.s_ino != r->tip->i_ino)
		return ENOENT;
	if ((error = ext2_dirreplace(r->tdip, &to, r->ip)) != 0)
		return error;
	if (ITOV(r->tip)->v_type == VDIR) {
		r->tip->i_d.i_links_count = 0;
		r->tdip->i_d.i_links_count--; /* its ".." */
	} else if (r->tip->i_d.i_links_count > 0)
		r->tip->i_d.i_links_count--;
	ext2_touch(r->tip, EXT2_CTIME);
	return 0;
}

static int
add_name(const struct rename *r, struct ext2_slot *new)
{
	return ext2_direnter(r->tdip, r->tcnp->cn_nameptr, r->tcnp->cn_namelen,
	    r->ip, r->tcnp->cn_cred, new);
}

/* One of the two names goes; its place may have changed. */
static int
remove_name(const struct rename *r, struct ext2_inode *dip,
    const struct componentname *cnp)
{
	struct ext2_slot slot;
	int error;

	error = ext2_dirfind(dip, cnp->cn_nameptr, cnp->cn_namelen, &slot);
	if (error == 0 && slot.s_ino != r->ip->i_ino)
		error = ENOENT;
	return error == 0 ? ext2_dirremove(dip, &slot, r->ip, 0) : error;
}

/* A directory has come under another one. */
static int
move_dir(const struct rename *r)
{
	int error = ext2_dirsetparent(r->ip, r->tdip->i_ino);

	if (error != 0)
		return error;
	r->tdip->i_d.i_links_count++;
	if (r->fdip->i_d.i_links_count > 2)
		r->fdip->i_d.i_links_count--;
	ext2_dirty(r->fdip);
	ext2_dirty(r->tdip);
	return 0;
}

int
ext2_rename(struct vnode *fdvp, struct vnode *fvp, struct componentname *fcnp,
    struct vnode *tdvp, struct vnode *tvp, struct componentname *tcnp)
{
	struct rename r = {VTOI(fdvp), VTOI(fvp), VTOI(tdvp),
	    tvp != NULL ? VTOI(tvp) : NULL, fcnp, tcnp};
	struct ext2_slot old, new;
	int error;

	if ((error = may_rename(&r)) != 0)
		return error;
	error = ext2_dirfind(r.fdip, fcnp->cn_nameptr, fcnp->cn_namelen, &old);
	if (error == 0 && old.s_ino != r.ip->i_ino)
		error = ENOENT;
	if (error == 0)
		error = r.tip != NULL ? replace(&r) : add_name(&r, &new);
	if (error != 0)
		return error;
	if (r.tip == NULL && (r.fdip != r.tdip || new.s_lbn != old.s_lbn))
		error = ext2_sync(r.ip->i_em);
	if (error == 0 && fvp->v_type == VDIR && r.fdip != r.tdip)
		error = move_dir(&r);
	if (error != 0) {
		/* A disk that fails: what was replaced does not come back. */
		if (r.tip == NULL)
			(void)remove_name(&r, r.tdip, tcnp);
		return error;
	}
	ext2_touch(r.ip, EXT2_CTIME);
	return remove_name(&r, r.fdip, fcnp);
}
