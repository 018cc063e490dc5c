/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * denode.c: files in memory, from the first lookup to the last use.
 *
 * There are as many as files are in use, and their directories: one list is
 * enough.
 */
#include "msdosfs.h"

MALLOC_DEFINE(M_MSDOSFS, "msdosfs", "FAT file systems");

void
denode_hold(struct denode *dep)
{
	dep->de_refs++;
}

/* A loop: directories may lie deeper than our stack is. */
void
denode_rele(struct denode *dep)
{
	struct denode *parent;

	while (dep != NULL && --dep->de_refs == 0) {
		parent = dep->de_parent;
		LIST_REMOVE(dep, de_list);
		free(dep, M_MSDOSFS);
		dep = parent;
	}
}

void
denode_reparent(struct denode *dep, struct denode *dir)
{
	struct denode *old = dep->de_parent;

	denode_hold(dir);
	dep->de_parent = dir;
	denode_rele(old);
}

static struct denode *
find_entry(struct denode *dir, uint32_t diroff)
{
	struct denode *dep;

	LIST_FOREACH(dep, &dir->de_pmp->pm_denodes, de_list)
		if (dep->de_parent == dir && dep->de_diroff == diroff &&
		    (dep->de_flag & DE_REMOVED) == 0)
			return dep;
	return NULL;
}

/* A directory in use that begins at this cluster. */
static struct denode *
find_dir(struct msdosfs_mount *pmp, uint32_t start)
{
	struct denode *dep;

	LIST_FOREACH(dep, &pmp->pm_denodes, de_list)
		if (DE_ISDIR(dep) && dep->de_start == start)
			return dep;
	return NULL;
}

/*
 * How long a directory is only its chain tells.  Where that is damaged, what
 * comes before can be read.  EIO: it runs in a circle (Brent's way to find
 * that: compare with a cluster that was passed, ever more seldom another).
 */
static int
dir_size(struct msdosfs_mount *pmp, uint32_t cn, uint32_t *size)
{
	uint32_t mark = 0, count = 0, next = 1;
	int error;

	*size = 0;
	for (; clust_valid(pmp, cn) && *size < DIR_MAXBYTES; count++) {
		if (cn == mark)
			return EIO;
		if (count == next) {
			mark = cn;
			next *= 2;
		}
		*size += CLUSTBYTES(pmp);
		if ((error = fat_get(pmp, cn, &cn)) != 0)
			return error;
	}
	return 0;
}

static void
from_entry(struct denode *dep, const struct dosdirent *ent)
{
	dep->de_attr = ent->dd_attr;
	dep->de_mtime = le16(ent->dd_mtime);
	dep->de_mdate = le16(ent->dd_mdate);
	dep->de_adate = le16(ent->dd_adate);
	dep->de_start = le16(ent->dd_start);
	if (dep->de_pmp->pm_fattype == 32)
		dep->de_start |= (uint32_t)le16(ent->dd_starthi) << 16;
	dep->de_size = le32(ent->dd_size);
}

static struct denode *
new_denode(struct msdosfs_mount *pmp)
{
	struct denode *dep = malloc(sizeof(*dep), M_MSDOSFS, M_ZERO);

	dep->de_pmp = pmp;
	dep->de_refs = 1;
	return dep;
}

/*
 * The directory is locked, so that nobody else makes this one meanwhile; but
 * the same cluster may be claimed by another directory's entry.
 */
int
denode_get(struct denode *dir, const struct dirscan *ds, struct denode **depp)
{
	struct msdosfs_mount *pmp = dir->de_pmp;
	struct denode *dep;
	int error = 0;

	if ((dep = find_entry(dir, ds->ds_entoff)) != NULL) {
		denode_hold(dep);
		*depp = dep;
		return 0;
	}
	dep = new_denode(pmp);
	from_entry(dep, &ds->ds_ent);
	if (DE_ISDIR(dep)) {
		error = dir_size(pmp, dep->de_start, &dep->de_size);
		if (error == 0 &&
		    (dep->de_size == 0 || find_dir(pmp, dep->de_start) != NULL))
			error = EIO;
	}
	if (error != 0) {
		free(dep, M_MSDOSFS);
		return error;
	}
	dep->de_diroff = ds->ds_entoff;
	dep->de_nslots = ds->ds_nslots;
	dep->de_pos = ds->ds_entpos;
	denode_hold(dir);
	dep->de_parent = dir;
	LIST_INSERT_HEAD(&pmp->pm_denodes, dep, de_list);
	*depp = dep;
	return 0;
}

/* It stays while the file system is mounted. */
int
denode_root(struct msdosfs_mount *pmp)
{
	struct denode *dep = new_denode(pmp);
	int error = 0;

	dep->de_attr = ATTR_DIRECTORY;
	dep->de_start = pmp->pm_rootclust;
	if (pmp->pm_fattype == 32)
		error = dir_size(pmp, dep->de_start, &dep->de_size);
	else
		dep->de_size = pmp->pm_rootsize;
	if (error != 0) {
		free(dep, M_MSDOSFS);
		return error;
	}
	LIST_INSERT_HEAD(&pmp->pm_denodes, dep, de_list);
	pmp->pm_root = dep;
	return 0;
}

struct vnode *
denode_vnode(struct denode *dep)
{
	struct vnode *vp;

	if (dep->de_vnode != NULL) {
		vref(dep->de_vnode);
		return dep->de_vnode;
	}
	denode_hold(dep); /* the vnode's; it also stays while we wait */
	vp = getnewvnode(dep->de_pmp->pm_mountp, &msdosfs_vnodeops,
	    DE_ISDIR(dep) ? VDIR : VREG, NODEV, dep);
	if (dep->de_vnode != NULL) {
		/* Somebody else was faster while memory was waited for. */
		vp->v_data = NULL;
		vrele(vp);
		denode_rele(dep);
		vref(dep->de_vnode);
		return dep->de_vnode;
	}
	if (dep->de_parent == NULL)
		vp->v_flag |= VV_ROOT;
	dep->de_vnode = vp;
	return vp;
}

int
denode_update(struct denode *dep)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	struct dosdirent *ent;
	struct buf *bp;
	uint8_t *p;
	int error;

	if ((dep->de_flag & DE_MODIFIED) == 0)
		return 0;
	dep->de_flag &= ~DE_MODIFIED;
	if (dep->de_parent == NULL || dep->de_flag & DE_REMOVED)
		return 0; /* no entry says anything about it */
	if ((error = msdosfs_bread(pmp, dep->de_pos, &bp, &p)) != 0)
		return error;
	ent = (struct dosdirent *)p;
	ent->dd_attr = dep->de_attr;
	put16(ent->dd_mtime, dep->de_mtime);
	put16(ent->dd_mdate, dep->de_mdate);
	put16(ent->dd_adate, dep->de_adate);
	entry_setstart(pmp, ent, dep->de_start);
	put32(ent->dd_size, DE_ISDIR(dep) ? 0 : dep->de_size);
	bdwrite(bp);
	return 0;
}

/* Of the last access FAT keeps the day only. */
void
denode_touch(struct denode *dep, int which)
{
	struct timespec now;
	uint16_t date, time;

	getnanotime(&now);
	dos_time(&now, &date, &time);
	if (which & DE_MTIME) {
		dep->de_mdate = date;
		dep->de_mtime = time;
		dep->de_attr |= DE_ISDIR(dep) ? 0 : ATTR_ARCHIVE;
		dep->de_flag |= DE_MODIFIED;
	}
	if (dep->de_adate != date) {
		dep->de_adate = date;
		dep->de_flag |= DE_MODIFIED;
	}
}

/* A file that was removed gives its clusters back with its last user. */
void
msdosfs_inactive(struct vnode *vp, int *recycle)
{
	struct denode *dep = VTODE(vp);
	int error;

	if (dep == NULL)
		return;
	if (dep->de_flag & DE_REMOVED) {
		error = fat_free(dep->de_pmp, dep->de_start);
		dep->de_start = 0;
		dep->de_cn = 0;
		dep->de_gen++;
	} else
		error = denode_update(dep);
	if (error != 0)
		printf("msdosfs: %s: error %d when a file was given up\n",
		    vp->v_mount->mnt_stat.f_mntfromname, error);
}

void
msdosfs_reclaim(struct vnode *vp)
{
	struct denode *dep = VTODE(vp);

	if (dep == NULL)
		return;
	dep->de_vnode = NULL;
	denode_rele(dep);
}
