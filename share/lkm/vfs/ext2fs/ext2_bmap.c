/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_bmap.c: which block of the disk is a file's n-th.
 *
 * The inode names the first 12 itself.  Then comes one that holds nothing
 * but numbers of blocks, then one with the numbers of such, and a third
 * level.  0 anywhere is a hole, which reads as zeros.
 *
 * New blocks are got all at once, with the indirect blocks that they need,
 * and these are on the disk before the file points to them.  So when there
 * is no room for the last of them, nothing has changed.
 */
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/stat.h>

#include "ext2fs.h"

int
ext2_path(const struct ext2_mount *em, uint32_t lbn, struct ext2_path *path)
{
	uint64_t n = em->m_nindir, span = 1, left = lbn;
	u_int depth, i;

	if (left < EXT2_NDIR) {
		path->depth = 0;
		path->at[0] = (u_int)left;
		return 0;
	}
	left -= EXT2_NDIR;
	for (depth = 1; depth <= EXT2_NIND; depth++) {
		span *= n;
		if (left < span)
			break;
		left -= span;
	}
	if (depth > EXT2_NIND)
		return EFBIG;
	path->depth = depth;
	path->at[0] = EXT2_NDIR + depth - 1;
	for (i = 1; i <= depth; i++) {
		span /= n;
		path->at[i] = (u_int)(left / span);
		left %= span;
	}
	return 0;
}

static int
bad_block(struct ext2_inode *ip, uint32_t blk)
{
	struct ext2_mount *em = ip->i_em;

	return ext2_complain(em, "inode %u: block %u %s", ip->i_ino, blk,
	    blk >= em->m_sb.s_blocks_count ? "is beyond the end"
					   : "is the system's own");
}

/* Pointer i of the indirect block blk. */
static int
read_pointer(struct ext2_inode *ip, uint32_t blk, u_int i, uint32_t *out)
{
	struct buf *bp;
	int error;

	if ((error = ext2_bread(ip->i_em, blk, &bp)) != 0)
		return error;
	*out = ((uint32_t *)bp->b_data)[i];
	brelse(bp);
	return 0;
}

/*
 * Follow the path as far as it is there: *level is that of the pointer that
 * is 0, or depth, and *blkp what the last one says; *above is the indirect
 * block with that pointer (0: the inode).
 */
static int
walk(struct ext2_inode *ip, const struct ext2_path *path, u_int *level,
    uint32_t *blkp, uint32_t *above)
{
	uint32_t blk = ip->i_d.i_block[path->at[0]];
	u_int i = 0, shrinks = ip->i_shrinks;
	int error;

	*above = 0;
	for (;;) {
		if (blk != 0 && !ext2_is_data(ip->i_em, blk))
			return shrinks == ip->i_shrinks
			    ? bad_block(ip, blk)
			    : EIO; /* getpage() will look again */
		if (blk == 0 || i == path->depth)
			break;
		*above = blk;
		i++;
		if ((error = read_pointer(ip, *above, path->at[i], &blk)) != 0)
			return error;
	}
	*level = i;
	*blkp = blk;
	return 0;
}

/* How many of n pointers, after the first, lead on to the next block. */
static u_int
run_length(const struct ext2_mount *em, const uint32_t *p, u_int n)
{
	u_int i;

	for (i = 1; i < n && p[i] == p[0] + i; i++)
		continue;
	return ext2_data_run(em, p[0], i);
}

int
ext2_bmap_run(
    struct ext2_inode *ip, uint32_t lbn, u_int max, uint32_t *blkp, u_int *np)
{
	struct ext2_mount *em = ip->i_em;
	struct ext2_path path;
	struct buf *bp;
	uint32_t above;
	u_int level, at, n;
	int error;

	*blkp = 0;
	*np = 1;
	if ((error = ext2_path(em, lbn, &path)) != 0 ||
	    (error = walk(ip, &path, &level, blkp, &above)) != 0)
		return error;
	if (*blkp == 0 || max == 1)
		return 0;
	at = path.at[level];
	n = MIN(max, (level == 0 ? EXT2_NDIR : em->m_nindir) - at);
	if (level == 0) {
		*np = run_length(em, &ip->i_d.i_block[at], n);
		return 0;
	}
	if ((error = ext2_bread(em, above, &bp)) != 0)
		return error;
	/* Without the lock it may be another's by now: see getpage(). */
	if (((uint32_t *)bp->b_data)[at] == *blkp)
		*np = run_length(em, (uint32_t *)bp->b_data + at, n);
	brelse(bp);
	return 0;
}

int
ext2_bmap(struct ext2_inode *ip, uint32_t lbn, uint32_t *blkp)
{
	u_int n;

	return ext2_bmap_run(ip, lbn, 1, blkp, &n);
}

/* ---- new blocks ---- */

/* Behind the block before it, or somewhere in the group of the inode. */
static uint32_t
goal_of(struct ext2_inode *ip, uint32_t lbn, uint32_t above)
{
	struct ext2_mount *em = ip->i_em;
	u_int g;

	if (ip->i_nextblk != 0 && ip->i_nextlbn == lbn)
		return ip->i_nextblk;
	if (above != 0)
		return above + 1;
	if (lbn > 0 && lbn < EXT2_NDIR && ip->i_d.i_block[lbn - 1] != 0)
		return ip->i_d.i_block[lbn - 1] + 1;
	g = (ip->i_ino - 1) / em->m_sb.s_inodes_per_group;
	return ext2_group_start(em, g);
}

static void
free_blocks(struct ext2_mount *em, const uint32_t *blk, u_int n)
{
	while (n > 0)
		(void)ext2_block_free(em, blk[--n]);
}

/*
 * n of them, one behind the other if possible; all or none.  Behind the last
 * there are *morep more, or as many as there are in a row.
 */
static int
get_blocks(struct ext2_inode *ip, uint32_t goal, struct ucred *cred,
    uint32_t *blk, u_int n, u_int *morep)
{
	struct ext2_mount *em = ip->i_em;
	u_int i, got;
	int error;

	if (ip->i_d.i_blocks >
	    UINT32_MAX - (n + *morep) * (em->m_bsize / S_BLKSIZE))
		return EFBIG;
	for (i = 0; i < n; i++) {
		got = i + 1 == n ? *morep + 1 : 1;
		error = ext2_block_alloc(em, goal, cred, &blk[i], &got);
		if (error != 0) {
			free_blocks(em, blk, i);
			return error;
		}
		goal = blk[i] + 1;
	}
	*morep = got - 1;
	return 0;
}

/* n pointers, to blocks one behind the other. */
static void
point(uint32_t *p, uint32_t blk, u_int n)
{
	while (n-- > 0)
		*p++ = blk++;
}

/*
 * New indirect blocks for the path's levels from level + 1 on: blk[0] is the
 * first of them, each points to the next, the last one to n of the file's.
 * They are written to the disk, the lowest first.
 */
static int
write_indirect(struct ext2_mount *em, const struct ext2_path *path, u_int level,
    const uint32_t *blk, u_int n)
{
	struct buf *bp;
	u_int i;
	int error;

	for (i = path->depth; i > level; i--, n = 1) {
		error = ext2_getblk(em, blk[i - level - 1], 1, &bp);
		if (error != 0)
			return error;
		memset(bp->b_data, 0, em->m_bsize);
		point((uint32_t *)bp->b_data + path->at[i], blk[i - level], n);
		if ((error = ext2_bwrite(em, bp)) != 0)
			return error;
	}
	return 0;
}

/* Let the pointers that were 0 point to n blocks. */
static int
attach(struct ext2_inode *ip, const struct ext2_path *path, u_int level,
    uint32_t above, uint32_t blk, u_int n)
{
	struct buf *bp;
	int error;

	if (level == 0) {
		point(&ip->i_d.i_block[path->at[0]], blk, n);
		return 0;
	}
	if ((error = ext2_bread(ip->i_em, above, &bp)) != 0)
		return error;
	point((uint32_t *)bp->b_data + path->at[level], blk, n);
	bdwrite(bp);
	return 0;
}

/* Where there is no block yet. */
struct gap {
	struct ext2_path path;
	u_int level; /* of the pointer that is 0 */
	uint32_t above;
	u_int n; /* blocks of the file that are wanted, and behind it */
};

/*
 * Blocks from lbn on where there are none: *blkp is the first, gap->n says how
 * many.  With bpp the first, the only one, has its buffer, which is owned.
 * It is written before anything points to it, if there are contents for it.
 */
static int
add_blocks(struct ext2_inode *ip, uint32_t lbn, struct gap *gap,
    struct ucred *cred, uint32_t *blkp, struct buf **bpp, u_int likely,
    const char *contents)
{
	struct ext2_mount *em = ip->i_em;
	uint32_t blk[EXT2_NIND + 1];
	u_int n = gap->path.depth - gap->level + 1, more = gap->n - 1;
	struct buf *bp = NULL;
	int error;

	error =
	    get_blocks(ip, goal_of(ip, lbn, gap->above), cred, blk, n, &more);
	if (error != 0)
		return error;
	if (bpp != NULL)
		error = ext2_getblk(em, blk[n - 1], likely, &bp);
	if (error == 0 && contents != NULL) {
		memcpy(bp->b_data, contents, em->m_bsize);
		error = ext2_bwrite(em, bp);
		bp = NULL;
	}
	if (error == 0)
		error =
		    write_indirect(em, &gap->path, gap->level, blk, more + 1);
	if (error == 0)
		error = attach(ip, &gap->path, gap->level, gap->above, blk[0],
		    n == 1 ? more + 1 : 1);
	if (error != 0) {
		if (bp != NULL) {
			bp->b_flags |= B_INVAL;
			brelse(bp);
		}
		while (more > 0)
			(void)ext2_block_free(em, blk[n - 1] + more--);
		free_blocks(em, blk, n);
		return error;
	}
	ip->i_d.i_blocks += (n + more) * (em->m_bsize / S_BLKSIZE);
	ip->i_nextlbn = lbn + 1 + more;
	ip->i_nextblk = blk[n - 1] + 1 + more;
	ext2_dirty(ip);
	*blkp = blk[n - 1];
	gap->n = more + 1;
	if (bpp != NULL)
		*bpp = bp;
	return 0;
}

/* Of n pointers from the gap on, how many are 0 like the first? */
static int
measure_gap(struct ext2_inode *ip, struct gap *gap, u_int n)
{
	struct ext2_mount *em = ip->i_em;
	u_int at = gap->path.at[gap->path.depth];
	const uint32_t *p = ip->i_d.i_block;
	struct buf *bp = NULL;
	int error;

	n = MIN(n, (gap->path.depth == 0 ? EXT2_NDIR : em->m_nindir) - at);
	gap->n = n;
	if (gap->level < gap->path.depth)
		return 0; /* they are in an indirect block to come */
	if (gap->level > 0) {
		if ((error = ext2_bread(em, gap->above, &bp)) != 0)
			return error;
		p = (const uint32_t *)bp->b_data;
	}
	for (gap->n = 1; gap->n < n && p[at + gap->n] == 0; gap->n++)
		continue;
	if (bp != NULL)
		brelse(bp);
	return 0;
}

int
ext2_bgrow(struct ext2_inode *ip, uint32_t lbn, struct ucred *cred,
    uint32_t *blkp, u_int *np)
{
	struct gap gap;
	int error;

	if ((error = ext2_path(ip->i_em, lbn, &gap.path)) != 0 ||
	    (error = walk(ip, &gap.path, &gap.level, blkp, &gap.above)) != 0)
		return error;
	if (*blkp != 0)
		return EEXIST;
	if ((error = measure_gap(ip, &gap, *np)) == 0)
		error = add_blocks(ip, lbn, &gap, cred, blkp, NULL, 0, NULL);
	*np = gap.n;
	return error;
}

int
ext2_bwant(struct ext2_inode *ip, uint32_t lbn, int whole, u_int likely,
    struct ucred *cred, struct buf **bpp)
{
	struct gap gap = {.n = 1};
	uint32_t blk;
	int error;

	if ((error = ext2_path(ip->i_em, lbn, &gap.path)) != 0 ||
	    (error = walk(ip, &gap.path, &gap.level, &blk, &gap.above)) != 0)
		return error;
	if (blk == 0) {
		error =
		    add_blocks(ip, lbn, &gap, cred, &blk, bpp, likely, NULL);
		if (error == 0 && !whole)
			memset((*bpp)->b_data, 0, ip->i_em->m_bsize);
		return error;
	}
	ip->i_nextlbn = lbn + 1;
	ip->i_nextblk = blk + 1;
	return whole ? ext2_getblk(ip->i_em, blk, likely, bpp)
		     : ext2_bread(ip->i_em, blk, bpp);
}

int
ext2_bappend(struct ext2_inode *ip, uint32_t lbn, const char *contents,
    struct ucred *cred)
{
	struct gap gap = {.n = 1};
	struct buf *none;
	uint32_t blk;
	int error;

	if ((error = ext2_path(ip->i_em, lbn, &gap.path)) != 0 ||
	    (error = walk(ip, &gap.path, &gap.level, &blk, &gap.above)) != 0)
		return error;
	if (blk != 0)
		return ext2_complain(ip->i_em,
		    "inode %u: block %u lies behind "
		    "the end of the directory",
		    ip->i_ino, blk);
	return add_blocks(ip, lbn, &gap, cred, &blk, &none, 1, contents);
}
