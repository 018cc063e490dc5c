/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_ialloc.c: which inodes are free, and where they lie.
 *
 * A directory in the root goes to a group of its own, where much is free;
 * what is in it follows.  So files that belong together lie together, and
 * no group fills up before the others.
 */
#include <sys/buf.h>
#include <sys/errno.h>

#include "ext2fs.h"

int
ext2_inode_bread(struct ext2_mount *em, uint32_t ino, struct buf **bpp,
    struct ext2_dinode **dip)
{
	u_int g = (ino - 1) / em->m_sb.s_inodes_per_group;
	u_int i = (ino - 1) % em->m_sb.s_inodes_per_group;
	int error;

	error = ext2_bread(
	    em, em->m_gd[g].bg_inode_table + i / em->m_inoperblk, bpp);
	if (error == 0)
		*dip = (struct ext2_dinode *)((*bpp)->b_data +
		    i % em->m_inoperblk * em->m_inosize);
	return error;
}

/*
 * The group with the most free blocks among those that have as many free
 * inodes as others, and fewer directories if blocks are equal.
 */
static u_int
emptiest_group(const struct ext2_mount *em)
{
	u_int g, best = 0, mean = em->m_sb.s_free_inodes_count / em->m_ngroups;
	const struct ext2_gd *gd, *b = NULL;

	for (g = 0; g < em->m_ngroups; g++) {
		gd = &em->m_gd[g];
		if (gd->bg_free_inodes_count == 0 ||
		    gd->bg_free_inodes_count < mean)
			continue;
		if (b == NULL ||
		    gd->bg_free_blocks_count > b->bg_free_blocks_count ||
		    (gd->bg_free_blocks_count == b->bg_free_blocks_count &&
			gd->bg_used_dirs_count < b->bg_used_dirs_count)) {
			b = gd;
			best = g;
		}
	}
	return best;
}

static u_int
first_group(const struct ext2_inode *dip, int isdir)
{
	const struct ext2_mount *em = dip->i_em;

	if (isdir && dip->i_ino == EXT2_ROOT_INO)
		return emptiest_group(em);
	return (dip->i_ino - 1) / em->m_sb.s_inodes_per_group;
}

/*
 * Is what the bitmap calls free free indeed?  Then it is cleared: what is
 * left of a former life is not to come back.
 */
static int
clear_inode(struct ext2_mount *em, uint32_t ino)
{
	struct ext2_dinode *di;
	struct buf *bp;
	int error;

	if ((error = ext2_inode_bread(em, ino, &bp, &di)) != 0)
		return ext2_complain(em,
		    "inode %u cannot be read, error %d, and so is not used",
		    ino, error);
	if (di->i_links_count != 0) {
		brelse(bp);
		return ext2_complain(em,
		    "inode %u is free in its bitmap, but "
		    "has %u names",
		    ino, di->i_links_count);
	}
	memset(di, 0, em->m_inosize);
	bdwrite(bp);
	return 0;
}

/*
 * Take a bit in a group's bitmap; behind *bitp, if a former one was no good.
 * ENOSPC: not in this group.
 */
static int
take_bit(struct ext2_mount *em, u_int g, u_int *bitp)
{
	u_int n = em->m_sb.s_inodes_per_group, bit;
	u_int low = g == 0 ? em->m_firstino - 1 : 0;
	struct buf *bp;
	int error;

	error = ext2_bread(em, em->m_gd[g].bg_inode_bitmap, &bp);
	if (error != 0)
		return error;
	bit = ext2_bit_clear(bp->b_data, n, MAX(*bitp, low));
	if (bit == n || bit < MAX(*bitp, low)) {
		brelse(bp);
		return ENOSPC;
	}
	bp->b_data[bit / 8] |= 1 << bit % 8;
	bdwrite(bp);
	*bitp = bit;
	return 0;
}

static int
alloc_in(struct ext2_mount *em, u_int g, int isdir, uint32_t *inop)
{
	struct ext2_gd *gd = &em->m_gd[g];
	u_int bit = 0;
	int error;

	while ((error = take_bit(em, g, &bit)) == 0) {
		*inop = g * em->m_sb.s_inodes_per_group + bit + 1;
		if ((error = clear_inode(em, *inop)) == 0)
			break;
		bit++; /* its bit stays set: it was wrong */
	}
	if (error == ENOSPC)
		ext2_group_is_full(em, g, "inodes", &gd->bg_free_inodes_count,
		    &em->m_sb.s_free_inodes_count);
	if (error != 0)
		return error;
	if (gd->bg_free_inodes_count > 0)
		gd->bg_free_inodes_count--;
	if (isdir)
		gd->bg_used_dirs_count++;
	em->m_changed = 1;
	return 0;
}

int
ext2_inode_alloc(struct ext2_inode *dip, int isdir, uint32_t *inop)
{
	struct ext2_mount *em = dip->i_em;
	u_int i, g = first_group(dip, isdir);
	int error = ENOSPC;

	if (em->m_sb.s_free_inodes_count == 0)
		return ENOSPC;
	em->m_sb.s_free_inodes_count--;
	for (i = 0; i < em->m_ngroups; i++) {
		if (em->m_gd[g].bg_free_inodes_count > 0 &&
		    (error = alloc_in(em, g, isdir, inop)) == 0)
			return 0;
		g = g + 1 == em->m_ngroups ? 0 : g + 1;
	}
	em->m_sb.s_free_inodes_count++;
	return error;
}

void
ext2_inode_free(struct ext2_mount *em, uint32_t ino, int isdir)
{
	u_int g = (ino - 1) / em->m_sb.s_inodes_per_group;
	u_int bit = (ino - 1) % em->m_sb.s_inodes_per_group;
	struct ext2_gd *gd = &em->m_gd[g];
	struct buf *bp;

	if (ext2_bread(em, gd->bg_inode_bitmap, &bp) != 0) {
		(void)ext2_complain(em,
		    "inode %u stays taken: the bitmap of "
		    "group %u cannot be read",
		    ino, g);
		return;
	}
	if (EXT2_BIT(bp->b_data, bit) == 0) {
		brelse(bp);
		(void)ext2_complain(em, "inode %u is freed twice", ino);
		return;
	}
	bp->b_data[bit / 8] &= ~(1 << bit % 8);
	bdwrite(bp);
	gd->bg_free_inodes_count++;
	if (isdir && gd->bg_used_dirs_count > 0)
		gd->bg_used_dirs_count--;
	em->m_sb.s_free_inodes_count++;
	em->m_changed = 1;
}
