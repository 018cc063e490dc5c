/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rename.c: another name, or another directory, for a file.
 *
 * Where there was a file of the new name, its entry is made to lead to this
 * one: a single write, which cannot fail for want of room, and it keeps the
 * name as it was written, its case too.  Otherwise a new entry is made
 * first.  Only then does the old one go: whoever switches the machine off
 * between the two finds a file twice, not never.
 */
#include "msdosfs.h"

/* What the entry of dep is now, on the disk. */
static int
current_entry(struct denode *dep, struct dosdirent *ent)
{
	int error = denode_update(dep);

	return error == 0 ? entry_read(dep->de_pmp, dep->de_pos, ent) : error;
}

/* The place of a file that is not to be there any more. */
static int
take_place(struct denode *victim, struct dosdirent *ent, struct dirplace *at)
{
	struct msdosfs_mount *pmp = victim->de_pmp;
	struct dosdirent old;
	int error;

	if ((error = entry_read(pmp, victim->de_pos, &old)) != 0)
		return error;
	memcpy(ent->dd_name, old.dd_name, sizeof(ent->dd_name));
	ent->dd_lcase = old.dd_lcase;
	if ((error = entry_write(pmp, victim->de_pos, ent)) != 0)
		return error;
	at->diroff = victim->de_diroff;
	at->nslots = victim->de_nslots;
	at->pos = victim->de_pos;
	victim->de_flag |= DE_REMOVED;
	denode_touch(victim->de_parent, DE_MTIME);
	return 0;
}

/* A directory tells where it lies: its second entry is "..". */
static int
set_dotdot(struct denode *dep, struct denode *dir)
{
	struct dosdirent ent;
	off_t pos;
	int error;

	if ((error = file_map(dep, DIRENT_SIZE, &pos)) != 0 ||
	    (error = entry_read(dep->de_pmp, pos, &ent)) != 0)
		return error;
	if (memcmp(ent.dd_name, "..         ", 11) != 0)
		return EIO;
	entry_setstart(
	    dep->de_pmp, &ent, dir->de_parent != NULL ? dir->de_start : 0);
	return entry_write(dep->de_pmp, pos, &ent);
}

/* tvp, if there is one, is locked. */
static int
rename_locked(struct denode *fdir, struct denode *dep,
    const struct componentname *tcnp, struct denode *tdir,
    struct denode *victim)
{
	struct dosdirent ent;
	struct dirplace at;
	int error, empty;

	if (tdir->de_flag & DE_REMOVED || dep->de_flag & DE_REMOVED)
		return ENOENT;
	if (victim != NULL && DE_ISDIR(victim)) {
		if ((error = dir_isempty(victim, &empty)) != 0)
			return error;
		if (!empty)
			return ENOTEMPTY;
	}
	if ((error = current_entry(dep, &ent)) != 0)
		return error;
	if (DE_ISDIR(dep) && fdir != tdir &&
	    (error = set_dotdot(dep, tdir)) != 0)
		return error;
	if (victim != NULL)
		error = take_place(victim, &ent, &at);
	else {
		ent.dd_lcase = 0;
		error = dir_enter(tdir, tcnp, &ent, &at);
	}
	if (error != 0) {
		if (DE_ISDIR(dep) && fdir != tdir)
			(void)set_dotdot(dep, fdir);
		return error;
	}
	error = dir_remove(fdir, dep->de_diroff, dep->de_nslots);
	dep->de_diroff = at.diroff;
	dep->de_nslots = at.nslots;
	dep->de_pos = at.pos;
	if (fdir != tdir)
		denode_reparent(dep, tdir);
	return error;
}

int
msdosfs_rename(struct vnode *fdvp, struct vnode *fvp,
    struct componentname *fcnp, struct vnode *tdvp, struct vnode *tvp,
    struct componentname *tcnp)
{
	int error;

	if (tvp != NULL)
		vn_lock(tvp); /* nobody is to make a file in it meanwhile */
	error = rename_locked(VTODE(fdvp), VTODE(fvp), tcnp, VTODE(tdvp),
	    tvp != NULL ? VTODE(tvp) : NULL);
	if (tvp != NULL)
		vn_unlock(tvp);
	return error;
}
