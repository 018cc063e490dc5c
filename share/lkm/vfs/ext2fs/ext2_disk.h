/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_disk.h: what lies on the disk.
 *
 * A file system is a row of block groups of one size.  Each has a bitmap of
 * its blocks, one of its inodes, a table of inodes, and the rest for data.
 * What there is of each is in an array of group descriptors, which comes
 * behind the superblock; both are repeated at the start of some groups.
 *
 * All numbers are little-endian, as are those of this machine, so the
 * structures are used as they come from the disk.  The names are those that
 * e2fsprogs' documentation uses.
 */
#ifndef _EXT2_DISK_H_
#define _EXT2_DISK_H_

#include <sys/types.h>

#define EXT2_SB_OFFSET 1024 /* bytes from the start of the device */
#define EXT2_SB_SIZE   1024
#define EXT2_MAGIC     0xef53

struct ext2_sb {
	uint32_t s_inodes_count;
	uint32_t s_blocks_count;
	uint32_t s_r_blocks_count; /* kept for root */
	uint32_t s_free_blocks_count;
	uint32_t s_free_inodes_count;
	uint32_t s_first_data_block; /* 1 with blocks of 1 KiB, else 0 */
	uint32_t s_log_block_size;   /* 0: 1 KiB, 1: 2 KiB, ... */
	uint32_t s_log_frag_size;
	uint32_t s_blocks_per_group;
	uint32_t s_frags_per_group;
	uint32_t s_inodes_per_group;
	uint32_t s_mtime; /* of the last mount */
	uint32_t s_wtime; /* of the last write of this */
	uint16_t s_mnt_count;
	uint16_t s_max_mnt_count;
	uint16_t s_magic;
	uint16_t s_state;
	uint16_t s_errors;
	uint16_t s_minor_rev_level;
	uint32_t s_lastcheck;
	uint32_t s_checkinterval;
	uint32_t s_creator_os;
	uint32_t s_rev_level;
	uint16_t s_def_resuid; /* who else may use the reserved blocks */
	uint16_t s_def_resgid;
	/* From here on since revision 1. */
	uint32_t s_first_ino; /* the first that is not reserved */
	uint16_t s_inode_size;
	uint16_t s_block_group_nr; /* of this copy */
	uint32_t s_feature_compat;
	uint32_t s_feature_incompat;
	uint32_t s_feature_ro_compat;
	uint8_t s_uuid[16];
	char s_volume_name[16];
	char s_last_mounted[64];
	uint32_t s_algorithm_usage_bitmap;
	uint8_t s_prealloc_blocks;
	uint8_t s_prealloc_dir_blocks;
	uint16_t s_reserved_gdt_blocks; /* behind the descriptors, to grow */
	uint8_t s_rest[816];
};
_Static_assert(sizeof(struct ext2_sb) == EXT2_SB_SIZE, "superblock");

/* s_state */
#define EXT2_VALID_FS               0x0001 /* was unmounted */
#define EXT2_ERROR_FS               0x0002 /* something was found to be wrong */
/* s_errors */
#define EXT2_ERRORS_CONTINUE        1

#define EXT2_GOOD_OLD_REV           0
#define EXT2_DYNAMIC_REV            1
#define EXT2_OLD_FIRST_INO          11
#define EXT2_OLD_INODE_SIZE         128

/* Features that we know.  The names of others are in ext2_super.c. */
#define EXT2_COMPAT_DIR_INDEX       0x0020
#define EXT2_INCOMPAT_FILETYPE      0x0002
#define EXT2_RO_COMPAT_SPARSE_SUPER 0x0001
#define EXT2_RO_COMPAT_LARGE_FILE   0x0002
#define EXT2_INCOMPAT_KNOWN         EXT2_INCOMPAT_FILETYPE
#define EXT2_RO_COMPAT_KNOWN \
	(EXT2_RO_COMPAT_SPARSE_SUPER | EXT2_RO_COMPAT_LARGE_FILE)

struct ext2_gd {
	uint32_t bg_block_bitmap; /* blocks, from the start of the device */
	uint32_t bg_inode_bitmap;
	uint32_t bg_inode_table;
	uint16_t bg_free_blocks_count;
	uint16_t bg_free_inodes_count;
	uint16_t bg_used_dirs_count;
	uint16_t bg_flags;
	uint32_t bg_reserved[3];
};
_Static_assert(sizeof(struct ext2_gd) == 32, "group descriptor");

#define EXT2_ROOT_INO 2
#define EXT2_NDIR     12 /* blocks that the inode itself names */
#define EXT2_NIND     3  /* then an indirect one, a double, a triple one */
#define EXT2_NADDR    (EXT2_NDIR + EXT2_NIND)

struct ext2_dinode {
	uint16_t i_mode;
	uint16_t i_uid;
	uint32_t i_size;
	uint32_t i_atime;
	uint32_t i_ctime;
	uint32_t i_mtime;
	uint32_t i_dtime; /* when it was deleted */
	uint16_t i_gid;
	uint16_t i_links_count;
	uint32_t i_blocks; /* of 512 bytes, indirect ones and all */
	uint32_t i_flags;
	uint32_t i_osd1;
	uint32_t i_block[EXT2_NADDR]; /* or a short link's text, or a device */
	uint32_t i_generation;
	uint32_t i_file_acl;  /* the block of extended attributes */
	uint32_t i_size_high; /* of a regular file, since revision 1 */
	uint32_t i_faddr;
	uint16_t i_osd2_0;
	uint16_t i_osd2_1;
	uint16_t i_uid_high;
	uint16_t i_gid_high;
	uint32_t i_osd2_2;
	/* From here on in inodes that are longer than 128 bytes. */
	uint16_t i_extra_isize; /* bytes of it that mean something */
	uint16_t i_pad;
	uint32_t i_ctime_extra; /* 2 bits: 2^32 seconds; 30 bits: ns */
	uint32_t i_mtime_extra;
	uint32_t i_atime_extra;
	uint32_t i_crtime; /* when it was made */
	uint32_t i_crtime_extra;
};
_Static_assert(offsetof(struct ext2_dinode, i_extra_isize) == 128, "inode");
#define EXT2_EXTRA_ISIZE  24 /* what we have of it: to i_crtime_extra */

/* i_flags */
#define EXT2_IMMUTABLE_FL 0x00000010
#define EXT2_APPEND_FL    0x00000020
#define EXT2_NODUMP_FL    0x00000040
#define EXT2_NOATIME_FL   0x00000080
#define EXT2_INDEX_FL     0x00001000 /* a directory with a hashed index */
/* Blocks are not found through i_block: extents, data in the inode, ... */
#define EXT2_STRANGE_FL \
	0x50080a00 /* case folding, inline data, extents,
					* encryption, compressed blocks */

#define EXT2_LINK_MAX 32000

/* A name in a directory; it does not cross the end of a block. */
struct ext2_dirent {
	uint32_t d_ino;    /* 0: free */
	uint16_t d_reclen; /* to the next, a multiple of 4 */
	uint8_t d_namlen;
	uint8_t d_type; /* with the feature filetype; else 0 */
	char d_name[];
};
#define EXT2_DIRENT_HEAD        8
#define EXT2_DIRENT_LEN(namlen) ((EXT2_DIRENT_HEAD + (u_int)(namlen) + 3) & ~3u)

/* d_type */
#define EXT2_FT_UNKNOWN         0
#define EXT2_FT_REG             1
#define EXT2_FT_DIR             2
#define EXT2_FT_CHR             3
#define EXT2_FT_BLK             4
#define EXT2_FT_FIFO            5
#define EXT2_FT_SOCK            6
#define EXT2_FT_LNK             7

/* The head of a block of extended attributes, which files may share. */
struct ext2_xattr {
	uint32_t h_magic;
	uint32_t h_refcount;
	uint32_t h_blocks;
};
#define EXT2_XATTR_MAGIC 0xea020000

#endif /* _EXT2_DISK_H_ */
