/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bootsector.c: from the boot sector to where things are.
 *
 * Everything that the rest relies on is checked here: that each area lies on
 * the device, and that the FAT has an entry for each cluster.
 */
#include "msdosfs.h"

static int
refuse(char *why, size_t len, const char *text, uint32_t number)
{
	snprintf(why, len, text, number);
	return EINVAL;
}

static u_int
log2_of(uint32_t n)
{
	u_int shift = 0;

	while (n >>= 1)
		shift++;
	return shift;
}

/* Sizes of sectors and clusters, and whether this is FAT at all. */
static int
decode_units(const struct bootsector *bs, struct msdosfs_mount *pmp, char *why,
    size_t len)
{
	u_int secsize = le16(bs->bs_bytspersec);

	if (le16(bs->bs_signature) != BS_SIGNATURE)
		return refuse(why, len,
		    "no FAT: the boot sector does not end with 0xaa55", 0);
	if (secsize < 512 || secsize > 4096 || !powerof2(secsize))
		return refuse(why, len,
		    "no FAT: the boot sector says %u bytes per sector",
		    secsize);
	if (bs->bs_secperclus == 0 || !powerof2(bs->bs_secperclus))
		return refuse(why, len,
		    "no FAT: the boot sector says %u sectors per cluster",
		    bs->bs_secperclus);
	if (bs->bs_numfats == 0 || le16(bs->bs_rsvdseccnt) == 0)
		return refuse(why, len,
		    "no FAT: the boot sector says %u FATs, or none reserved",
		    bs->bs_numfats);
	pmp->pm_secsize = secsize;
	pmp->pm_cshift = log2_of(secsize * bs->bs_secperclus);
	return 0;
}

/* What FAT32 has in other places. */
static int
decode_fat32(const struct bootsector *bs, struct msdosfs_mount *pmp, char *why,
    size_t len)
{
	u_int flags = le16(bs->bs_extflags), info = le16(bs->bs_fsinfo);

	if (le16(bs->bs_fsver) != 0)
		return refuse(why, len,
		    "a FAT32 of version 0x%x, which is not known",
		    le16(bs->bs_fsver));
	pmp->pm_rootclust = le32(bs->bs_rootclus);
	if (!clust_valid(pmp, pmp->pm_rootclust))
		return refuse(why, len,
		    "the root directory is said to be in cluster %u",
		    pmp->pm_rootclust);
	if (flags & EXT_NOMIRROR) {
		flags &= EXT_ACTIVEFAT;
		if (flags >= pmp->pm_nfats)
			return refuse(why, len,
			    "FAT %u is said to be in use, and is not there",
			    flags);
		pmp->pm_fatpos += flags * pmp->pm_fatsize;
		pmp->pm_nfats = 1;
	}
	if (info != 0 && info < le16(bs->bs_rsvdseccnt))
		pmp->pm_fsinfopos = (off_t)info * pmp->pm_secsize;
	return 0;
}

/* Buffers as large as they can be without one reaching into two areas. */
static u_int
buffer_size(const struct msdosfs_mount *pmp)
{
	off_t all = pmp->pm_fatpos | pmp->pm_fatsize | pmp->pm_rootpos |
	    pmp->pm_datapos | CLUSTBYTES(pmp) | PAGE_SIZE;

	return all & -all; /* the lowest bit that any has */
}

int
boot_decode(const struct bootsector *bs, off_t devsize,
    struct msdosfs_mount *pmp, char *why, size_t len)
{
	uint32_t total, fatsecs, rootsecs, clusters;
	uint64_t before, need;
	int error;

	if ((error = decode_units(bs, pmp, why, len)) != 0)
		return error;
	total = le16(bs->bs_totsec16);
	if (total == 0)
		total = le32(bs->bs_totsec32);
	fatsecs = le16(bs->bs_fatsz16);
	pmp->pm_fattype = fatsecs == 0 ? 32 : 16;
	if (fatsecs == 0)
		fatsecs = le32(bs->bs_fatsz32);
	rootsecs =
	    howmany(le16(bs->bs_rootentcnt) * DIRENT_SIZE, pmp->pm_secsize);
	before = le16(bs->bs_rsvdseccnt) + (uint64_t)bs->bs_numfats * fatsecs +
	    rootsecs;
	if (before >= total)
		return refuse(why, len,
		    "a volume of %u sectors has no room for its tables", total);
	if (devsize >= 0 && (off_t)total * pmp->pm_secsize > devsize)
		return refuse(why, len,
		    "the volume has %u sectors, more than the disk", total);
	clusters = (total - before) >> log2_of(bs->bs_secperclus);
	if (pmp->pm_fattype == 16 && clusters < FAT12_CLUSTERS)
		pmp->pm_fattype = 12;
	if (clusters == 0 ||
	    clusters >=
		(pmp->pm_fattype == 32 ? FAT32_CLUSTERS : FAT16_CLUSTERS))
		return refuse(why, len,
		    "%u clusters are none, or too many for this FAT", clusters);
	need = ((uint64_t)(clusters + 2) * pmp->pm_fattype + 7) / 8;
	if (need > (uint64_t)fatsecs * pmp->pm_secsize)
		return refuse(
		    why, len, "the FAT is too small for %u clusters", clusters);
	pmp->pm_maxclust = clusters + 1;
	pmp->pm_nfats = bs->bs_numfats;
	pmp->pm_fatpos = (off_t)le16(bs->bs_rsvdseccnt) * pmp->pm_secsize;
	pmp->pm_fatsize = (off_t)fatsecs * pmp->pm_secsize;
	pmp->pm_datapos = (off_t)before * pmp->pm_secsize;
	if (pmp->pm_fattype == 32) {
		error = decode_fat32(bs, pmp, why, len);
	} else if (rootsecs == 0) {
		error = refuse(why, len,
		    "the root directory is said to have %u entries", 0);
	} else {
		pmp->pm_rootsize = le16(bs->bs_rootentcnt) * DIRENT_SIZE;
		pmp->pm_rootpos =
		    pmp->pm_fatpos + pmp->pm_nfats * pmp->pm_fatsize;
	}
	pmp->pm_bsize = buffer_size(pmp);
	return error;
}
