/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_alloc.c: which blocks are free.
 *
 * A group's bitmap has a bit for each of its blocks, set for those in use.
 * Its buffer is owned while a bit is looked for and set, so two processes
 * never find the same.  The count of free blocks goes down before anything
 * can sleep: who was let in will find one.
 */
#include <sys/buf.h>
#include <sys/errno.h>

#include "ext2fs.h"

u_int
ext2_bit_clear(const char *map, u_int n, u_int start)
{
	u_int i, tried;

	if (start >= n)
		start = 0;
	for (i = start, tried = 0; tried < n; tried++) {
		if (i % 8 == 0 && n - i >= 8 && n - tried >= 8 &&
		    (u_char)map[i / 8] == 0xff) {
			i += 8; /* eight at a time */
			tried += 7;
		} else if (EXT2_BIT(map, i) == 0)
			return i;
		else
			i++;
		if (i == n)
			i = 0;
	}
	return n;
}

/*
 * Like ext2_bit_clear(), but rather the start of eight free ones than a
 * lone one, if start itself is taken: what is written next is to have room.
 */
static u_int
choose_bit(const char *map, u_int n, u_int start)
{
	u_int byte, i;

	if (start >= n)
		start = 0;
	for (i = start; i < n && i < roundup2(start + 1, 32); i++)
		if (EXT2_BIT(map, i) == 0)
			return i;
	for (byte = start / 8 + 1; byte < n / 8; byte++)
		if (map[byte] == 0)
			return byte * 8;
	return ext2_bit_clear(map, n, start);
}

/* Set the bit of a block, and those of n in all that are free behind it. */
static u_int
take_bits(struct ext2_mount *em, char *map, uint32_t blk, u_int bit, u_int n)
{
	u_int i;

	n = ext2_data_run(em, blk, n);
	for (i = 0; i < n && (i == 0 || EXT2_BIT(map, bit + i) == 0); i++)
		map[(bit + i) / 8] |= 1 << (bit + i) % 8;
	return i;
}

/* ENOSPC: not in this group. */
static int
alloc_in(struct ext2_mount *em, u_int g, u_int start, uint32_t *blkp, u_int *np)
{
	u_int bit, n = ext2_group_blocks(em, g);
	struct ext2_gd *gd = &em->m_gd[g];
	struct buf *bp;
	int error;

	error = ext2_bread(em, em->m_gd[g].bg_block_bitmap, &bp);
	if (error != 0)
		return error;
	for (;;) {
		bit = choose_bit(bp->b_data, n, start);
		if (bit == n)
			break;
		bp->b_data[bit / 8] |= 1 << bit % 8;
		*blkp = ext2_group_start(em, g) + bit;
		if (ext2_is_data(em, *blkp)) {
			*np = take_bits(em, bp->b_data, *blkp, bit, *np);
			bdwrite(bp);
			gd->bg_free_blocks_count -=
			    MIN(*np, gd->bg_free_blocks_count);
			em->m_changed = 1;
			return 0;
		}
		(void)ext2_complain(em,
		    "block %u is the system's own, but "
		    "free in its bitmap",
		    *blkp);
	}
	brelse(bp);
	ext2_group_is_full(em, g, "blocks", &gd->bg_free_blocks_count,
	    &em->m_sb.s_free_blocks_count);
	return ENOSPC;
}

/* The last blocks are root's, and whoever the superblock names. */
static uint32_t
available(const struct ext2_mount *em, struct ucred *cred)
{
	const struct ext2_sb *sb = &em->m_sb;

	if (cred == NOCRED || cred->cr_uid == 0 ||
	    cred->cr_uid == sb->s_def_resuid ||
	    (sb->s_def_resgid != 0 && groupmember(sb->s_def_resgid, cred)))
		return sb->s_free_blocks_count;
	return sb->s_free_blocks_count -
	    MIN(sb->s_r_blocks_count, sb->s_free_blocks_count);
}

int
ext2_block_alloc(struct ext2_mount *em, uint32_t goal, struct ucred *cred,
    uint32_t *blkp, u_int *np)
{
	struct ext2_sb *sb = &em->m_sb;
	u_int g, i, start, want = MIN(*np, available(em, cred));
	int error = ENOSPC;

	if (want == 0)
		return ENOSPC;
	sb->s_free_blocks_count -= want;
	if (goal < sb->s_first_data_block || goal >= sb->s_blocks_count)
		goal = sb->s_first_data_block;
	goal -= sb->s_first_data_block;
	g = goal / sb->s_blocks_per_group;
	start = goal % sb->s_blocks_per_group;
	for (i = 0; i < em->m_ngroups; i++, start = 0) {
		if (em->m_gd[g].bg_free_blocks_count > 0) {
			*np = want;
			error = alloc_in(em, g, start, blkp, np);
			if (error == 0) {
				sb->s_free_blocks_count += want - *np;
				return 0;
			}
		}
		g = g + 1 == em->m_ngroups ? 0 : g + 1;
	}
	sb->s_free_blocks_count += want;
	return error;
}

int
ext2_block_free(struct ext2_mount *em, uint32_t blk)
{
	uint32_t rel = blk - em->m_sb.s_first_data_block;
	u_int g = rel / em->m_sb.s_blocks_per_group;
	u_int bit = rel % em->m_sb.s_blocks_per_group;
	struct buf *bp;

	if (!ext2_is_data(em, blk))
		return ext2_complain(em,
		    "block %u cannot be freed: no file "
		    "can have it",
		    blk);
	if (ext2_bread(em, em->m_gd[g].bg_block_bitmap, &bp) != 0)
		return ext2_complain(em,
		    "block %u stays taken: the bitmap of "
		    "group %u cannot be read",
		    blk, g);
	if (EXT2_BIT(bp->b_data, bit) == 0) {
		brelse(bp);
		return ext2_complain(em, "block %u is freed twice", blk);
	}
	bp->b_data[bit / 8] &= ~(1 << bit % 8);
	bdwrite(bp);
	em->m_gd[g].bg_free_blocks_count++;
	em->m_sb.s_free_blocks_count++;
	em->m_changed = 1;
	return 0;
}
