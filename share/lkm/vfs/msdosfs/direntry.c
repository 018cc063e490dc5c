/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * direntry.c: changing a directory: entries with their long names come and
 * go.
 *
 * A directory grows by clusters and never shrinks; the root of FAT12 and
 * FAT16 does not grow either.  Its end is a slot that begins with 0: what
 * lies behind that may be anything, so whoever uses the end makes a new one.
 */
#include "msdosfs.h"

int
entry_read(struct msdosfs_mount *pmp, off_t pos, struct dosdirent *ent)
{
	struct buf *bp;
	uint8_t *p;
	int error;

	if ((error = msdosfs_bread(pmp, pos, &bp, &p)) != 0)
		return error;
	memcpy(ent, p, sizeof(*ent));
	brelse(bp);
	return 0;
}

int
entry_write(struct msdosfs_mount *pmp, off_t pos, const struct dosdirent *ent)
{
	struct buf *bp;
	uint8_t *p;
	int error;

	if ((error = msdosfs_bread(pmp, pos, &bp, &p)) != 0)
		return error;
	memcpy(p, ent, sizeof(*ent));
	bdwrite(bp);
	return 0;
}

/* On FAT12 and FAT16 the upper half belongs to others. */
void
entry_setstart(
    const struct msdosfs_mount *pmp, struct dosdirent *ent, uint32_t cn)
{
	put16(ent->dd_start, cn);
	if (pmp->pm_fattype == 32)
		put16(ent->dd_starthi, cn >> 16);
}

/* One more cluster, full of free slots, for a directory. */
static int
grow_dir(struct denode *dir)
{
	struct msdosfs_mount *pmp = dir->de_pmp;
	off_t pos;
	int error;

	if (dir->de_start == 0 || dir->de_size > DIR_MAXBYTES - CLUSTBYTES(pmp))
		return ENOSPC;
	if ((error = file_addcluster(dir, &pos)) != 0)
		return error;
	error = file_clear(pmp, pos, CLUSTBYTES(pmp));
	if (error == 0)
		dir->de_size += CLUSTBYTES(pmp);
	return error;
}

/*
 * Find room for n slots in a row: *offp.  *endp is set when they reach to
 * the directory's end or over it, so that there has to be a new end.
 */
static int
find_room(struct denode *dir, u_int n, uint32_t *offp, int *endp)
{
	struct dirscan *ds = malloc(sizeof(*ds), M_MSDOSFS, M_WAITOK);
	struct dosdirent ent;
	u_int found = 0;
	off_t pos;
	int error = 0;

	scan_start(ds, dir, 0);
	*endp = 0;
	while (found < n && (error = scan_raw(ds, &ent, &pos)) == 0) {
		if (ent.dd_name[0] == SLOT_END)
			*endp = 1;
		if (*endp || ent.dd_name[0] == SLOT_FREE)
			found++;
		else
			found = 0;
	}
	*offp = ds->ds_off - found * DIRENT_SIZE;
	scan_release(ds);
	free(ds, M_MSDOSFS);
	for (; error == ENOENT && found < n;
	     found += CLUSTBYTES(dir->de_pmp) / DIRENT_SIZE) {
		*endp = 0; /* a new cluster has an end in it */
		if ((error = grow_dir(dir)) == 0)
			error = ENOENT;
	}
	return error == ENOENT ? 0 : error;
}

/* Write a slot; its place on the disk is told. */
static int
put_slot(struct denode *dir, uint32_t off, const void *slot, off_t *pos)
{
	int error = file_map(dir, off, pos);

	return error == 0 ? entry_write(dir->de_pmp, *pos, slot) : error;
}

/* Piece ord of a long name: 0 ends the name, 0xffff fills the rest. */
static void
make_piece(struct winentry *we, u_int ord, int last, uint8_t sum,
    const uint16_t *name, size_t len)
{
	size_t at = (ord - 1) * WIN_CHARS, i;
	uint16_t c;
	uint8_t *p;

	memset(we, 0, sizeof(*we));
	we->we_ord = last ? ord | WIN_LAST : ord;
	we->we_attr = ATTR_LONGNAME;
	we->we_sum = sum;
	for (i = 0; i < WIN_CHARS; i++, at++) {
		c = at < len ? name[at] : at == len ? 0 : 0xffff;
		p = i < 5    ? we->we_part1 + 2 * i
		    : i < 11 ? we->we_part2 + 2 * (i - 5)
			     : we->we_part3 + 2 * (i - 11);
		put16(p, c);
	}
}

/* The entry itself comes last: until then there is none. */
static int
write_slots(struct denode *dir, const uint16_t *name, size_t len,
    const struct dosdirent *ent, struct dirplace *at)
{
	uint32_t off = at->diroff - (at->nslots - 1) * DIRENT_SIZE;
	uint8_t sum = short_sum(ent->dd_name);
	struct winentry we;
	u_int ord;
	off_t pos;
	int error;

	for (ord = at->nslots - 1; ord > 0; ord--, off += DIRENT_SIZE) {
		make_piece(&we, ord, ord == at->nslots - 1, sum, name, len);
		if ((error = put_slot(dir, off, &we, &pos)) != 0)
			return error;
	}
	return put_slot(dir, off, ent, &at->pos);
}

int
dir_enter(struct denode *dir, const struct componentname *cnp,
    struct dosdirent *ent, struct dirplace *at)
{
	static const struct dosdirent end;
	uint16_t name[WIN_MAXCHARS];
	int len = utf8_to_ucs2(cnp->cn_nameptr, cnp->cn_namelen, name);
	int error, small, needend;
	off_t pos;

	if (dir->de_flag & DE_REMOVED)
		return ENOENT;
	if (len < 0 || (error = name_check(name, len)) != 0)
		return EINVAL;
	at->nslots = 1;
	if (!name_is_short(name, len, ent->dd_name, &small) || small)
		at->nslots += howmany(len, WIN_CHARS);
	error = alias_make(dir, name, len, ent->dd_name);
	if (error == 0)
		error = find_room(dir, at->nslots, &at->diroff, &needend);
	if (error != 0)
		return error;
	at->diroff += (at->nslots - 1) * DIRENT_SIZE;
	if (needend && at->diroff + DIRENT_SIZE < dir->de_size)
		error = put_slot(dir, at->diroff + DIRENT_SIZE, &end, &pos);
	if (error == 0)
		error = write_slots(dir, name, len, ent, at);
	if (error != 0)
		return error;
	denode_touch(dir, DE_MTIME);
	return 0;
}

/* The entry goes first: pieces without one are nothing. */
int
dir_remove(struct denode *dir, uint32_t diroff, u_int nslots)
{
	struct dosdirent ent;
	off_t pos;
	int error = 0;

	for (; error == 0 && nslots > 0; nslots--, diroff -= DIRENT_SIZE) {
		if ((error = file_map(dir, diroff, &pos)) != 0 ||
		    (error = entry_read(dir->de_pmp, pos, &ent)) != 0)
			break;
		ent.dd_name[0] = SLOT_FREE;
		error = entry_write(dir->de_pmp, pos, &ent);
	}
	denode_touch(dir, DE_MTIME);
	return error;
}
