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

int
ext2_bmap(struct ext2_inode *ip, uint32_t lbn, uint32_t *blkp)
{
	struct ext2_path path;
	uint32_t above;
	u_int level;
	int error;

	*blkp = 0;
	if ((error = ext2_path(ip->i_em, lbn, &path)) != 0)
		return error;
	return walk(ip, &path, &level, blkp, &above);
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

/* n of them, one behind the other if possible; all or none. */
static int
get_blocks(struct ext2_inode *ip, uint32_t goal, struct ucred *cred,
    uint32_t *blk, u_int n)
{
	struct ext2_mount *em = ip->i_em;
	u_int i;
	int error;

	if (ip->i_d.i_blocks > UINT32_MAX - n * (em->m_bsize / S_BLKSIZE))
		return EFBIG;
	for (i = 0; i < n; i++) {
		error = ext2_block_alloc(em, goal, cred, &blk[i]);
		if (error != 0) {
			free_blocks(em, blk, i);
			return error;
		}
		goal = blk[i] + 1;
	}
	return 0;
}

/*
 * New indirect blocks for the path's levels from level + 1 on: blk[0] is the
 * first of them, each points to the next, the last one to the file's block.
 * They are written to the disk, the lowest first.
 */
static int
write_indirect(struct ext2_mount *em, const struct ext2_path *path, u_int level,
    const uint32_t *blk)
{
	struct buf *bp;
	u_int i;
	int error;

	for (i = path->depth; i > level; i--) {
		error = ext2_getblk(em, blk[i - level - 1], &bp);
		if (error != 0)
			return error;
		memset(bp->b_data, 0, em->m_bsize);
		((uint32_t *)bp->b_data)[path->at[i]] = blk[i - level];
		if ((error = ext2_bwrite(em, bp)) != 0)
			return error;
	}
	return 0;
}

/* Let the pointer that was 0 point to blk. */
static int
attach(struct ext2_inode *ip, const struct ext2_path *path, u_int level,
    uint32_t above, uint32_t blk)
{
	struct buf *bp;
	int error;

	if (level == 0) {
		ip->i_d.i_block[path->at[0]] = blk;
		return 0;
	}
	if ((error = ext2_bread(ip->i_em, above, &bp)) != 0)
		return error;
	((uint32_t *)bp->b_data)[path->at[level]] = blk;
	bdwrite(bp);
	return 0;
}

/*
 * A block where there is none.  With contents it is on the disk, with them,
 * before anything points to it; without it is zeros, and *bpp is owned.
 */
static int
add_block(struct ext2_inode *ip, uint32_t lbn, const struct ext2_path *path,
    u_int level, uint32_t above, struct ucred *cred, struct buf **bpp,
    const char *contents)
{
	struct ext2_mount *em = ip->i_em;
	uint32_t blk[EXT2_NIND + 1];
	u_int n = path->depth - level + 1;
	struct buf *bp = NULL;
	int error;

	error = get_blocks(ip, goal_of(ip, lbn, above), cred, blk, n);
	if (error != 0)
		return error;
	error = ext2_getblk(em, blk[n - 1], &bp);
	if (error == 0 && contents != NULL) {
		memcpy(bp->b_data, contents, em->m_bsize);
		error = ext2_bwrite(em, bp);
		bp = NULL;
	} else if (error == 0)
		memset(bp->b_data, 0, em->m_bsize);
	if (error == 0)
		error = write_indirect(em, path, level, blk);
	if (error == 0)
		error = attach(ip, path, level, above, blk[0]);
	if (error != 0) {
		if (bp != NULL) {
			bp->b_flags |= B_INVAL;
			brelse(bp);
		}
		free_blocks(em, blk, n);
		return error;
	}
	ip->i_d.i_blocks += n * (em->m_bsize / S_BLKSIZE);
	ip->i_nextlbn = lbn + 1;
	ip->i_nextblk = blk[n - 1] + 1;
	ext2_dirty(ip);
	*bpp = bp;
	return 0;
}

int
ext2_bwant(struct ext2_inode *ip, uint32_t lbn, int whole, struct ucred *cred,
    struct buf **bpp)
{
	struct ext2_path path;
	uint32_t blk, above;
	u_int level;
	int error;

	if ((error = ext2_path(ip->i_em, lbn, &path)) != 0 ||
	    (error = walk(ip, &path, &level, &blk, &above)) != 0)
		return error;
	if (blk == 0)
		return add_block(ip, lbn, &path, level, above, cred, bpp, NULL);
	ip->i_nextlbn = lbn + 1;
	ip->i_nextblk = blk + 1;
	return whole ? ext2_getblk(ip->i_em, blk, bpp)
		     : ext2_bread(ip->i_em, blk, bpp);
}

int
ext2_bappend(struct ext2_inode *ip, uint32_t lbn, const char *contents,
    struct ucred *cred)
{
	struct ext2_path path;
	uint32_t blk, above;
	struct buf *none;
	u_int level;
	int error;

	if ((error = ext2_path(ip->i_em, lbn, &path)) != 0 ||
	    (error = walk(ip, &path, &level, &blk, &above)) != 0)
		return error;
	if (blk != 0)
		return ext2_complain(ip->i_em,
		    "inode %u: block %u lies behind "
		    "the end of the directory",
		    ip->i_ino, blk);
	return add_block(ip, lbn, &path, level, above, cred, &none, contents);
}
