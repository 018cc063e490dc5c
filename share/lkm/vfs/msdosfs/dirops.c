/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dirops.c: names: looked up, made, removed and listed.
 */
#include <sys/dirent.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include "msdosfs.h"

/* The file of an entry, as a vnode. */
static int
get_vnode(struct denode *dir, const struct dirscan *ds, struct vnode **vpp)
{
	struct denode *dep;
	int error;

	if ((error = denode_get(dir, ds, &dep)) != 0)
		return error;
	*vpp = denode_vnode(dep);
	denode_rele(dep); /* the vnode has it */
	return 0;
}

int
msdosfs_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	struct denode *dir = VTODE(dvp);
	uint16_t name[WIN_MAXCHARS];
	struct dirscan *ds;
	int len, error;

	if (dir->de_flag & DE_REMOVED)
		return ENOENT;
	if (cnp->cn_flags & CN_ISDOTDOT) {
		*vpp = denode_vnode(dir->de_parent);
		return 0;
	}
	if ((len = utf8_to_ucs2(cnp->cn_nameptr, cnp->cn_namelen, name)) < 0)
		return ENOENT;
	ds = malloc(sizeof(*ds), M_MSDOSFS, M_WAITOK);
	if ((error = scan_find(ds, dir, name, len)) == 0)
		error = get_vnode(dir, ds, vpp);
	free(ds, M_MSDOSFS);
	return error;
}

/* An entry of now, with these attributes and this first cluster. */
static void
make_entry(const struct msdosfs_mount *pmp, uint8_t attr, uint32_t start,
    struct dosdirent *ent)
{
	struct timespec now;
	uint16_t date, time;

	getnanotime(&now);
	dos_time(&now, &date, &time);
	memset(ent, 0, sizeof(*ent));
	ent->dd_attr = attr;
	ent->dd_ctime10 =
	    (now.tv_sec & 1) * 100 + (uint32_t)now.tv_nsec / 10000000;
	put16(ent->dd_ctime, time);
	put16(ent->dd_cdate, date);
	put16(ent->dd_adate, date);
	put16(ent->dd_mtime, time);
	put16(ent->dd_mdate, date);
	entry_setstart(pmp, ent, start);
}

/* Enter it, and get the file. */
static int
enter_new(struct denode *dir, const struct componentname *cnp,
    struct dosdirent *ent, struct vnode **vpp)
{
	struct dirplace at;
	struct dirscan *ds;
	int error;

	if ((error = dir_enter(dir, cnp, ent, &at)) != 0)
		return error;
	ds = malloc(sizeof(*ds), M_MSDOSFS, M_WAITOK);
	ds->ds_ent = *ent;
	ds->ds_entoff = at.diroff;
	ds->ds_entpos = at.pos;
	ds->ds_nslots = at.nslots;
	if ((error = get_vnode(dir, ds, vpp)) != 0)
		(void)dir_remove(dir, at.diroff, at.nslots);
	free(ds, M_MSDOSFS);
	return error;
}

int
msdosfs_create(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct denode *dir = VTODE(dvp);
	uint8_t attr = ATTR_ARCHIVE;
	struct dosdirent ent;

	if ((vap->va_mode & S_IWUSR) == 0)
		attr |= ATTR_READONLY;
	make_entry(dir->de_pmp, attr, 0, &ent);
	return enter_new(dir, cnp, &ent, vpp);
}

/* The first cluster of a directory: "." and "..", and a lot of nothing. */
static int
make_dots(struct denode *dir, uint32_t cn)
{
	struct msdosfs_mount *pmp = dir->de_pmp;
	off_t pos =
	    pmp->pm_datapos + ((off_t)(cn - CLUST_FIRST) << pmp->pm_cshift);
	struct dosdirent ent;
	int error;

	if ((error = file_clear(pmp, pos, CLUSTBYTES(pmp))) != 0)
		return error;
	make_entry(pmp, ATTR_DIRECTORY, cn, &ent);
	memcpy(ent.dd_name, ".          ", 11);
	if ((error = entry_write(pmp, pos, &ent)) != 0)
		return error;
	memcpy(ent.dd_name, "..         ", 11);
	entry_setstart(pmp, &ent, dir->de_parent != NULL ? dir->de_start : 0);
	return entry_write(pmp, pos + DIRENT_SIZE, &ent);
}

int
msdosfs_mkdir(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct denode *dir = VTODE(dvp);
	struct msdosfs_mount *pmp = dir->de_pmp;
	struct dosdirent ent;
	uint32_t cn;
	int error;

	if (dir->de_flag & DE_REMOVED)
		return ENOENT;
	if ((error = fat_alloc(pmp, &cn)) != 0)
		return error;
	if ((error = make_dots(dir, cn)) == 0) {
		make_entry(pmp, ATTR_DIRECTORY, cn, &ent);
		error = enter_new(dir, cnp, &ent, vpp);
	}
	if (error != 0)
		(void)fat_free(pmp, cn);
	return error;
}

/* remove and rmdir.  The clusters stay until nobody uses the file. */
int
msdosfs_remove(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	struct denode *dep = VTODE(vp);
	int error, empty;

	if (dep->de_flag & DE_REMOVED)
		return ENOENT;
	if (vp->v_type == VDIR) {
		if ((error = dir_isempty(dep, &empty)) != 0)
			return error;
		if (!empty)
			return ENOTEMPTY;
	}
	error = dir_remove(VTODE(dvp), dep->de_diroff, dep->de_nslots);
	if (error == 0)
		dep->de_flag |= DE_REMOVED;
	return error;
}

/*
 * Hand out one record; uio_offset, which counts slots here, is not moved.
 * ENOBUFS, which stays inside, when it does not fit any more.
 */
static int
put_dirent(struct uio *uio, ino_t ino, int type, const char *name, size_t len)
{
	off_t off = uio->uio_offset;
	struct dirent d;
	int error;

	d.d_fileno = ino;
	d.d_type = type;
	d.d_namlen = len;
	d.d_reclen = _DIRENT_RECLEN(len);
	if (uio->uio_resid < d.d_reclen)
		return ENOBUFS;
	memset(d.d_name + len, 0,
	    d.d_reclen - offsetof(struct dirent, d_name) - len);
	memcpy(d.d_name, name, len);
	error = uiomove(&d, d.d_reclen, uio);
	uio->uio_offset = off;
	return error;
}

/* The entries from the slot on that the offset says, less FIRST_SLOT. */
#define FIRST_SLOT 2
static int
put_entries(struct denode *dir, struct uio *uio, int *eof)
{
	struct dirscan *ds = malloc(sizeof(*ds), M_MSDOSFS, M_WAITOK);
	char *name = malloc(NAME_MAX + 1, M_MSDOSFS, M_WAITOK);
	int len, error;

	scan_start(ds, dir, (uio->uio_offset - FIRST_SLOT) * DIRENT_SIZE);
	while ((error = scan_next(ds)) == 0) {
		len = scan_name(ds, name);
		scan_release(ds);
		error = put_dirent(uio, ds->ds_entpos >> DIRENT_SHIFT,
		    ds->ds_ent.dd_attr & ATTR_DIRECTORY ? DT_DIR : DT_REG, name,
		    len);
		if (error != 0)
			break;
		uio->uio_offset = FIRST_SLOT + (ds->ds_off >> DIRENT_SHIFT);
	}
	scan_release(ds);
	free(name, M_MSDOSFS);
	free(ds, M_MSDOSFS);
	*eof = error == ENOENT;
	return error == ENOENT ? 0 : error;
}

int
msdosfs_readdir(struct vnode *vp, struct uio *uio, int *eof)
{
	struct denode *dir = VTODE(vp), *up = dir->de_parent;
	size_t resid = uio->uio_resid;
	int error = 0;

	if (vp->v_type != VDIR)
		return ENOTDIR;
	if (uio->uio_offset < 0)
		return EINVAL;
	if (dir->de_flag & DE_REMOVED ||
	    uio->uio_offset >= FIRST_SLOT + DIR_MAXBYTES / DIRENT_SIZE) {
		*eof = 1;
		return 0;
	}
	if (uio->uio_offset == 0 &&
	    (error = put_dirent(uio, denode_ino(dir), DT_DIR, ".", 1)) == 0)
		uio->uio_offset = 1;
	if (uio->uio_offset == 1 &&
	    (error = put_dirent(
		 uio, denode_ino(up != NULL ? up : dir), DT_DIR, "..", 2)) == 0)
		uio->uio_offset = FIRST_SLOT;
	if (error == 0)
		error = put_entries(dir, uio, eof);
	if (error == ENOBUFS)
		error = uio->uio_resid == resid ? EINVAL : 0;
	else if (error != 0 && uio->uio_resid < resid)
		error = 0; /* what is good first; the error next time */
	return error;
}
