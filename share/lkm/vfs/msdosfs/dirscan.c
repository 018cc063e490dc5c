/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dirscan.c: reading a directory: 32 bytes after 32 bytes, and what these
 * are together.
 *
 * Before an entry may lie the pieces of its long name, the last one first.
 * They count only if they are complete, in order, and carry the checksum of
 * the short name: a system that knows no long names may have left some
 * behind, or moved others in front.
 */
#include "msdosfs.h"

void
scan_start(struct dirscan *ds, struct denode *dir, uint32_t off)
{
	ds->ds_dir = dir;
	ds->ds_off = off;
	ds->ds_bp = NULL;
	ds->ds_wantord = 0;
	ds->ds_longlen = 0;
}

void
scan_release(struct dirscan *ds)
{
	if (ds->ds_bp != NULL)
		brelse(ds->ds_bp);
	ds->ds_bp = NULL;
}

int
scan_raw(struct dirscan *ds, struct dosdirent *ent, off_t *pos)
{
	struct msdosfs_mount *pmp = ds->ds_dir->de_pmp;
	u_int within = ds->ds_off & (pmp->pm_bsize - 1);
	uint8_t *p;
	int error;

	if (ds->ds_off >= ds->ds_dir->de_size)
		return ENOENT;
	if (within == 0)
		scan_release(ds);
	if (ds->ds_bp == NULL) {
		if ((error = file_map(ds->ds_dir, ds->ds_off, pos)) != 0 ||
		    (error = msdosfs_bread(pmp, *pos, &ds->ds_bp, &p)) != 0)
			return error;
		ds->ds_bpos = *pos - within;
	}
	*pos = ds->ds_bpos + within;
	memcpy(ent, ds->ds_bp->b_data + within, sizeof(*ent));
	ds->ds_off += DIRENT_SIZE;
	return 0;
}

/* The 13 characters of a piece. */
static void
piece_chars(const struct winentry *we, uint16_t *to)
{
	int i;

	for (i = 0; i < 5; i++)
		*to++ = le16(we->we_part1 + 2 * i);
	for (i = 0; i < 6; i++)
		*to++ = le16(we->we_part2 + 2 * i);
	for (i = 0; i < 2; i++)
		*to++ = le16(we->we_part3 + 2 * i);
}

static void
take_piece(struct dirscan *ds, const struct winentry *we)
{
	u_int ord = we->we_ord & WIN_ORDMASK;

	if (we->we_ord & WIN_LAST) {
		ds->ds_pieces = ds->ds_wantord = ord;
		ds->ds_wantsum = we->we_sum;
	}
	if (ord == 0 || ord > howmany(WIN_MAXCHARS, WIN_CHARS) ||
	    ord != ds->ds_wantord || we->we_sum != ds->ds_wantsum) {
		ds->ds_pieces = ds->ds_wantord = 0;
		return;
	}
	piece_chars(we, ds->ds_long + (ord - 1) * WIN_CHARS);
	ds->ds_wantord--;
}

/* An entry was found: are the pieces before it a name, and its? */
static void
end_of_name(struct dirscan *ds)
{
	int i, len = ds->ds_pieces * WIN_CHARS;

	ds->ds_nslots = 1;
	ds->ds_longlen = 0;
	if (ds->ds_pieces == 0 || ds->ds_wantord != 0 ||
	    ds->ds_wantsum != short_sum(ds->ds_ent.dd_name))
		return;
	ds->ds_nslots += ds->ds_pieces;
	for (i = 0; i < len && ds->ds_long[i] != 0; i++)
		continue;
	if (i <= WIN_MAXCHARS)
		ds->ds_longlen = i;
}

/* "." and "..", which all directories but the root have. */
static int
is_dots(const struct dosdirent *ent)
{
	return memcmp(ent->dd_name, ".          ", 11) == 0 ||
	    memcmp(ent->dd_name, "..         ", 11) == 0;
}

int
scan_next(struct dirscan *ds)
{
	struct dosdirent *ent = &ds->ds_ent;
	int error;

	ds->ds_pieces = ds->ds_wantord = 0;
	while ((error = scan_raw(ds, ent, &ds->ds_entpos)) == 0) {
		if (ent->dd_name[0] == SLOT_END)
			return ENOENT;
		if (ent->dd_name[0] != SLOT_FREE &&
		    (ent->dd_attr & ATTR_LONGMASK) == ATTR_LONGNAME) {
			take_piece(ds, (const struct winentry *)ent);
			continue;
		}
		if (ent->dd_name[0] != SLOT_FREE && !is_dots(ent) &&
		    (ent->dd_attr & ATTR_VOLUME) == 0) {
			ds->ds_entoff = ds->ds_off - DIRENT_SIZE;
			end_of_name(ds);
			return 0;
		}
		ds->ds_pieces = ds->ds_wantord = 0;
	}
	return error;
}

/* A long name that we cannot have is not shown: the short one is. */
int
scan_name(const struct dirscan *ds, char name[NAME_MAX + 1])
{
	uint16_t shrt[12];
	int len = -1;

	if (ds->ds_longlen > 0)
		len = ucs2_to_name(ds->ds_long, ds->ds_longlen, name);
	if (len < 0)
		len =
		    ucs2_to_name(shrt, short_to_ucs2(&ds->ds_ent, shrt), name);
	return len;
}

int
scan_find(
    struct dirscan *ds, struct denode *dir, const uint16_t *name, size_t len)
{
	uint16_t shrt[12];
	int error;

	scan_start(ds, dir, 0);
	while ((error = scan_next(ds)) == 0) {
		if (ds->ds_longlen > 0 &&
		    ucs2_same(name, len, ds->ds_long, ds->ds_longlen))
			break;
		if (ucs2_same(
			name, len, shrt, short_to_ucs2(&ds->ds_ent, shrt)))
			break;
	}
	scan_release(ds);
	return error;
}

int
dir_isempty(struct denode *dir, int *empty)
{
	struct dirscan *ds = malloc(sizeof(*ds), M_MSDOSFS, M_WAITOK);
	int error;

	scan_start(ds, dir, 0);
	error = scan_next(ds);
	scan_release(ds);
	free(ds, M_MSDOSFS);
	*empty = error == ENOENT;
	return error == ENOENT ? 0 : error;
}
