/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_super.c: the superblock: is it one, can we do what it asks for, and
 * what is written back.
 *
 * It may say anything.  All that other functions divide by, shift by, or
 * allocate for, is checked here.
 */
#include <sys/buf.h>
#include <sys/errno.h>

#include "ext2fs.h"

struct feature {
	uint32_t bit;
	const char *name;
};

/* Who does not know one of these must not mount it. */
static const struct feature incompat[] = {{0x1, "compression"},
    {0x4, "needs_recovery (its journal has to be replayed: e2fsck does)"},
    {0x8, "journal_dev"}, {0x10, "meta_bg"}, {0x40, "extent"}, {0x80, "64bit"},
    {0x100, "mmp"}, {0x200, "flex_bg"}, {0x400, "ea_inode"},
    {0x1000, "dirdata"}, {0x2000, "metadata_csum_seed"}, {0x4000, "large_dir"},
    {0x8000, "inline_data"}, {0x10000, "encrypt"}, {0x20000, "casefold"}};
/* Nor write to it, for one of these. */
static const struct feature ro_compat[] = {{0x4, "btree_dir"},
    {0x8, "huge_file"}, {0x10, "uninit_bg"}, {0x20, "dir_nlink"},
    {0x40, "extra_isize"}, {0x100, "quota"}, {0x200, "bigalloc"},
    {0x400, "metadata_csum"}, {0x800, "replica"}, {0x1000, "read-only"},
    {0x2000, "project"}, {0x4000, "shared_blocks"}, {0x8000, "verity"},
    {0x10000, "orphan_present"}};

/* Tell who mounts it why not. */
#define REFUSE(em, ...) \
	(vfs_reason((em)->m_mount, (em)->m_args, __VA_ARGS__), EINVAL)

/* Say which of the features in bits are too much: all that have a name. */
static void
name_features(struct ext2_mount *em, const char *what,
    const struct feature *table, u_int n, uint32_t bits)
{
	char text[MOUNT_REASONLEN] = "";
	u_int i;

	for (i = 0; i < n; i++)
		if (bits & table[i].bit) {
			strlcat(
			    text, text[0] != '\0' ? ", " : "", sizeof(text));
			strlcat(text, table[i].name, sizeof(text));
			bits &= ~table[i].bit;
		}
	if (bits != 0)
		(void)REFUSE(em,
		    "%s: features 0x%x, which have no name here%s"
		    "%s",
		    what, bits, text[0] != '\0' ? ", and " : "", text);
	else
		(void)REFUSE(em, "%s: feature %s", what, text);
}

/* The older revision has fixed values for what the newer one says. */
static void
fill_old(struct ext2_sb *sb)
{
	if (sb->s_rev_level != EXT2_GOOD_OLD_REV)
		return;
	sb->s_first_ino = EXT2_OLD_FIRST_INO;
	sb->s_inode_size = EXT2_OLD_INODE_SIZE;
	sb->s_feature_compat = 0;
	sb->s_feature_incompat = 0;
	sb->s_feature_ro_compat = 0;
	sb->s_reserved_gdt_blocks = 0;
}

static int
check_features(struct ext2_mount *em)
{
	const struct ext2_sb *sb = &em->m_sb;

	if (sb->s_magic != EXT2_MAGIC)
		return REFUSE(em,
		    "no ext2 file system: magic number 0x%x, not "
		    "0x%x",
		    sb->s_magic, EXT2_MAGIC);
	if (sb->s_rev_level > EXT2_DYNAMIC_REV)
		return REFUSE(
		    em, "revision %u; 0 and 1 are known", sb->s_rev_level);
	if (sb->s_feature_incompat & ~EXT2_INCOMPAT_KNOWN) {
		name_features(em, "cannot be mounted", incompat,
		    nitems(incompat),
		    sb->s_feature_incompat & ~EXT2_INCOMPAT_KNOWN);
		return EINVAL;
	}
	return 0;
}

static int
check_sizes(struct ext2_mount *em)
{
	const struct ext2_sb *sb = &em->m_sb;
	u_int bits;

	if (sb->s_log_block_size > 5)
		return REFUSE(em, "blocks of 2^%u KiB: 1 to 32 KiB are known",
		    sb->s_log_block_size);
	em->m_bshift = 10 + sb->s_log_block_size;
	em->m_bsize = 1u << em->m_bshift;
	bits = em->m_bsize * 8;
	if (sb->s_first_data_block != (em->m_bsize == 1024))
		return REFUSE(
		    em, "the first data block is %u", sb->s_first_data_block);
	if (sb->s_blocks_count <= sb->s_first_data_block)
		return REFUSE(em, "it has %u blocks", sb->s_blocks_count);
	if (sb->s_blocks_per_group < 8 || sb->s_blocks_per_group > bits ||
	    sb->s_blocks_per_group % 8 != 0)
		return REFUSE(em,
		    "%u blocks in a group: a multiple of 8, to "
		    "%u, is possible",
		    sb->s_blocks_per_group, bits);
	if (!powerof2(sb->s_inode_size) ||
	    sb->s_inode_size < EXT2_OLD_INODE_SIZE ||
	    sb->s_inode_size > em->m_bsize)
		return REFUSE(em, "inodes of %u bytes", sb->s_inode_size);
	em->m_inosize = sb->s_inode_size;
	em->m_inoperblk = em->m_bsize / em->m_inosize;
	if (sb->s_inodes_per_group == 0 || sb->s_inodes_per_group > bits ||
	    sb->s_inodes_per_group % 8 != 0)
		return REFUSE(em,
		    "%u inodes in a group: a multiple of 8, to "
		    "%u, is possible",
		    sb->s_inodes_per_group, bits);
	if (sb->s_r_blocks_count > sb->s_blocks_count)
		return REFUSE(em, "%u of its %u blocks are reserved",
		    sb->s_r_blocks_count, sb->s_blocks_count);
	return 0;
}

/* Groups, and what follows from their number. */
static int
check_groups(struct ext2_mount *em)
{
	const struct ext2_sb *sb = &em->m_sb;
	uint64_t least;

	em->m_ngroups = (sb->s_blocks_count - sb->s_first_data_block - 1) /
		sb->s_blocks_per_group +
	    1;
	if ((uint64_t)em->m_ngroups * sb->s_inodes_per_group !=
	    sb->s_inodes_count)
		return REFUSE(em, "%u groups of %u inodes, but %u inodes",
		    em->m_ngroups, sb->s_inodes_per_group, sb->s_inodes_count);
	em->m_firstino = sb->s_first_ino;
	if (em->m_firstino < EXT2_OLD_FIRST_INO ||
	    em->m_firstino > sb->s_inodes_count)
		return REFUSE(
		    em, "the first inode for files is %u", em->m_firstino);
	em->m_gdblocks = howmany(
	    (uint64_t)em->m_ngroups * sizeof(struct ext2_gd), em->m_bsize);
	em->m_itblocks = howmany(sb->s_inodes_per_group, em->m_inoperblk);
	least =
	    3ull + em->m_gdblocks + sb->s_reserved_gdt_blocks + em->m_itblocks;
	if (sb->s_reserved_gdt_blocks > em->m_bsize / 4 ||
	    least > sb->s_blocks_per_group)
		return REFUSE(em,
		    "a group has %u blocks, and would need %llu "
		    "for itself",
		    sb->s_blocks_per_group, (unsigned long long)least);
	return 0;
}

/* The largest file: as far as pointers and the size's sign reach. */
static void
set_maxsize(struct ext2_mount *em)
{
	uint64_t n = em->m_nindir = em->m_bsize / sizeof(uint32_t);
	uint64_t blocks = EXT2_NDIR + n + n * n + n * n * n;

	if (blocks > UINT32_MAX)
		blocks = UINT32_MAX;
	em->m_maxsize = (off_t)(blocks << em->m_bshift);
	if (em->m_sb.s_rev_level == EXT2_GOOD_OLD_REV)
		em->m_maxsize = INT32_MAX;
}

/* The device holds as many blocks as the superblock tells of. */
static int
check_device(struct ext2_mount *em)
{
	off_t room = vfs_devicesize(em->m_devvp);

	if (room >= 0 && em->m_sb.s_blocks_count > room >> em->m_bshift)
		return REFUSE(em,
		    "it has %u blocks of %u bytes, but the "
		    "device only %lld",
		    em->m_sb.s_blocks_count, em->m_bsize,
		    (long long)(room >> em->m_bshift));
	return 0;
}

/* Buffers may have any size then: it lies in one of them, or in a later. */
static int
read_raw(struct ext2_mount *em)
{
	u_int size = bio_getsize(em->m_devvp);
	daddr_t at = rounddown(EXT2_SB_OFFSET, size);
	struct buf *bp;
	int error;

	if (size < EXT2_SB_SIZE) {
		size = EXT2_SB_SIZE;
		if ((error = bio_setsize(em->m_devvp, size)) != 0)
			return error;
	}
	if ((error = bread(em->m_devvp, btodb(at), size, &bp)) != 0) {
		(void)REFUSE(
		    em, "the superblock cannot be read, error %d", error);
		return error;
	}
	at = EXT2_SB_OFFSET - at;
	if (bp->b_bcount < at + EXT2_SB_SIZE)
		error = REFUSE(em, "the device ends before the superblock");
	else
		memcpy(&em->m_sb, bp->b_data + at, EXT2_SB_SIZE);
	brelse(bp);
	return error;
}

int
ext2_super_read(struct ext2_mount *em)
{
	int error;

	if ((error = read_raw(em)) != 0)
		return error;
	fill_old(&em->m_sb);
	if ((error = check_features(em)) != 0 ||
	    (error = check_sizes(em)) != 0 || (error = check_groups(em)) != 0 ||
	    (error = check_device(em)) != 0)
		return error;
	set_maxsize(em);
	error = bio_setsize(em->m_devvp, em->m_bsize);
	if (error == EINVAL)
		return REFUSE(em,
		    "blocks of %u bytes are shorter than the "
		    "disk's sectors",
		    em->m_bsize);
	return error;
}

int
ext2_super_writable(struct ext2_mount *em)
{
	const struct ext2_sb *sb = &em->m_sb;
	uint32_t strange = sb->s_feature_ro_compat & ~EXT2_RO_COMPAT_KNOWN;

	if (strange != 0) {
		name_features(em, "can be mounted for reading only (-r)",
		    ro_compat, nitems(ro_compat), strange);
		return EROFS;
	}
	if (sb->s_state & EXT2_ERROR_FS || (sb->s_state & EXT2_VALID_FS) == 0) {
		(void)REFUSE(em,
		    "%s: have e2fsck look at it, or mount it for "
		    "reading only (-r)",
		    sb->s_state & EXT2_ERROR_FS
			? "something was found to be wrong with it"
			: "it was not unmounted");
		return EROFS;
	}
	return 0;
}

/* Copy ours over what the block has. */
static int
super_buf(struct ext2_mount *em, struct buf **bpp)
{
	int error;

	error = ext2_bread(em, EXT2_SB_OFFSET >> em->m_bshift, bpp);
	if (error != 0)
		return error;
	em->m_sb.s_wtime = (uint32_t)time_second;
	memcpy((*bpp)->b_data + (EXT2_SB_OFFSET & (em->m_bsize - 1)), &em->m_sb,
	    em->m_sb.s_rev_level == EXT2_GOOD_OLD_REV
		? offsetof(struct ext2_sb, s_first_ino)
		: EXT2_SB_SIZE);
	return 0;
}

int
ext2_super_write(struct ext2_mount *em)
{
	struct buf *bp;
	int error;

	if ((error = super_buf(em, &bp)) == 0)
		bdwrite(bp);
	return error;
}

static int
super_write_now(struct ext2_mount *em)
{
	struct buf *bp;
	int error;

	if ((error = super_buf(em, &bp)) == 0)
		error = ext2_bwrite(em, bp);
	return error;
}

int
ext2_super_mounted(struct ext2_mount *em)
{
	struct ext2_sb *sb = &em->m_sb;

	sb->s_state &= ~EXT2_VALID_FS;
	sb->s_mnt_count++;
	sb->s_mtime = time_second;
	if (sb->s_rev_level != EXT2_GOOD_OLD_REV)
		strlcpy(sb->s_last_mounted, em->m_mount->mnt_stat.f_mntonname,
		    sizeof(sb->s_last_mounted));
	return super_write_now(em);
}

int
ext2_super_clean(struct ext2_mount *em)
{
	int error;

	em->m_sb.s_state |= EXT2_VALID_FS;
	if ((error = super_write_now(em)) != 0)
		em->m_sb.s_state &= ~EXT2_VALID_FS;
	return error;
}

/* The copies get the feature, too, or e2fsck takes one for the other. */
int
ext2_super_large(struct ext2_mount *em)
{
	struct ext2_sb *sb = &em->m_sb;
	struct buf *bp;
	int error;
	u_int g;

	if (sb->s_feature_ro_compat & EXT2_RO_COMPAT_LARGE_FILE)
		return 0;
	if (sb->s_rev_level == EXT2_GOOD_OLD_REV)
		return EFBIG;
	sb->s_feature_ro_compat |= EXT2_RO_COMPAT_LARGE_FILE;
	for (g = 1; g < em->m_ngroups; g++) {
		if (!ext2_has_super(em, g))
			continue;
		error = ext2_bread(em, ext2_group_start(em, g), &bp);
		if (error != 0)
			continue; /* a copy less: the disk's fault */
		((struct ext2_sb *)bp->b_data)->s_feature_ro_compat |=
		    EXT2_RO_COMPAT_LARGE_FILE;
		bdwrite(bp);
	}
	return super_write_now(em);
}
