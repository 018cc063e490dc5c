/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_groups.c: the block groups: where each has its bitmaps and its table
 * of inodes, and how much is free in it.
 */
#include <sys/buf.h>
#include <sys/errno.h>

#include "ext2fs.h"

#define COMPAT_SPARSE_SUPER2 0x200

uint32_t
ext2_group_start(const struct ext2_mount *em, u_int g)
{
	return em->m_sb.s_first_data_block + g * em->m_sb.s_blocks_per_group;
}

/* The last may be shorter. */
u_int
ext2_group_blocks(const struct ext2_mount *em, u_int g)
{
	return MIN(em->m_sb.s_blocks_per_group,
	    em->m_sb.s_blocks_count - ext2_group_start(em, g));
}

static int
is_power(u_int n, u_int base)
{
	while (n > 1 && n % base == 0)
		n /= base;
	return n == 1;
}

/* Does the group begin with copies of superblock and descriptors? */
int
ext2_has_super(const struct ext2_mount *em, u_int g)
{
	uint32_t backup[2];

	if (g == 0)
		return 1;
	if (em->m_sb.s_feature_compat & COMPAT_SPARSE_SUPER2) {
		memcpy(backup, (const char *)&em->m_sb + 588, sizeof(backup));
		return g == backup[0] || g == backup[1];
	}
	return g == 1 ||
	    (em->m_sb.s_feature_ro_compat & EXT2_RO_COMPAT_SPARSE_SUPER) == 0 ||
	    is_power(g, 3) || is_power(g, 5) || is_power(g, 7);
}

/* Blocks at the start of a group for those copies. */
static u_int
head_blocks(const struct ext2_mount *em, u_int g)
{
	return ext2_has_super(em, g)
	    ? 1 + em->m_gdblocks + em->m_sb.s_reserved_gdt_blocks
	    : 0;
}

int
ext2_is_data(const struct ext2_mount *em, uint32_t blk)
{
	const struct ext2_gd *gd;
	u_int g;

	if (blk < em->m_sb.s_first_data_block || blk >= em->m_sb.s_blocks_count)
		return 0;
	g = (blk - em->m_sb.s_first_data_block) / em->m_sb.s_blocks_per_group;
	gd = &em->m_gd[g];
	return blk != gd->bg_block_bitmap && blk != gd->bg_inode_bitmap &&
	    (blk < gd->bg_inode_table ||
		blk - gd->bg_inode_table >= em->m_itblocks) &&
	    blk - ext2_group_start(em, g) >= head_blocks(em, g);
}

/* Of n blocks from blk on, those before another one. */
static u_int
up_to(uint32_t blk, uint32_t other, u_int n)
{
	return other > blk ? MIN(n, other - blk) : n;
}

u_int
ext2_data_run(const struct ext2_mount *em, uint32_t blk, u_int n)
{
	u_int g =
	    (blk - em->m_sb.s_first_data_block) / em->m_sb.s_blocks_per_group;
	const struct ext2_gd *gd = &em->m_gd[g];

	n = up_to(blk, gd->bg_block_bitmap, n);
	n = up_to(blk, gd->bg_inode_bitmap, n);
	n = up_to(blk, gd->bg_inode_table, n);
	return up_to(
	    blk, ext2_group_start(em, g) + ext2_group_blocks(em, g), n);
}

/* n blocks from blk on: are they the group's, and not its head? */
static int
lies_in(const struct ext2_mount *em, u_int g, uint32_t blk, u_int n)
{
	uint32_t start = ext2_group_start(em, g);
	u_int len = ext2_group_blocks(em, g);

	return blk >= start && blk - start >= head_blocks(em, g) && n <= len &&
	    blk - start <= len - n;
}

static int
check_group(struct ext2_mount *em, u_int g)
{
	const struct ext2_gd *gd = &em->m_gd[g];
	const char *wrong = NULL;

	if (!lies_in(em, g, gd->bg_block_bitmap, 1))
		wrong = "its block bitmap lies outside";
	else if (!lies_in(em, g, gd->bg_inode_bitmap, 1))
		wrong = "its inode bitmap lies outside";
	else if (!lies_in(em, g, gd->bg_inode_table, em->m_itblocks))
		wrong = "its table of inodes lies outside";
	else if (gd->bg_block_bitmap == gd->bg_inode_bitmap ||
	    gd->bg_block_bitmap - gd->bg_inode_table < em->m_itblocks ||
	    gd->bg_inode_bitmap - gd->bg_inode_table < em->m_itblocks)
		wrong = "its bitmaps and its table of inodes overlap";
	else if (gd->bg_free_blocks_count > ext2_group_blocks(em, g) ||
	    gd->bg_free_inodes_count > em->m_sb.s_inodes_per_group)
		wrong = "more is free than there is";
	if (wrong == NULL)
		return 0;
	vfs_reason(em->m_mount, em->m_args, "group %u: %s", g, wrong);
	return EINVAL;
}

void
ext2_group_is_full(struct ext2_mount *em, u_int g, const char *what,
    uint16_t *in_group, uint32_t *in_all)
{
	u_int told = *in_group;

	if (told == 0)
		return; /* others took the last while we waited */
	(void)ext2_complain(em,
	    "group %u: %u %s are said to be free, but none is", g, told, what);
	*in_group = 0;
	*in_all -= MIN(told, *in_all);
}

/* The superblock's counts may be old: what the groups say is true. */
static void
add_up(struct ext2_mount *em)
{
	struct ext2_sb *sb = &em->m_sb;
	u_int g;

	sb->s_free_blocks_count = sb->s_free_inodes_count = 0;
	em->m_overhead = sb->s_first_data_block;
	for (g = 0; g < em->m_ngroups; g++) {
		sb->s_free_blocks_count += em->m_gd[g].bg_free_blocks_count;
		sb->s_free_inodes_count += em->m_gd[g].bg_free_inodes_count;
		em->m_overhead += head_blocks(em, g) + 2 + em->m_itblocks;
	}
}

/* Which block of the disk has the i-th block of descriptors. */
static uint32_t
gd_block(const struct ext2_mount *em, u_int i)
{
	return em->m_sb.s_first_data_block + 1 + i;
}

int
ext2_groups_read(struct ext2_mount *em)
{
	size_t room = (size_t)em->m_gdblocks << em->m_bshift;
	struct buf *bp;
	int error = 0;
	u_int i;

	em->m_gd = malloc(room, M_EXT2FS, M_WAITOK | M_CANFAIL);
	if (em->m_gd == NULL)
		return ENOMEM;
	for (i = 0; i < em->m_gdblocks && error == 0; i++) {
		if ((error = ext2_bread(em, gd_block(em, i), &bp)) != 0) {
			vfs_reason(em->m_mount, em->m_args,
			    "the group descriptors cannot be read, error %d",
			    error);
			break;
		}
		memcpy((char *)em->m_gd + ((size_t)i << em->m_bshift),
		    bp->b_data, em->m_bsize);
		brelse(bp);
	}
	for (i = 0; i < em->m_ngroups && error == 0; i++)
		error = check_group(em, i);
	if (error == 0) {
		add_up(em);
		return 0;
	}
	free(em->m_gd, M_EXT2FS);
	em->m_gd = NULL;
	return error;
}

int
ext2_groups_write(struct ext2_mount *em)
{
	const char *ours;
	struct buf *bp;
	int error;
	u_int i;

	for (i = 0; i < em->m_gdblocks; i++) {
		if ((error = ext2_bread(em, gd_block(em, i), &bp)) != 0)
			return error;
		ours = (const char *)em->m_gd + ((size_t)i << em->m_bshift);
		if (memcmp(bp->b_data, ours, em->m_bsize) == 0)
			brelse(bp);
		else {
			memcpy(bp->b_data, ours, em->m_bsize);
			bdwrite(bp);
		}
	}
	return 0;
}
