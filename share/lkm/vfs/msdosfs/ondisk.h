/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ondisk.h: FAT as it lies on the disk.
 *
 * Source: "Microsoft Extensible Firmware Initiative FAT32 File System
 * Specification", version 1.03 (fatgen103).  All numbers there are little
 * endian and may lie at odd places, so they are arrays of bytes here.
 */
#ifndef _MSDOSFS_ONDISK_H_
#define _MSDOSFS_ONDISK_H_

#include <sys/types.h>

static inline uint16_t
le16(const uint8_t *p)
{
	return p[0] | p[1] << 8;
}

static inline uint32_t
le32(const uint8_t *p)
{
	return le16(p) | (uint32_t)le16(p + 2) << 16;
}

static inline void
put16(uint8_t *p, uint16_t v)
{
	p[0] = v;
	p[1] = v >> 8;
}

static inline void
put32(uint8_t *p, uint32_t v)
{
	put16(p, v);
	put16(p + 2, v >> 16);
}

/* The boot sector: the BIOS parameter block, and what FAT32 adds to it. */
struct bootsector {
	uint8_t bs_jump[3];
	uint8_t bs_oemname[8];
	uint8_t bs_bytspersec[2];
	uint8_t bs_secperclus;
	uint8_t bs_rsvdseccnt[2];
	uint8_t bs_numfats;
	uint8_t bs_rootentcnt[2]; /* FAT12, FAT16; 0 on FAT32 */
	uint8_t bs_totsec16[2];   /* 0: bs_totsec32 has it */
	uint8_t bs_media;
	uint8_t bs_fatsz16[2]; /* 0: this is FAT32 */
	uint8_t bs_secpertrk[2];
	uint8_t bs_numheads[2];
	uint8_t bs_hiddsec[4];
	uint8_t bs_totsec32[4];
	/* From here on FAT32 only. */
	uint8_t bs_fatsz32[4];
	uint8_t bs_extflags[2];
	uint8_t bs_fsver[2];
	uint8_t bs_rootclus[4];
	uint8_t bs_fsinfo[2];
	uint8_t bs_rest[460];
	uint8_t bs_signature[2];
};
#define BS_SIGNATURE   0xaa55
#define EXT_ACTIVEFAT  0x000f /* which FAT is in use, with: */
#define EXT_NOMIRROR   0x0080 /* only that one is */

/* Below so many clusters it is FAT12, below so many FAT16. */
#define FAT12_CLUSTERS 4085
#define FAT16_CLUSTERS 65525
#define FAT32_CLUSTERS 0x0ffffff5

/* FAT32's FSInfo sector: hints, of which both may be "unknown". */
struct fsinfo {
	uint8_t fi_leadsig[4];
	uint8_t fi_reserved1[480];
	uint8_t fi_strucsig[4];
	uint8_t fi_freecount[4];
	uint8_t fi_nextfree[4];
	uint8_t fi_reserved2[12];
	uint8_t fi_trailsig[4];
};
#define FI_LEADSIG  0x41615252
#define FI_STRUCSIG 0x61417272
#define FI_TRAILSIG 0xaa550000

/* Entries of the FAT.  The first two are of no cluster. */
#define CLUST_FREE  0u
#define CLUST_FIRST 2u
#define CLUST_BAD   0xfffffff7u /* or any other nonsense; as fat_get() says */
#define CLUST_EOF   0xffffffffu
/* Of FAT[1]: the volume was unmounted, no error was met. */
#define FAT16_CLEAN 0x8000u
#define FAT32_CLEAN 0x08000000u

/* A directory's entry, under a short name. */
struct dosdirent {
	uint8_t dd_name[11]; /* 8 and 3, padded with blanks */
	uint8_t dd_attr;
	uint8_t dd_lcase;
	uint8_t dd_ctime10; /* of creation, in 10 ms */
	uint8_t dd_ctime[2];
	uint8_t dd_cdate[2];
	uint8_t dd_adate[2]; /* of the last access */
	uint8_t dd_starthi[2];
	uint8_t dd_mtime[2];
	uint8_t dd_mdate[2];
	uint8_t dd_start[2];
	uint8_t dd_size[4]; /* 0 for a directory */
};
#define SLOT_END       0x00 /* dd_name[0]: free, and so are all behind it */
#define SLOT_E5        0x05 /* stands for a character 0xe5 */
#define SLOT_FREE      0xe5

#define ATTR_READONLY  0x01
#define ATTR_HIDDEN    0x02
#define ATTR_SYSTEM    0x04
#define ATTR_VOLUME    0x08 /* the label, not a file */
#define ATTR_DIRECTORY 0x10
#define ATTR_ARCHIVE   0x20 /* changed since a backup cleared it */
#define ATTR_LONGNAME  0x0f
#define ATTR_LONGMASK  0x3f

/* dd_lcase: the name or its extension is shown in lower case (Windows NT). */
#define LCASE_BASE     0x08
#define LCASE_EXT      0x10

/* A piece of a long name.  The last piece comes first, the entry last. */
#define WIN_CHARS      13
#define WIN_MAXCHARS   255
struct winentry {
	uint8_t we_ord; /* from 1 on; WIN_LAST: the last, so the first here */
	uint8_t we_part1[10];
	uint8_t we_attr; /* ATTR_LONGNAME */
	uint8_t we_type; /* 0 */
	uint8_t we_sum;  /* of the short name that it belongs to */
	uint8_t we_part2[12];
	uint8_t we_start[2]; /* 0 */
	uint8_t we_part3[4];
};
#define WIN_LAST      0x40
#define WIN_ORDMASK   0x3f

#define DIRENT_SIZE   32u
#define DIRENT_SHIFT  5
#define DIR_MAXBYTES  (65536u * DIRENT_SIZE)
#define FILE_MAXBYTES 0xffffffffll

_Static_assert(sizeof(struct bootsector) == 512, "a boot sector");
_Static_assert(sizeof(struct fsinfo) == 512, "an FSInfo sector");
_Static_assert(sizeof(struct dosdirent) == DIRENT_SIZE, "an entry");
_Static_assert(sizeof(struct winentry) == DIRENT_SIZE, "a long name's piece");

#endif /* _MSDOSFS_ONDISK_H_ */
