/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2regions.h: what of an ext2 image says where things are: superblock and
 * group descriptors, bitmaps, the inodes in use, directories and indirect
 * blocks.  The image is a good one.
 */
#ifndef _EXT2REGIONS_H_
#define _EXT2REGIONS_H_

#include <sys/stat.h>

#include "../../../share/lkm/vfs/ext2fs/ext2_disk.h"
#include "imgfuzz.h"

/* The inode's blocks that hold names or addresses. */
static inline void
ext2_inode_regions(struct image *im, const struct ext2_dinode *di, uint32_t bs)
{
	int i;

	for (i = 0; i < EXT2_NADDR; i++) {
		if (di->i_block[i] == 0 || S_ISLNK(di->i_mode) ||
		    (i < EXT2_NDIR && !S_ISDIR(di->i_mode)))
			continue;
		region_add(im, (uint64_t)di->i_block[i] * bs, bs);
	}
}

static inline void
ext2_group_regions(struct image *im, const struct ext2_sb *sb,
    const struct ext2_gd *gd, uint32_t bs)
{
	uint32_t isize = sb->s_rev_level == 0 ? 128 : sb->s_inode_size, i;
	uint32_t last = 0, table = gd->bg_inode_table * bs;
	const struct ext2_dinode *di;

	region_add(im, (uint64_t)gd->bg_block_bitmap * bs, 64);
	region_add(im, (uint64_t)gd->bg_inode_bitmap * bs, 16);
	for (i = 0; i < sb->s_inodes_per_group; i++) {
		di = (const void *)(im->bytes + table + i * isize);
		if (di->i_links_count == 0)
			continue;
		last = i + 1;
		ext2_inode_regions(im, di, bs);
	}
	region_add(im, table, last * isize);
	/* The root's, once more. */
	region_add(im, table + isize, isize);
}

static inline void
ext2_regions(struct image *im)
{
	const struct ext2_sb *sb = (const void *)(im->bytes + EXT2_SB_OFFSET);
	uint32_t bs = 1024u << sb->s_log_block_size, g, groups, gds;

	groups = (sb->s_blocks_count - sb->s_first_data_block +
		     sb->s_blocks_per_group - 1) /
	    sb->s_blocks_per_group;
	gds = (sb->s_first_data_block + 1) * bs;
	region_add(im, EXT2_SB_OFFSET, 104);
	region_add(im, EXT2_SB_OFFSET, 264);
	region_add(im, gds, groups * sizeof(struct ext2_gd));
	for (g = 0; g < groups; g++)
		ext2_group_regions(
		    im, sb, (const struct ext2_gd *)(im->bytes + gds) + g, bs);
}

#endif /* _EXT2REGIONS_H_ */
