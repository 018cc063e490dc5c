/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_trunc.c: files that get longer or shorter, and those that go.
 *
 * When blocks go, first all pointers to them do, on the disk; only then may
 * others have the blocks.  So the shorter file is written in two steps: what
 * is to go is cut off, in the inode and in at most one indirect block of
 * each level, and remembered; then what was cut off is walked through.
 */
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/stat.h>

#include "ext2fs.h"

/* Free it, and count what the file has less. */
static int
free_counted(struct ext2_inode *ip, uint32_t blk)
{
	u_int sectors = ip->i_em->m_bsize / S_BLKSIZE;

	ip->i_d.i_blocks -= MIN(ip->i_d.i_blocks, sectors);
	return ext2_block_free(ip->i_em, blk);
}

/* A copy of an indirect block; NULL, after a complaint, if there is none. */
static uint32_t *
copy_indirect(struct ext2_inode *ip, uint32_t blk)
{
	struct ext2_mount *em = ip->i_em;
	struct buf *bp;
	uint32_t *copy;

	if (!ext2_is_data(em, blk) || ext2_bread(em, blk, &bp) != 0) {
		(void)ext2_complain(em,
		    "inode %u: indirect block %u cannot "
		    "be read: what it points to is lost",
		    ip->i_ino, blk);
		return NULL;
	}
	copy = malloc(em->m_bsize, M_EXT2FS, M_WAITOK);
	memcpy(copy, bp->b_data, em->m_bsize);
	brelse(bp);
	return copy;
}

/*
 * Free a block and what it points to; level 0 is a block of the file.  A
 * bad image may have the same block in many places, even above itself: each
 * can be freed only once, and only then what it points to is looked at.
 */
static void
free_tree(struct ext2_inode *ip, uint32_t blk, u_int level)
{
	uint32_t *copy = NULL;
	u_int i;

	if (level > 0 && (copy = copy_indirect(ip, blk)) == NULL)
		return;
	if (free_counted(ip, blk) == 0 && level > 0)
		for (i = 0; i < ip->i_em->m_nindir; i++)
			if (copy[i] != 0)
				free_tree(ip, copy[i], level - 1);
	free(copy, M_EXT2FS);
}

/* Is block n the first that its pointer at level i - 1 leads to? */
static int
starts_below(const struct ext2_path *path, u_int i)
{
	for (; i <= path->depth; i++)
		if (path->at[i] != 0)
			return 0;
	return 1;
}

/*
 * In the indirect block blk, which stays, cut off what comes behind the
 * path, and at each level below.  What is cut off is copied to cut[depth of
 * the tree below], which free_cut() frees.
 */
static int
cut_indirect(struct ext2_inode *ip, uint32_t blk, const struct ext2_path *path,
    u_int i, uint32_t *cut[])
{
	struct ext2_mount *em = ip->i_em;
	u_int at = path->at[i], k;
	uint32_t *p, below = 0;
	struct buf *bp;
	int error, any = 0;

	if (!ext2_is_data(em, blk))
		return ext2_complain(
		    em, "inode %u: indirect block %u is none", ip->i_ino, blk);
	cut[path->depth - i] = malloc(em->m_bsize, M_EXT2FS, M_ZERO);
	if ((error = ext2_bread(em, blk, &bp)) != 0)
		return error;
	p = (uint32_t *)bp->b_data;
	if (!starts_below(path, i + 1))
		below = p[at++]; /* it stays, in part */
	for (k = at; k < em->m_nindir; k++) {
		any |= p[k] != 0;
		cut[path->depth - i][k] = p[k];
		p[k] = 0;
	}
	if (!any)
		brelse(bp);
	else if ((error = ext2_bwrite(em, bp)) != 0)
		return error;
	return below != 0 ? cut_indirect(ip, below, path, i + 1, cut) : 0;
}

static void
free_cut(struct ext2_inode *ip, uint32_t *cut[], int frees)
{
	u_int level, i;

	for (level = 0; level < EXT2_NIND; level++) {
		if (cut[level] == NULL)
			continue;
		for (i = 0; i < ip->i_em->m_nindir && frees; i++)
			if (cut[level][i] != 0)
				free_tree(ip, cut[level][i], level);
		free(cut[level], M_EXT2FS);
	}
}

/*
 * Give up all blocks from the n-th on.  The inode, which has its new size
 * already, is on the disk before anything is freed.
 */
static int
cut_blocks(struct ext2_inode *ip, uint32_t n)
{
	uint32_t gone[EXT2_NADDR], *cut[EXT2_NIND] = {NULL}, keep = 0;
	struct ext2_path path;
	u_int i;
	int error, error2;

	if (ext2_path(ip->i_em, n, &path) != 0)
		return ext2_update(ip, 1); /* behind all that there can be */
	memset(gone, 0, sizeof(gone));
	ip->i_shrinks++;
	ip->i_nextblk = 0;
	for (i = path.at[0]; i < EXT2_NADDR; i++) {
		if (i == path.at[0] && !starts_below(&path, 1)) {
			keep = ip->i_d.i_block[i];
			continue;
		}
		gone[i] = ip->i_d.i_block[i];
		ip->i_d.i_block[i] = 0;
	}
	error = ext2_update(ip, 1);
	error2 = keep != 0 ? cut_indirect(ip, keep, &path, 1, cut) : 0;
	if (error == 0)
		for (i = 0; i < EXT2_NADDR; i++)
			if (gone[i] != 0)
				free_tree(ip, gone[i],
				    i < EXT2_NDIR ? 0 : i - EXT2_NDIR + 1);
	free_cut(ip, cut, error2 == 0);
	ip->i_shrinks++;
	ext2_dirty(ip);
	return error != 0 ? error : error2;
}

int
ext2_release(struct ext2_inode *ip)
{
	if (!ext2_has_blocks(ip))
		return ext2_update(ip, 1);
	ip->i_size = 0;
	return cut_blocks(ip, 0);
}

/* Zeros from the end of the file to the end of its last block. */
static int
clear_tail(struct ext2_inode *ip, off_t size)
{
	struct ext2_mount *em = ip->i_em;
	u_int off = size & (em->m_bsize - 1);
	struct buf *bp;
	uint32_t blk;
	int error;

	if (off == 0)
		return 0;
	error = ext2_bmap(ip, (uint32_t)(size >> em->m_bshift), &blk);
	if (error != 0 || blk == 0)
		return error;
	if ((error = ext2_bread(em, blk, &bp)) != 0)
		return error;
	memset(bp->b_data + off, 0, em->m_bsize - off);
	bdwrite(bp);
	return 0;
}

int
ext2_setsize(struct ext2_inode *ip, off_t size)
{
	struct ext2_mount *em = ip->i_em;
	off_t old = ip->i_size;
	int error;

	if (size > em->m_maxsize)
		return EFBIG;
	if (size > INT32_MAX && (error = ext2_super_large(em)) != 0)
		return error;
	if ((error = clear_tail(ip, MIN(size, old))) != 0)
		return error;
	ip->i_size = size;
	ext2_dirty(ip);
	if (size >= old)
		return 0;
	return cut_blocks(
	    ip, (uint32_t)((size + em->m_bsize - 1) >> em->m_bshift));
}
