/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fatregions.h: what of a FAT image says where things are: the boot sector,
 * FSInfo, the entries of the FATs that are used, and the directories.  The
 * image is a good one.
 */
#ifndef _FATREGIONS_H_
#define _FATREGIONS_H_

#include "../../../share/lkm/vfs/msdosfs/ondisk.h"
#include "imgfuzz.h"

struct fatimage {
	struct image *im;
	int bits; /* 12, 16, 32 */
	uint32_t cluster, fat, fatsize, data, used;
};

static inline uint32_t
fat_next(const struct fatimage *f, uint32_t cn)
{
	const uint8_t *p = f->im->bytes + f->fat;

	if (f->bits == 12)
		return le16(p + cn + cn / 2) >> (cn & 1 ? 4 : 0) & 0xfff;
	return f->bits == 16 ? le16(p + 2 * cn) : le32(p + 4 * cn) & 0xfffffff;
}

static inline int
fat_islast(const struct fatimage *f, uint32_t cn)
{
	return cn < 2 ||
	    cn >= (f->bits == 12          ? 0xff8u
			  : f->bits == 16 ? 0xfff8u
					  : 0xffffff8u);
}

static inline void fat_dirchain(struct fatimage *, uint32_t cn);

/* The directories that the entries in a piece of one lead to. */
static inline void
fat_subdirs(struct fatimage *f, uint32_t start, uint32_t len)
{
	const struct dosdirent *d;
	uint32_t at, cn;

	for (at = start; at < start + len; at += DIRENT_SIZE) {
		d = (const void *)(f->im->bytes + at);
		if (d->dd_name[0] == SLOT_END || d->dd_name[0] == SLOT_FREE ||
		    d->dd_name[0] == '.' ||
		    (d->dd_attr & ATTR_LONGMASK) == ATTR_LONGNAME)
			continue;
		cn = le16(d->dd_start);
		if (f->bits == 32)
			cn |= (uint32_t)le16(d->dd_starthi) << 16;
		if (d->dd_attr & ATTR_DIRECTORY)
			fat_dirchain(f, cn);
	}
}

static inline void
fat_dirchain(struct fatimage *f, uint32_t cn)
{
	uint32_t start;

	for (; !fat_islast(f, cn); cn = fat_next(f, cn)) {
		start = f->data + (cn - 2) * f->cluster;
		region_add(f->im, start, f->cluster);
		fat_subdirs(f, start, f->cluster);
	}
}

static inline void
fat_regions(struct image *im)
{
	const struct bootsector *bs = (const void *)im->bytes;
	uint32_t sec = le16(bs->bs_bytspersec), root, rootlen, n, total;
	struct fatimage f = {.im = im, .bits = 32};

	f.cluster = bs->bs_secperclus * sec;
	f.fat = le16(bs->bs_rsvdseccnt) * sec;
	f.fatsize = le16(bs->bs_fatsz16) * sec;
	if (f.fatsize == 0)
		f.fatsize = le32(bs->bs_fatsz32) * sec;
	root = f.fat + bs->bs_numfats * f.fatsize;
	rootlen = le16(bs->bs_rootentcnt) * DIRENT_SIZE;
	f.data = root + rootlen;
	total = le16(bs->bs_totsec16);
	if (total == 0)
		total = le32(bs->bs_totsec32);
	n = (total * sec - f.data) / f.cluster;
	if (le16(bs->bs_fatsz16) != 0)
		f.bits = n < FAT12_CLUSTERS ? 12 : 16;
	while (n > 2 && fat_next(&f, n) == 0)
		n--;
	f.used = (n + 1) * f.bits / 8 + 1;

	region_add(im, 11, f.bits == 32 ? 79 : 51);
	region_add(im, 510, 2);
	region_add(im, f.fat, f.used);
	region_add(im, f.fat, 12); /* the first entries count twice */
	region_add(im, f.fat + f.fatsize, f.used);
	if (f.bits == 32) {
		region_add(im, le16(bs->bs_fsinfo) * sec, 512);
		fat_dirchain(&f, le32(bs->bs_rootclus));
	} else {
		region_add(im, root, rootlen < 1024 ? rootlen : 1024);
		fat_subdirs(&f, root, rootlen);
	}
}

#endif /* _FATREGIONS_H_ */
