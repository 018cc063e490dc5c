/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fat.c: the file allocation table: for each cluster, which one comes next.
 *
 * There are several copies; the first is read, all are written.  An entry
 * of FAT12 has one and a half bytes and may lie in two buffers, so entries
 * are read and written by the byte.
 */
#include "msdosfs.h"

/* Something is half done now, most likely: the mark of being in use stays. */
static int
disk_failed(struct msdosfs_mount *pmp, const char *what, int error)
{
	if (!pmp->pm_failed)
		printf("msdosfs: %s: %s error %d: fsck.fat should look at it\n",
		    pmp->pm_mountp->mnt_stat.f_mntfromname, what, error);
	pmp->pm_failed = 1;
	return error;
}

int
msdosfs_flush(struct msdosfs_mount *pmp)
{
	int error = VOP_FSYNC(pmp->pm_devvp);

	return error != 0 ? disk_failed(pmp, "write", error) : 0;
}

int
msdosfs_bread(
    struct msdosfs_mount *pmp, off_t pos, struct buf **bpp, uint8_t **pp)
{
	off_t start = pos & ~(off_t)(pmp->pm_bsize - 1);
	int error;

	error = bread(pmp->pm_devvp, btodb(start), pmp->pm_bsize, bpp);
	if (error != 0)
		return disk_failed(pmp, "read", error);
	*pp = (uint8_t *)(*bpp)->b_data + (pos - start);
	return 0;
}

static void
fat_lock(struct msdosfs_mount *pmp)
{
	while (pmp->pm_fatowner != NULL) {
		pmp->pm_fatwant = 1;
		(void)tsleep(&pmp->pm_fatowner, PINOD, "fat", 0);
	}
	pmp->pm_fatowner = curproc;
}

static void
fat_unlock(struct msdosfs_mount *pmp)
{
	pmp->pm_fatowner = NULL;
	if (pmp->pm_fatwant) {
		pmp->pm_fatwant = 0;
		wakeup(&pmp->pm_fatowner);
	}
}

/* Where an entry begins in a FAT, and how many bytes it touches. */
static off_t
entry_at(const struct msdosfs_mount *pmp, uint32_t cn, u_int *bytes)
{
	if (pmp->pm_fattype == 12) {
		*bytes = 2;
		return cn + cn / 2;
	}
	*bytes = pmp->pm_fattype / 8;
	return (off_t)cn * *bytes;
}

/* A buffer of the FAT that a loop over entries keeps from one to the next. */
struct fatbuf {
	struct buf *bp;
	off_t start;
};

static int
fatbuf_byte(
    struct msdosfs_mount *pmp, struct fatbuf *fb, off_t pos, uint8_t **pp)
{
	off_t start = pos & ~(off_t)(pmp->pm_bsize - 1);
	int error;

	if (fb->bp == NULL || fb->start != start) {
		if (fb->bp != NULL)
			brelse(fb->bp);
		fb->bp = NULL;
		if ((error = msdosfs_bread(pmp, pos, &fb->bp, pp)) != 0)
			return error;
		fb->start = start;
	}
	*pp = (uint8_t *)fb->bp->b_data + (pos - start);
	return 0;
}

static void
fatbuf_done(struct fatbuf *fb)
{
	if (fb->bp != NULL)
		brelse(fb->bp);
	fb->bp = NULL;
}

/* The bits of an entry, without FAT32's four that are not part of it. */
static int
raw_get(
    struct msdosfs_mount *pmp, struct fatbuf *fb, uint32_t cn, uint32_t *value)
{
	u_int n;
	off_t pos = pmp->pm_fatpos + entry_at(pmp, cn, &n);
	uint8_t *p, low;
	int error;

	if ((error = fatbuf_byte(pmp, fb, pos, &p)) != 0)
		return error;
	if (pmp->pm_fattype == 32)
		*value = le32(p) & 0x0fffffff;
	else if (pmp->pm_fattype == 16)
		*value = le16(p);
	else {
		low = *p;
		if ((error = fatbuf_byte(pmp, fb, pos + 1, &p)) != 0)
			return error;
		*value = (low | *p << 8) >> (cn & 1 ? 4 : 0) & 0xfff;
	}
	return 0;
}

/* Write one copy's entry: the bits in mask of the n bytes at pos. */
static int
put_bytes(
    struct msdosfs_mount *pmp, off_t pos, u_int n, uint32_t bits, uint32_t mask)
{
	struct buf *bp;
	uint8_t *p, m;
	int error;

	while (n > 0) {
		if ((error = msdosfs_bread(pmp, pos, &bp, &p)) != 0)
			return error;
		do {
			m = mask;
			*p = (*p & ~m) | (bits & m);
			p++, pos++, n--;
			bits >>= 8;
			mask >>= 8;
		} while (n > 0 && pos & (pmp->pm_bsize - 1));
		bdwrite(bp);
	}
	return 0;
}

/* The FAT lock is held.  A copy that cannot be written leaves the others. */
static int
raw_put(struct msdosfs_mount *pmp, uint32_t cn, uint32_t value)
{
	uint32_t mask = 0xffff;
	int error = 0, e;
	u_int n, i;
	off_t off = entry_at(pmp, cn, &n);

	if (pmp->pm_fattype == 32)
		mask = 0x0fffffff;
	else if (pmp->pm_fattype == 12) {
		mask = cn & 1 ? 0xfff0 : 0x0fff;
		value = cn & 1 ? value << 4 : value;
	}
	for (i = 0; i < pmp->pm_nfats; i++) {
		e = put_bytes(pmp, pmp->pm_fatpos + i * pmp->pm_fatsize + off,
		    n, value, mask);
		if (error == 0)
			error = e;
	}
	return error;
}

/* All bits set, in an entry as raw_get() returns it. */
static uint32_t
all_ones(const struct msdosfs_mount *pmp)
{
	return pmp->pm_fattype == 12 ? 0xfff
	    : pmp->pm_fattype == 16  ? 0xffff
				     : 0x0fffffff;
}

int
fat_get(struct msdosfs_mount *pmp, uint32_t cn, uint32_t *next)
{
	struct fatbuf fb = {NULL, 0};
	uint32_t value = 0;
	int error;

	KASSERT(clust_valid(pmp, cn));
	error = raw_get(pmp, &fb, cn, &value);
	fatbuf_done(&fb);
	if (value >= all_ones(pmp) - 7)
		*next = CLUST_EOF;
	else if (value == CLUST_FREE || clust_valid(pmp, value))
		*next = value;
	else
		*next = CLUST_BAD;
	return error;
}

/* Look for a free one from first to last; CLUST_FREE: there is none. */
static int
find_free(
    struct msdosfs_mount *pmp, uint32_t first, uint32_t last, uint32_t *cn)
{
	struct fatbuf fb = {NULL, 0};
	uint32_t value;
	int error = 0;

	*cn = CLUST_FREE;
	for (; first <= last; first++) {
		if ((error = raw_get(pmp, &fb, first, &value)) != 0)
			break;
		if (value == CLUST_FREE) {
			*cn = first;
			break;
		}
	}
	fatbuf_done(&fb);
	return error;
}

int
fat_alloc(struct msdosfs_mount *pmp, uint32_t *cnp)
{
	uint32_t cn = CLUST_FREE;
	int error = 0;

	fat_lock(pmp);
	if (pmp->pm_freeclusts > 0)
		error = find_free(pmp, pmp->pm_nextfree, pmp->pm_maxclust, &cn);
	if (error == 0 && cn == CLUST_FREE && pmp->pm_freeclusts > 0)
		error = find_free(pmp, CLUST_FIRST, pmp->pm_nextfree - 1, &cn);
	if (error == 0 && cn == CLUST_FREE)
		error = ENOSPC;
	if (error == 0 && (error = raw_put(pmp, cn, all_ones(pmp))) == 0) {
		pmp->pm_freeclusts--;
		pmp->pm_nextfree = cn < pmp->pm_maxclust ? cn + 1 : CLUST_FIRST;
		pmp->pm_fsinfochanged = 1;
		*cnp = cn;
	}
	fat_unlock(pmp);
	return error;
}

int
fat_link(struct msdosfs_mount *pmp, uint32_t cn, uint32_t next)
{
	int error;

	fat_lock(pmp);
	error = raw_put(pmp, cn, next == CLUST_EOF ? all_ones(pmp) : next);
	fat_unlock(pmp);
	return error;
}

/*
 * A chain that runs into itself ends where it was freed already; what is
 * free has no next.
 */
int
fat_free(struct msdosfs_mount *pmp, uint32_t cn)
{
	uint32_t next;
	int error = 0;

	fat_lock(pmp);
	while (clust_valid(pmp, cn)) {
		if ((error = fat_get(pmp, cn, &next)) != 0 ||
		    next == CLUST_FREE ||
		    (error = raw_put(pmp, cn, CLUST_FREE)) != 0)
			break;
		pmp->pm_freeclusts++;
		pmp->pm_fsinfochanged = 1;
		cn = next;
	}
	fat_unlock(pmp);
	return error;
}

/* Where FSInfo says that there is a free one: a hint, if it makes sense. */
static int
fsinfo_start(struct msdosfs_mount *pmp)
{
	const struct fsinfo *fi;
	struct buf *bp;
	uint8_t *p;
	int error;

	pmp->pm_nextfree = CLUST_FIRST;
	if (pmp->pm_fsinfopos == 0)
		return 0;
	if ((error = msdosfs_bread(pmp, pmp->pm_fsinfopos, &bp, &p)) != 0)
		return error;
	fi = (const struct fsinfo *)p;
	if (le32(fi->fi_leadsig) != FI_LEADSIG ||
	    le32(fi->fi_strucsig) != FI_STRUCSIG ||
	    le32(fi->fi_trailsig) != FI_TRAILSIG)
		pmp->pm_fsinfopos = 0;
	else {
		if (clust_valid(pmp, le32(fi->fi_nextfree)))
			pmp->pm_nextfree = le32(fi->fi_nextfree);
		pmp->pm_fsinfochanged = 1; /* until it was compared */
	}
	brelse(bp);
	return 0;
}

int
fsinfo_update(struct msdosfs_mount *pmp)
{
	struct fsinfo *fi;
	struct buf *bp;
	uint8_t *p;
	int error;

	if (!pmp->pm_fsinfochanged || pmp->pm_fsinfopos == 0)
		return 0;
	pmp->pm_fsinfochanged = 0;
	if ((error = msdosfs_bread(pmp, pmp->pm_fsinfopos, &bp, &p)) != 0)
		return error;
	fi = (struct fsinfo *)p;
	put32(fi->fi_freecount, pmp->pm_freeclusts);
	put32(fi->fi_nextfree, pmp->pm_nextfree);
	bdwrite(bp);
	return 0;
}

/*
 * FSInfo has a count as well, but nobody has to keep it: all entries are
 * looked at once.  That is what mounting a large volume takes.
 */
int
fat_start(struct msdosfs_mount *pmp)
{
	uint32_t cn, value, clean;
	struct fatbuf fb = {NULL, 0};
	int error;

	if ((error = fsinfo_start(pmp)) != 0)
		return error;
	pmp->pm_freeclusts = 0;
	for (cn = CLUST_FIRST; error == 0 && cn <= pmp->pm_maxclust; cn++)
		if ((error = raw_get(pmp, &fb, cn, &value)) == 0)
			pmp->pm_freeclusts += value == CLUST_FREE;
	if (error == 0 && pmp->pm_fattype != 12) {
		clean = pmp->pm_fattype == 16 ? FAT16_CLEAN : FAT32_CLEAN;
		error = raw_get(pmp, &fb, 1, &value);
		pmp->pm_wasdirty = error == 0 && (value & clean) == 0;
	}
	fatbuf_done(&fb);
	return error;
}

/*
 * FAT12 has no such bit.  Who left it set has to have the volume checked, and
 * so has who mounts one whose disk has failed.
 */
int
fat_mark(struct msdosfs_mount *pmp, int dirty)
{
	struct fatbuf fb = {NULL, 0};
	uint32_t value, clean;
	int error;

	if (pmp->pm_fattype == 12 || pmp->pm_wasdirty ||
	    (!dirty && pmp->pm_failed))
		return 0;
	clean = pmp->pm_fattype == 16 ? FAT16_CLEAN : FAT32_CLEAN;
	fat_lock(pmp);
	error = raw_get(pmp, &fb, 1, &value);
	fatbuf_done(&fb);
	if (error == 0)
		error = raw_put(pmp, 1, dirty ? value & ~clean : value | clean);
	fat_unlock(pmp);
	return error;
}
